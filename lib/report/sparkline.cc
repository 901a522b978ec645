// sparkline.cc -- draws a series.
#include "lib/report/sparkline.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace why502::report {
namespace {

constexpr std::array<std::string_view, 9> kBlocks{" ",
                                                  "\xE2\x96\x81",
                                                  "\xE2\x96\x82",
                                                  "\xE2\x96\x83",
                                                  "\xE2\x96\x84",
                                                  "\xE2\x96\x85",
                                                  "\xE2\x96\x86",
                                                  "\xE2\x96\x87",
                                                  "\xE2\x96\x88"};
constexpr std::array<std::string_view, 8> kSigns{" ", ".", ":", "-", "=", "+", "*", "#"};

// 0 for nothing, else 1 to `top`, the `top` for the largest.
std::size_t level(std::uint64_t value, std::uint64_t largest, std::size_t top) {
  if (value == 0) return 0;
  const double part = static_cast<double>(value) / static_cast<double>(largest);
  const auto steps = static_cast<std::size_t>(part * static_cast<double>(top) + 0.5);
  return std::clamp<std::size_t>(steps, 1, top);
}

std::int64_t floor_to(std::int64_t value, std::int64_t step) {
  const std::int64_t rest = value % step;
  return value - (rest < 0 ? rest + step : rest);
}

}  // namespace

TimeAxis time_axis(Timestamp first, Timestamp last, std::chrono::seconds window, std::size_t most) {
  const std::int64_t width = window.count();
  const std::int64_t begin =
      floor_to(std::chrono::floor<std::chrono::seconds>(first).time_since_epoch().count(), width);
  const std::int64_t end = floor_to(std::chrono::floor<std::chrono::seconds>(last).time_since_epoch().count(), width);
  const std::int64_t windows = (end - begin) / width + 1;
  const auto room = static_cast<std::int64_t>(most);
  const std::int64_t per_cell = (windows + room - 1) / room;
  return {std::chrono::sys_seconds(std::chrono::seconds(begin)), std::chrono::seconds(width * per_cell),
          static_cast<std::size_t>((windows + per_cell - 1) / per_cell)};
}

std::string sparkline(std::span<const SeriesPoint> series, const TimeAxis& axis, Charset charset) {
  std::vector<std::uint64_t> cells(axis.cells);
  for (const SeriesPoint& point : series) {
    const std::int64_t cell = point.window < axis.begin ? 0 : (point.window - axis.begin) / axis.cell;
    cells[std::min(static_cast<std::size_t>(cell), axis.cells - 1)] += point.failures;
  }
  const std::uint64_t largest = cells.empty() ? 0 : *std::max_element(cells.begin(), cells.end());
  std::string line;
  for (const std::uint64_t value : cells) {
    line += charset == Charset::unicode ? kBlocks[level(value, largest, kBlocks.size() - 1)]
                                        : kSigns[level(value, largest, kSigns.size() - 1)];
  }
  return line;
}

}  // namespace why502::report
