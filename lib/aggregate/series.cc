// series.cc -- the failures of one group by window.
#include "lib/aggregate/series.h"

#include <algorithm>

#include "lib/aggregate/windows.h"

namespace why502::counting {
namespace {

std::chrono::sys_seconds moment(std::int64_t second) noexcept {
  return std::chrono::sys_seconds(std::chrono::seconds(second));
}

bool earlier(const SeriesPoint& a, const SeriesPoint& b) noexcept { return a.window < b.window; }

// Makes one point of neighbours that have one window.
template <typename Points>
void unite(Points* points) {
  std::size_t kept = 0;
  for (const SeriesPoint& point : *points) {
    if (kept > 0 && (*points)[kept - 1].window == point.window) {
      (*points)[kept - 1].failures += point.failures;
    } else {
      (*points)[kept++] = point;
    }
  }
  points->erase(points->begin() + static_cast<std::ptrdiff_t>(kept), points->end());
}

}  // namespace

void Series::add(std::int64_t window, std::uint64_t failures) {
  const SeriesPoint point{moment(window), failures};
  if (points_.empty() || points_.back().window < point.window) {
    points_.push_back(point);
  } else if (points_.back().window == point.window) {
    points_.back().failures += failures;
  } else if (late_ && late_->back().window == point.window) {
    late_->back().failures += failures;
  } else {
    constexpr std::size_t kFew = 16;
    if (!late_) late_ = std::make_unique<std::vector<SeriesPoint>>();
    late_->push_back(point);
    if (late_->size() > kFew + points_.size()) settle();
  }
}

void Series::add(std::span<const SeriesPoint> points, std::int64_t width) {
  if (points.empty()) return;
  if (!late_) late_ = std::make_unique<std::vector<SeriesPoint>>();
  for (const SeriesPoint& point : points) {
    late_->push_back({moment(window_of(point.window.time_since_epoch().count(), width)), point.failures});
  }
  settle();
}

void Series::settle() {
  if (!late_) return;
  std::stable_sort(late_->begin(), late_->end(), earlier);
  unite(late_.get());
  const auto middle = static_cast<std::ptrdiff_t>(points_.size());
  points_.insert(points_.end(), late_->begin(), late_->end());
  late_.reset();
  std::inplace_merge(points_.begin(), points_.begin() + middle, points_.end(), earlier);
  unite(&points_);
}

void Series::fold(std::int64_t width) {
  settle();
  for (SeriesPoint& point : points_) point.window = moment(window_of(point.window.time_since_epoch().count(), width));
  unite(&points_);
  points_.shrink_to_fit();
}

}  // namespace why502::counting
