// wrapped.cc -- lines that no grammar knows: what they travel in is taken off, and the records
// inside are put together stream by stream. See ARCHITECTURE.md.
#include "lib/engine/wrapped.h"

#include <algorithm>
#include <utility>

#include "lib/base/hash.h"
#include "lib/engine/prefix.h"
#include "lib/engine/recorder.h"
#include "lib/format/event_builder.h"

namespace why502::engine {
namespace {

// As much of a line that is too long as is shown.
constexpr std::size_t kShown = 4096;

format::Record as_record(const OpenRecord& open, std::string_view source) noexcept {
  format::Record record;
  record.text = open.text;
  record.head = open.head;
  record.source = source;
  record.offset = open.layers.offset;
  record.cr = open.layers.cr;
  record.after_carrier = open.after_carrier;
  return record;
}

}  // namespace

Recorder::Took Recorder::on_wrapped(Call& call, const Line& line) {
  if (wrapped_ == nullptr) wrapped_ = std::make_unique<Wrapped>(*parser_, reference_time_);
  if (!forget(call, offset_ + line.end)) return Took::stopped;
  const std::string_view text = call.bytes.substr(line.begin, line.end - line.begin);
  if (is_further(text)) return Took::no;
  Layers layers;
  layers.offset = offset_ + line.begin;
  layers.cr = line.cr;
  return unwrap(call, {text, call.bytes.size() - line.begin}, layers);
}

// Takes off what is around `at`, which no grammar knows, and gives what is inside to its stream.
Recorder::Took Recorder::unwrap(Call& call, envelope::Sealed at, Layers& layers) {
  Wrapped& w = *wrapped_;
  // The outermost stream that waits for a line, and what would be its line.
  bool is_awaited = false;
  OpenRecord* awaiting = nullptr;  // nullptr, though it is awaited: the input itself
  std::string_view awaited;
  bool awaited_cr = false;
  for (;;) {
    OpenRecord* const open = layers.depth == 0 ? nullptr : w.records.find(layers.stream());
    const bool is_open = layers.depth == 0 ? is_waiting_ : open != nullptr;
    if (is_open && !is_awaited) {
      is_awaited = true;
      awaiting = open;
      awaited = at.text;
      awaited_cr = layers.cr;
    }
    if (layers.depth == 0 && !is_open) {
      if (OpenRecord* const record = w.indented(at.text)) {
        return go_on(call, *record, at.text.substr(record->layers.indent), layers.cr);
      }
    }
    Inside inside;
    if (layers.depth == kDeepest || !open_next(at, layers, is_open, &inside)) break;
    // Lines are not joined while one around them is awaited: what a client can write there must
    // not become a line on its own.
    if (!is_awaited) {
      OpenLine* const begun = w.lines.find(layers.stream());
      if (begun != nullptr || inside.opened.is_partial) return join(call, begun, inside, layers);
    }
    // A record that waits for lines takes a head of the weak kind as one.
    const bool is_line = inside.head.weak && (is_awaited || w.records.find(layers.stream()) != nullptr);
    if (inside.grammar != nullptr && !is_line) {
      on_wrapped_head(call, inside.text, layers, inside.grammar, inside.head);
      return Took::yes;
    }
    at = seal(at, inside.text);
  }
  return awaiting == nullptr ? Took::no : go_on(call, *awaiting, awaited, awaited_cr);
}

// A further line of the record.
Recorder::Took Recorder::go_on(Call& call, OpenRecord& open, std::string_view line, bool cr) {
  after_carrier_ = false;
  ++counters_.continuation;
  open.text.append(open.layers.cr ? "\r\n" : "\n").append(line);
  open.layers.cr = cr;
  format::Record record = as_record(open, call.source);
  if (look_inside(call, record, open.grammar, open.layers) != format::Outcome::open) wrapped_->records.remove(open);
  return Took::yes;
}

// The next envelope, or the prefix of a record that is open behind it.
bool Recorder::open_next(const envelope::Sealed& at, Layers& layers, bool is_open, Inside* inside) {
  Wrapped& w = *wrapped_;
  if (open_one(*parser_, &w, at, w.rooms[layers.depth], stamps_, !is_open, &layers, inside)) return true;
  if (is_open) return false;
  const OpenRecord* longest = nullptr;
  for (const auto& record : w.records) {
    const Layers& its = record->layers;
    if (record->prefix.empty() || its.depth != layers.depth + 1 || its.streams[layers.depth] != layers.stream()) {
      continue;
    }
    if (longest != nullptr && longest->prefix.size() > record->prefix.size()) continue;
    if (at.text.starts_with(record->prefix)) longest = record.get();
  }
  if (longest == nullptr) return false;
  *inside = {};
  inside->opened.text = without_prefix(at.text, longest->prefix);
  inside->opened.stream = base::stable_hash(longest->prefix, 0);
  layers.push(Envelope::prefix, inside->opened);
  inside->text = cut_carriage_return(inside->opened.text, &layers);
  return true;
}

// A line of which the envelope says that it goes on in the next one of its stream, or the next one.
Recorder::Took Recorder::join(Call& call, OpenLine* begun, const Inside& inside, Layers& layers) {
  const bool is_partial = inside.opened.is_partial;
  // A carriage return where a line is cut is none of its ending.
  if (is_partial) layers.cr = false;
  const std::string_view text = is_partial ? inside.opened.text : inside.text;
  if (begun == nullptr) {
    wrapped_->lines.add(layers).text.assign(text);
    after_carrier_ = false;
    return Took::yes;
  }
  ++counters_.continuation;
  if (!begun->too_long) begun->text.append(text);
  if (begun->text.size() > parser_->options.max_line_bytes) {
    begun->too_long = true;
    begun->text.resize(kShown);
  }
  if (!is_partial) {
    begun->layers.cr = layers.cr;
    finish(call, *begun);
  }
  return Took::yes;
}

// The line is whole, or no more of it will come.
void Recorder::finish(Call& call, OpenLine& line) {
  Wrapped& w = *wrapped_;
  // Its bytes stay where they are until another line begins.
  w.lines.remove(line);
  Layers layers = line.layers;
  std::string_view text = line.text;
  if (!line.too_long) {
    text = cut_carriage_return(text, &layers);
    format::Head head;
    const format::Grammar* const grammar = parser_->grammar_of(text, stamps_.in(layers.lent), &head);
    const bool is_line = head.weak && w.records.find(layers.stream()) != nullptr;
    if (grammar != nullptr && !is_line) return on_wrapped_head(call, text, layers, grammar, head);
    if (unwrap(call, {text, text.size()}, layers) == Took::yes) return;
  }
  after_carrier_ = false;
  const Verdict verdict = line.too_long ? Verdict::too_long : Verdict::unrecognized;
  counters_.add(verdict);
  if (on_reject_) on_reject_(Reject{verdict, text.substr(0, kShown), call.source, line.layers.offset});
  if (!line.too_long) return;
  if (OpenRecord* const open = w.records.find(line.layers.stream())) give_out(call, *open);
}

void Recorder::on_wrapped_head(Call& call, std::string_view text, const Layers& layers, const format::Grammar* grammar,
                               const format::Head& own) {
  // It ends what was open, in its own stream and in those around it.
  if (is_waiting_) {
    after_carrier_ = is_carrier(call, waiting_) || after_carrier_;
    give_out(call);
    if (call.stopped) return hold(text, layers, grammar, own);
  }
  for (std::size_t depth = 1; depth <= layers.depth; ++depth) {
    OpenRecord* const open = wrapped_->records.find(layers.streams[depth]);
    if (open == nullptr) continue;
    after_carrier_ = after_carrier_ ||
                     (open->grammar->is_carrier != nullptr && open->grammar->is_carrier(as_record(*open, call.source)));
    give_out(call, *open);
    if (call.stopped) return hold(text, layers, grammar, own);
  }
  counters_.formats |= 1u << static_cast<unsigned>(grammar->format);
  counters_.envelopes |= 1u << static_cast<unsigned>(layers.envelope);
  expect_more(layers, grammar);

  format::Record record;
  record.text = text;
  record.head = own;
  record.head.time = layers.time(own.time);
  record.source = call.source;
  record.offset = layers.offset;
  record.cr = layers.cr;
  record.after_carrier = std::exchange(after_carrier_, false);
  const std::string_view message = text.substr(std::min<std::size_t>(own.message, text.size()));
  const bool is_boring = parser_->matcher_of(*grammar).triage(message, own.severity) == match::Triage::boring;
  if (is_boring && !grammar->is_open(record)) {
    ++counters_.other;
    if (!record.after_carrier) saw(record.head);
    return;
  }
  if (look_inside(call, record, grammar, layers) != format::Outcome::open) return;
  OpenRecord& open = wrapped_->records.add(layers);
  open.text.assign(text);
  open.prefix.assign(layers.prefix);
  open.layers.prefix = open.prefix;
  open.grammar = grammar;
  open.head = record.head;
  open.after_carrier = record.after_carrier;
}

// Keeps a record for the next call: its line must not be unwrapped again, since what was open
// is not any more.
void Recorder::hold(std::string_view text, const Layers& layers, const format::Grammar* grammar,
                    const format::Head& own) {
  HeldRecord& held = wrapped_->held;
  held.is_held = true;
  held.grammar = grammar;
  held.head = own;
  if (text.data() == held.text.data()) return;  // once more
  held.layers = layers;
  held.text.assign(text);
  held.container.assign(layers.container);
  held.prefix.assign(layers.prefix);
  held.layers.container = held.container;
  held.layers.prefix = held.prefix;
}

void Recorder::resume(Call& call) {
  HeldRecord& held = wrapped_->held;
  held.is_held = false;
  on_wrapped_head(call, held.text, held.layers, held.grammar, held.head);
}

// As look(), and the event is told what it travelled in.
format::Outcome Recorder::look_inside(Call& call, const format::Record& record, const format::Grammar* grammar,
                                      const Layers& layers) {
  bool go_on = true, suspect = false;
  format::Record with_side = record;
  with_side.side = &side_;
  with_side.memo = &memo_;
  with_side.apache_format = stamps_.apache_format;
  find_late_time(*grammar, layers, &with_side);
  const auto outcome = grammar->parse(with_side, parser_->matcher_of(*grammar), [&](const Event& event) {
    suspect = suspect || event.suspect();
    EventBuilder build(event);
    build.envelope(layers.envelope, layers.container, &side_);
    go_on = go_on && call.on_event(build.event());
    return go_on;
  });
  count(call, with_side, outcome, suspect, go_on);
  return outcome;
}

// Gives out the open record as it is.
void Recorder::give_out(Call& call, OpenRecord& open) {
  format::Record record = as_record(open, call.source);
  record.given_up = true;
  look_inside(call, record, open.grammar, open.layers);
  wrapped_->records.remove(open);
}

// Gives out what began too long before `line_end`, and what there is no more room for; false:
// it was stopped.
bool Recorder::forget(Call& call, std::uint64_t line_end) {
  Wrapped& w = *wrapped_;
  const auto is_old = [&](const auto* open) {
    return open != nullptr && line_end - open->layers.offset > kLongestRecord;
  };
  while (!w.records.empty() || !w.lines.empty()) {
    OpenRecord* const record = w.records.oldest();
    OpenLine* const line = w.lines.oldest();
    if (w.lines.full() || (is_old(line) && !(is_old(record) && record->layers.offset < line->layers.offset))) {
      finish(call, *line);
    } else if (w.records.full() || is_old(record)) {
      give_out(call, *record);
    } else {
      return true;
    }
    if (call.stopped) return false;
  }
  return true;
}

// The end of the input: as if the next line came too late for all.
void Recorder::end_wrapped(Call& call) {
  Wrapped& w = *wrapped_;
  while (!call.stopped && (!w.records.empty() || !w.lines.empty())) {
    OpenRecord* const record = w.records.oldest();
    OpenLine* const line = w.lines.oldest();
    if (line != nullptr && (record == nullptr || line->layers.offset < record->layers.offset)) {
      finish(call, *line);
    } else {
      give_out(call, *record);
    }
  }
}

void Recorder::flush_wrapped(Call& call) {
  while (!call.stopped && !wrapped_->records.empty()) give_out(call, *wrapped_->records.oldest());
}

}  // namespace why502::engine
