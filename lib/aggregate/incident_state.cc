// incident_state.cc -- what an Aggregate counts for its incidents.
#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "lib/aggregate/path.h"
#include "lib/aggregate/state.h"
#include "lib/base/hash.h"

namespace why502 {

using counting::Cell;
using counting::Group;
using counting::Minutes;
using counting::ScopeSample;

namespace {

constexpr std::int32_t kNoMinute = std::numeric_limits<std::int32_t>::min();

constexpr std::int64_t kMinute = 60 * counting::kMicros;

std::int32_t minute_of(std::int64_t micros) noexcept {
  return micros == counting::kNoTime ? kNoMinute
                                     : static_cast<std::int32_t>(counting::window_of(micros, kMinute) / kMinute);
}

// What stands for a record in samples: its attempt key, or its time where it has none.
std::uint64_t hash_of(const Event& event, std::int64_t time) noexcept {
  const std::uint64_t key = event.attempt_key() != 0 ? event.attempt_key() : static_cast<std::uint64_t>(time);
  const std::uint64_t mixed = key * 0x9E37'79B9'7F4A'7C15u;
  return (mixed ^ mixed >> 32) * 0xD6E8'FEB8'6659'FD93u;
}

// Takes in all of `part`, whose keys `key` translates.
template <typename Key>
void merge_cells(Minutes* into, const Minutes& part, Key key) {
  if (part.is_closed()) into->close();
  into->widen(part.width());
  for (const Cell& cell : part.cells()) into->add(cell, key(cell.key), part.width());
}

}  // namespace

bool Aggregate::State::add_pending(const Event& event) {
  if (event.role() != Role::failure || event.suspect() || event.truncated()) return false;
  const auto when = event.time();
  if (!when) return false;
  const std::int64_t time = when->time_since_epoch().count();
  counting::Pending& each = pending.of(event);
  if (!each.is_of(event)) return false;
  if (time < each.begin || time >= each.end) {
    // The group's first record is its example: what may be one is looked at.
    if (time <= each.group->first) return false;
    carry(each);
    begin_stretch(each, time);
  }
  if (!each.group->fastcgi && event.protocol() == "fastcgi") return false;
  each.take(time);
  touch(event, time, each.group->peer);
  return true;
}

void Aggregate::State::begin_pending(Group& group, const Event& event, std::int64_t time) {
  if (time == counting::kNoTime) return;
  counting::Pending& each = pending.of(event);
  carry(each);
  each.upstream = upstreams[group.upstream];
  each.group = &group;
  each.cause = event.cause();
  each.status = static_cast<std::uint16_t>(event.status());
  begin_stretch(each, time);
  settled.store(false, std::memory_order_relaxed);
}

void Aggregate::State::begin_stretch(counting::Pending& each, std::int64_t time) noexcept {
  const std::int64_t wide = width * counting::kMicros;
  const std::int64_t minute = counting::window_of(time, kMinute), in_window = counting::window_of(time, wide);
  each.begin = std::max({minute, in_window, each.group->first + 1});
  each.end = std::min(minute + kMinute, in_window + wide);
}

void Aggregate::State::carry(counting::Pending& each) {
  const std::uint32_t count = std::exchange(each.count, 0);
  if (count == 0) return;
  Group* group = each.group;
  group->count += count;
  group->last = std::max(group->last, each.last);
  by_cause[static_cast<std::uint8_t>(each.cause)] += count;
  count_status(each.status, count);
  if (!group_minutes.is_closed()) group_minutes.add(group->number, each.status, each.first, each.last, count);
  cause_minutes.add(static_cast<std::uint8_t>(each.cause), each.status, each.first, each.last, count);
  add_point(group->series, each.first, each.last, count);
}

void Aggregate::State::add_minute(const Group& group, int status, std::int64_t time) {
  if (failures.size() > kMostTracked && !group_minutes.is_closed()) group_minutes.close();
  if (!group_minutes.is_closed()) group_minutes.add(group.number, status, time, time, 1);
  cause_minutes.add(static_cast<std::uint8_t>(group.cause), status, time, time, 1);
}

void Aggregate::State::touch(const Event& event, std::int64_t time, std::uint32_t peer) {
  const std::int32_t minute = minute_of(time);
  requests.add(event.attempt_key(), peer, minute);
  if (minute == kNoMinute) return;
  const std::uint64_t record = hash_of(event, time);
  const auto add = [&](ScopeSample& sample, std::string_view value) {
    if (!value.empty()) sample.add({base::stable_hash(value, 0), peer, minute}, record);
  };
  if (servers.wants(record)) add(servers, event.server());
  if (clients.wants(record)) add(clients, event.client());
  if (paths.wants(record)) add(paths, counting::path_of(event.request(), &path_room));
}

void Aggregate::State::add_evidence_minute(const Group& group, std::int64_t time) {
  if (evidence.size() > kMostTracked) evidence_minutes.close();
  if (time != counting::kNoTime) evidence_minutes.add(group.number, 0, time, time, 1);
}

void Aggregate::State::merge_minutes(const State& part) {
  requests.merge(part.requests);
  servers.merge(part.servers);
  clients.merge(part.clients);
  paths.merge(part.paths);
  if (failures.size() > kMostTracked) group_minutes.close();
  if (evidence.size() > kMostTracked) evidence_minutes.close();
  merge_cells(&group_minutes, part.group_minutes, [&](std::uint32_t key) {
    return group(failures, part.failures[key].cause, part.upstreams[part.failures[key].upstream]).number;
  });
  merge_cells(&cause_minutes, part.cause_minutes, [](std::uint32_t key) { return key; });
  merge_cells(&evidence_minutes, part.evidence_minutes, [&](std::uint32_t key) {
    return group(evidence, part.evidence[key].cause, part.upstreams[part.evidence[key].upstream]).number;
  });
}

counting::Found Aggregate::State::find_incidents() {
  settle();
  std::vector<counting::TrackOf> keys;
  if (group_minutes.is_closed()) {
    for (std::uint32_t cause = 0; cause < 256; ++cause) keys.push_back({cause, static_cast<Cause>(cause)});
    return counting::find_incidents(cause_minutes, std::move(keys), nullptr, first_second, last_second);
  }
  for (const Group& each : failures) keys.push_back({each.upstream, each.cause});
  return counting::find_incidents(group_minutes, std::move(keys), &upstreams, first_second, last_second);
}

}  // namespace why502
