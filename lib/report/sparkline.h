// sparkline.h -- a group's failures over the log's time, one character a window or more.
#ifndef WHY502_LIB_REPORT_SPARKLINE_H_
#define WHY502_LIB_REPORT_SPARKLINE_H_

#include <chrono>
#include <cstddef>
#include <span>
#include <string>

#include "lib/report/visible.h"
#include "why502/aggregate.h"

namespace why502::report {

// The time that all sparklines of a report share: `cells` of equal width, each a
// whole number of windows.
struct TimeAxis {
  std::chrono::sys_seconds begin{};
  std::chrono::seconds cell{0};
  std::size_t cells = 0;
};

// The axis from `first` to `last` with at most `most` cells, each as wide as a clock
// divides time: 1, 2, 5, 10, 15 or 30 minutes, and so on. REQUIRES: window > 0,
// most > 1, first <= last.
TimeAxis time_axis(Timestamp first, Timestamp last, std::chrono::seconds window, std::size_t most);

// axis.cells characters, the highest for the row's own largest cell: it shows
// when, the numbers beside it how many. A blank is no failure at all, and what
// lies outside of the axis counts for its first or last cell.
std::string sparkline(std::span<const SeriesPoint> series, const TimeAxis& axis, Charset charset);

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_SPARKLINE_H_
