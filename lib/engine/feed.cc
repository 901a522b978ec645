// feed.cc -- the events of a stream, pushed.
#include <algorithm>
#include <utility>

#include "lib/engine/recorder.h"
#include "why502/scanner.h"

namespace why502 {

struct Feed::State {
  engine::Recorder recorder;
  std::string name;
  std::string carry;  // what the last chunks left over: the start of a line, or of a record
  bool over = false;  // finished or stopped

  // Scans what was carried; false: stop.
  bool scan_carry(bool final, EventFn on_event) {
    const auto step = recorder.scan(carry, name, final, engine::Recorder::Until::the_end, on_event);
    carry.erase(0, step.consumed);
    over = over || step.stopped;
    return !step.stopped;
  }
};

Feed::Feed(const Parser& parser, std::string name, const ScanOptions& options)
    : state_(
          new State{engine::Recorder(parser, options.on_reject, options.reference_time), std::move(name), {}, false}) {}
Feed::Feed(Feed&&) noexcept = default;
Feed& Feed::operator=(Feed&&) noexcept = default;
Feed::~Feed() = default;

bool Feed::write(std::string_view bytes, EventFn on_event) {
  State& s = *state_;
  if (s.over) return false;
  // Complete what was carried, a line at a time, so that the rest can be looked at
  // where it is. Pieces: a chunk without a line ending must not be copied whole.
  constexpr std::size_t kPiece = 64 * 1024;
  while (!s.carry.empty() && !bytes.empty()) {
    const std::size_t newline = bytes.substr(0, kPiece).find('\n');
    const std::size_t piece = newline == std::string_view::npos ? std::min(bytes.size(), kPiece) : newline + 1;
    s.carry.append(bytes.substr(0, piece));
    bytes.remove_prefix(piece);
    if (!s.scan_carry(false, on_event)) return false;
  }
  if (bytes.empty()) return true;
  const auto step = s.recorder.scan(bytes, s.name, false, engine::Recorder::Until::the_end, on_event);
  s.carry.assign(bytes.substr(step.consumed));
  s.over = step.stopped;
  return !step.stopped;
}

bool Feed::finish(EventFn on_event) {
  State& s = *state_;
  if (s.over) return false;
  s.over = true;
  return s.scan_carry(true, on_event);
}

bool Feed::flush(EventFn on_event) {
  State& s = *state_;
  if (s.over) return false;
  const auto step = s.recorder.flush(s.carry, s.name, on_event);
  s.carry.erase(0, step.consumed);
  s.over = step.stopped;
  return !step.stopped;
}

const Counters& Feed::counters() const noexcept { return state_->recorder.counters(); }

}  // namespace why502
