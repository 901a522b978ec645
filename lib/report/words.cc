// words.cc -- numbers as words.
#include "lib/report/words.h"

#include <array>
#include <cmath>
#include <iterator>

namespace why502::report {

std::string thousands(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3;) text.insert(i -= 3, 1, ',');
  return text;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  std::string text = thousands(number) + ' ';
  if (number == 1) return text.append(one);
  return many.empty() ? text.append(one) += 's' : text.append(many);
}

std::string size_words(std::uint64_t bytes) {
  if (bytes < 1000) return counted(bytes, "byte");
  constexpr std::array<std::string_view, 6> kUnits{" kB", " MB", " GB", " TB", " PB", " EB"};
  std::size_t unit = 0;
  while (bytes >= 1'000'000) {
    bytes /= 1000;
    ++unit;
  }
  const std::uint64_t whole = bytes / 1000;
  std::string text = std::to_string(whole);
  if (whole < 10) {
    text += '.';
    text += static_cast<char>('0' + bytes % 1000 / 100);
  }
  return text.append(kUnits[unit]);
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (part == 0 || whole == 0) return "0%";
  const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  auto floor = static_cast<std::uint64_t>(percent);
  if (floor >= 100 && part < whole) floor = 99;
  return floor == 0 ? "<1%" : std::to_string(floor) + '%';
}

std::string duration_words(std::chrono::seconds duration) {
  struct Unit {
    std::int64_t seconds;
    std::string_view name;
  };
  constexpr std::array<Unit, 4> kUnits{{{86400, " d"}, {3600, " h"}, {60, " min"}, {1, " s"}}};
  std::int64_t left = duration.count();
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    if (left < kUnits[i].seconds && i + 1 != kUnits.size()) continue;
    std::string text = std::to_string(left / kUnits[i].seconds).append(kUnits[i].name);
    left %= kUnits[i].seconds;
    if (i + 1 == kUnits.size()) return text;
    const std::int64_t next = left / kUnits[i + 1].seconds;
    return next == 0 ? text : text + ' ' + std::to_string(next).append(kUnits[i + 1].name);
  }
  return {};
}

std::string rate_words(double per_hour) {
  if (per_hour >= 10) return thousands(static_cast<std::uint64_t>(std::llround(per_hour)));
  if (per_hour < 0.05) return "<0.1";
  const long tenths = std::lround(per_hour * 10);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

std::string window_id(std::chrono::seconds width) {
  const std::int64_t seconds = width.count();
  if (seconds == 0) return "auto";
  if (seconds % 86400 == 0) return std::to_string(seconds / 86400) + 'd';
  if (seconds % 3600 == 0) return std::to_string(seconds / 3600) + 'h';
  if (seconds % 60 == 0) return std::to_string(seconds / 60) + 'm';
  return std::to_string(seconds) + 's';
}

}  // namespace why502::report
