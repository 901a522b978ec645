// incidents.cc -- what is told of each incident, and of what belongs to none.
#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "lib/aggregate/near.h"
#include "lib/aggregate/state.h"

namespace why502 {

using counting::Cell;
using counting::Fit;
using counting::Found;
using counting::Group;
using counting::kFits;
using counting::Member;
using counting::Placed;
using counting::Tries;

namespace {

constexpr std::size_t kMostNames = 1000;
constexpr std::size_t kMostNamesByCause = 100;
constexpr std::size_t kMostEvidence = 20;
constexpr std::size_t kMostBackground = 1000;
constexpr std::int64_t kNearBefore = 2 * 60 * std::int64_t{1'000'000};

Timestamp moment(std::int64_t micros) { return Timestamp(std::chrono::microseconds(micros)); }

bool is_named(std::string_view upstream) { return !upstream.empty() && upstream != "(other)"; }

// What is summed up of one incident.
struct Sum {
  Incident incident;
  std::int64_t first = counting::kNoTime, last = std::numeric_limits<std::int64_t>::min();
  absl::flat_hash_map<std::int32_t, std::uint64_t> by_window;
  std::map<int, std::uint64_t> by_status;
  std::map<Cause, std::pair<std::uint64_t, std::int64_t>> by_cause;  // failures, first
  absl::flat_hash_map<std::uint32_t, std::uint64_t> by_track;
  std::int64_t last_window = std::numeric_limits<std::int64_t>::min();
  bool fastcgi = false;
  absl::flat_hash_set<std::uint64_t> values[3];  // of servers, clients, paths
  std::vector<Tries> tries;
};

// Which incident a peer's minute belongs to.
class Places {
 public:
  // `width`: of a window, in minutes.
  explicit Places(std::int64_t width) noexcept : width_(width) {}

  // A stretch of the peer: all of these windows.
  void add_stretch(std::uint32_t peer, std::int32_t from, std::int32_t to, std::size_t incident) {
    of_peer_[peer].push_back({from, to, incident});
  }

  // A stretch of a cause, on many peers, holds some of this window. Of several the first is
  // taken, whatever the order of the calls.
  void add_window(std::uint32_t peer, std::int32_t window, std::size_t incident) {
    std::size_t& first = of_window_.try_emplace({peer, window}, incident).first->second;
    first = std::min(first, incident);
  }

  // Calls `f` with the number of the incident that it belongs to, if any. An upstream has
  // few stretches.
  template <typename F>
  void find(std::uint32_t peer, std::int32_t minute, F f) const {
    const auto window = static_cast<std::int32_t>(counting::window_of(minute, width_) / width_);
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

bool fits(const Fit& fit, Cause evidence, bool on_its_upstream, const Sum& sum) {
  return fit.evidence == evidence && (!fit.only_fastcgi || sum.fastcgi) && (!fit.same_upstream || on_its_upstream) &&
         (fit.failure == Cause::none || sum.by_cause.contains(fit.failure));
}

void add_evidence(Sum* sum, std::map<std::pair<Cause, std::string_view>, IncidentEvidence>* near) {
  std::vector<IncidentEvidence>& list = sum->incident.evidence;
  for (auto& [key, evidence] : *near) list.push_back(std::move(evidence));
  // Most records where there are too many, then in order of time.
  std::sort(list.begin(), list.end(), [](const IncidentEvidence& a, const IncidentEvidence& b) {
    return std::tuple(b.count, a.first, a.cause, a.upstream) < std::tuple(a.count, b.first, b.cause, b.upstream);
  });
  if (list.size() > kMostEvidence) list.resize(kMostEvidence);
  std::sort(list.begin(), list.end(), [](const IncidentEvidence& a, const IncidentEvidence& b) {
    return std::tuple(a.first, a.cause, std::string_view(a.upstream)) <
           std::tuple(b.first, b.cause, std::string_view(b.upstream));
  });
}

// One more record, or several, of a kind near an incident.
void note(std::map<std::pair<Cause, std::string_view>, IncidentEvidence>* near, Cause cause, std::string_view upstream,
          const Cell& cell, const Group* group, std::int64_t from, std::int64_t to) {
  IncidentEvidence& one = (*near)[{cause, upstream}];
  if (one.count == 0) {
    one = {cause, std::string(upstream), moment(cell.first), 0, {}};
    if (group != nullptr && from <= group->first && group->first <= to) one.example = group->example.text();
  }
  one.first = std::min(one.first, moment(cell.first));
  one.count += cell.count;
}

}  // namespace

std::vector<Incident> Aggregate::incidents() const {
  State& s = *state_;
  const Found found = s.find_incidents();
  if (found.incidents == 0) return {};
  const bool by_cause = s.group_minutes.is_closed();
  const std::int64_t width = found.log.width;
  std::vector<Sum> sums(found.incidents);

  Places places(width / 60);
  const Member* member = nullptr;
  std::uint32_t track = base::Names::kNone;
  std::int32_t window = counting::kNoWindow;
  for (const Placed& placed : found.cells) {
    const Cell& cell = *placed.cell;
    if (cell.window == counting::kNoWindow) continue;
    // A window of a track that has a stretch there is all of it.
    if (placed.track != track || cell.window != window || member == nullptr || member->of_cause) {
      member = found.member_of(placed);
    }
    track = placed.track;
    window = cell.window;
    if (member == nullptr) continue;
    Sum& sum = sums[member->incident];
    if (member->of_cause) places.add_window(s.failures[cell.key].peer, cell.window, member->incident);
    sum.incident.failures += cell.count;
    sum.first = std::min(sum.first, cell.first);
    sum.last = std::max(sum.last, cell.last);
    sum.by_window[cell.window] += cell.count;
    sum.by_status[cell.status] += cell.count;  // few
    sum.by_track[placed.track] += cell.count;
    const Cause cause = by_cause ? static_cast<Cause>(cell.key) : s.failures[cell.key].cause;
    auto [it, is_new] = sum.by_cause.try_emplace(cause, 0, cell.first);
    it->second.first += cell.count;
    it->second.second = std::min(it->second.second, cell.first);
    if (!by_cause) sum.fastcgi = sum.fastcgi || s.failures[cell.key].fastcgi;
  }

  for (const Member& each : found.members) {
    Sum& sum = sums[each.incident];
    sum.last_window = std::max<std::int64_t>(sum.last_window, each.stretch.to);
    sum.incident.throughout = sum.incident.throughout || each.stretch.throughout;
    if (!by_cause && !each.of_cause) {
      places.add_stretch(State::peer_of(s.upstreams[each.track]), each.stretch.from, each.stretch.to, each.incident);
    }
  }
  std::vector<std::size_t> sizes(sums.size());
  s.requests.for_each([&](const Tries& tries) {
    places.find(tries.peer, tries.minute, [&](std::size_t incident) { ++sizes[incident]; });
  });
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i].tries.reserve(sizes[i]);
  s.requests.for_each([&](const Tries& tries) {
    places.find(tries.peer, tries.minute, [&](std::size_t incident) { sums[incident].tries.push_back(tries); });
  });
  int kind = 0;
  for (const counting::ScopeSample* sample : {&s.servers, &s.clients, &s.paths}) {
    for (const auto& [touch, record] : sample->touches()) {
      places.find(touch.peer, touch.minute,
                  [&, value = touch.value](std::size_t incident) { sums[incident].values[kind].insert(value); });
    }
    ++kind;
  }

  // By window, to find those near an incident.
  std::vector<const Cell*> evidence;
  for (const Cell& cell : s.evidence_minutes.cells()) evidence.push_back(&cell);
  std::vector<const Cell*> failures;
  const auto by_time = [](const Cell* a, const Cell* b) {
    return std::tuple(a->window, a->first, a->key) < std::tuple(b->window, b->first, b->key);
  };
  std::sort(evidence.begin(), evidence.end(), by_time);
  const bool any_no_live = s.by_cause[static_cast<std::uint8_t>(Cause::no_live_upstreams)] != 0;
  if (!by_cause && any_no_live) {
    for (const Cell& cell : s.group_minutes.cells()) {
      if (cell.window != counting::kNoWindow) failures.push_back(&cell);
    }
    std::sort(failures.begin(), failures.end(), by_time);
  }

  const bool scope_is_exact = s.servers.is_exact() && s.clients.is_exact() && s.paths.is_exact();
  double per_failure = 1;
  if (by_cause) {
    const Totals totals = this->totals();
    if (totals.failures != 0) {
      per_failure = static_cast<double>(totals.requests.at_least) / static_cast<double>(totals.failures);
    }
  }
  // The numbers of groups: with 100,000 of them there is no room for more.
  std::vector<std::uint32_t> order;
  const auto name_upstreams = [&](Sum& sum) {
    std::vector<std::pair<std::uint64_t, std::string_view>> names;
    order.clear();
    if (by_cause) {
      for (std::uint32_t i = 0; i < s.failures.size(); ++i) {
        const Group& group = s.failures[i];
        const bool is_its = sum.by_cause.contains(group.cause) && group.first <= sum.last && group.last >= sum.first;
        if (is_its && is_named(s.upstreams[group.upstream])) order.push_back(i);
      }
      const std::size_t kept = std::min(order.size(), kMostNamesByCause);
      std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                        [&](std::uint32_t a, std::uint32_t b) {
                          const Group &x = s.failures[a], &y = s.failures[b];
                          return std::tuple(y.count, s.upstreams[x.upstream]) <
                                 std::tuple(x.count, s.upstreams[y.upstream]);
                        });
      sum.incident.upstream_count = order.size();
      for (std::size_t i = 0; i < kept; ++i)
        sum.incident.upstreams.emplace_back(s.upstreams[s.failures[order[i]].upstream]);
      return;
    }
    for (const auto& [upstream, count] : sum.by_track) {
      if (is_named(s.upstreams[upstream])) names.emplace_back(count, s.upstreams[upstream]);
    }
    sum.incident.upstream_count = names.size();
    std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
      return std::tuple(b.first, a.second) < std::tuple(a.first, b.second);
    });
    if (names.size() > kMostNames) names.resize(kMostNames);
    for (const auto& each : names) sum.incident.upstreams.emplace_back(each.second);
  };
  std::vector<Incident> incidents;
  for (Sum& sum : sums) {
    Incident& one = sum.incident;
    one.onset = moment(sum.first);
    one.end = moment(sum.last);
    one.ongoing = found.log.last - sum.last_window <= counting::quiet_windows(width);
    one.exact = s.exact && scope_is_exact && !by_cause;
    // The earliest of the worst.
    const auto peak = std::max_element(sum.by_window.begin(), sum.by_window.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.second, b.first) < std::tuple(b.second, a.first);
    });
    one.peak_minute = Timestamp(std::chrono::seconds(peak->first * width));
    one.peak_failures = peak->second;
    for (const auto& [status, count] : sum.by_status) {
      if (status != 0) one.by_status.push_back({status, count});
    }
    if (const auto it = sum.by_status.find(0); it != sum.by_status.end()) one.by_status.push_back({0, it->second});
    for (const auto& [cause, seen] : sum.by_cause) one.causes.push_back({cause, seen.first, moment(seen.second)});
    std::stable_sort(one.causes.begin(), one.causes.end(),
                     [](const IncidentCause& a, const IncidentCause& b) { return a.first < b.first; });

    name_upstreams(sum);

    std::uint64_t attempts = 0;
    const std::uint64_t keyed = counting::RequestSample::count(&sum.tries, &attempts);
    const int level = s.requests.level();
    const std::uint64_t with_key = std::min(attempts << level, one.failures);
    one.requests = {std::min((keyed << level) + (one.failures - with_key), one.failures), level == 0};
    // Which requests are of one cause is not kept: as many as in the whole log.
    if (by_cause)
      one.requests = {
          std::max<std::uint64_t>(1, static_cast<std::uint64_t>(per_failure * static_cast<double>(one.failures))),
          false};
    std::vector<Tries>().swap(sum.tries);
    one.servers = sum.values[0].size();
    one.clients = sum.values[1].size();
    one.paths = sum.values[2].size();

    const std::int64_t from = sum.first - kNearBefore;
    const auto window_at = [&](std::int64_t micros, std::int64_t wide) {
      return counting::window_of(micros, wide * 1'000'000) / (wide * 1'000'000);
    };
    std::map<std::pair<Cause, std::string_view>, IncidentEvidence> near;
    const auto each_near = [&](const std::vector<const Cell*>& cells, std::int64_t wide, auto f) {
      const std::int64_t begin = window_at(from, wide), end = window_at(sum.last, wide);
      auto it = std::lower_bound(cells.begin(), cells.end(), begin,
                                 [](const Cell* cell, std::int64_t w) { return cell->window < w; });
      for (; it != cells.end() && (*it)->window <= end; ++it) {
        if ((*it)->first <= sum.last && (*it)->last >= from) f(**it);
      }
    };
    each_near(evidence, s.evidence_minutes.width(), [&](const Cell& cell) {
      const Group& group = s.evidence[cell.key];
      const bool on_its_upstream = !by_cause && sum.by_track.contains(group.upstream);
      for (const Fit& fit : kFits) {
        if (!fits(fit, group.cause, on_its_upstream, sum)) continue;
        note(&near, group.cause, s.upstreams[group.upstream], cell, &group, from, sum.last);
        break;
      }
    });
    if (sum.by_cause.contains(Cause::no_live_upstreams)) {
      each_near(failures, width, [&](const Cell& cell) {
        const Group& group = s.failures[cell.key];
        if (group.cause == Cause::no_live_upstreams || sum.by_track.contains(group.upstream)) return;
        note(&near, group.cause, s.upstreams[group.upstream], cell, &group, from, sum.last);
      });
    }
    add_evidence(&sum, &near);
    incidents.push_back(std::move(one));
  }
  std::sort(incidents.begin(), incidents.end(), [](const Incident& a, const Incident& b) {
    return std::tie(a.onset, b.failures, a.upstreams, a.causes.front().cause) <
           std::tie(b.onset, a.failures, b.upstreams, b.causes.front().cause);
  });
  return incidents;
}

std::vector<Background> Aggregate::background() const {
  State& s = *state_;
  const Found found = s.find_incidents();
  const bool by_cause = s.group_minutes.is_closed();
  const double hours =
      std::max(1.0 / 60, static_cast<double>((found.log.last - found.log.first + 1) * found.log.width) / 3600);
  std::map<std::uint32_t, std::uint64_t> outside;  // by the cells' key
  for (const Placed& placed : found.cells) {
    if (placed.cell->window == counting::kNoWindow || found.member_of(placed) == nullptr) {
      outside[placed.cell->key] += placed.cell->count;
    }
  }
  std::vector<Background> list;
  for (const auto& [key, failures] : outside) {
    const Cause cause = by_cause ? static_cast<Cause>(key) : s.failures[key].cause;
    const std::string_view name = by_cause ? "(other)" : s.upstreams[s.failures[key].upstream];
    list.push_back({std::string(name), cause, failures, static_cast<double>(failures) / hours});
  }
  std::sort(list.begin(), list.end(), [](const Background& a, const Background& b) {
    return std::tie(b.failures, a.cause, a.upstream) < std::tie(a.failures, b.cause, b.upstream);
  });
  if (list.size() <= kMostBackground) return list;
  std::map<Cause, std::uint64_t> rest;
  for (std::size_t i = kMostBackground; i < list.size(); ++i) rest[list[i].cause] += list[i].failures;
  list.resize(kMostBackground);
  for (const auto& [cause, failures] : rest) {
    list.push_back({"(other)", cause, failures, static_cast<double>(failures) / hours});
  }
  return list;
}

}  // namespace why502
