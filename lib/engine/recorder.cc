// recorder.cc -- records out of lines, whatever the cuts.
#include "lib/engine/recorder.h"

#include <algorithm>
#include <utility>

namespace why502::engine {
namespace {

// As much of a line that is too long as is shown.
constexpr std::size_t kShown = 4096;

}  // namespace

Recorder::Recorder(const Parser& parser, RejectFn on_reject, std::optional<Timestamp> reference_time) noexcept
    : parser_(&ParserAccess::impl(parser)),
      on_reject_(on_reject),
      reference_time_(reference_time ? reference_time : parser_->options.reference_time),
      stamps_(parser_->zone) {
  stamps_.apache_format = parser_->own_apache_format();
}

// Cuts off the line that begins at `begin` and ends at `newline`, or, without one, with the
// input; false if its end is not there yet.
bool Recorder::cut_line(const Call& call, std::size_t begin, std::size_t newline, Line* line) const noexcept {
  line->begin = begin;
  line->end = line->next = call.bytes.size();
  if (newline != scan::npos) {
    line->end = newline;
    line->next = newline + 1;
  } else if (begin == call.bytes.size()) {
    return false;
  } else if (!call.final) {
    // One byte more, since the last one may be the '\r' of an ending.
    return call.bytes.size() - begin > parser_->options.max_line_bytes + 1;
  }
  line->cr = line->end > begin && call.bytes[line->end - 1] == '\r';
  line->end -= line->cr ? 1 : 0;
  return true;
}

Recorder::Step Recorder::scan(std::string_view bytes, std::string_view source, bool final, Until until,
                              EventFn on_event) {
  Call call{bytes, source, final, until, on_event};
  const std::size_t longest = parser_->options.max_line_bytes;
  std::size_t at = next_line_;
  if (wrapped_ != nullptr && wrapped_->held.is_held) {
    resume(call);
    if (call.stopped) return leave(call, at);
  }
  for (;;) {
    const std::size_t newline = newlines_.peek(bytes);
    if (skipping_) {
      if (newline == scan::npos) {
        at = bytes.size();
        break;
      }
      newlines_.pop();
      skipping_ = false;
      at = newline + 1;
      continue;
    }
    if (const std::size_t bytes_taken = sweep(call, at, newline); bytes_taken > 0) {
      at += bytes_taken;
      if (call.stopped) return leave(call, at);
      continue;
    }
    if (const std::size_t bytes_taken = sweep_wrapped(call, at, newline); bytes_taken > 0) {
      at += bytes_taken;
      if (call.stopped) return leave(call, at);
      continue;
    }
    Line line{};
    if (!cut_line(call, at, newline, &line)) break;
    Place place;
    const std::string_view text = bytes.substr(line.begin, line.end - line.begin);
    const bool is_long = text.size() > longest;
    if (is_waiting_ && !is_long && is_further(text) && line.end - waiting_.begin <= kLongestRecord &&
        (wrapped_ == nullptr || (wrapped_->records.empty() && wrapped_->lines.empty()))) [[unlikely]] {
      if (newline != scan::npos) newlines_.pop();
      after_carrier_ = false;
      ++counters_.continuation;
      waiting_.end = line.end;
      waiting_.cr = line.cr;
      at = line.next;
      continue;
    }
    place.grammar = is_long ? nullptr : parser_->grammar_of(text, stamps_, &place.head);

    // A record that waits for lines takes what looks like a head of the weak kind as one.
    if (place.grammar != nullptr && place.head.weak && (is_waiting_ || (has_boring_ && is_open(call, boring_))))
        [[unlikely]] {
      place.grammar = nullptr;
    }
    if (has_boring_ && place.grammar == nullptr && !is_long) reopen_last_boring(call);
    if (is_waiting_ && (place.grammar != nullptr || is_long || line.end - waiting_.begin > kLongestRecord)) {
      after_carrier_ = place.grammar != nullptr && is_carrier(call, waiting_);
      give_out(call);
      if (call.stopped) return leave(call, at);
    }
    if (place.grammar == nullptr && !is_long) {
      const Took took = on_wrapped(call, line);
      if (took == Took::stopped) return leave(call, at);
      if (took == Took::yes) {
        if (newline != scan::npos) newlines_.pop();
        at = line.next;
        if (call.stopped) return leave(call, at);
        continue;
      }
    }
    if (newline != scan::npos) newlines_.pop();
    if (place.grammar != nullptr) {
      place.begin = line.begin;
      place.end = line.end;
      place.cr = line.cr;
      place.after_carrier = std::exchange(after_carrier_, false);
      on_head(call, place);
    } else if (is_long) {
      skipping_ = newline == scan::npos && !final;
      has_boring_ = after_carrier_ = false;
      reject(call, line, Verdict::too_long);
    } else {
      on_headless(call, line);
    }
    at = line.next;
    if (call.stopped) return leave(call, at);
  }
  if (has_boring_ && !final) reopen_last_boring(call);
  has_boring_ = false;
  if (is_waiting_ && final) give_out(call);
  if (wrapped_ != nullptr && final) end_wrapped(call);
  return leave(call, at);
}

Recorder::Step Recorder::flush(std::string_view bytes, std::string_view source, EventFn on_event) {
  Call call{bytes, source, false, Until::the_end, on_event};
  if (is_waiting_) give_out(call);
  if (wrapped_ != nullptr) flush_wrapped(call);
  return leave(call, next_line_);
}

// Takes the lines from `at` on for which a glance is enough; gives how many bytes.
inline std::size_t Recorder::sweep(Call& call, std::size_t at, std::size_t newline) {
  if (newline == scan::npos || is_waiting_ || after_carrier_ || last_grammar_ == nullptr ||
      last_grammar_->sweep == nullptr || !last_time_ || stamps_.last_time() != last_time_) {
    return 0;
  }
  const std::size_t origin = newlines_.origin();
  const auto ends = newlines_.ahead();
  const format::Swept swept =
      last_grammar_->sweep({call.bytes.data() + static_cast<std::ptrdiff_t>(origin),
                            static_cast<std::ptrdiff_t>(at - origin), ends, call.bytes.data() + call.bytes.size(),
                            call.source, offset_ + origin, has_boring_, call.until == Until::one_event_record},
                           stamps_, parser_->matcher_of(*last_grammar_), memo_, call.on_event);
  if (swept.lines == 0) return 0;
  newlines_.pop(swept.lines);
  counters_.event += swept.events;
  counters_.other += swept.lines - swept.events;
  if (swept.first) {
    counters_.add(*swept.first);
    counters_.add(*swept.last);
    last_time_ = swept.latest;
  }
  call.stopped = swept.stopped;
  const std::size_t end = origin + ends[swept.lines - 1];
  has_boring_ = swept.ends_boring;
  if (has_boring_) {
    boring_.grammar = last_grammar_;
    boring_.begin = swept.lines == 1 ? at : origin + ends[swept.lines - 2] + 1;
    boring_.cr = call.bytes[end - 1] == '\r';
    boring_.end = end - (boring_.cr ? 1 : 0);
    boring_.head = swept.head;
    boring_.after_carrier = false;
  }
  return end + 1 - at;
}

// Of the waiting record, whatever else it looks like.
bool Recorder::is_further(std::string_view line) const {
  return is_waiting_ && waiting_.grammar->is_further != nullptr && waiting_.grammar->is_further(line);
}

inline void Recorder::on_head(Call& call, const Place& place) {
  if (place.grammar != last_grammar_) {
    last_grammar_ = place.grammar;
    counters_.formats |= 1u << static_cast<unsigned>(place.grammar->format);
    counters_.envelopes |= 1u << static_cast<unsigned>(Envelope::none);
  }
  // Did this head cut a carrier short? Asked only where the answer matters.
  const bool after_boring = std::exchange(has_boring_, false);
  const auto is_late = [&] {
    return place.after_carrier || (after_boring && boring_.grammar->is_carrier != nullptr &&
                                   is_carrier(call, boring_) && is_open(call, boring_));
  };

  const std::string_view message =
      call.bytes.substr(place.begin + place.head.message, place.end - place.begin - place.head.message);
  if (parser_->matcher_of(*place.grammar).triage(message, place.head.severity) == match::Triage::boring) {
    ++counters_.other;
    const bool late = place.head.time && place.head.time != last_time_ && is_late();
    if (!late) saw(place.head);
    boring_ = place;
    boring_.after_carrier = late;
    has_boring_ = true;
    return;
  }
  const bool late = is_late();
  waiting_ = place;
  waiting_.after_carrier = late;
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

void Recorder::reject(const Call& call, const Line& line, Verdict verdict) {
  counters_.add(verdict);
  if (!on_reject_) return;
  const std::size_t size = line.end - line.begin;
  const std::size_t shown = verdict == Verdict::too_long ? std::min(size, kShown) : size;
  on_reject_(Reject{verdict, call.bytes.substr(line.begin, shown), call.source, offset_ + line.begin});
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
  record.side = &side_;
  record.memo = &memo_;
  record.apache_format = stamps_.apache_format;
  record.last_apache = &stamps_.last_apache;
  if (place.grammar->late_time != nullptr) find_late_time(*place.grammar, {}, &record);
  bool go_on = true, suspect = false;
  const auto outcome = place.grammar->parse(record, parser_->matcher_of(*place.grammar), [&](const Event& event) {
    suspect = suspect || event.suspect();
    go_on = go_on && call.on_event(event);
    return go_on;
  });
  count(call, record, outcome, suspect, go_on);
  return outcome;
}

// Counts a record's first line, unless it stays open.
void Recorder::count(Call& call, const format::Record& record, format::Outcome outcome, bool suspect,
                     bool go_on) noexcept {
  // A forged record must not stretch the log's time.
  if (outcome != format::Outcome::open && !suspect && !record.after_carrier) saw(record.head);
  if (outcome == format::Outcome::event) {
    ++counters_.event;
    call.stopped = !go_on || call.until == Until::one_event_record;
  } else if (outcome == format::Outcome::other) {
    ++counters_.other;
  }
}

// Gives out the waiting record as it is.
void Recorder::give_out(Call& call) {
  is_waiting_ = false;
  look(call, waiting_, true);
}

// The last record was passed over at its first bytes. Was it one that further
// lines must complete? Then it waits for them.
void Recorder::reopen_last_boring(const Call& call) noexcept {
  has_boring_ = false;
  if (!is_open(call, boring_)) return;
  --counters_.other;
  waiting_ = boring_;
  is_waiting_ = true;
}

bool Recorder::is_open(const Call& call, const Place& place) const {
  return place.grammar->is_open(record_of(call, place));
}

bool Recorder::is_carrier(const Call& call, const Place& place) const {
  return place.grammar->is_carrier != nullptr && place.grammar->is_carrier(record_of(call, place));
}

// Ends a call before the line at `at`: what a waiting record needs stays.
Recorder::Step Recorder::leave(const Call& call, std::size_t at) noexcept {
  const std::size_t consumed = is_waiting_ ? waiting_.begin : at;
  waiting_.begin -= is_waiting_ ? consumed : 0;
  waiting_.end -= is_waiting_ ? consumed : 0;
  next_line_ = at - consumed;
  newlines_.consume(consumed);
  offset_ += consumed;
  counters_.bytes += consumed;
  return {consumed, call.stopped};
}

}  // namespace why502::engine
