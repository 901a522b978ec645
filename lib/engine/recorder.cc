// recorder.cc -- records out of lines, whatever the cuts.
#include "lib/engine/recorder.h"

#include <algorithm>
#include <utility>

#include "lib/scan/lines.h"

namespace why502::engine {
namespace {

// A record grows by further lines up to this; then it is forgotten (the horizon).
constexpr std::size_t kLongestRecord = std::size_t{1} << 20;

// As much of a line that is too long as is shown.
constexpr std::size_t kShown = 4096;

}  // namespace

struct Recorder::Call {
  std::string_view bytes;
  std::string_view source;
  bool final;
  Until until;
  EventFn on_event;
  bool stopped = false;
};

Recorder::Recorder(const Parser& parser, RejectFn on_reject) noexcept
    : parser_(&ParserAccess::impl(parser)), on_reject_(on_reject), stamps_(parser_->zone) {}

// Finds the line that begins at `begin`; false if its end is not there yet.
bool Recorder::next_line(const Call& call, std::size_t begin, std::size_t from, Line* line) const noexcept {
  const std::size_t newline = scan::find_newline(call.bytes, std::max(begin, from));
  if (newline == scan::npos) {
    if (!call.final || begin == call.bytes.size()) return false;
    line->end = line->next = call.bytes.size();
  } else {
    line->end = newline;
    line->next = newline + 1;
  }
  line->begin = begin;
  const std::string_view whole = call.bytes.substr(begin, line->end - begin);
  line->text = scan::without_cr(whole);
  line->cr = line->text.size() != whole.size();
  line->end = begin + line->text.size();
  return true;
}

Recorder::Step Recorder::scan(std::string_view bytes, std::string_view source, bool final, Until until,
                              EventFn on_event) {
  Call call{bytes, source, final, until, on_event};
  std::size_t at = next_line_;
  std::size_t from = searched_;
  const std::size_t longest = parser_->options.max_line_bytes;
  for (;;) {
    if (skipping_) {
      const std::size_t newline = scan::find_newline(bytes, at);
      if (newline == scan::npos) return leave(call, bytes.size(), bytes.size());
      skipping_ = false;
      at = newline + 1;
    }
    Line line;
    if (!next_line(call, at, from, &line)) {
      // One byte more, since the last one may be the '\r' of an ending.
      if (bytes.size() - at <= longest + 1) break;
      line = {at, bytes.size(), bytes.size(), bytes.substr(at), false};
    }
    from = 0;
    if (line.text.size() > longest) {
      if (is_waiting_) {
        give_out(call);
        if (call.stopped) return leave(call, at, at);
      }
      skipping_ = line.next == bytes.size() && bytes.back() != '\n' && !final;
      too_long(call, line);
      at = line.next;
      continue;
    }

    Place place;
    place.grammar = parser_->grammar_of(line.text, stamps_, &place.head);
    if (place.grammar != nullptr) {
      if (is_waiting_) {
        after_carrier_ = waiting_.head.carrier;
        give_out(call);
        if (call.stopped) return leave(call, at, at);
      }
      place.begin = line.begin;
      place.end = line.end;
      place.cr = line.cr;
      place.after_carrier = std::exchange(after_carrier_, false);
      on_head(call, place);
    } else {
      if (has_boring_) reopen_last_boring(call);
      if (is_waiting_ && line.end - waiting_.begin > kLongestRecord) {
        give_out(call);
        if (call.stopped) return leave(call, at, at);
      }
      on_headless(call, line);
    }
    at = line.next;
    if (call.stopped) return leave(call, at, at);
  }
  if (has_boring_ && !final) reopen_last_boring(call);
  has_boring_ = false;
  if (is_waiting_ && final) give_out(call);
  return leave(call, at, bytes.size());
}

Recorder::Step Recorder::flush(std::string_view bytes, std::string_view source, EventFn on_event) {
  Call call{bytes, source, false, Until::the_end, on_event};
  const std::size_t searched = searched_;
  if (is_waiting_) give_out(call);
  return leave(call, next_line_, searched);
}

void Recorder::on_head(Call& call, const Place& place) {
  counters_.formats |= 1u << static_cast<unsigned>(place.grammar->format);
  counters_.envelopes |= 1u << static_cast<unsigned>(Envelope::none);
  // Did this head cut a carrier short? Asked only where the answer matters.
  const bool after_boring = std::exchange(has_boring_, false) && boring_.head.carrier;
  const auto after_carrier = [&] { return place.after_carrier || (after_boring && is_open(call, boring_)); };

  const std::string_view message =
      call.bytes.substr(place.begin + place.head.message, place.end - place.begin - place.head.message);
  if (parser_->matcher.triage(message, place.head.severity) == match::Triage::boring) {
    ++counters_.other;
    const bool is_late = place.head.time && place.head.time != last_time_ && after_carrier();
    if (!is_late) saw(place.head);
    boring_ = place;
    boring_.after_carrier = is_late;
    has_boring_ = true;
    return;
  }
  const bool is_late = after_carrier();
  waiting_ = place;
  waiting_.after_carrier = is_late;
  is_waiting_ = look(call, waiting_, false) == format::Outcome::open;
}

// Widens the log's time to hold the record's.
void Recorder::saw(const format::Head& head) noexcept {
  if (!head.time || head.time == last_time_) return;
  last_time_ = head.time;
  counters_.add(*head.time);
}

void Recorder::on_headless(Call& call, const Line& line) {
  after_carrier_ = false;
  if (!is_waiting_) {
    reject(call, line, Verdict::unrecognized);
    return;
  }
  ++counters_.continuation;
  waiting_.end = line.end;
  waiting_.cr = line.cr;
  is_waiting_ = look(call, waiting_, false) == format::Outcome::open;
}

void Recorder::too_long(Call& call, const Line& line) {
  has_boring_ = after_carrier_ = false;
  reject(call, line, Verdict::too_long);
}

void Recorder::reject(const Call& call, const Line& line, Verdict verdict) {
  counters_.add(verdict);
  if (!on_reject_) return;
  const std::string_view shown = verdict == Verdict::too_long ? line.text.substr(0, kShown) : line.text;
  on_reject_(Reject{verdict, shown, call.source, offset_ + line.begin});
}

format::Record Recorder::record_of(const Call& call, const Place& place) const noexcept {
  format::Record record;
  record.text = call.bytes.substr(place.begin, place.end - place.begin);
  record.head = place.head;
  record.source = call.source;
  record.offset = offset_ + place.begin;
  record.cr = place.cr;
  record.after_carrier = place.after_carrier;
  return record;
}

// Looks at the whole record, and counts its first line unless it stays open.
format::Outcome Recorder::look(Call& call, const Place& place, bool given_up) {
  format::Record record = record_of(call, place);
  record.given_up = given_up;
  bool go_on = true, suspect = false;
  const auto outcome = place.grammar->parse(record, parser_->matcher, [&](const Event& event) {
    suspect = suspect || event.suspect();
    go_on = go_on && call.on_event(event);
    return go_on;
  });
  // A forged record must not stretch the log's time.
  if (outcome != format::Outcome::open && !suspect && !place.after_carrier) saw(place.head);
  if (outcome == format::Outcome::event) {
    ++counters_.event;
    call.stopped = !go_on || call.until == Until::one_event_record;
  } else if (outcome == format::Outcome::other) {
    ++counters_.other;
  }
  return outcome;
}

// Gives out the waiting record as it is.
void Recorder::give_out(Call& call) {
  is_waiting_ = false;
  look(call, waiting_, true);
}

// The last record was passed over at its first bytes. Was it one that further
// lines must complete? Then it waits for them.
void Recorder::reopen_last_boring(Call& call) noexcept {
  has_boring_ = false;
  if (!is_open(call, boring_)) return;
  --counters_.other;
  waiting_ = boring_;
  is_waiting_ = true;
}

bool Recorder::is_open(const Call& call, const Place& place) const {
  return place.grammar->is_open(record_of(call, place));
}

// Ends a call before the line at `at`: what a waiting record needs stays.
Recorder::Step Recorder::leave(Call& call, std::size_t at, std::size_t searched) noexcept {
  const std::size_t consumed = is_waiting_ ? waiting_.begin : at;
  waiting_.begin -= is_waiting_ ? consumed : 0;
  waiting_.end -= is_waiting_ ? consumed : 0;
  next_line_ = at - consumed;
  searched_ = std::max(searched, at) - consumed;
  offset_ += consumed;
  counters_.bytes += consumed;
  return {consumed, call.stopped};
}

}  // namespace why502::engine
