// wrapped_sweep.cc -- heads in envelopes while nothing is open: a glance is enough for most of them.
#include <algorithm>

#include "lib/engine/recorder.h"
#include "lib/engine/wrapped.h"

namespace why502::engine {

// Will the next lines be like the one with this head?
void Recorder::expect_more(const Layers& layers, const format::Grammar* grammar) noexcept {
  Wrapped& w = *wrapped_;
  w.swept_grammar = nullptr;
  // A format of one's own may know any line.
  if (layers.depth != 1 || grammar->sweep_inner == nullptr || stamps_.apache_format != nullptr) return;
  const auto openers = envelope::openers();
  const auto opener = std::ranges::find(openers, layers.envelope, &envelope::Opener::envelope);
  if (opener == openers.end() || opener->glance == nullptr) return;
  w.swept_grammar = grammar;
  w.swept_opener = &*opener;
}

// Takes the lines from `at` on for which a glance is enough; gives how many bytes. Where no record and no
// line is open, it does not matter whose lines they are.
std::size_t Recorder::sweep_wrapped(Call& call, std::size_t at, std::size_t newline) {
  // No line of this size is too long: see Parser::create().
  constexpr std::size_t kLongest = 4096;
  if (wrapped_ == nullptr || wrapped_->swept_grammar == nullptr || newline == scan::npos || is_waiting_ ||
      has_boring_ || after_carrier_ || !wrapped_->records.empty() || !wrapped_->lines.empty() || !stamps_.last_time()) {
    return 0;
  }
  Wrapped& w = *wrapped_;
  const format::Grammar& grammar = *w.swept_grammar;
  const std::size_t origin = newlines_.origin();
  const auto ends = newlines_.ahead();
  std::size_t lines = 0, begin = at;
  const auto next = [&](format::Inner& inner) {
    if (lines == ends.size()) return false;
    const std::size_t end = origin + ends[lines];
    if (end - begin > kLongest) return false;
    envelope::Opened opened;
    const envelope::Sealed line{call.bytes.substr(begin, end - begin), call.bytes.size() - begin};
    if (!w.swept_opener->glance(line, w.rooms[0], &opened)) return false;
    inner = {opened.text, opened.stamp.time, offset_ + begin, opened.stream};
    ++lines;
    begin = end + 1;
    return true;
  };
  const format::Swept swept =
      grammar.sweep_inner({next, call.source, w.swept_opener->envelope, call.until == Until::one_event_record}, stamps_,
                          parser_->matcher_of(grammar), memo_, call.on_event);
  if (swept.lines == 0) {
    w.swept_grammar = nullptr;  // until the next head
    return 0;
  }
  newlines_.pop(swept.lines);
  counters_.event += swept.events;
  counters_.other += swept.lines - swept.events;
  counters_.formats |= 1u << static_cast<unsigned>(grammar.format);
  counters_.envelopes |= 1u << static_cast<unsigned>(w.swept_opener->envelope);
  if (swept.first) {
    counters_.add(*swept.first);
    counters_.add(*swept.last);
    last_time_ = swept.latest;
  }
  call.stopped = swept.stopped;
  return origin + ends[swept.lines - 1] + 1 - at;
}

}  // namespace why502::engine
