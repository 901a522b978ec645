// stamps.cc -- the times that envelopes tell.
#include "lib/envelope/stamps.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "lib/base/bytes.h"

namespace why502::envelope {
namespace {

using base::is_digit;
using std::chrono::microseconds;
using std::chrono::seconds;

// Do the bytes at `at` look like `shape`, whose digits are '0'?
bool has_shape(std::string_view text, std::size_t at, std::string_view shape) noexcept {
  if (text.size() < at + shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '0' ? !is_digit(text[at + i]) : text[at + i] != shape[i]) return false;
  }
  return true;
}

int two(std::string_view text, std::size_t at) noexcept { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

// Reads `.123456789` at `at`, if it stands there; gives where it ends. Finer than
// microseconds is cut off.
std::size_t fraction(std::string_view text, std::size_t at, int* micros) noexcept {
  constexpr std::size_t kMost = 6;
  constexpr int kScale[] = {1'000'000, 100'000, 10'000, 1000, 100, 10, 1};
  *micros = 0;
  if (at >= text.size() || text[at] != '.') return at;
  const std::size_t end = base::skip_digits(text, at + 1);
  const std::size_t count = std::min(end - at - 1, kMost);
  if (count == 0) return at;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value * 10 + (text[at + 1 + i] - '0');
  *micros = value * kScale[count];
  return end;
}

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

}  // namespace

std::size_t Stamps::rfc3339(std::string_view text, Timestamp* time, std::optional<int>* offset_minutes) {
  constexpr std::string_view kMinute = "0000-00-00T00:00";
  if (text.size() < 20) return 0;
  const std::uint64_t date = base::load8(text.data()), clock = base::load8(text.data() + 8);
  if (date != date_ || clock != clock_ || date_ == 0) {
    if (!has_shape(text, 0, kMinute)) return 0;
    const int year = base::to_int(text.substr(0, 4)), month = two(text, 5), day = two(text, 8);
    const int hour = two(text, 11), minute = two(text, 14);
    if (month < 1 || month > 12 || day < 1 || day > base::days_in_month(year, month)) return 0;
    if (hour > 23 || minute > 59) return 0;
    const std::chrono::sys_days days(std::chrono::year(year) / month / day);
    minute_ = std::int64_t{days.time_since_epoch().count()} * 86400 + hour * 3600 + minute * 60;
    date_ = date;
    clock_ = clock;
  }
  if (!has_shape(text, kMinute.size(), ":00")) return 0;
  const int second = two(text, 17);
  if (second > 59) return 0;
  int micros = 0;
  std::size_t at = fraction(text, 19, &micros);
  if (at >= text.size()) return 0;
  int offset = 0;
  if (text[at] == 'Z') {
    ++at;
  } else if (text[at] == '+' || text[at] == '-') {
    const bool is_colon = has_shape(text, at + 1, "00:00");
    if (!is_colon && !has_shape(text, at + 1, "0000")) return 0;
    const int hours = two(text, at + 1), minutes = two(text, at + (is_colon ? 4 : 3));
    if (hours > 23 || minutes > 59) return 0;
    offset = (hours * 60 + minutes) * (text[at] == '+' ? 60 : -60);
    at += is_colon ? 6 : 5;
    if (offset_minutes != nullptr) *offset_minutes = offset / 60;
  } else {
    return 0;
  }
  *time = Timestamp(seconds(minute_ + second - offset) + microseconds(micros));
  return at;
}

std::optional<Timestamp> Stamps::whole_rfc3339(std::string_view text) {
  Timestamp time;
  if (text.empty() || rfc3339(text, &time) != text.size()) return std::nullopt;
  return time;
}

std::size_t Stamps::reading(std::string_view text, Stamp* stamp) {
  *stamp = {StampKind::reading, {}, {}};
  return rfc3339(text, &stamp->time, &stamp->offset);
}

std::size_t Stamps::rfc3164(std::string_view text, Stamp* stamp) const {
  if (text.size() < 14) return 0;
  const std::size_t month = kMonths.find(text.substr(0, 3));
  if (month == std::string_view::npos || month % 3 != 0 || text[3] != ' ') return 0;
  // "Nov 22 ", "Nov  2 ", "Nov 02 " and "Nov 2 ".
  std::size_t at = text[4] == ' ' ? 5 : 4;
  int day = 0;
  const std::size_t digits_end = base::skip_digits(text, at);
  if (digits_end == at || digits_end - at > 2) return 0;
  day = base::to_int(text.substr(at, digits_end - at));
  at = digits_end;
  if (!has_shape(text, at, " 00:00:00")) return 0;
  const int hour = two(text, at + 1), minute = two(text, at + 4), second = two(text, at + 7);
  int micros = 0;
  const std::size_t end = fraction(text, at + 9, &micros);
  *stamp = {};
  if (!reference_ || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return end;
  const auto reference = std::chrono::floor<seconds>(reference_->time_since_epoch()).count();
  const int newest = zone_.at(reference).year;
  // Nine years hold a 29 February.
  for (int year = newest; year > newest - 9; --year) {
    if (day > base::days_in_month(year, static_cast<int>(month / 3) + 1)) continue;
    const Timestamp time =
        Timestamp(seconds(zone_.to_utc_seconds(year, static_cast<int>(month / 3) + 1, day, hour, minute, second))) +
        microseconds(micros);
    if (time > *reference_) continue;
    *stamp = {StampKind::weak, time};
    return end;
  }
  return end;
}

std::size_t Stamps::unix_seconds(std::string_view text, Timestamp* time) {
  const std::size_t end = base::skip_digits(text, 0);
  if (end < 9 || end > 11) return 0;
  std::int64_t value = 0;
  for (const char c : text.substr(0, end)) value = value * 10 + (c - '0');
  int micros = 0;
  const std::size_t whole = fraction(text, end, &micros);
  *time = Timestamp(seconds(value) + microseconds(micros));
  return whole;
}

std::optional<Timestamp> Stamps::unix_micros(std::string_view text) {
  if (text.empty() || text.size() > 17 || base::skip_digits(text, 0) != text.size()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return Timestamp(microseconds(value));
}

}  // namespace why502::envelope
