// minutes.h -- what happened in each minute: what incidents are found from.
#ifndef WHY502_LIB_AGGREGATE_MINUTES_H_
#define WHY502_LIB_AGGREGATE_MINUTES_H_

#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>

#include "lib/aggregate/group_table.h"
#include "lib/aggregate/windows.h"

namespace why502::counting {

// The records of one group and status in one window. The window's number is its begin
// divided by Minutes::width(); kNoWindow: records without a time.
struct Cell {
  std::int64_t first, last;  // microseconds since 1970
  std::uint32_t key;
  std::int32_t window;
  std::uint32_t count;
  std::uint16_t status;
};
inline constexpr std::int32_t kNoWindow = std::numeric_limits<std::int32_t>::min();

// Cells by key, window and status. Windows are minutes; where there would be more than
// `most` cells they fold to the next width. The width is a function of the set of cells,
// so merging is commutative and associative.
//
// THREADS. const methods at once; others need one thread.
// COST. add() is O(1) amortized, mostly a look into a small cache. About 40 bytes a cell.
class Minutes {
 public:
  explicit Minutes(std::size_t most) : most_(most), index_(0, Hash{&cells_}, Equal{&cells_}) {}
  Minutes(const Minutes&) = delete;
  Minutes& operator=(const Minutes&) = delete;

  // Records of one window, from `first` to `last`, which may be kNoTime.
  void add(std::uint32_t key, int status, std::int64_t first, std::int64_t last, std::uint64_t records) {
    const std::int32_t window = window_number(first);
    std::uint32_t& recent = recent_[(key * 31u + static_cast<unsigned>(status)) % recent_.size()];
    if (recent < cells_.size()) {
      Cell& cell = cells_[recent];
      if (cell.key == key && cell.window == window && cell.status == status) {
        grow(&cell, first, last, records);
        return;
      }
    }
    recent =
        static_cast<std::uint32_t>(put({first, last, key, window, 0, static_cast<std::uint16_t>(status)}, records));
  }

  // Adds a cell of another whose windows are `width` wide. REQUIRES: width <= width().
  void add(const Cell& cell, std::uint32_t key, std::int64_t width);

  // Folds the windows to at least `width`.
  void widen(std::int64_t width);

  // Gives all up and takes nothing more.
  void close();
  bool is_closed() const noexcept { return closed_; }

  std::int64_t width() const noexcept { return width_; }  // in seconds
  const std::deque<Cell>& cells() const noexcept { return cells_; }

 private:
  struct Key {
    std::uint32_t key;
    std::int32_t window;
    std::uint16_t status;
    bool operator==(const Key&) const = default;
  };
  static Key key_of(const Cell& cell) noexcept { return {cell.key, cell.window, cell.status}; }
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(Key k) const { return absl::HashOf(k.key, k.window, k.status); }
    std::size_t operator()(std::uint32_t i) const { return (*this)(key_of((*cells)[i])); }
    const std::deque<Cell>* cells;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
    bool operator()(std::uint32_t a, Key b) const { return key_of((*cells)[a]) == b; }
    bool operator()(Key a, std::uint32_t b) const { return (*this)(b, a); }
    const std::deque<Cell>* cells;
  };

  std::int32_t window_number(std::int64_t micros) {
    if (micros == kNoTime) return kNoWindow;
    if (micros < begin_ || micros >= end_) look_up(micros);
    return window_;
  }
  static void grow(Cell* cell, std::int64_t first, std::int64_t last, std::uint64_t records) noexcept;
  void look_up(std::int64_t micros);
  std::size_t put(const Cell& cell, std::uint64_t records);
  void fold(std::int64_t width);
  void bound();

  std::size_t most_;
  bool closed_ = false;
  std::int64_t width_ = 60;
  std::deque<Cell> cells_;
  absl::flat_hash_set<std::uint32_t, Hash, Equal> index_;
  std::array<std::uint32_t, 512> recent_{};
  // The last window: its number, and where it begins and ends.
  std::int32_t window_ = 0;
  std::int64_t begin_ = 0, end_ = 0;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_MINUTES_H_
