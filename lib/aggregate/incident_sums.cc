// incident_sums.cc -- sums up what belongs to each incident.
#include "lib/aggregate/incident_sums.h"

#include <algorithm>

#include "lib/aggregate/windows.h"
#include "lib/base/hash.h"
#include "lib/base/table.h"

namespace why502::counting {
namespace {

// Which incident a peer's minute belongs to.
class Places {
 public:
  // `width`: of a window, in minutes.
  explicit Places(std::int64_t width) noexcept : width_(width) {}

  // A stretch of the peer: all of these windows.
  void add_stretch(std::uint32_t peer, std::int32_t from, std::int32_t to, std::size_t incident) {
    base::make_room_for_one(of_peer_);
    of_peer_[peer].push_back({from, to, incident});
  }

  // A stretch of a cause, on many peers, holds some of this window. Of several the first is
  // taken, whatever the order of the calls.
  void add_window(std::uint32_t peer, std::int32_t window, std::size_t incident) {
    base::make_room_for_one(of_window_);
    std::size_t& first = of_window_.try_emplace({peer, window}, incident).first->second;
    first = std::min(first, incident);
  }

  // Calls `f` with the number of the incident that it belongs to, if any. An upstream has
  // few stretches.
  template <typename F>
  void find(std::uint32_t peer, std::int32_t minute, F f) const {
    const auto window = static_cast<std::int32_t>(window_of(minute, width_) / width_);
    if (const auto it = of_peer_.find(peer); it != of_peer_.end()) {
      for (const Range& range : it->second) {
        if (range.from <= window && window <= range.to) return f(range.incident);
      }
    }
    if (const auto it = of_window_.find({peer, window}); it != of_window_.end()) f(it->second);
  }

 private:
  struct Range {
    std::int32_t from, to;
    std::size_t incident;
  };
  std::int64_t width_;
  absl::flat_hash_map<std::uint32_t, std::vector<Range>> of_peer_;
  absl::flat_hash_map<std::pair<std::uint32_t, std::int32_t>, std::size_t> of_window_;
};

void add_cell(const Counted& counted, const Placed& placed, Sum* sum) {
  const Cell& cell = *placed.cell;
  sum->failures += cell.count;
  sum->first = std::min(sum->first, cell.first);
  sum->last = std::max(sum->last, cell.last);
  base::make_room_for_one(sum->by_window);
  sum->by_window[cell.window] += cell.count;
  sum->by_status[cell.status] += cell.count;  // few
  base::make_room_for_one(sum->by_track);
  sum->by_track[placed.track] += cell.count;
  auto [it, is_new] = sum->by_cause.try_emplace(counted.cause_of(cell), 0, cell.first);
  it->second.first += cell.count;
  it->second.second = std::min(it->second.second, cell.first);
  if (!counted.by_cause()) sum->fastcgi = sum->fastcgi || counted.failures[cell.key].fastcgi;
}

// The failures; of those that only their cause raised also the places.
void add_cells(const Counted& counted, const Found& found, std::vector<Sum>* sums, Places* places) {
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
    if (member->of_cause) places->add_window(counted.failures[cell.key].peer, cell.window, member->incident);
  }
}

void add_stretches(const Counted& counted, const Found& found, std::vector<Sum>* sums, Places* places) {
  for (const Member& member : found.members) {
    Sum& sum = (*sums)[member.incident];
    sum.last_window = std::max<std::int64_t>(sum.last_window, member.stretch.to);
    sum.throughout = sum.throughout || member.stretch.throughout;
    if (counted.by_cause() || member.of_cause) continue;
    const auto peer = static_cast<std::uint32_t>(base::stable_hash(counted.upstreams[member.track], 0));
    places->add_stretch(peer, member.stretch.from, member.stretch.to, member.incident);
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
    places.find(touch.peer, touch.minute, [&, value = touch.value](std::size_t incident) {
      base::make_room_for_one((*sums)[incident].*values);
      ((*sums)[incident].*values).insert(value);
    });
  }
}

}  // namespace

std::vector<Sum> sum_up(const Counted& counted, const Found& found) {
  std::vector<Sum> sums(found.incidents);
  Places places(found.log.width / 60);
  add_cells(counted, found, &sums, &places);
  add_stretches(counted, found, &sums, &places);
  add_requests(counted.requests, places, &sums);
  add_scope(counted.servers, places, &Sum::servers, &sums);
  add_scope(counted.clients, places, &Sum::clients, &sums);
  add_scope(counted.paths, places, &Sum::paths, &sums);
  return sums;
}

}  // namespace why502::counting
