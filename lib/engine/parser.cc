// parser.cc -- one record in, one verdict out.
#include "why502/parser.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <span>
#include <utility>

#include "lib/engine/parser_impl.h"
#include "lib/engine/unwrap.h"
#include "lib/format/event_builder.h"
#include "lib/knowledge/rules.h"

namespace why502 {

struct Scratch::State {
  std::uint64_t parser = 0;  // the number of the one whose options are in `rooms`
  std::optional<format::StampReader> stamps;
  std::optional<engine::Rooms> rooms;
  std::string side;  // format::Record::side
};

namespace {

// Takes off what is around the record.
const format::Grammar* unwrap(const ParserAccess::Impl& parser, engine::Rooms& rooms, format::StampReader& stamps,
                              format::Record* record, engine::Layers* layers) {
  layers->cr = record->cr;
  envelope::Sealed at{record->text, record->text.size()};
  while (layers->depth < engine::kDeepest) {
    engine::Inside inside;
    if (!engine::open_one(parser, nullptr, at, rooms[layers->depth], stamps, true, layers, &inside)) return nullptr;
    if (inside.grammar != nullptr) {
      record->text = inside.text;
      record->head = inside.head;
      record->head.time = layers->time(inside.head.time);
      record->cr = layers->cr;
      return inside.grammar;
    }
    at = engine::seal(at, inside.text);
  }
  return nullptr;
}

// One for each server: what Apache writes means nothing in nginx's log.
template <std::size_t... i>
std::array<match::Matcher, sizeof...(i)> make_matchers(std::index_sequence<i...> /*servers*/) {
  return {match::Matcher(knowledge::rules(static_cast<knowledge::Server>(i)),
                         knowledge::look_alikes(static_cast<knowledge::Server>(i)))...};
}

}  // namespace

Scratch::Scratch() : state_(std::make_unique<State>()) {}
Scratch::~Scratch() = default;
Scratch::Scratch(Scratch&&) noexcept = default;
Scratch& Scratch::operator=(Scratch&&) noexcept = default;

Parser::Parser(std::unique_ptr<const Impl> impl) noexcept : impl_(std::move(impl)) {}
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;
Parser::~Parser() = default;

Result<Parser> Parser::create(const ParserOptions& options) {
  static std::atomic<std::uint64_t> parsers{0};
  constexpr std::size_t kLeast = 4096;
  if (options.max_line_bytes < kLeast || options.max_line_bytes > (std::size_t{1} << 30)) {
    return Error{Errc::bad_option,
                 "max_line_bytes is " + std::to_string(options.max_line_bytes) + ": give 4096 to 1073741824 bytes"};
  }
  auto zone = base::load_zone(options.time_zone);
  if (!zone) return std::move(zone).error();
  std::optional<format::ApacheFormat> apache_format;
  if (!options.apache_format.empty()) {
    auto compiled = format::ApacheFormat::compile(options.apache_format);
    if (!compiled) return std::move(compiled).error();
    apache_format = *std::move(compiled);
  }
  std::span<const format::Grammar> grammars = format::grammars();
  if (options.format != Format::unknown) {
    const auto it = std::ranges::find(grammars, options.format, &format::Grammar::format);
    grammars = grammars.subspan(static_cast<std::size_t>(it - grammars.begin()), it == grammars.end() ? 0 : 1);
  }
  // A format of one's own may begin with anything.
  std::span<const format::Grammar> of_objects = grammars;
  if (!apache_format) {
    const auto first = std::ranges::find(grammars, true, &format::Grammar::is_object);
    of_objects = grammars.subspan(static_cast<std::size_t>(first - grammars.begin()));
  }
  return Parser(std::make_unique<const Impl>(Impl{options, *std::move(zone),
                                                  make_matchers(std::make_index_sequence<knowledge::kServerCount>()),
                                                  grammars, of_objects, ++parsers, std::move(apache_format)}));
}

const ParserOptions& Parser::options() const& noexcept { return impl_->options; }

Verdict Parser::parse(std::string_view record, Scratch& scratch, EventFn on_event) const {
  Scratch::State& state = *scratch.state_;
  if (!state.stamps || !state.stamps->reads(impl_->zone)) state.stamps.emplace(impl_->zone);
  state.stamps->apache_format = impl_->own_apache_format();
  format::Record r;
  r.text = record;
  if (r.text.ends_with('\n')) r.text.remove_suffix(1);
  r.cr = r.text.ends_with('\r');
  if (r.cr) r.text.remove_suffix(1);
  r.given_up = true;
  if (r.text.size() > 0xffff'ffffu) return Verdict::unrecognized;
  const format::Grammar* grammar = impl_->grammar_of(r.text, *state.stamps, &r.head);
  engine::Layers layers;
  if (grammar == nullptr) {
    if (state.parser != impl_->number) state.rooms.emplace(*impl_, impl_->options.reference_time);
    state.parser = impl_->number;
    grammar = unwrap(*impl_, *state.rooms, *state.stamps, &r, &layers);
    if (grammar == nullptr) return Verdict::unrecognized;
  }
  r.side = &state.side;
  r.apache_format = impl_->own_apache_format();
  engine::find_late_time(*grammar, layers, &r);
  const match::Matcher& matcher = impl_->matcher_of(*grammar);
  const auto verdict_of = [](format::Outcome outcome) {
    return outcome == format::Outcome::event ? Verdict::event : Verdict::other;
  };
  if (layers.depth == 0) return verdict_of(grammar->parse(r, matcher, on_event));
  return verdict_of(grammar->parse(r, matcher, [&](const Event& event) {
    EventBuilder build(event);
    build.envelope(layers.envelope, layers.container, &state.side);
    return on_event(build.event());
  }));
}

void Counters::add(Verdict verdict, std::uint64_t lines) noexcept {
  switch (verdict) {
    case Verdict::event: event += lines; break;
    case Verdict::other: other += lines; break;
    case Verdict::continuation: continuation += lines; break;
    case Verdict::unrecognized: unrecognized += lines; break;
    case Verdict::too_long: too_long += lines; break;
  }
}

void Counters::add(Timestamp time) noexcept {
  if (!first || time < *first) first = time;
  if (!last || time > *last) last = time;
}

Counters& Counters::operator+=(const Counters& more) noexcept {
  bytes += more.bytes;
  event += more.event;
  other += more.other;
  continuation += more.continuation;
  unrecognized += more.unrecognized;
  too_long += more.too_long;
  formats |= more.formats;
  envelopes |= more.envelopes;
  if (more.first) add(*more.first);
  if (more.last) add(*more.last);
  return *this;
}

}  // namespace why502
