// stretches.cc -- where the failures of one track rose above what is usual.
#include "lib/aggregate/stretches.h"

#include <algorithm>
#include <cmath>

namespace why502::counting {
namespace {

constexpr double kFewest = 3;

// A log of fewer windows does not show what is usual.
constexpr std::int64_t kShortLog = 10;

// What a window must have to be raised above a level.
double raised_from(double level) { return std::max(kFewest, 4 * level + 3 * std::sqrt(level)); }

// The lower median of all windows of the log, empty ones included.
std::uint64_t median(std::span<const WindowCount> counts, std::int64_t windows) {
  const std::int64_t empty = windows - static_cast<std::int64_t>(counts.size());
  const std::int64_t middle = (windows - 1) / 2;
  if (middle < empty) return 0;
  std::vector<std::uint64_t> failures;
  failures.reserve(counts.size());
  for (const WindowCount& each : counts) failures.push_back(each.failures);
  const auto nth = failures.begin() + static_cast<std::ptrdiff_t>(middle - empty);
  std::nth_element(failures.begin(), nth, failures.end());
  return *nth;
}

std::vector<Stretch> raised(std::span<const WindowCount> counts, double from, std::int64_t quiet) {
  std::vector<Stretch> stretches;
  for (const WindowCount& each : counts) {
    if (static_cast<double>(each.failures) < from) continue;
    if (!stretches.empty() && std::int64_t{each.window} - stretches.back().to <= quiet + 1) {
      stretches.back().to = each.window;
    } else {
      stretches.push_back({each.window, each.window, 0, false});
    }
  }
  auto at = stretches.begin();
  for (const WindowCount& each : counts) {
    while (at != stretches.end() && at->to < each.window) ++at;
    if (at != stretches.end() && at->from <= each.window) at->failures += each.failures;
  }
  return stretches;
}

// Chance makes windows of three where there is one failure in a while: out with what is
// no more than the rest of the log could bring in as many windows.
void drop_chance(std::vector<Stretch>* stretches, std::span<const WindowCount> counts, std::int64_t windows) {
  double rest = 0;
  auto minutes = static_cast<double>(windows);
  for (const WindowCount& each : counts) rest += static_cast<double>(each.failures);
  for (const Stretch& each : *stretches) {
    rest -= static_cast<double>(each.failures);
    minutes -= static_cast<double>(each.to) - each.from + 1;
  }
  if (minutes < 1 || rest <= 0) return;
  std::erase_if(*stretches, [&](const Stretch& each) {
    const double usual = rest / minutes * (static_cast<double>(each.to) - each.from + 1);
    return static_cast<double>(each.failures) < 2 + 4 * usual + 3 * std::sqrt(usual);
  });
}

}  // namespace

std::int64_t quiet_windows(std::int64_t width) noexcept {
  constexpr std::int64_t kQuiet = 5 * 60;
  return width >= kQuiet ? 0 : kQuiet / width;
}

std::vector<Stretch> find_stretches(std::span<const WindowCount> counts, const LogWindows& log) {
  if (counts.empty()) return {};
  const std::int64_t windows = log.last - log.first + 1;
  const std::int64_t quiet = quiet_windows(log.width);
  const auto level = windows < kShortLog ? 0 : static_cast<double>(median(counts, windows));
  std::vector<Stretch> stretches = raised(counts, raised_from(level), quiet);
  if (level >= kFewest) {
    // Is the median what is usual, or does the outage fill most of the log?
    std::vector<Stretch> above_nothing = raised(counts, kFewest, quiet);
    // The log's first minute may have begun before it.
    const bool fills =
        above_nothing.size() == 1 && above_nothing[0].from - log.first <= 1 && log.last - above_nothing[0].to <= quiet;
    if (!fills) {
      stretches = std::move(above_nothing);
    } else if (stretches.empty()) {
      stretches = std::move(above_nothing);
      stretches[0].throughout = true;
    }
  }
  drop_chance(&stretches, counts, windows);
  return stretches;
}

}  // namespace why502::counting
