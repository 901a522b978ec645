// stretches.h -- where the failures of one track rose above what is usual.
#ifndef WHY502_LIB_AGGREGATE_STRETCHES_H_
#define WHY502_LIB_AGGREGATE_STRETCHES_H_

#include <cstdint>
#include <span>
#include <vector>

namespace why502::counting {

// The failures of an upstream in one window; windows without any are left out.
struct WindowCount {
  std::int32_t window;
  std::uint64_t failures;
};

// Windows [from, to], both raised.
struct Stretch {
  std::int32_t from, to;
  std::uint64_t failures;
  bool throughout;
};

// The log's windows [first, last], each `width` seconds wide.
struct LogWindows {
  std::int64_t first, last, width;
};

// The raised stretches of `counts`, by time, as ARCHITECTURE.md ("Incidents") defines
// them. REQUIRES: counts by window, each once, within the log. O(counts * log counts).
std::vector<Stretch> find_stretches(std::span<const WindowCount> counts, const LogWindows& log);

// How many windows may lie between raised ones of a stretch, and between the last and the
// log's end where it goes on: five minutes.
std::int64_t quiet_windows(std::int64_t width) noexcept;

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_STRETCHES_H_
