// stream.h -- a source read to its end, its events pushed.
#ifndef WHY502_LIB_ENGINE_STREAM_H_
#define WHY502_LIB_ENGINE_STREAM_H_

#include <atomic>
#include <optional>

#include "lib/engine/recorder.h"
#include "lib/input/block.h"
#include "why502/scanner.h"
#include "why502/source.h"

namespace why502::engine {

// LIFETIME. Parser and source must outlive it.
// THREADS. One at a time.
class Stream {
 public:
  // `stop`: what ends the reading of the source early, if something does.
  Stream(const Parser& parser, Source& source, const ScanOptions& options, const std::atomic<bool>* stop = nullptr)
      : source_(&source),
        stop_(stop),
        block_(options.block_bytes),
        recorder_(parser, options.on_reject, options.reference_time) {}

  enum class Step { more, end, stopped, failed };

  // One read, and all events that it completes. At the end, or after an error of
  // the source, what is left is taken as the last line; after a stop what is no whole line is not looked at: its writer
  // may have gone on, and half an upstream's name is another upstream.
  Step step(EventFn on_event) {
    if (const auto all = source_->contiguous()) {
      const auto step = recorder_.scan(*all, source_->name(), true, Recorder::Until::the_end, on_event);
      return step.stopped ? Step::stopped : Step::end;
    }
    const auto n = block_.fill(*source_);
    if (!n) error_ = n.error();
    const bool final = !n || *n == 0;
    const bool is_stopped = final && !error_ && stop_ != nullptr && stop_->load(std::memory_order_relaxed);
    const auto step = is_stopped
                          ? recorder_.flush(block_.view(), source_->name(), on_event)
                          : recorder_.scan(block_.view(), source_->name(), final, Recorder::Until::the_end, on_event);
    block_.consume(step.consumed);
    if (step.stopped) return Step::stopped;
    return error_ ? Step::failed : final ? Step::end : Step::more;
  }

  // After Step::failed.
  const std::optional<Error>& error() const noexcept { return error_; }
  const Counters& counters() const noexcept { return recorder_.counters(); }

 private:
  Source* source_;
  const std::atomic<bool>* stop_;
  input::Block block_;
  Recorder recorder_;
  std::optional<Error> error_;
};

}  // namespace why502::engine

#endif  // WHY502_LIB_ENGINE_STREAM_H_
