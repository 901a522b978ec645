// windows.h -- how wide the windows of a series are.
#ifndef WHY502_LIB_AGGREGATE_WINDOWS_H_
#define WHY502_LIB_AGGREGATE_WINDOWS_H_

#include <cstdint>

namespace why502::counting {

// The widths that `auto` chooses from, in seconds; each divides the next.
inline constexpr std::int64_t kWidths[] = {1, 10, 60, 300, 900, 3600, 21600, 86400, 604800, 2419200};

inline constexpr std::int64_t kMicros = 1'000'000;  // of a second

// The next width that windows of `width` seconds can be folded to.
constexpr std::int64_t wider(std::int64_t width) noexcept {
  for (const std::int64_t next : kWidths) {
    if (next > width && next % width == 0) return next;
  }
  return width * 2;
}

// Where the window begins that holds `second`.
constexpr std::int64_t window_of(std::int64_t second, std::int64_t width) noexcept {
  const std::int64_t rest = second % width;
  return second - (rest < 0 ? rest + width : rest);
}

// The second that holds a moment, in microseconds.
constexpr std::int64_t second_of(std::int64_t micros) noexcept { return window_of(micros, kMicros) / kMicros; }

// The most windows that `auto` gives.
inline constexpr std::int64_t kMostWindows = 60;

// The finest width from `width` on that gives at most kMostWindows from first to last.
constexpr std::int64_t width_for(std::int64_t first, std::int64_t last, std::int64_t width) noexcept {
  while ((window_of(last, width) - window_of(first, width)) / width + 1 > kMostWindows) width = wider(width);
  return width;
}

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_WINDOWS_H_
