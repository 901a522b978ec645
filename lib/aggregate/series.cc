// series.cc -- the failures of one group by window.
#include "lib/aggregate/series.h"

#include <algorithm>

#include "lib/aggregate/windows.h"

namespace why502::counting {
namespace {

std::chrono::sys_seconds moment(std::int64_t second) noexcept {
  return std::chrono::sys_seconds(std::chrono::seconds(second));
}

}  // namespace

bool Series::add(std::int64_t window, std::uint64_t failures) {
  const auto at = moment(window);
  if (!points_.empty() && points_.back().window == at) {
    points_.back().failures += failures;
    return false;
  }
  if (points_.empty() || points_.back().window < at) {
    points_.push_back({at, failures});
    return true;
  }
  const auto it = std::lower_bound(points_.begin(), points_.end(), at,
                                   [](const SeriesPoint& p, std::chrono::sys_seconds t) { return p.window < t; });
  if (it->window == at) {
    it->failures += failures;
    return false;
  }
  points_.insert(it, {at, failures});
  return true;
}

std::size_t Series::fold(std::int64_t width) {
  const std::size_t before = points_.size();
  std::size_t kept = 0;
  for (const SeriesPoint& point : points_) {
    const auto at = moment(window_of(point.window.time_since_epoch().count(), width));
    if (kept > 0 && points_[kept - 1].window == at) {
      points_[kept - 1].failures += point.failures;
    } else {
      points_[kept++] = {at, point.failures};
    }
  }
  points_.resize(kept);
  return before - kept;
}

}  // namespace why502::counting
