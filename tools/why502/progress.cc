// progress.cc -- bytes, rate, time left.
#include "tools/why502/progress.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include <unistd.h>

#include "tools/why502/output.h"
#include "tools/why502/terminal.h"

namespace why502::command {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{1000};  // who waits no longer than that needs no progress
constexpr milliseconds kOnTerminal{200}, kElsewhere{1000};

// "512 kB", "1.2 GB"
std::string size_of(double bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < kUnits.size()) {
    bytes /= 1000;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, unit > 0 && bytes < 9.95 ? "%.1f" : "%.0f", bytes);
  return std::string(text).append(" ").append(kUnits[unit]);
}

// "6 s", "2 min 5 s", "1 h 12 min"
std::string time_of(double seconds) {
  const long whole = std::lround(seconds);
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

}  // namespace

ProgressLine::ProgressLine(When when, bool shares_terminal)
    : is_terminal_(is_terminal(STDERR_FILENO)), begin_(Clock::now()), next_(begin_) {
  is_wanted_ = when == When::always || (when == When::automatic && is_terminal_ && !shares_terminal);
  if (!is_wanted_) return;
  if (when == When::automatic) next_ += kPatience;
  columns_ = look_at_terminal(STDERR_FILENO).columns;
}

void ProgressLine::operator()(const Progress& progress) {
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + (is_terminal_ ? kOnTerminal : kElsewhere);
  std::string line = line_of(progress, now);
  Output out(STDERR_FILENO, "stderr");
  if (is_terminal_) {
    // A line that reaches the last column could not be written over.
    if (columns_ > 1 && line.size() >= columns_) line.resize(columns_ - 1);
    const std::size_t before = shown_;
    shown_ = line.size();
    // No terminal is too dumb for blanks.
    if (before > shown_) line.append(before - shown_, ' ');
  } else {
    line += '\n';
  }
  out.write(is_terminal_ ? "\r" : "");
  out.write(line);
  out.flush();
}

void ProgressLine::clear() {
  if (shown_ == 0) return;
  Output out(STDERR_FILENO, "stderr");
  out.write("\r");
  out.write(std::string(shown_, ' '));
  out.write("\r");
  out.flush();
  shown_ = 0;
}

std::string ProgressLine::line_of(const Progress& progress, Clock::time_point now) const {
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  const auto bytes = static_cast<double>(progress.bytes), total = static_cast<double>(progress.total);
  const double rate = seconds > 0 ? bytes / seconds : 0;
  std::string line = size_of(bytes);
  // Pipes have no size, and a file may grow.
  const bool is_known = progress.total >= progress.bytes && progress.total > 0;
  if (is_known) line += " of " + size_of(total) + ", " + std::to_string(static_cast<int>(100 * bytes / total)) + " %";
  line += ", " + size_of(rate) + "/s";
  if (is_known && rate > 0 && seconds >= 1) line += ", " + time_of((total - bytes) / rate) + " left";
  return line;
}

}  // namespace why502::command
