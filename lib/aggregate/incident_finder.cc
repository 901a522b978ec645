// incident_finder.cc -- finds stretches per track and joins them across tracks.
#include "lib/aggregate/incident_finder.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "lib/base/table.h"

namespace why502::counting {
namespace {

constexpr std::int64_t kTogether = 2 * 60 * 1'000'000;  // microseconds between onsets of one incident

// "10.0.0.1" of "10.0.0.1:8080", "[::1]" of "[::1]:80"; "" of a socket's path or a group's name.
std::string_view host_of(std::string_view upstream) noexcept {
  const std::size_t colon = upstream.rfind(':');
  if (colon == std::string_view::npos || upstream.starts_with("unix:")) return {};
  return upstream.substr(0, colon);
}

// A stretch with what it may be joined by.
struct Candidate {
  Member member;
  std::int64_t onset;
  std::bitset<256> causes;  // with a tenth of its failures or more: a stray one joins nothing
};

// Sets of candidates that belong together.
class Union {
 public:
  explicit Union(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::size_t> parent_;
};

// In order of onset each joins the last one before it of the same cause, and of the same host:
// whoever began within two minutes of any such one began within two minutes of that.
void join(const base::Names* names, std::vector<Candidate>* all, Found* found) {
  // By name, for tracks are numbered as they were met.
  const auto name = [names](const Member& m) {
    return names == nullptr || m.of_cause ? std::string_view() : (*names)[m.track];
  };
  std::sort(all->begin(), all->end(), [&](const Candidate& a, const Candidate& b) {
    if (a.onset != b.onset) return a.onset < b.onset;
    if (a.member.of_cause != b.member.of_cause) return b.member.of_cause;
    if (const int order = name(a.member).compare(name(b.member)); order != 0) return order < 0;
    return a.member.track < b.member.track;
  });
  Union sets(all->size());
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::array<std::size_t, 256> last_of_cause;
  last_of_cause.fill(kNone);
  absl::flat_hash_map<std::string, std::size_t> last_of_host;
  for (std::size_t i = 0; i < all->size(); ++i) {
    const Candidate& one = (*all)[i];
    const auto meet = [&](std::size_t& before) {
      if (before != kNone && one.onset - (*all)[before].onset <= kTogether) sets.join(before, i);
      before = i;
    };
    for (std::size_t cause = 0; cause < one.causes.size(); ++cause) {
      if (one.causes[cause]) meet(last_of_cause[cause]);
    }
    if (names == nullptr || one.member.of_cause) continue;
    const std::string_view host = host_of((*names)[one.member.track]);
    if (host.empty()) continue;
    base::make_room_for_one(last_of_host);
    meet(last_of_host.try_emplace(std::string(host), kNone).first->second);
  }
  // Numbers in order of onset.
  std::vector<std::size_t> numbers(all->size(), kNone);
  for (std::size_t i = 0; i < all->size(); ++i) {
    std::size_t& number = numbers[sets.root(i)];
    if (number == kNone) number = found->incidents++;
    found->members.push_back((*all)[i].member);
    found->members.back().incident = number;
  }
}

// The stretches of one track's cells, which come by window.
void add_candidates(std::span<const Placed> cells, bool of_cause, const Found& found, std::vector<Candidate>* to) {
  std::vector<WindowCount> counts;
  for (const Placed& placed : cells) {
    if (placed.cell->window == kNoWindow) continue;
    if (counts.empty() || counts.back().window != placed.cell->window) counts.push_back({placed.cell->window, 0});
    counts.back().failures += placed.cell->count;
  }
  auto at = cells.begin();
  for (const Stretch& stretch : find_stretches(counts, found.log)) {
    Candidate one{{of_cause, cells.front().track, stretch, 0}, kNoTime, {}};
    std::array<std::uint64_t, 256> by_cause{};
    while (at->cell->window < stretch.from) ++at;
    for (; at != cells.end() && at->cell->window <= stretch.to; ++at) {
      one.onset = std::min(one.onset, at->cell->first);
      by_cause[static_cast<std::uint8_t>(found.keys[at->cell->key].cause)] += at->cell->count;
    }
    for (std::size_t cause = 0; cause < by_cause.size(); ++cause) {
      one.causes[cause] = by_cause[cause] != 0 && by_cause[cause] * 10 >= stretch.failures;
    }
    to->push_back(one);
  }
}

}  // namespace

const Member* Found::member_of(bool of_cause, std::uint32_t track, std::int32_t window) const {
  const auto key = std::tuple(of_cause, track, window);
  auto it = std::upper_bound(members.begin(), members.end(), key, [](const auto& k, const Member& m) {
    return k < std::tuple(m.of_cause, m.track, m.stretch.from);
  });
  if (it == members.begin()) return nullptr;
  --it;
  return it->of_cause == of_cause && it->track == track && window <= it->stretch.to ? &*it : nullptr;
}

const Member* Found::member_of(const Placed& placed) const {
  const std::int32_t window = placed.cell->window;
  if (const Member* member = member_of(false, placed.track, window)) return member;
  return member_of(true, static_cast<std::uint8_t>(keys[placed.cell->key].cause), window);
}

Found find_incidents(const Minutes& minutes, std::vector<TrackOf> keys, const base::Names* names, std::int64_t first,
                     std::int64_t last) {
  Found found;
  found.keys = std::move(keys);
  if (minutes.cells().empty() || first > last) return found;
  const std::int64_t width = minutes.width();
  found.log = {window_of(first, width) / width, window_of(last, width) / width, width};
  found.cells.reserve(minutes.cells().size());
  for (const Cell& cell : minutes.cells()) found.cells.push_back({found.keys[cell.key].track, &cell});
  // Cells of one window are only summed up, so their order does not matter.
  std::sort(found.cells.begin(), found.cells.end(), [](const Placed& a, const Placed& b) {
    return a.track != b.track ? a.track < b.track : a.cell->window < b.cell->window;
  });
  std::vector<Candidate> candidates;
  for (auto begin = found.cells.begin(); begin != found.cells.end();) {
    auto end = begin;
    while (end != found.cells.end() && end->track == begin->track) ++end;
    add_candidates({begin, end}, false, found, &candidates);
    begin = end;
  }
  if (names != nullptr) {
    // One failure on each of many upstreams is raised on none of them: what is left, by cause.
    for (const Candidate& each : candidates) found.members.push_back(each.member);
    std::vector<Placed> left;
    for (const Placed& placed : found.cells) {
      if (placed.cell->window == kNoWindow || found.member_of(placed) != nullptr) continue;
      left.push_back({static_cast<std::uint8_t>(found.keys[placed.cell->key].cause), placed.cell});
    }
    found.members.clear();
    std::sort(left.begin(), left.end(), [](const Placed& a, const Placed& b) {
      return a.track != b.track ? a.track < b.track : a.cell->window < b.cell->window;
    });
    for (auto begin = left.begin(); begin != left.end();) {
      auto end = begin;
      while (end != left.end() && end->track == begin->track) ++end;
      add_candidates({begin, end}, true, found, &candidates);
      begin = end;
    }
  }
  join(names, &candidates, &found);
  std::sort(found.members.begin(), found.members.end(), [](const Member& a, const Member& b) {
    return std::tuple(a.of_cause, a.track, a.stretch.from) < std::tuple(b.of_cause, b.track, b.stretch.from);
  });
  return found;
}

}  // namespace why502::counting
