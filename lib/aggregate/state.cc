// state.cc -- what an Aggregate does to what it holds.
#include "lib/aggregate/state.h"

#include <algorithm>

#include "lib/base/hash.h"
#include "lib/base/other.h"

namespace why502 {

using counting::Group;
using counting::GroupTable;

namespace {

// The bound on the points of all series, for logs of not so many groups.
constexpr std::size_t kMostPoints = 128 * 1024;

constexpr std::int64_t kWidest = std::int64_t{1} << 35;  // seconds

// Groups of failures for each group of evidence that may be kept.
constexpr std::size_t kFailuresPerEvidence = 10;

}  // namespace

std::uint32_t Aggregate::State::peer_of(std::string_view upstream) noexcept {
  return static_cast<std::uint32_t>(base::stable_hash(upstream, 0));
}

Group& Aggregate::State::group(GroupTable& table, Cause cause, std::string_view upstream) {
  const std::uint32_t known = upstreams.find(upstream);
  if (known != base::Names::kNone) {
    if (Group* group = table.find(cause, known)) return *group;
  }
  // Evidence is rarer and shares the memory that 100,000 groups may take.
  std::size_t most = &table == &failures ? options.max_groups : options.max_groups / kFailuresPerEvidence + 1;
  if (breakdown) most = std::min(most, kMostTracked);
  if (table.size() >= most && upstream != base::kOther) {
    exact = false;
    return group(table, cause, base::kOther);
  }
  Group& group = table.make(cause, known != base::Names::kNone ? known : upstreams.intern(upstream));
  group.peer = peer_of(upstream);
  return group;
}

void Aggregate::State::count_status(int status, std::uint64_t failures_more) {
  for (auto& [known, count] : by_status) {
    if (known == status) {
      count += failures_more;
      return;
    }
  }
  by_status.emplace_back(status, failures_more);
}

// Widens the windows until those from `first` to `last`, and all before, are few enough.
void Aggregate::State::cover(std::int64_t first, std::int64_t last) {
  if (first >= first_second && last <= last_second) return;
  first_second = std::min(first_second, first);
  last_second = std::max(last_second, last);
  if (options.window.count() == 0) widen(counting::width_for(first_second, last_second, width));
}

template <typename F>
void Aggregate::State::for_each_series(F f) {
  if (breakdown) {
    for (counting::Breakdown::Group& group : *breakdown) f(group.series);
  } else {
    for (Group& group : failures) f(group.series);
  }
}

void Aggregate::State::widen(std::int64_t to) {
  if (to == width) return;
  width = to;
  window = counting::window_of(window, width);
  points = 0;
  for_each_series([this](counting::Series& series) {
    series.fold(width);
    points += series.size();
  });
}

void Aggregate::State::add_point(counting::Series& series, std::int64_t first, std::int64_t last, std::uint64_t added) {
  const std::int64_t second = counting::second_of(first);
  cover(second, counting::second_of(last));
  if (second < window || second - window >= width) window = counting::window_of(second, width);
  points -= series.size();
  series.add(window, added);
  points += series.size();
  if (!series.is_settled()) settled.store(false, std::memory_order_relaxed);
  bound_points();
}

void Aggregate::State::bound_points() {
  const std::size_t most = std::max(kMostPoints, options.max_groups + options.max_groups / 2);
  if (points <= most) return;
  settle_series();
  // A window of a thousand years is wide enough for anything.
  while (points > most && width < kWidest) widen(counting::wider(width));
}

void Aggregate::State::settle_series() {
  points = 0;
  for_each_series([this](counting::Series& series) {
    series.settle();
    points += series.size();
  });
}

void Aggregate::State::settle() {
  if (settled.load(std::memory_order_acquire)) return;
  const std::lock_guard lock(settling);
  if (settled.load(std::memory_order_relaxed)) return;
  for (counting::Pending& each : pending) {
    carry(each);
    each.group = nullptr;  // so that the next one says that there is something to settle
  }
  settle_series();
  settled.store(true, std::memory_order_release);
}

void Aggregate::State::merge_table(GroupTable& into, const GroupTable& from, const base::Names& names) {
  for (const Group& part : from) {
    Group& group = this->group(into, part.cause, names[part.upstream]);
    group.fastcgi = group.fastcgi || part.fastcgi;
    group.add(part.count, part.first, part.last, part.example.text(), into.longest_example());
    points -= group.series.size();
    group.series.add(part.series.points(), width);
    points += group.series.size();
    bound_points();
  }
}

void Aggregate::State::merge_breakdown(const counting::Breakdown& part) {
  for (const counting::Breakdown::Group& from : part) {
    counting::Breakdown::Group& group = breakdown->group(part, from);
    group.add(from.count, from.first, from.last, from.example.text(), breakdown->longest_example());
    points -= group.series.size();
    group.series.add(from.series.points(), width);
    points += group.series.size();
    bound_points();
  }
}

}  // namespace why502
