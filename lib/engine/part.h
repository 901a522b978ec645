// part.h -- the lines of a part of a file, read as if all before them had been read.
#ifndef WHY502_LIB_ENGINE_PART_H_
#define WHY502_LIB_ENGINE_PART_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/engine/recorder.h"
#include "lib/input/block.h"
#include "lib/input/plain_file.h"
#include "why502/event_fn.h"
#include "why502/scanner.h"

namespace why502::engine {

// How far before a part its reading begins, in bytes: where all lines there are heads of the
// input's own (a record rarely spans more), and else (the horizon).
struct Lead {
  std::uint64_t heads = 64 * 1024;
  std::uint64_t any = (std::uint64_t{1} << 20) + 64 * 1024;
};

// What is open where the part begins is found by reading what stands before it, and is a guess:
// it is right if before() is what after() says at the end of the part before it.
//
// LIFETIME. All that it is given must outlive it.
// THREADS. One at a time.
class Part {
 public:
  // The lines that begin in [begin, end) of `file`, two places where lines begin. `is_last`:
  // nothing comes behind, and what is open there is given out.
  struct Range {
    std::uint64_t begin = 0, end = input::kToTheEnd;
    bool is_last = true;
  };
  Part(const Parser& parser, const input::PlainFile& file, Range range, const ScanOptions& options,
       const std::atomic<bool>* stop);
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  // Reads what stands before the part, not before `from`, which is where a line begins. Needed
  // unless the part begins there. An error shows in the next step().
  void lead_in(std::uint64_t from, const Lead& lead);

  // The state at the part's beginning, before the first step(), and at its end; nothing if it
  // is too much to tell, or unknown: see ended_early().
  std::optional<std::string> state() const { return recorder_->open_state(); }

  enum class Step { more, end, stopped, failed };
  // One read, and all events that it completes.
  Step step(EventFn on_event);

  // It was stopped, or the file became shorter than it was.
  bool ended_early() const noexcept { return ended_early_; }
  std::uint64_t bytes_read() const noexcept { return at_ - range_.begin; }
  const std::optional<Error>& error() const noexcept { return error_; }
  const Counters& counters() const noexcept { return recorder_->counters(); }

 private:
  bool read_up_to_the_part(std::uint64_t from);

  const Parser& parser_;
  const input::PlainFile& file_;
  Range range_;
  const std::atomic<bool>* stop_;
  RejectFn on_reject_;
  struct Gate {
    const Part* part;
    void operator()(const Reject& reject) const {
      if (!part->is_leading_) part->on_reject_(reject);
    }
  } gate_{this};

  Source source_;
  input::Block block_;
  std::optional<Recorder> recorder_;
  std::uint64_t at_;  // up to here it was read
  bool is_leading_ = false, ended_early_ = false;
  std::optional<Error> error_;
};

}  // namespace why502::engine

#endif  // WHY502_LIB_ENGINE_PART_H_
