// shared.h -- what the threads of one run() share.
#ifndef WHY502_LIB_AGGREGATE_SHARED_H_
#define WHY502_LIB_AGGREGATE_SHARED_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/aggregate/queue.h"
#include "lib/aggregate/seek.h"
#include "lib/engine/part.h"
#include "lib/input/tree.h"
#include "why502/run.h"

namespace why502::counting {

// How files are cut; tests cut finer.
struct Cuts {
  std::uint64_t slice = 0;  // bytes; 0: by the file's size
  engine::Lead lead;
};

// What became of it all; tests look.
struct Trace {
  std::atomic<std::size_t> slices{0};     // of files that were cut
  std::atomic<std::size_t> read_anew{0};  // files of which the slices did not fit together
};

// The sums, and what is told at the end.
//
// THREADS. All methods from any threads at once; the members once the threads have ended.
class Results {
 public:
  explicit Results(const AggregateOptions& options) noexcept : options_(options) {}

  // Apart from the sum: whoever takes and merges that a thousand times need not look at a million inputs.
  void add(const Input& input) {
    const std::lock_guard lock(mutex_);
    if (!read) read = *Aggregate::create(options_);
    read->add(input);
  }
  void hand_in(Aggregate&& part) {
    const std::lock_guard lock(mutex_);
    if (sum) {
      sum->merge(part);
    } else {
      sum = std::move(part);
    }
  }
  // What was handed in; for whoever adds to it and hands it in again.
  std::optional<Aggregate> take_part() {
    const std::lock_guard lock(mutex_);
    return std::exchange(sum, std::nullopt);
  }
  void keep(std::vector<KeptReject> more, std::size_t most) {
    const std::lock_guard lock(mutex_);
    keep_first(std::move(more), most, &rejects);
  }
  // Counts an event that is told. Only for the thread whose turn it is.
  void tell(const Event& event) {
    if (!told) told = *Aggregate::create(options_);
    told->add(event);
  }
  void broke(std::exception_ptr why) {
    const std::lock_guard lock(mutex_);
    if (!exception) exception = std::move(why);
  }

  std::optional<Aggregate> sum, told, read;  // `read`: inputs, and nothing else
  std::vector<KeptReject> rejects;
  std::exception_ptr exception;

 private:
  const AggregateOptions& options_;
  std::mutex mutex_;
};

struct Shared {
  Shared(const Parser& the_parser, const RunOptions& the_options, const Cuts& the_cuts, Trace* the_trace,
         std::vector<input::Found> found, std::size_t threads);

  const Parser& parser;
  const RunOptions& options;
  const Cuts cuts;
  Trace* const trace;
  const std::vector<input::Found> files;
  const std::size_t jobs;
  const std::optional<TimeRange> sought;  // nothing: all is read
  const bool is_ordered;                  // events, or all rejects, are told in the order of the inputs
  Queue queue;
  Results results;
  Levels levels;  // of the parts that hold whole inputs

  std::atomic<bool> ended{false};            // a callback said so
  std::atomic<bool> is_wide{false};          // there are too many groups for several parts
  std::atomic<std::size_t> workers{0};       // that have begun and did not leave for it
  std::atomic<std::uint64_t> bytes_read{0};  // of all inputs, as they are stored
  std::uint64_t rejects_given = 0;           // by whose turn it is

  bool is_stopped() const noexcept {
    return ended.load(std::memory_order_relaxed) ||
           (options.stop != nullptr && options.stop->load(std::memory_order_relaxed));
  }
  Aggregate make_part() const { return *Aggregate::create(options.aggregate); }

  // So many bytes will not be read after all.
  void leave_out(std::uint64_t bytes) { total_ -= bytes; }
  // Calls on_read and on_progress.
  void tell_progress(std::string_view input);

  // Cut files, so that none is forgotten if all is stopped.
  void remember(std::shared_ptr<CutFile> file) {
    const std::lock_guard lock(mutex_);
    cut_files_.push_back(std::move(file));
  }
  // It is counted: with the last who knows it the file is closed.
  void forget(const CutFile& file) {
    const std::lock_guard lock(mutex_);
    std::erase_if(cut_files_, [&file](const auto& each) { return each.get() == &file; });
  }
  std::vector<std::shared_ptr<CutFile>> cut_files() const { return cut_files_; }

 private:
  std::mutex mutex_;  // of the callbacks, too
  std::atomic<std::uint64_t> total_{0};
  std::vector<std::shared_ptr<CutFile>> cut_files_;  // that are not counted
};

// What one thread does: takes tasks until there are no more.
void work(Shared& shared);

// run() with cuts of one's own. REQUIRES: options are good.
Aggregate run_with(const Parser& parser, std::span<const std::string> inputs, const RunOptions& options,
                   const Cuts& cuts, Trace* trace);

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_SHARED_H_
