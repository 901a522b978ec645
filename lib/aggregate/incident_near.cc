// incident_near.cc -- finds the records near an incident.
#include "lib/aggregate/incident_near.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "lib/aggregate/near.h"
#include "lib/aggregate/windows.h"
#include "lib/base/table.h"

namespace why502::counting {
namespace {

constexpr std::size_t kMostEvidence = 20;
constexpr std::int64_t kNearBefore = 2 * 60 * std::int64_t{1'000'000};

Timestamp moment(std::int64_t micros) { return Timestamp(std::chrono::microseconds(micros)); }

std::vector<const Cell*> by_time(const Minutes& minutes) {
  std::vector<const Cell*> cells;
  for (const Cell& cell : minutes.cells()) {
    if (cell.window != kNoWindow) cells.push_back(&cell);
  }
  std::sort(cells.begin(), cells.end(), [](const Cell* a, const Cell* b) {
    return std::tuple(a->window, a->first, a->key) < std::tuple(b->window, b->first, b->key);
  });
  return cells;
}

// Calls `f` with those that have records between `from` and `to`.
template <typename F>
void for_each_between(const std::vector<const Cell*>& cells, std::int64_t width, std::int64_t from, std::int64_t to,
                      F f) {
  const std::int64_t wide = width * 1'000'000;
  const std::int64_t begin = window_of(from, wide) / wide, end = window_of(to, wide) / wide;
  auto it = std::lower_bound(cells.begin(), cells.end(), begin,
                             [](const Cell* cell, std::int64_t window) { return cell->window < window; });
  for (; it != cells.end() && (*it)->window <= end; ++it) {
    if ((*it)->first <= to && (*it)->last >= from) f(**it);
  }
}

bool fits(Cause evidence, bool on_its_upstream, const Sum& sum) {
  return std::any_of(std::begin(kFits), std::end(kFits), [&](const Fit& fit) {
    return fit.evidence == evidence && (!fit.only_fastcgi || sum.fastcgi) && (!fit.same_upstream || on_its_upstream) &&
           (fit.failure == Cause::none || sum.by_cause.contains(fit.failure));
  });
}

// What is near one incident, by cause and upstream. There may be as many as groups, and few are told.
class Near {
 public:
  Near(const base::Names& upstreams, std::int64_t from, std::int64_t to)
      : upstreams_(upstreams), from_(from), to_(to) {}

  void note(const Cell& cell, const Group& group) {
    base::make_room_for_one(kinds_);
    Kind& kind = kinds_.try_emplace({group.cause, group.upstream}, Kind{&group, cell.first, 0}).first->second;
    kind.first = std::min(kind.first, cell.first);
    kind.count += cell.count;
  }

  std::vector<IncidentEvidence> take() {
    std::vector<Kind> list;
    list.reserve(kinds_.size());
    for (const auto& [key, kind] : kinds_) list.push_back(kind);
    const auto name = [this](const Kind& kind) { return upstreams_[kind.group->upstream]; };
    const std::size_t kept = std::min(list.size(), kMostEvidence);
    const auto end = list.begin() + static_cast<std::ptrdiff_t>(kept);
    std::partial_sort(list.begin(), end, list.end(), [&](const Kind& a, const Kind& b) {
      return std::tuple(b.count, a.first, a.group->cause, name(a)) <
             std::tuple(a.count, b.first, b.group->cause, name(b));
    });
    std::sort(list.begin(), end, [&](const Kind& a, const Kind& b) {
      return std::tuple(a.first, a.group->cause, name(a)) < std::tuple(b.first, b.group->cause, name(b));
    });
    std::vector<IncidentEvidence> told;
    for (auto it = list.begin(); it != end; ++it) {
      const Group& group = *it->group;
      const bool is_then = from_ <= group.first && group.first <= to_;
      told.push_back({group.cause, std::string(name(*it)), moment(it->first), it->count,
                      std::string(is_then ? group.example.text() : std::string_view())});
    }
    return told;
  }

 private:
  struct Kind {
    const Group* group;
    std::int64_t first;
    std::uint64_t count;
  };

  const base::Names& upstreams_;
  std::int64_t from_, to_;
  absl::flat_hash_map<std::pair<Cause, std::uint32_t>, Kind> kinds_;
};

}  // namespace

NearFinder::NearFinder(const Counted& counted) : counted_(counted), evidence_(by_time(counted.evidence_minutes)) {
  // Peers' failures stand near "no live upstreams" only.
  if (!counted.by_cause() && counted.any_no_live) failures_ = by_time(counted.group_minutes);
}

std::vector<IncidentEvidence> NearFinder::find(const Sum& sum) const {
  const std::int64_t from = sum.first - kNearBefore;
  Near near(counted_.upstreams, from, sum.last);
  const auto is_its = [&](const Group& group) { return !counted_.by_cause() && sum.by_track.contains(group.upstream); };
  for_each_between(evidence_, counted_.evidence_minutes.width(), from, sum.last, [&](const Cell& cell) {
    const Group& group = counted_.evidence[cell.key];
    if (fits(group.cause, is_its(group), sum)) near.note(cell, group);
  });
  if (sum.by_cause.contains(Cause::no_live_upstreams)) {
    for_each_between(failures_, counted_.group_minutes.width(), from, sum.last, [&](const Cell& cell) {
      const Group& group = counted_.failures[cell.key];
      if (group.cause != Cause::no_live_upstreams && !is_its(group)) near.note(cell, group);
    });
  }
  return near.take();
}

}  // namespace why502::counting
