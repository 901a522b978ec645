// load_state.cc -- all that a partial counts, put into an empty Aggregate; nothing is taken on trust.
//
// Everything goes in by the roads that merging takes, so its bounds hold whatever the file
// says. Looked at is also what the reports take for granted: that windows lie within the log,
// that parts are no more than their sum, that a number stands for something.
#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/aggregate/load_parts.h"
#include "lib/aggregate/state.h"
#include "why502/catalog.h"

namespace why502 {

using counting::known_cause;
using counting::read_optional_time;
using counting::read_time;
using counting::WireReader;

namespace {

constexpr std::int64_t kMostMinute = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kLeastMinute = std::numeric_limits<std::int32_t>::min();

// Both or neither, in order.
void read_stretch(std::optional<Timestamp>* first, std::optional<Timestamp>* last, WireReader* in) {
  *first = read_optional_time(in);
  *last = read_optional_time(in);
  in->require(first->has_value() == last->has_value() && (!*first || **first <= **last));
}

// The file's causes by their numbers there; those that this build does not know are nothing,
// and a fault only where one is used.
class Causes {
 public:
  explicit Causes(WireReader* in) : known_{Cause::none} {
    for (std::size_t n = in->count(1); in->ok() && n > 0; --n) {
      known_.push_back(known_cause(in->text(counting::kLongestText)));
    }
  }
  Cause read(WireReader* in) const {
    const auto cause = known_[static_cast<std::size_t>(in->number(known_.size() - 1))];
    in->require(cause.has_value());
    return cause.value_or(Cause::none);
  }

 private:
  std::vector<std::optional<Cause>> known_;
};

std::vector<std::string_view> read_names(std::size_t longest, WireReader* in) {
  std::vector<std::string_view> names;
  for (std::size_t n = in->count(1); in->ok() && n > 0; --n) {
    const std::string_view name = in->text(longest);
    in->require(names.empty() || names.back() < name);
    names.push_back(name);
  }
  return names;
}

// The log's seconds; none at first.
struct Span {
  std::int64_t first = 0, last = -1;
  bool holds(std::int64_t from, std::int64_t to) const noexcept {
    return first <= counting::second_of(from) && counting::second_of(to) <= last;
  }
  // A window that begins at `second`.
  bool meets(std::int64_t second, std::int64_t width) const noexcept {
    return first < second + width && second <= last;
  }
};

// Adds what was written of a tally to an empty one. Gives its count.
std::uint64_t read_tally(counting::Tally* tally, const Span& span, std::int64_t width, std::size_t longest_example,
                         WireReader* in) {
  const std::uint64_t count = in->number(counting::kMostRecords);
  std::int64_t first = counting::kNoTime, last = counting::kNoTime;
  if (in->flag()) {
    first = read_time(in);
    last = read_time(in);
  }
  const std::string_view example = in->text(counting::longest_example(0));
  in->require(count > 0 && first <= last);

  std::vector<SeriesPoint> points;
  std::uint64_t in_windows = 0;
  std::int64_t window = 0;
  for (std::size_t n = in->count(2); in->ok() && n > 0; --n) {
    const std::int64_t step = in->integer(counting::kEarliest, counting::kLatest);
    const std::uint64_t failures = in->number(count);
    window += step;
    const std::int64_t most = counting::kLatest / counting::kMicros / width;
    in->require((points.empty() || step > 0) && -most - 1 <= window && window <= most && failures > 0);
    if (!in->ok()) break;  // before what would overflow
    in_windows += failures;
    in->require(in_windows <= count && span.meets(window * width, width));
    if (!in->ok()) break;
    points.push_back({std::chrono::sys_seconds(std::chrono::seconds(window * width)), failures});
  }
  in->require(points.empty() || first != counting::kNoTime);
  if (!in->ok()) return 0;
  tally->add(count, first, last, example, longest_example);
  tally->series.add(points, width);
  return count;
}

void read_sample(counting::RequestSample* sample, WireReader* in) {
  sample->raise_level(static_cast<int>(in->number(43)));
  sample->add(0, 0, 0, in->number(counting::kMostRecords));
  for (std::size_t n = in->count(11); in->ok() && n > 0; --n) {
    counting::Tries tries{};
    tries.key = in->word();
    tries.peer = static_cast<std::uint32_t>(in->number(0xffff'ffff));
    tries.minute = static_cast<std::int32_t>(in->integer(kLeastMinute, kMostMinute));
    tries.attempts = static_cast<std::uint32_t>(in->number(counting::RequestSample::kMostAttempts));
    if (in->ok()) sample->add(tries);
  }
}

void read_scope(counting::ScopeSample* sample, WireReader* in) {
  sample->raise_level(static_cast<int>(in->number(63)));
  for (std::size_t n = in->count(18); in->ok() && n > 0; --n) {
    counting::Touch touch{};
    touch.value = in->word();
    touch.peer = static_cast<std::uint32_t>(in->number(0xffff'ffff));
    touch.minute = static_cast<std::int32_t>(in->integer(kLeastMinute, kMostMinute));
    const std::uint64_t record = in->word();
    if (in->ok()) sample->add(touch, record);
  }
}

// Is `width` one that windows of `narrowest` may have been folded to?
bool is_width(std::int64_t width, std::int64_t narrowest) {
  while (narrowest < width) narrowest = counting::wider(narrowest);
  return narrowest == width;
}

// `key` reads what a cell's key is; `within` is where its records must lie, if anywhere.
template <typename Key>
void read_minutes(counting::Minutes* minutes, const Span* within, Key key, WireReader* in) {
  if (in->flag()) return minutes->close();
  const auto width = static_cast<std::int64_t>(in->number(std::uint64_t{1} << 36));
  in->require(is_width(width, minutes->width()));
  if (!in->ok()) return;
  minutes->widen(width);
  for (std::size_t n = in->count(4); in->ok() && n > 0; --n) {
    counting::Cell cell{counting::kNoTime, counting::kNoTime, 0, counting::kNoWindow, 0, 0};
    cell.key = key();
    cell.status = static_cast<std::uint16_t>(in->number(0xffff));
    cell.count = static_cast<std::uint32_t>(in->number(0xffff'ffff));
    if (in->flag()) {
      cell.first = read_time(in);
      cell.last = read_time(in);
      const std::int64_t wide = width * counting::kMicros;
      const std::int64_t begin = counting::window_of(cell.first, wide);
      cell.window = static_cast<std::int32_t>(begin / wide);
      in->require(cell.first <= cell.last && cell.last < begin + wide &&
                  (within == nullptr || within->holds(cell.first, cell.last)));
    }
    in->require(cell.count > 0);
    if (in->ok()) minutes->add(cell, cell.key, width);
  }
}

// Bit n stands for the n-th enumerator; 0 is "unknown", or "none".
template <typename Infos, typename Kind>
std::uint32_t read_kinds(const Infos& infos, Kind kind, WireReader* in) {
  std::uint32_t known = 1;
  for (const auto& info : infos) known |= 1U << static_cast<unsigned>(info.*kind);
  const auto kinds = static_cast<std::uint32_t>(in->number(0xffff'ffff));
  in->require((kinds & ~known) == 0);
  return kinds;
}

Input read_input(WireReader* in) {
  Input input;
  Counters& counters = input.counters;
  input.name = in->text(counting::kLongestText);
  for (std::uint64_t* number : {&counters.bytes, &counters.event, &counters.other, &counters.continuation,
                                &counters.unrecognized, &counters.too_long}) {
    *number = in->number(counting::kMostRecords);
  }
  counters.formats = read_kinds(formats(), &FormatInfo::format, in);
  counters.envelopes = read_kinds(envelopes(), &EnvelopeInfo::envelope, in);
  read_stretch(&counters.first, &counters.last, in);
  input.skipped = in->text(counting::kLongestText);
  input.error = in->text(counting::kLongestText);
  return input;
}

}  // namespace

void Aggregate::State::read_breakdown(WireReader* in) {
  const Span span{first_second, last_second};
  std::vector<std::vector<std::string_view>> names;
  for (std::size_t i = 0; i < breakdown->columns(); ++i) {
    names.push_back(read_names(counting::Breakdown::kLongestKey, in));
    for (const std::string_view name : names.back()) breakdown->add_name(i, name);
  }
  const bool is_exact = in->flag();
  for (std::size_t n = in->count(4); in->ok() && n > 0; --n) {
    counting::Breakdown::Key key{};
    for (std::size_t i = 0; i < breakdown->columns(); ++i) {
      if (names[i].empty()) return in->refuse();
      key[i] = static_cast<std::uint32_t>(in->number(names[i].size() - 1));
    }
    if (!in->ok()) return;
    const std::size_t before = breakdown->size();
    counting::Breakdown::Group& group = breakdown->group(key);
    if (breakdown->size() == before) return in->refuse();  // there was one, or is no room
    read_tally(&group, span, width, breakdown->longest_example(), in);
    points += group.series.size();
  }
  if (!is_exact) breakdown->set_inexact();
}

std::vector<Input> Aggregate::State::read(WireReader* in) {
  const Causes known(in);
  const std::vector<std::string_view> names = read_names(counting::kLongestText, in);

  const auto wide = static_cast<std::int64_t>(in->number(std::uint64_t{1} << 36));
  in->require(is_width(wide, width));
  if (!in->ok()) return {};
  widen(wide);
  Span span;
  if (in->flag()) {
    span.first = in->integer(counting::kEarliest / counting::kMicros, counting::kLatest / counting::kMicros);
    span.last = in->integer(counting::kEarliest / counting::kMicros, counting::kLatest / counting::kMicros);
    in->require(span.first <= span.last);
    if (!in->ok()) return {};
    cover(span.first, span.last);
  }

  std::uint64_t all = 0;
  const auto read_table = [&](counting::GroupTable& table, auto counted) {
    for (std::size_t n = in->count(6); in->ok() && n > 0; --n) {
      const Cause cause = known.read(in);
      if (names.empty()) return in->refuse();
      const std::string_view name = names[static_cast<std::size_t>(in->number(names.size() - 1))];
      if (!in->ok()) return;
      const std::size_t before = table.size();
      counting::Group& group = this->group(table, cause, name);
      if (table.size() == before) return in->refuse();  // there was one, or is no room
      group.fastcgi = in->flag();
      counted(cause, read_tally(&group, span, width, table.longest_example(), in));
      points += group.series.size();
      in->require(all <= counting::kMostRecords);
    }
  };
  read_table(failures, [&](Cause cause, std::uint64_t count) {
    by_cause[static_cast<std::uint8_t>(cause)] += count;
    all += count;
  });
  const std::uint64_t failed = std::exchange(all, 0);
  read_table(evidence, [&](Cause, std::uint64_t count) { all += count; });
  if (breakdown) read_breakdown(in);
  if (in->ok()) bound_points();

  for (auto* sample : {&requests, &echo_keys}) read_sample(sample, in);
  for (auto* sample : {&servers, &clients, &paths}) read_scope(sample, in);
  const auto read_group = [in](const counting::GroupTable& table) {
    if (table.size() == 0) in->refuse();
    return static_cast<std::uint32_t>(in->number(table.size() == 0 ? 0 : table.size() - 1));
  };
  read_minutes(
      &group_minutes, &span, [&] { return read_group(failures); }, in);
  read_minutes(
      &cause_minutes, &span, [&] { return static_cast<std::uint32_t>(known.read(in)); }, in);
  read_minutes(
      &evidence_minutes, nullptr, [&] { return read_group(evidence); }, in);

  std::uint64_t of_statuses = 0;
  for (std::size_t n = in->count(2); in->ok() && n > 0; --n) {
    const auto status = static_cast<int>(in->number(0xffff));
    const std::uint64_t count = in->number(failed);
    in->require(by_status.empty() || by_status.back().first < status);
    of_statuses += count;
    in->require(of_statuses <= failed);
    if (in->ok()) by_status.emplace_back(status, count);
  }
  client_errors = in->number(failed);
  for (std::uint64_t* sum : {&echoes, &evidences, &suspect, &truncated}) *sum = in->number(counting::kMostRecords);
  in->require(of_statuses == failed && evidences == all);
  exact = in->flag();

  std::vector<Input> read_inputs;
  for (std::size_t n = in->count(11); in->ok() && n > 0; --n) {
    Input input = read_input(in);
    in->require(read_inputs.empty() || read_inputs.back().name < input.name);
    if (in->ok()) read_inputs.push_back(std::move(input));
  }
  in->require(in->at_end());
  return read_inputs;
}

}  // namespace why502
