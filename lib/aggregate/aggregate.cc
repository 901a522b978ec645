// aggregate.cc -- failures counted by cause, upstream and time window.
#include "why502/aggregate.h"

#include <algorithm>
#include <utility>

#include "lib/aggregate/order.h"
#include "lib/aggregate/state.h"
#include "lib/engine/stream.h"

namespace why502 {

using counting::Group;
using counting::GroupTable;

namespace {

std::int64_t micros_of(const Event& event) noexcept {
  const auto time = event.time();
  return time ? time->time_since_epoch().count() : counting::kNoTime;
}

}  // namespace

Aggregate::Aggregate(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Aggregate::Aggregate(Aggregate&&) noexcept = default;
Aggregate& Aggregate::operator=(Aggregate&&) noexcept = default;
Aggregate::~Aggregate() = default;

Result<Aggregate> Aggregate::create(const AggregateOptions& options) {
  if (options.window.count() < 0 || options.window > std::chrono::days(366)) {
    return Error{Errc::bad_option, "a window must be between 1s and 366d wide, or 0 for auto"};
  }
  if (options.max_groups == 0) return Error{Errc::bad_option, "max_groups must be at least 1"};
  if (options.by.empty() || options.by.size() > kMaxDimensions) {
    return Error{Errc::bad_option, "groups are made of 1 to " + std::to_string(kMaxDimensions) + " dimensions, not " +
                                       std::to_string(options.by.size())};
  }
  for (auto it = options.by.begin(); it != options.by.end(); ++it) {
    if (id(*it).empty()) return Error{Errc::bad_option, "a dimension of `by` is none"};
    if (std::find(options.by.begin(), it, *it) != it) {
      return Error{Errc::bad_option, "groups cannot be made of '" + std::string(id(*it)) + "' twice"};
    }
  }
  return Aggregate(std::make_unique<State>(options));
}

void Aggregate::add(const Event& event) {
  State& s = *state_;
  if (s.add_pending(event)) return;
  if (event.truncated()) ++s.truncated;
  if (event.suspect()) {
    ++s.suspect;
    return;
  }
  if (event.role() == Role::echo) {
    ++s.echoes;
    s.echo_keys.add(event.attempt_key(), 0);
    return;
  }
  const bool is_failure = event.role() == Role::failure;
  const std::int64_t time = micros_of(event);
  GroupTable& table = is_failure ? s.failures : s.evidence;
  Group& group = s.group(table, event.cause(), event.upstream());
  group.add(1, time, time, event.text(), table.longest_example());
  if (!is_failure) {
    ++s.evidences;
    s.add_evidence_minute(group, time);
    return;
  }
  ++s.by_cause[static_cast<std::uint8_t>(event.cause())];
  s.count_status(event.status(), 1);
  if (event.status() >= 400 && event.status() < 500) {
    ++s.client_errors;
  } else {
    const bool is_own = s.exact || s.upstreams[group.upstream] == event.upstream();
    const std::uint32_t peer = is_own ? group.peer : State::peer_of(event.upstream());
    if (!group.fastcgi && event.protocol() == "fastcgi") group.fastcgi = true;
    s.add_minute(group, event.status(), time);
    s.touch(event, time, peer);
    if (is_own && !s.breakdown) s.begin_pending(group, event, time);
  }
  counting::Tally* by_time = &group;
  if (s.breakdown) [[unlikely]] {
    by_time = &s.breakdown->group(event);
    by_time->add(1, time, time, event.text(), s.breakdown->longest_example());
  }
  if (time != counting::kNoTime) s.add_point(by_time->series, time, time, 1);
}

void Aggregate::add(const Input& input) {
  State& s = *state_;
  s.counters += input.counters;
  if (input.counters.first) {
    s.cover(counting::second_of(input.counters.first->time_since_epoch().count()),
            counting::second_of(input.counters.last->time_since_epoch().count()));
  }
  s.inputs.add(input);
}

void Aggregate::merge(const Aggregate& part) {
  State& s = *state_;
  s.settle();
  part.state_->settle();
  const State& p = *part.state_;
  if (p.width > s.width) s.widen(p.width);
  if (p.first_second <= p.last_second) s.cover(p.first_second, p.last_second);
  s.merge_table(s.failures, p.failures, p.upstreams);
  s.merge_table(s.evidence, p.evidence, p.upstreams);
  if (s.breakdown) s.merge_breakdown(*p.breakdown);
  s.echo_keys.merge(p.echo_keys);
  s.merge_minutes(p);
  for (std::size_t i = 0; i < s.by_cause.size(); ++i) s.by_cause[i] += p.by_cause[i];
  for (const auto& [status, count] : p.by_status) s.count_status(status, count);
  s.client_errors += p.client_errors;
  s.echoes += p.echoes;
  s.evidences += p.evidences;
  s.suspect += p.suspect;
  s.truncated += p.truncated;
  s.exact = s.exact && p.exact;
  for (const Input& input : p.inputs.in_order()) add(input);
}

Totals Aggregate::totals() const {
  state_->settle();
  const State& s = *state_;
  Totals totals;
  for (const CauseInfo& cause : causes()) {
    const std::uint64_t count = s.by_cause[static_cast<std::uint8_t>(cause.cause)];
    if (count > 0) totals.by_cause.emplace_back(cause.cause, count);
    totals.failures += count;
  }
  totals.failures -= s.client_errors;
  totals.client_errors = s.client_errors;
  std::stable_sort(totals.by_cause.begin(), totals.by_cause.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [status, count] : s.by_status) totals.by_status.push_back({status, count});
  std::sort(totals.by_status.begin(), totals.by_status.end(), [](const StatusCount& a, const StatusCount& b) {
    return std::pair(a.status == 0, a.status) < std::pair(b.status == 0, b.status);
  });
  totals.requests = s.requests.requests();
  // An estimate may overshoot; there is at least one attempt a request.
  totals.requests.at_least = std::min(totals.requests.at_least, totals.failures);
  totals.echoes = s.echoes;
  // An estimate may overshoot.
  totals.echoes_without_failure = std::min(s.requests.missing(s.echo_keys), s.echoes);
  totals.evidence = s.evidences;
  totals.suspect = s.suspect;
  totals.truncated = s.truncated;
  totals.exact = s.exact && (!s.breakdown || s.breakdown->is_exact());
  return totals;
}

std::chrono::seconds Aggregate::window() const noexcept {
  state_->settle();
  return std::chrono::seconds(state_->width);
}

namespace {

std::optional<Timestamp> moment(const counting::Tally& group, std::int64_t micros) {
  if (!group.has_time()) return std::nullopt;
  return Timestamp(std::chrono::microseconds(micros));
}

// All but its keys.
Row row_of(const counting::Tally& group) {
  Row row;
  row.failures = group.count;
  row.first = moment(group, group.first);
  row.last = moment(group, group.last);
  row.series = group.series.points();
  row.example = group.example.text();
  return row;
}

// A table for Order: ties by cause and upstream.
struct ByUpstream {
  const GroupTable& table;
  const base::Names& names;

  std::size_t size() const noexcept { return table.size(); }
  std::uint64_t count(std::uint32_t i) const noexcept { return table[i].count; }
  std::uint8_t rank(std::uint32_t i) const noexcept { return static_cast<std::uint8_t>(table[i].cause); }
  static std::size_t columns() noexcept { return 1; }
  std::string_view name(std::uint32_t i, std::size_t) const noexcept { return names[table[i].upstream]; }
};

// With its keys by cause and upstream.
Row upstream_row(const Group& group, const base::Names& names) {
  Row row = row_of(group);
  row.keys = {id(group.cause), names[group.upstream]};
  row.cause = group.cause;
  return row;
}

}  // namespace

void Aggregate::each_row(RowFn row) const {
  state_->settle();
  const State& s = *state_;
  if (!s.breakdown) {
    const ByUpstream groups{s.failures, s.upstreams};
    const counting::Order order(groups);
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (!row(upstream_row(s.failures[order[i]], s.upstreams))) return;
    }
    return;
  }
  const counting::Order order(*s.breakdown);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const counting::Breakdown::Group& group = (*s.breakdown)[order[i]];
    Row r = row_of(group);
    for (std::size_t d = 0; d < s.options.by.size(); ++d) r.keys[d] = s.breakdown->key(group, d);
    r.cause = s.breakdown->cause(group);
    if (!row(r)) return;
  }
}

void Aggregate::each_upstream(RowFn row) const {
  state_->settle();
  for (const Group& group : state_->failures) {
    if (!row(upstream_row(group, state_->upstreams))) return;
  }
}

std::size_t Aggregate::row_count() const noexcept {
  return state_->breakdown ? state_->breakdown->size() : state_->failures.size();
}

std::size_t Aggregate::upstream_row_count() const noexcept { return state_->failures.size(); }

std::vector<Row> Aggregate::rows(std::size_t top) const& {
  std::vector<Row> rows;
  if (top == 0) top = row_count();
  each_row([&](const Row& row) {
    if (rows.size() < top) rows.push_back(row);
    return rows.size() < top;
  });
  return rows;
}

std::vector<EvidenceRow> Aggregate::evidence() const& {
  const State& s = *state_;
  std::vector<EvidenceRow> rows;
  rows.reserve(s.evidence.size());
  const ByUpstream groups{s.evidence, s.upstreams};
  const counting::Order order(groups);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Group& group = s.evidence[order[i]];
    rows.push_back({group.cause, s.upstreams[group.upstream], group.count, moment(group, group.first),
                    moment(group, group.last), group.example.text()});
  }
  return rows;
}

std::span<const Input> Aggregate::inputs() const& noexcept { return state_->inputs.in_order(); }
const Counters& Aggregate::counters() const& noexcept { return state_->counters; }
const AggregateOptions& Aggregate::options() const& noexcept { return state_->options; }

Result<Aggregate> aggregate(const Parser& parser, Source source, const AggregateOptions& options) {
  auto result = Aggregate::create(options);
  if (!result) return result;
  engine::Stream stream(parser, source, {});
  auto step = engine::Stream::Step::more;
  while (step == engine::Stream::Step::more) {
    step = stream.step([&](const Event& event) { result->add(event); });
  }
  result->add(Input{std::string(source.name()), stream.counters(), {}, stream.error() ? stream.error()->message : ""});
  return result;
}

}  // namespace why502
