// series.h -- the failures of one group by window.
#ifndef WHY502_LIB_AGGREGATE_SERIES_H_
#define WHY502_LIB_AGGREGATE_SERIES_H_

#include <absl/container/inlined_vector.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "why502/aggregate.h"

namespace why502::counting {

// Windows that have failures, in order of time. Most groups of a log with many have
// one window, which needs no allocation. What comes late (an older file read after a
// newer one) is kept apart and sorted in when there is much of it, so that any order
// costs O(log windows) a failure.
//
// THREADS. const methods at once; others need one thread.
class Series {
 public:
  // Adds to the window that begins at `window`.
  void add(std::int64_t window, std::uint64_t failures);

  // Adds all points of another, as windows of `width`. O(points of both).
  void add(std::span<const SeriesPoint> points, std::int64_t width);

  // Sorts in what came late.
  void settle();
  bool is_settled() const noexcept { return late_ == nullptr; }

  // Folds the windows to a width that theirs divides.
  void fold(std::int64_t width);

  // How many points are kept: windows, some of them perhaps twice until settled.
  std::size_t size() const noexcept { return points_.size() + (late_ ? late_->size() : 0); }

  // REQUIRES: is_settled().
  std::span<const SeriesPoint> points() const noexcept { return {points_.data(), points_.size()}; }

 private:
  absl::InlinedVector<SeriesPoint, 1> points_;
  std::unique_ptr<std::vector<SeriesPoint>> late_;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_SERIES_H_
