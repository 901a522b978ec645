// incidents.cc -- what is told of each incident, and of what belongs to none.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "lib/aggregate/incident_names.h"
#include "lib/aggregate/incident_near.h"
#include "lib/aggregate/incident_sums.h"
#include "lib/aggregate/state.h"
#include "lib/base/other.h"

namespace why502 {

using counting::Counted;
using counting::Found;
using counting::Sum;

namespace {

constexpr std::size_t kMostBackground = 1000;

Timestamp moment(std::int64_t micros) { return Timestamp(std::chrono::microseconds(micros)); }

Estimate requests_of(const Counted& counted, Sum* sum) {
  // Which requests are of one cause is not kept: as many as in the whole log.
  if (counted.by_cause()) {
    const double share = counted.per_failure * static_cast<double>(sum->failures);
    return {std::max<std::uint64_t>(1, static_cast<std::uint64_t>(share)), false};
  }
  std::uint64_t attempts = 0;
  const std::uint64_t keyed = counting::RequestSample::count(&sum->tries, &attempts);
  const int level = counted.requests.level();
  const std::uint64_t with_key = std::min(attempts << level, sum->failures);
  return {std::min((keyed << level) + (sum->failures - with_key), sum->failures), level == 0};
}

void tell_kinds(const Sum& sum, Incident* incident) {
  for (const auto& [status, count] : sum.by_status) {
    if (status != 0) incident->by_status.push_back({status, count});
  }
  if (const auto it = sum.by_status.find(0); it != sum.by_status.end()) incident->by_status.push_back({0, it->second});
  for (const auto& [cause, seen] : sum.by_cause) incident->causes.push_back({cause, seen.first, moment(seen.second)});
  std::stable_sort(incident->causes.begin(), incident->causes.end(),
                   [](const IncidentCause& a, const IncidentCause& b) { return a.first < b.first; });
}

Incident tell(const Counted& counted, const counting::LogWindows& log, Sum* sum) {
  Incident one;
  one.onset = moment(sum->first);
  one.end = moment(sum->last);
  one.ongoing = log.last - sum->last_window <= counting::quiet_windows(log.width);
  one.throughout = sum->throughout;
  one.exact = counted.exact && counted.servers.is_exact() && counted.clients.is_exact() && counted.paths.is_exact() &&
              !counted.by_cause();
  one.failures = sum->failures;
  one.requests = requests_of(counted, sum);
  std::vector<counting::Tries>().swap(sum->tries);
  // The earliest of the worst.
  const auto peak = std::max_element(sum->by_window.begin(), sum->by_window.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.second, b.first) < std::tuple(b.second, a.first);
  });
  one.peak_minute = Timestamp(std::chrono::seconds(peak->first * log.width));
  one.peak_failures = peak->second;
  tell_kinds(*sum, &one);
  one.servers = sum->servers.size();
  one.clients = sum->clients.size();
  one.paths = sum->paths.size();
  return one;
}

std::vector<Incident> tell_all(const Counted& counted, const Found& found) {
  if (found.incidents == 0) return {};
  std::vector<Sum> sums = counting::sum_up(counted, found);
  std::vector<counting::UpstreamNames> names = counting::name_upstreams(counted, sums);
  const counting::NearFinder near(counted);
  std::vector<Incident> incidents;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    Incident& one = incidents.emplace_back(tell(counted, found.log, &sums[i]));
    one.upstreams = std::move(names[i].names);
    one.upstream_count = names[i].count;
    one.evidence = near.find(sums[i]);
  }
  std::sort(incidents.begin(), incidents.end(), [](const Incident& a, const Incident& b) {
    return std::tie(a.onset, b.failures, a.upstreams, a.causes.front().cause) <
           std::tie(b.onset, a.failures, b.upstreams, b.causes.front().cause);
  });
  return incidents;
}

std::vector<Background> tell_background(const Counted& counted, const Found& found) {
  const double hours =
      std::max(1.0 / 60, static_cast<double>((found.log.last - found.log.first + 1) * found.log.width) / 3600);
  std::map<std::uint32_t, std::uint64_t> outside;  // by the cells' key
  for (const counting::Placed& placed : found.cells) {
    if (placed.cell->window == counting::kNoWindow || found.member_of(placed) == nullptr) {
      outside[placed.cell->key] += placed.cell->count;
    }
  }
  std::vector<Background> list;
  for (const auto& [key, failures] : outside) {
    const Cause cause = counted.by_cause() ? static_cast<Cause>(key) : counted.failures[key].cause;
    const std::string_view name = counted.by_cause() ? base::kOther : counted.upstreams[counted.failures[key].upstream];
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
    list.push_back({std::string(base::kOther), cause, failures, static_cast<double>(failures) / hours});
  }
  return list;
}

}  // namespace

counting::Counted Aggregate::State::counted() const {
  double per_failure = 1;
  if (group_minutes.is_closed()) {
    std::uint64_t all = 0;
    for (const std::uint64_t count : by_cause) all += count;
    all -= client_errors;
    // An estimate may overshoot.
    const std::uint64_t known = std::min(requests.requests().at_least, all);
    if (all != 0) per_failure = static_cast<double>(known) / static_cast<double>(all);
  }
  return {.upstreams = upstreams,
          .failures = failures,
          .evidence = evidence,
          .group_minutes = group_minutes,
          .evidence_minutes = evidence_minutes,
          .requests = requests,
          .servers = servers,
          .clients = clients,
          .paths = paths,
          .exact = exact,
          .any_no_live = by_cause[static_cast<std::uint8_t>(Cause::no_live_upstreams)] != 0,
          .per_failure = per_failure};
}

std::vector<Incident> Aggregate::incidents() const {
  state_->settle();
  return tell_all(state_->counted(), state_->find_incidents());
}

std::vector<Background> Aggregate::background() const {
  state_->settle();
  return tell_background(state_->counted(), state_->find_incidents());
}

Findings Aggregate::findings() const {
  state_->settle();
  const Found found = state_->find_incidents();
  const Counted counted = state_->counted();
  return {tell_all(counted, found), tell_background(counted, found)};
}

}  // namespace why502
