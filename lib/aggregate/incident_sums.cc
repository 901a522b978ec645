// incident_sums.cc -- sums up what belongs to each incident.
#include "lib/aggregate/incident_sums.h"

#include <algorithm>

#include "lib/base/hash.h"

namespace why502::counting {
namespace {

// Which incident a peer's minute belongs to.
class Places {
 public:
  void add(std::uint32_t peer, std::int64_t from, std::int64_t to, std::size_t incident) {
    std::vector<Range>& ranges = of_peer_[peer];
    const bool follows = !ranges.empty() && ranges.back().incident == incident && from <= ranges.back().to + 1;
    if (follows) {
      ranges.back().to = std::max(ranges.back().to, to);
    } else {
      ranges.push_back({from, to, incident});
    }
  }

  // Calls `f` with the number of the incident that it belongs to, if any. An upstream has
  // few stretches.
  template <typename F>
  void find(std::uint32_t peer, std::int64_t minute, F f) const {
    const auto it = of_peer_.find(peer);
    if (it == of_peer_.end()) return;
    for (const Range& range : it->second) {
      if (range.from <= minute && minute <= range.to) return f(range.incident);
    }
  }

 private:
  struct Range {
    std::int64_t from, to;
    std::size_t incident;
  };
  absl::flat_hash_map<std::uint32_t, std::vector<Range>> of_peer_;
};

void add_cell(const Counted& counted, const Placed& placed, Sum* sum) {
  const Cell& cell = *placed.cell;
  sum->failures += cell.count;
  sum->first = std::min(sum->first, cell.first);
  sum->last = std::max(sum->last, cell.last);
  sum->by_window[cell.window] += cell.count;
  sum->by_status[cell.status] += cell.count;  // few
  sum->by_track[placed.track] += cell.count;
  auto [it, is_new] = sum->by_cause.try_emplace(counted.cause_of(cell), 0, cell.first);
  it->second.first += cell.count;
  it->second.second = std::min(it->second.second, cell.first);
  if (!counted.by_cause()) sum->fastcgi = sum->fastcgi || counted.failures[cell.key].fastcgi;
}

// The failures; of those that only their cause raised also the places.
void add_cells(const Counted& counted, const Found& found, std::vector<Sum>* sums, Places* places) {
  const std::int64_t width = found.log.width;
  const Member* member = nullptr;
  std::uint32_t track = base::Names::kNone;
  std::int32_t window = kNoWindow;
  for (const Placed& placed : found.cells) {
    const Cell& cell = *placed.cell;
    if (cell.window == kNoWindow) continue;
    // A window of a track that has a stretch there is all of it.
    if (placed.track != track || cell.window != window || member == nullptr || member->of_cause) {
      member = found.member_of(placed);
    }
    track = placed.track;
    window = cell.window;
    if (member == nullptr) continue;
    add_cell(counted, placed, &(*sums)[member->incident]);
    if (!member->of_cause) continue;
    const std::int64_t begin = cell.window * width;
    places->add(counted.failures[cell.key].peer, begin / 60, (begin + width - 1) / 60, member->incident);
  }
}

void add_stretches(const Counted& counted, const Found& found, std::vector<Sum>* sums, Places* places) {
  const std::int64_t width = found.log.width;
  for (const Member& member : found.members) {
    Sum& sum = (*sums)[member.incident];
    sum.last_window = std::max<std::int64_t>(sum.last_window, member.stretch.to);
    sum.throughout = sum.throughout || member.stretch.throughout;
    if (counted.by_cause() || member.of_cause) continue;
    const std::int64_t from = member.stretch.from * width / 60;
    const std::int64_t to = ((member.stretch.to + std::int64_t{1}) * width - 1) / 60;
    places->add(static_cast<std::uint32_t>(base::stable_hash(counted.upstreams[member.track], 0)), from, to,
                member.incident);
  }
}

void add_requests(const RequestSample& requests, const Places& places, std::vector<Sum>* sums) {
  // Counted first: vectors that grow would take twice the memory.
  std::vector<std::size_t> sizes(sums->size());
  requests.for_each([&](const Tries& tries) {
    places.find(tries.peer, tries.minute, [&](std::size_t incident) { ++sizes[incident]; });
  });
  for (std::size_t i = 0; i < sums->size(); ++i) (*sums)[i].tries.reserve(sizes[i]);
  requests.for_each([&](const Tries& tries) {
    places.find(tries.peer, tries.minute, [&](std::size_t incident) { (*sums)[incident].tries.push_back(tries); });
  });
}

void add_scope(const ScopeSample& sample, const Places& places, absl::flat_hash_set<std::uint64_t> Sum::*values,
               std::vector<Sum>* sums) {
  for (const auto& [touch, record] : sample.touches()) {
    places.find(touch.peer, touch.minute,
                [&, value = touch.value](std::size_t incident) { ((*sums)[incident].*values).insert(value); });
  }
}

}  // namespace

std::vector<Sum> sum_up(const Counted& counted, const Found& found) {
  std::vector<Sum> sums(found.incidents);
  Places places;
  add_cells(counted, found, &sums, &places);
  add_stretches(counted, found, &sums, &places);
  add_requests(counted.requests, places, &sums);
  add_scope(counted.servers, places, &Sum::servers, &sums);
  add_scope(counted.clients, places, &Sum::clients, &sums);
  add_scope(counted.paths, places, &Sum::paths, &sums);
  return sums;
}

}  // namespace why502::counting
