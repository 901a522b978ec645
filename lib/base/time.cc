// time.cc -- moments as text: what --since takes, and what reports print.
#include "why502/time.h"

#include <cstdint>
#include <cstdlib>
#include <optional>

#include "lib/base/quote.h"
#include "lib/base/zone.h"

namespace why502 {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

// Reads the text from left to right; every method leaves the place alone if it fails.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Exactly `count` digits.
  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  // Behind a '.': digits as microseconds; finer ones are cut off.
  std::optional<int> fraction() {
    std::size_t n = 0;
    int value = 0;
    for (; n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9'; ++n) {
      if (n < 6) value = value * 10 + (rest_[n] - '0');
    }
    if (n == 0) return std::nullopt;
    for (std::size_t i = n; i < 6; ++i) value *= 10;
    rest_.remove_prefix(n);
    return value;
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

struct Clock {
  int hour = 0, minute = 0, second = 0, micros = 0;
};

// "14:00", "14:00:05", "14:00:05.123".
std::optional<Clock> read_clock(Cursor& in) {
  Clock c;
  const auto hour = in.digits(2);
  if (!hour || !in.take(':')) return std::nullopt;
  const auto minute = in.digits(2);
  if (!minute) return std::nullopt;
  c.hour = *hour;
  c.minute = *minute;
  if (in.take(':')) {
    const auto second = in.digits(2);
    if (!second) return std::nullopt;
    c.second = *second;
    if (in.take('.')) {
      const auto micros = in.fraction();
      if (!micros) return std::nullopt;
      c.micros = *micros;
    }
  }
  if (c.hour > 23 || c.minute > 59 || c.second > 60) return std::nullopt;
  return c;
}

std::optional<seconds> read_duration(std::string_view text) {
  std::int64_t value = 0;
  std::size_t n = 0;
  for (; n < text.size() && text[n] >= '0' && text[n] <= '9'; ++n) {
    value = value * 10 + (text[n] - '0');
    if (value > 100'000'000'000) return std::nullopt;
  }
  if (n == 0) return std::nullopt;
  const std::string_view unit = text.substr(n);
  std::int64_t factor = 0;
  if (unit.empty() || unit == "s") factor = 1;
  if (unit == "m" || unit == "min") factor = 60;
  if (unit == "h") factor = 3600;
  if (unit == "d") factor = 86400;
  if (unit == "w") factor = 7 * 86400;
  if (factor == 0 || value > 100'000'000'000 / factor) return std::nullopt;
  return seconds(value * factor);
}

std::optional<Timestamp> read_time(std::string_view text, const base::Zone& zone, Timestamp now) {
  if (text == "now") return now;
  constexpr std::string_view kAgo = " ago";
  if (text.size() > kAgo.size() && text.substr(text.size() - kAgo.size()) == kAgo) {
    const auto back = read_duration(text.substr(0, text.size() - kAgo.size()));
    if (!back) return std::nullopt;
    return now - *back;
  }

  int year = 0, month = 0, day = 0;
  Clock clock;
  Cursor in(text);
  if (text.size() > 4 && text[4] == '-') {
    const auto y = in.digits(4);
    if (!y || !in.take('-')) return std::nullopt;
    const auto m = in.digits(2);
    if (!m || !in.take('-')) return std::nullopt;
    const auto d = in.digits(2);
    if (!d || *m < 1 || *m > 12 || *d < 1 || *d > base::days_in_month(*y, *m)) return std::nullopt;
    year = *y, month = *m, day = *d;
    if (!in.at_end()) {
      if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
      const auto c = read_clock(in);
      if (!c) return std::nullopt;
      clock = *c;
    }
  } else {
    const auto c = read_clock(in);
    if (!c) return std::nullopt;
    clock = *c;
    const auto today =
        zone.at(std::chrono::duration_cast<seconds>(std::chrono::floor<seconds>(now).time_since_epoch()).count());
    year = today.year, month = today.month, day = today.day;
  }

  std::optional<base::Zone> own_zone;
  if (!in.at_end()) {
    const std::string_view suffix = in.rest();
    if (suffix == "Z" || suffix == "z") {
      own_zone = base::Zone::load("UTC");
    } else if (suffix[0] == '+' || suffix[0] == '-') {
      own_zone = base::Zone::load(suffix);
    }
    if (!own_zone) return std::nullopt;
  }
  const base::Zone& in_zone = own_zone ? *own_zone : zone;
  return Timestamp(seconds(in_zone.to_utc_seconds(year, month, day, clock.hour, clock.minute, clock.second)) +
                   microseconds(clock.micros));
}

Error not_a(std::string_view text, std::string_view what) {
  return Error{Errc::bad_option, base::quote(text).append(" is no ").append(what)};
}

}  // namespace

Result<Timestamp> parse_time(std::string_view text, const std::string& time_zone, Timestamp now) {
  const auto zone = base::load_zone(time_zone);
  if (!zone) return zone.error();
  if (const auto time = read_time(text, *zone, now)) return *time;
  return not_a(text, "time: give one such as 2026-11-22T14:00:00Z, \"2026-11-22 14:00\", 14:00 or \"2h ago\"");
}

Result<std::chrono::seconds> parse_duration(std::string_view text) {
  const auto duration = read_duration(text);
  if (duration && duration->count() > 0) return *duration;
  return not_a(text, "duration: give one such as 30s, 5m, 1h or 7d");
}

std::string format_time(Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string text;
  text.reserve(32);
  const auto put = [&](std::int64_t value, std::size_t width, char behind) {
    char digits[20];
    std::size_t n = 0;
    for (; value > 0 || n < width; value /= 10) digits[n++] = static_cast<char>('0' + value % 10);
    while (n > 0) text.push_back(digits[--n]);
    text.push_back(behind);
  };
  if (static_cast<int>(date.year()) < 0) text.push_back('-');
  put(std::abs(static_cast<int>(date.year())), 4, '-');
  put(static_cast<unsigned>(date.month()), 2, '-');
  put(static_cast<unsigned>(date.day()), 2, 'T');
  put(clock.hours().count(), 2, ':');
  put(clock.minutes().count(), 2, ':');
  const auto micros = clock.subseconds().count();
  put(clock.seconds().count(), 2, micros == 0 ? 'Z' : '.');
  if (micros != 0) {
    const bool millis = micros % 1000 == 0;
    put(millis ? micros / 1000 : micros, millis ? 3 : 6, 'Z');
  }
  return text;
}

}  // namespace why502
