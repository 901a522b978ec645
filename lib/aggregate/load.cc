// load.cc -- a partial's bytes as an Aggregate; nothing in them is taken on trust.
//
// Everything goes into an empty Aggregate by the roads that merging takes, so its bounds hold
// whatever the file says. Looked at is also what the reports take for granted: that windows lie
// within the log, that parts are no more than their sum, that a number stands for something.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/aggregate/partial_file.h"
#include "lib/aggregate/state.h"
#include "lib/aggregate/wire.h"
#include "lib/base/hash.h"
#include "lib/base/quote.h"
#include "why502/catalog.h"
#include "why502/partial.h"

namespace why502 {

using counting::WireReader;

namespace {

constexpr std::int64_t kMostMinute = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kLeastMinute = std::numeric_limits<std::int32_t>::min();

std::int64_t read_time(WireReader* in) { return in->integer(counting::kEarliest, counting::kLatest); }

std::optional<Timestamp> read_optional_time(WireReader* in) {
  if (!in->flag()) return {};
  return Timestamp(std::chrono::microseconds(read_time(in)));
}

// Both or neither, in order.
void read_stretch(std::optional<Timestamp>* first, std::optional<Timestamp>* last, WireReader* in) {
  *first = read_optional_time(in);
  *last = read_optional_time(in);
  in->require(first->has_value() == last->has_value() && (!*first || **first <= **last));
}

std::optional<Cause> known_cause(std::string_view id) {
  const auto cause = cause_from_id(id);
  return cause == Cause::none ? std::nullopt : cause;
}

AggregateOptions read_options(WireReader* in) {
  AggregateOptions options;
  options.window = std::chrono::seconds(static_cast<std::int64_t>(in->number(std::uint64_t{1} << 32)));
  options.by.clear();
  for (std::size_t n = in->count(1); in->ok() && n > 0; --n) {
    const auto dimension = dimension_from_id(in->text(counting::kLongestText));
    in->require(dimension.has_value());
    if (dimension) options.by.push_back(*dimension);
  }
  options.max_groups = static_cast<std::size_t>(in->number());
  return options;
}

Selection read_selection(WireReader* in) {
  Selection selection;
  FilterOptions& filter = selection.filter;
  filter.since = read_optional_time(in);
  filter.until = read_optional_time(in);
  for (std::size_t n = in->count(1); in->ok() && n > 0; --n) {
    const auto cause = known_cause(in->text(counting::kLongestText));
    in->require(cause.has_value());
    if (cause) filter.causes.push_back(*cause);
  }
  filter.upstream = in->text(counting::kLongestText);
  filter.server = in->text(counting::kLongestText);
  selection.redacted = in->flag();
  return selection;
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

void Aggregate::State::read(WireReader* in) {
  const Causes known(in);
  const std::vector<std::string_view> names = read_names(counting::kLongestText, in);

  const auto wide = static_cast<std::int64_t>(in->number(std::uint64_t{1} << 36));
  in->require(is_width(wide, width));
  if (!in->ok()) return;
  widen(wide);
  Span span;
  if (in->flag()) {
    span.first = in->integer(counting::kEarliest / counting::kMicros, counting::kLatest / counting::kMicros);
    span.last = in->integer(counting::kEarliest / counting::kMicros, counting::kLatest / counting::kMicros);
    in->require(span.first <= span.last);
    if (!in->ok()) return;
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

  for (std::size_t n = in->count(11); in->ok() && n > 0; --n) {
    Input input = read_input(in);
    in->require(inputs.empty() || inputs.back().name < input.name);
    if (in->ok()) inputs.push_back(std::move(input));
  }
  in->require(in->at_end());
}

namespace {

// The head of the partial that `bytes` begins with, or why it has none: takes the head off.
// Gives the body.
Result<std::string_view> take_body(std::string_view* bytes, std::string_view name) {
  const auto damaged = [&](const char* why) { return Error{Errc::corrupt, base::quote(name) + " is damaged: " + why}; };
  const std::string_view magic = bytes->substr(0, counting::kMagic.size());
  if (magic.empty() || !counting::kMagic.starts_with(magic)) {
    return Error{Errc::corrupt, base::quote(name) + " is no partial: 'why502 -o partial' writes them"};
  }
  constexpr std::size_t kLongestVersion = 10;
  const std::string_view rest = bytes->substr(magic.size());
  const std::string_view version = rest.substr(0, rest.substr(0, kLongestVersion + 1).find('\n'));
  if (version.size() == rest.size()) return damaged("it ends early");
  if (version != counting::kVersion) {
    return Error{Errc::unsupported, base::quote(name) + " is a partial of version '" +
                                        std::string(version.substr(0, kLongestVersion)) +
                                        "', and this why502 reads version " + std::string(counting::kVersion)};
  }
  const std::string_view behind = rest.substr(version.size() + 1);
  WireReader head(behind.substr(0, counting::kSizeAndHash));
  const std::uint64_t size = head.word(), hash = head.word();
  if (!head.ok() || size > behind.size() - counting::kSizeAndHash) return damaged("it ends early");
  const std::string_view body = behind.substr(counting::kSizeAndHash, static_cast<std::size_t>(size));
  if (base::stable_hash(body, 0) != hash) return damaged("its checksum does not fit");
  *bytes = behind.substr(counting::kSizeAndHash + body.size());
  return body;
}

}  // namespace

Result<Partial> Aggregate::load(std::string_view bytes, std::string_view name) {
  std::optional<Partial> sum;
  do {
    const Result<std::string_view> body = take_body(&bytes, name);
    if (!body) return body.error();
    WireReader in(*body);
    const AggregateOptions options = read_options(&in);
    Selection selection = read_selection(&in);
    Result<Aggregate> empty = create(options);
    in.require(empty.has_value());
    if (in.ok()) {
      State& state = *empty->state_;
      state.read(&in);
      std::vector<Input> inputs = std::exchange(state.inputs, {});
      for (const Input& input : inputs) empty->add(input);
    }
    if (!in.ok()) return Error{Errc::corrupt, base::quote(name) + " is damaged: what it says cannot be"};
    Partial one{*std::move(empty), std::move(selection)};
    if (!sum) {
      sum.emplace(std::move(one));
    } else if (const Result<bool> merged = sum->merge(one, name); !merged) {
      return merged.error();
    }
  } while (!bytes.empty());
  return *std::move(sum);
}

}  // namespace why502
