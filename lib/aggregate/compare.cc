// compare.cc -- two counts of one thing, and whether chance explains that they differ.
#include "why502/compare.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "lib/base/other.h"
#include "lib/base/quote.h"

namespace why502 {
namespace {

constexpr double kDeviations = 4;
constexpr double kFactor = 1.5;
constexpr double kShortest = 60;  // seconds

struct Counts {
  std::uint64_t before = 0, now = 0;
};
using Groups = std::map<std::pair<Cause, std::string_view>, Counts>;

// What the selection leaves of the time from the first record to the last, which took a second;
// nothing if that is none.
struct Covered {
  Timestamp first, end;
  double seconds() const { return std::max(kShortest, std::chrono::duration<double>(end - first).count()); }
};

std::optional<Covered> covered(const Partial& partial) {
  const Counters& counters = partial.aggregate.counters();
  if (!counters.first) return {};
  const FilterOptions& filter = partial.selection.filter;
  Covered stretch{*counters.first, *counters.last + std::chrono::seconds(1)};
  if (filter.since) stretch.first = std::max(stretch.first, *filter.since);
  if (filter.until) stretch.end = std::min(stretch.end, *filter.until);
  if (stretch.first >= stretch.end) return {};
  return stretch;
}

// Does chance not explain it? `ratio`: of the times, now to before.
bool differ(const Counts& counts, double ratio) {
  const auto now = static_cast<double>(counts.now), before = static_cast<double>(counts.before);
  const double expected = before * ratio;
  if (now < expected * kFactor && expected < now * kFactor) return false;
  const double apart = std::abs(std::sqrt(now + 0.375) - std::sqrt(ratio * (before + 0.375)));
  return 2 * apart / std::sqrt(1 + ratio) > kDeviations;
}

bool has_rest(const Aggregate& aggregate) {
  bool any = false;
  aggregate.each_status([&](const StatusRow& row) {
    any = row.upstream == base::kOther;
    return !any;
  });
  return any;
}

void count(const Aggregate& aggregate, bool by_cause, std::uint64_t Counts::*side, Groups* groups) {
  aggregate.each_status([&](const StatusRow& row) {
    (*groups)[{row.cause, by_cause ? std::string_view() : row.upstream}].*side += row.failures;
  });
}

Change change_of(const Groups::value_type& group, double ratio) {
  const auto& [key, counts] = group;
  const double expected = static_cast<double>(counts.before) * ratio;
  const ChangeKind kind = counts.before == 0                           ? ChangeKind::appeared
                          : counts.now == 0                            ? ChangeKind::gone
                          : static_cast<double>(counts.now) > expected ? ChangeKind::more
                                                                       : ChangeKind::fewer;
  return {kind, key.first, std::string(key.second), counts.before, counts.now, expected};
}

double difference(const Change& change) { return std::abs(static_cast<double>(change.now) - change.expected); }

}  // namespace

std::string_view id(ChangeKind kind) noexcept {
  switch (kind) {
    case ChangeKind::appeared: return "appeared";
    case ChangeKind::more: return "more";
    case ChangeKind::fewer: return "fewer";
    case ChangeKind::gone: break;
  }
  return "gone";
}

Result<Comparison> compare(const Partial& now, const Partial& before, std::string name) {
  const FilterOptions &mine = now.selection.filter, &its = before.selection.filter;
  if (mine.causes != its.causes || mine.upstream != its.upstream || mine.server != its.server) {
    return Error{
        Errc::bad_option,
        base::quote(name) + " cannot be compared with: it was counted with another --cause, --upstream or --server"};
  }
  Comparison result;
  result.name = std::move(name);
  const auto stretch = covered(now), before_stretch = covered(before);
  if (before_stretch) {
    result.first = before_stretch->first;
    result.last = std::min(before_stretch->end, *before.aggregate.counters().last);
  }
  if (!stretch || !before_stretch) return result;
  result.now_seconds = stretch->seconds();
  result.before_seconds = before_stretch->seconds();
  const double ratio = result.now_seconds / result.before_seconds;

  result.by_cause = has_rest(now.aggregate) || has_rest(before.aggregate);
  Groups groups;
  count(now.aggregate, result.by_cause, &Counts::now, &groups);
  count(before.aggregate, result.by_cause, &Counts::before, &groups);
  for (const auto& group : groups) {
    if (differ(group.second, ratio)) {
      result.changes.push_back(change_of(group, ratio));
    } else {
      ++result.flat;
    }
  }
  std::stable_sort(result.changes.begin(), result.changes.end(),
                   [](const Change& a, const Change& b) { return difference(a) > difference(b); });
  return result;
}

}  // namespace why502
