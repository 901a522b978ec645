// part.cc -- the lines of a part of a file, read as if all before them had been read.
#include "lib/engine/part.h"

#include <utility>

namespace why502::engine {

Part::Part(const Parser& parser, const input::PlainFile& file, Range range, const ScanOptions& options,
           const std::atomic<bool>* stop)
    : parser_(parser),
      file_(file),
      range_(range),
      stop_(stop),
      on_reject_(options.on_reject),
      reference_time_(options.reference_time),
      source_(Source::from_reader(input::read_range(file, range.begin, range.end, stop), file.path())),
      block_(options.block_bytes),
      recorder_(std::in_place, parser, on_reject_ ? RejectFn(gate_) : RejectFn(), reference_time_),
      at_(range.begin) {
  recorder_->begin_at(range.begin);
}

void Part::lead_in(std::uint64_t from, const Lead& lead) {
  for (const std::uint64_t before : {lead.heads, lead.any}) {
    const std::uint64_t begin = range_.begin - from > before ? range_.begin - before : from;
    if (!read_up_to_the_part(begin)) return;
    // Only what no grammar knows can be continued by what stands far away.
    if (!recorder_->has_unwrapped()) break;
    if (begin == from) break;
  }
  recorder_->forget_counters();
}

// false: an error.
bool Part::read_up_to_the_part(std::uint64_t from) {
  const auto line = file_.line_from(from, range_.begin);
  if (!line) {
    error_ = line.error();
    return false;
  }
  const std::uint64_t begin = line->value_or(range_.begin);
  recorder_.emplace(parser_, on_reject_ ? RejectFn(gate_) : RejectFn(), reference_time_);
  recorder_->begin_at(begin);
  block_.consume(block_.view().size());
  is_leading_ = true;
  Source source = Source::from_reader(input::read_range(file_, begin, range_.begin, stop_), file_.path());
  for (;;) {
    const auto n = block_.fill(source);
    if (!n) error_ = n.error();
    if (!n || *n == 0) break;
    const auto step = recorder_->scan(block_.view(), source_.name(), false, Recorder::Until::the_end, EventFn());
    block_.consume(step.consumed);
  }
  is_leading_ = false;
  return !error_;
}

Part::Step Part::step(EventFn on_event) {
  if (!error_) {
    const auto n = block_.fill(source_);
    if (!n) error_ = n.error();
    at_ += n ? *n : 0;
    const bool is_over = !n || *n == 0;
    ended_early_ = is_over && !error_ && at_ < range_.end && range_.end != input::kToTheEnd;
    const bool is_final = is_over && (range_.is_last || ended_early_ || error_);
    // As in a Stream.
    const bool is_stopped = is_over && !error_ && stop_ != nullptr && stop_->load(std::memory_order_relaxed);
    const auto step =
        is_stopped ? recorder_->flush(block_.view(), source_.name(), on_event)
                   : recorder_->scan(block_.view(), source_.name(), is_final, Recorder::Until::the_end, on_event);
    block_.consume(step.consumed);
    if (step.stopped) return Step::stopped;
    if (!error_) return is_over ? Step::end : Step::more;
  }
  return Step::failed;
}

}  // namespace why502::engine
