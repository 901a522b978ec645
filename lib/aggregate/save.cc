// save.cc -- an Aggregate as the bytes of a partial.
//
// The body is, in this order: options, selection, causes, upstreams, failures, evidence,
// breakdown, samples, minutes, sums, inputs. Everything is written in an order of its own value,
// never in that of a table, so equal aggregates give equal bytes. Causes and dimensions are
// written by name: their numbers are this build's own.
#include <algorithm>
#include <numeric>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "lib/aggregate/partial_file.h"
#include "lib/aggregate/state.h"
#include "lib/aggregate/wire.h"
#include "lib/base/hash.h"
#include "lib/base/other.h"
#include "why502/catalog.h"
#include "why502/partial.h"

namespace why502 {

using counting::WireWriter;

namespace {

constexpr std::size_t kPiece = std::size_t{64} * 1024;

// The numbers of `size` things in the order of `less`, and where each of them stands in it.
struct Sorted {
  template <typename Less>
  Sorted(std::size_t size, Less less) : order(size), place(size) {
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), less);
    for (std::uint32_t i = 0; i < size; ++i) place[order[i]] = i;
  }
  std::vector<std::uint32_t> order, place;
};

void write_time(std::int64_t micros, WireWriter* out) { out->integer(micros); }

void write_time(const std::optional<Timestamp>& time, WireWriter* out) {
  out->flag(time.has_value());
  if (time) write_time(time->time_since_epoch().count(), out);
}

void write_options(const AggregateOptions& options, const Selection& selection, WireWriter* out) {
  out->number(static_cast<std::uint64_t>(options.window.count()));
  out->number(options.by.size());
  for (const Dimension dimension : options.by) out->text(id(dimension));
  out->number(options.max_groups);
  const FilterOptions& filter = selection.filter;
  write_time(filter.since, out);
  write_time(filter.until, out);
  out->number(filter.causes.size());
  for (const Cause cause : filter.causes) out->text(id(cause));
  out->text(filter.upstream);
  out->text(filter.server);
  out->flag(selection.redacted);
}

// From here on a cause is its place in this list; the first is none.
void write_causes(WireWriter* out) {
  out->number(causes().size());
  for (const CauseInfo& cause : causes()) out->text(cause.id);
}

std::uint64_t place_of(Cause wanted) {
  std::uint64_t place = 0;
  for (const CauseInfo& cause : causes()) {
    ++place;
    if (cause.cause == wanted) return place;
  }
  return 0;
}

// `width`: of the series' windows.
void write_tally(const counting::Tally& tally, std::int64_t width, WireWriter* out) {
  out->number(tally.count);
  out->flag(tally.has_time());
  if (tally.has_time()) {
    write_time(tally.first, out);
    write_time(tally.last, out);
  }
  out->text(tally.example.text());
  const auto points = tally.series.points();
  out->number(points.size());
  std::int64_t before = 0;
  for (const SeriesPoint& point : points) {
    const std::int64_t window = point.window.time_since_epoch().count() / width;
    out->integer(window - before);
    out->number(point.failures);
    before = window;
  }
}

// Those of "(other)" last: they may be more than there is room for.
Sorted sorted(const counting::GroupTable& table, const base::Names& names) {
  const auto key = [&](std::uint32_t i) {
    const std::string_view name = names[table[i].upstream];
    return std::tuple(name == base::kOther, table[i].cause, name);
  };
  return {table.size(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); }};
}

void write_table(const counting::GroupTable& table, const Sorted& groups, const Sorted& names, std::int64_t width,
                 WireWriter* out) {
  out->number(table.size());
  for (const std::uint32_t i : groups.order) {
    out->number(place_of(table[i].cause));
    out->number(names.place[table[i].upstream]);
    out->flag(table[i].fastcgi);
    write_tally(table[i], width, out);
  }
}

void write_sample(const counting::RequestSample& sample, WireWriter* out) {
  std::vector<counting::Tries> all;
  sample.for_each([&](const counting::Tries& tries) { all.push_back(tries); });
  std::sort(all.begin(), all.end(), [](const counting::Tries& a, const counting::Tries& b) {
    return std::tie(a.key, a.peer, a.minute) < std::tie(b.key, b.peer, b.minute);
  });
  out->number(static_cast<std::uint64_t>(sample.level()));
  out->number(sample.keyless());
  out->number(all.size());
  for (const counting::Tries& tries : all) {
    out->word(tries.key);
    out->number(tries.peer);
    out->integer(tries.minute);
    out->number(tries.attempts);
  }
}

void write_scope(const counting::ScopeSample& sample, WireWriter* out) {
  std::vector<std::pair<counting::Touch, std::uint64_t>> all(sample.touches().begin(), sample.touches().end());
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.value, a.first.peer, a.first.minute) <
           std::tie(b.first.value, b.first.peer, b.first.minute);
  });
  out->number(static_cast<std::uint64_t>(sample.level()));
  out->number(all.size());
  for (const auto& [touch, record] : all) {
    out->word(touch.value);
    out->number(touch.peer);
    out->integer(touch.minute);
    out->word(record);
  }
}

// `key` says what a cell's key is in the file.
template <typename Key>
void write_minutes(const counting::Minutes& minutes, Key key, WireWriter* out) {
  out->flag(minutes.is_closed());
  if (minutes.is_closed()) return;
  std::vector<std::pair<std::uint64_t, const counting::Cell*>> cells;
  for (const counting::Cell& cell : minutes.cells()) cells.emplace_back(key(cell.key), &cell);
  std::sort(cells.begin(), cells.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second->window, a.second->status) <
           std::tie(b.first, b.second->window, b.second->status);
  });
  out->number(static_cast<std::uint64_t>(minutes.width()));
  out->number(cells.size());
  for (const auto& [place, cell] : cells) {
    const bool has_time = cell->window != counting::kNoWindow;
    out->number(place);
    out->number(cell->status);
    out->number(cell->count);
    out->flag(has_time);
    if (!has_time) continue;
    write_time(cell->first, out);
    write_time(cell->last, out);
  }
}

void write_breakdown(const counting::Breakdown& breakdown, std::int64_t width, WireWriter* out) {
  const std::size_t columns = breakdown.columns();
  std::vector<Sorted> names;
  for (std::size_t i = 0; i < columns; ++i) {
    const base::Names& column = breakdown.names(i);
    names.emplace_back(column.size(), [&](std::uint32_t a, std::uint32_t b) { return column[a] < column[b]; });
    out->number(column.size());
    for (const std::uint32_t name : names.back().order) out->text(column[name]);
  }
  // Those that stand for many last, as above.
  const auto key = [&](std::uint32_t group) {
    std::array<std::uint32_t, kMaxDimensions> places{};
    for (std::size_t i = 0; i < columns; ++i) places[i] = names[i].place[breakdown[group].key[i]];
    return std::pair(breakdown.is_rest(breakdown[group]), places);
  };
  const Sorted groups(breakdown.size(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  out->flag(breakdown.is_exact());
  out->number(breakdown.size());
  for (const std::uint32_t group : groups.order) {
    const auto [is_rest, places] = key(group);
    for (std::size_t i = 0; i < columns; ++i) out->number(places[i]);
    write_tally(breakdown[group], width, out);
  }
}

void write_input(const Input& input, WireWriter* out) {
  const Counters& counters = input.counters;
  out->text(input.name);
  for (const std::uint64_t number : {counters.bytes, counters.event, counters.other, counters.continuation,
                                     counters.unrecognized, counters.too_long}) {
    out->number(number);
  }
  out->number(counters.formats);
  out->number(counters.envelopes);
  write_time(counters.first, out);
  write_time(counters.last, out);
  out->text(input.skipped);
  out->text(input.error);
}

}  // namespace

void Aggregate::State::write(WireWriter* out) const {
  write_causes(out);
  const Sorted names(upstreams.size(), [&](std::uint32_t a, std::uint32_t b) { return upstreams[a] < upstreams[b]; });
  out->number(upstreams.size());
  for (const std::uint32_t name : names.order) out->text(upstreams[name]);

  out->number(static_cast<std::uint64_t>(width));
  out->flag(first_second <= last_second);
  if (first_second <= last_second) {
    out->integer(first_second);
    out->integer(last_second);
  }
  const Sorted of_failures = sorted(failures, upstreams), of_evidence = sorted(evidence, upstreams);
  write_table(failures, of_failures, names, width, out);
  write_table(evidence, of_evidence, names, width, out);
  if (breakdown) write_breakdown(*breakdown, width, out);

  for (const auto* sample : {&requests, &echo_keys}) write_sample(*sample, out);
  for (const auto* sample : {&servers, &clients, &paths}) write_scope(*sample, out);
  write_minutes(
      group_minutes, [&](std::uint32_t key) { return of_failures.place[key]; }, out);
  write_minutes(
      cause_minutes, [](std::uint32_t key) { return place_of(static_cast<Cause>(key)); }, out);
  write_minutes(
      evidence_minutes, [&](std::uint32_t key) { return of_evidence.place[key]; }, out);

  std::vector<std::pair<int, std::uint64_t>> statuses = by_status;
  std::sort(statuses.begin(), statuses.end());
  out->number(statuses.size());
  for (const auto& [status, count] : statuses) {
    out->number(static_cast<std::uint64_t>(status));
    out->number(count);
  }
  for (const std::uint64_t sum : {client_errors, echoes, evidences, suspect, truncated}) out->number(sum);
  out->flag(exact);

  const std::span<const Input> all = inputs.in_order();
  out->number(all.size());
  for (const Input& input : all) write_input(input, out);
}

bool Aggregate::save(const Selection& selection, Callback<std::string_view> out) const {
  state_->settle();
  WireWriter body;
  write_options(state_->options, selection, &body);
  state_->write(&body);

  WireWriter size_and_hash;
  size_and_hash.word(body.bytes().size());
  size_and_hash.word(base::stable_hash(body.bytes(), 0));
  std::string head(counting::kMagic);
  head.append(counting::kVersion).append("\n").append(size_and_hash.bytes());
  if (!out(head)) return false;
  for (std::string_view left = body.bytes(); !left.empty(); left.remove_prefix(std::min(left.size(), kPiece))) {
    if (!out(left.substr(0, kPiece))) return false;
  }
  return true;
}

}  // namespace why502
