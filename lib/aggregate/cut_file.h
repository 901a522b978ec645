// cut_file.h -- one file that several threads read, slice by slice, and whether they read one file.
#ifndef WHY502_LIB_AGGREGATE_CUT_FILE_H_
#define WHY502_LIB_AGGREGATE_CUT_FILE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/aggregate/kept_rejects.h"
#include "lib/aggregate/levels.h"
#include "lib/input/plain_file.h"
#include "why502/aggregate.h"

namespace why502::counting {

// Slices begin where lines begin. What is open at a slice's beginning is a guess of whoever reads
// it; at each seam the guess is compared with what the slice before it really left open. If they
// differ, nothing of the file counts, and one thread reads it anew from its beginning: so the
// answer is that of one thread, whatever the bytes.
//
// THREADS. All methods from any threads at once.
class CutFile {
 public:
  struct Slice {
    std::size_t number = 0;
    std::uint64_t begin = 0, end = 0;
    bool is_last = false;
  };

  // How many bytes a slice has: a share of what is left, so that all threads end at about the same
  // time, but so many that what is read twice before each is little.
  struct Sizes {
    std::uint64_t least = 0, most = 0, share = 1;
  };
  // The lines that begin in [begin, end) of `file`, both places where lines begin (or its end).
  CutFile(std::unique_ptr<input::PlainFile> file, std::uint64_t begin, std::uint64_t end, Sizes sizes,
          std::string left_out);

  const input::PlainFile& file() const noexcept { return *file_; }
  std::uint64_t begin() const noexcept { return begin_; }
  std::uint64_t end() const noexcept { return end_; }
  const std::string& left_out() const noexcept { return left_out_; }  // as Input::skipped

  // The next slice; nothing if there is none, or none is needed any more.
  std::optional<Slice> take();
  bool has_more() const;

  // What is open at the beginning and at the end of slice `number`, as Recorder::open_state();
  // has_failed() is up to date afterwards.
  void begins(std::size_t number, std::optional<std::string> state);
  void ends(std::size_t number, std::optional<std::string> state);
  // The slice ended where it should not have: nobody knows what would have been open.
  void ends_unknown(std::size_t number);

  // Must it be read anew?
  bool has_failed() const noexcept { return failed_.load(std::memory_order_acquire); }
  const std::atomic<bool>* failure() const noexcept { return &failed_; }
  void fail() noexcept { failed_.store(true, std::memory_order_release); }

  // Each take() that gave a slice is followed by one release(). True: the file failed, nobody
  // is in it, and whoever is told reads it anew.
  bool release();

  // Each thread that reads slices joins before the first, and leaves when its part was handed in.
  // leave() is true for the last of all, who has to see to the sum.
  void join();
  void hand_in(Aggregate&& part);
  std::optional<Aggregate> take_part();  // what was handed in, for whoever adds to it and hands it in again
  void add(const Counters& counters);
  void keep(std::vector<KeptReject> rejects, std::size_t most);
  bool leave(bool is_stopped);

  // What was handed in, once. nullopt: nothing was, or it was taken.
  struct Sum {
    std::optional<Aggregate> aggregate;
    Counters counters;
    std::vector<KeptReject> rejects;
  };
  std::optional<Sum> take_sum();

  Levels levels;  // of the parts

  // What the callbacks were given already; only for the thread whose turn it is.
  std::uint64_t events_given = 0, rejects_given = 0;

 private:
  // A state that was told, of a seam of which the other side has not.
  struct Told {
    bool is_known = true;
    std::optional<std::string> state;
  };
  void meet(std::size_t seam, Told told, std::map<std::size_t, Told>& mine, std::map<std::size_t, Told>& others);

  const std::unique_ptr<input::PlainFile> file_;
  const std::uint64_t begin_, end_;
  const Sizes sizes_;
  const std::string left_out_;
  std::atomic<bool> failed_{false};

  mutable std::mutex mutex_;
  std::uint64_t next_;
  std::size_t next_number_ = 0, active_ = 0, members_ = 0;
  bool is_taken_ = false, sum_taken_ = false;
  std::map<std::size_t, Told> before_, behind_;  // by the seam's number: that of the slice behind it
  Sum sum_;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_CUT_FILE_H_
