// series.h -- the failures of one group by window.
#ifndef WHY502_LIB_AGGREGATE_SERIES_H_
#define WHY502_LIB_AGGREGATE_SERIES_H_

#include <absl/container/inlined_vector.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "why502/aggregate.h"

namespace why502::counting {

// Windows that have failures, in order of time. Most groups of a log with many have
// one window, which needs no allocation.
//
// THREADS. const methods at once; others need one thread.
class Series {
 public:
  // Adds to the window that begins at `window`. True if that window is new.
  // O(1) for the last window, else O(log windows), or O(windows) for a new one.
  bool add(std::int64_t window, std::uint64_t failures);

  // Folds the windows to a width that theirs divides. Gives how many there are fewer.
  std::size_t fold(std::int64_t width);

  std::span<const SeriesPoint> points() const noexcept { return {points_.data(), points_.size()}; }

 private:
  absl::InlinedVector<SeriesPoint, 1> points_;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_SERIES_H_
