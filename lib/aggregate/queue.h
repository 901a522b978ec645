// queue.h -- what there is to read, handed out to threads, and whose turn it is to tell of it.
#ifndef WHY502_LIB_AGGREGATE_QUEUE_H_
#define WHY502_LIB_AGGREGATE_QUEUE_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "lib/aggregate/cut_file.h"

namespace why502::counting {

// A whole input, or a slice of one.
struct Task {
  Key key;
  std::shared_ptr<CutFile> file;  // nullptr: the whole input
  CutFile::Slice slice;
  std::uint64_t bytes_left = 0;  // of a whole input: its bytes and those of all that nobody began
};

// Slices of files that were begun come first, then the inputs in their order.
//
// THREADS. All methods from any threads at once.
class Queue {
 public:
  // `order`: numbers of inputs and their bytes, as they are to be read.
  explicit Queue(std::vector<std::pair<std::size_t, std::uint64_t>> order);

  // The next task; waits while a thread looks whether its input can be cut. false: no more.
  bool take(Task* task);
  // Who took a whole input says first what becomes of it: slices, or nothing that others can help with.
  void cut(const Task& task, std::shared_ptr<CutFile> file);
  void keep_whole();
  // Each task that was taken ends with it.
  void done(Key key);

  // No task is given any more.
  void stop();
  // Nor does anybody wait for a turn: something is broken.
  void abandon();
  // Somebody's `give_up` may have changed.
  void wake() { changed_.notify_all(); }

  // Is all that comes before `key` done, and can nothing more come before it?
  // REQUIRES: the inputs' order is by number.
  bool has_turn(Key key) const;
  // Waits for it. false: it will not come, or `give_up` became true.
  bool wait_turn(Key key, const std::atomic<bool>* give_up);

  // Is there a thread, or will there soon be one, that finds nothing to do?
  bool is_exhausted() const;

 private:
  bool is_turn(Key key) const;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<std::size_t, std::uint64_t>> order_;
  std::size_t next_ = 0;
  std::uint64_t bytes_left_ = 0;
  std::size_t undecided_ = 0;  // whole inputs of which nobody said what becomes of them
  std::vector<std::pair<std::size_t, std::shared_ptr<CutFile>>> files_;  // that have slices left, by number
  std::set<Key> active_;
  bool stopped_ = false, abandoned_ = false;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_QUEUE_H_
