// sparkline.cc -- draws a series.
#include "lib/report/sparkline.h"

#include <algorithm>
#include <array>
#include <cmath>
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

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::array<std::int64_t, 22> kWidths{
    1,       2,           5,           10,           15,           30,            // seconds
    kMinute, 2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute,  //
    kHour,   2 * kHour,   3 * kHour,   6 * kHour,    12 * kHour,                  //
    kDay,    2 * kDay,    7 * kDay,    14 * kDay,    28 * kDay};

// 0 for nothing, else 1 to `top`, the `top` for the largest.
std::size_t level(std::uint64_t value, std::uint64_t largest, std::size_t top) {
  if (value == 0) return 0;
  const double part = static_cast<double>(value) / static_cast<double>(largest);
  const auto steps = static_cast<std::size_t>(std::lround(part * static_cast<double>(top)));
  return std::clamp<std::size_t>(steps, 1, top);
}

std::int64_t floor_to(std::int64_t value, std::int64_t step) {
  const std::int64_t rest = value % step;
  return value - (rest < 0 ? rest + step : rest);
}

}  // namespace

TimeAxis time_axis(Timestamp first, Timestamp last, std::chrono::seconds window, std::size_t most) {
  const std::int64_t from = std::chrono::floor<std::chrono::seconds>(first).time_since_epoch().count();
  const std::int64_t to = std::chrono::floor<std::chrono::seconds>(last).time_since_epoch().count();
  const auto cells = [&](std::int64_t width) {
    return static_cast<std::size_t>((floor_to(to, width) - floor_to(from, width)) / width + 1);
  };
  std::int64_t width = window.count();
  for (const std::int64_t each : kWidths) {
    if (cells(width) <= most) break;
    if (each > width && each % window.count() == 0) width = each;
  }
  while (cells(width) > most) width *= 2;
  return {std::chrono::sys_seconds(std::chrono::seconds(floor_to(from, width))), std::chrono::seconds(width),
          cells(width)};
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
