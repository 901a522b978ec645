// stamp.cc -- the stamps of Apache and PHP as moments.
#include "lib/format/stamp.h"

#include <algorithm>
#include <cstring>

#include "lib/base/bytes.h"

namespace why502::format {
namespace {

using base::is_digit;

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
constexpr std::string_view kDays = "MonTueWedThuFriSatSun";

// The number of the three letters among `names`, from 1 on; 0 if they are none.
int number_of(std::string_view names, std::string_view three) noexcept {
  for (std::size_t i = 0; i < names.size(); i += 3) {
    if (names.substr(i, 3) == three) return static_cast<int>(i / 3) + 1;
  }
  return 0;
}

bool are_digits(std::string_view text, std::size_t at, std::size_t count) noexcept {
  return text.size() >= at + count && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                  text.begin() + static_cast<std::ptrdiff_t>(at + count), is_digit);
}
int two(std::string_view text, std::size_t at) noexcept { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

// "hh:mm" at `at`.
bool is_clock(std::string_view text, std::size_t at) noexcept {
  return are_digits(text, at, 2) && text[at + 2] == ':' && are_digits(text, at + 3, 2);
}

// ":ss" at `at`, and a fraction if one follows. Where it ends; 0 if it is not there.
std::size_t read_seconds(std::string_view text, std::size_t at, int* second, int* micros) noexcept {
  if (text.size() < at + 3 || text[at] != ':' || !is_digit(text[at + 1]) || !is_digit(text[at + 2])) return 0;
  *second = two(text, at + 1);
  *micros = 0;
  at += 3;
  if (at == text.size() || text[at] != '.') return at;
  const std::size_t end = base::skip_digits(text, at + 1);
  const std::size_t digits = end - at - 1;
  if (digits == 0 || digits > 9) return 0;
  int value = 0;
  for (std::size_t i = 0; i < 6; ++i) value = value * 10 + (i < digits ? text[at + 1 + i] - '0' : 0);
  *micros = value;
  return end;
}

bool is_date(int year, int month, int day, int hour, int minute) noexcept {
  return month >= 1 && day >= 1 && day <= base::days_in_month(year, month) && hour < 24 && minute < 60;
}

std::uint32_t load4(const char* p) noexcept {
  std::uint32_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

}  // namespace

std::optional<Timestamp> StampReader::moment(const Minute& minute, int second, int micros) noexcept {
  if (!minute.valid || second > 59) return std::nullopt;
  return Timestamp(std::chrono::seconds(minute.begin + second) + std::chrono::microseconds(micros));
}

StampReader& StampReader::lent(int offset_minutes) {
  if (lent_ == nullptr || lent_minutes_ != offset_minutes) {
    const int minutes = offset_minutes < 0 ? -offset_minutes : offset_minutes;
    char name[] = "+00:00";
    if (offset_minutes < 0) name[0] = '-';
    const auto put = [&](std::size_t at, int value) {
      name[at] = static_cast<char>('0' + value / 10);
      name[at + 1] = static_cast<char>('0' + value % 10);
    };
    put(1, minutes / 60);
    put(4, minutes % 60);
    lent_ = std::make_unique<StampReader>(base::Zone::load(name).value_or(zone_));
    lent_minutes_ = offset_minutes;
  }
  lent_->apache_format = apache_format;
  return *lent_;
}

// "Thu Nov 26 00:02" and the year at the end.
bool StampReader::read_ctime(std::string_view stamp, std::optional<Timestamp>* time) {
  constexpr std::size_t kShortest = 24;
  if (stamp.size() < kShortest) return false;
  int second = 0, micros = 0;
  const std::size_t end = read_seconds(stamp, 16, &second, &micros);
  if (end == 0 || end + 5 != stamp.size() || stamp[end] != ' ') return false;
  if (!ctime_.known || base::load8(stamp.data()) != ctime_.date || base::load8(stamp.data() + 8) != ctime_.clock ||
      load4(stamp.data() + end + 1) != ctime_.year) {
    if (!learn_ctime(stamp)) return false;
  }
  *time = moment(ctime_, second, micros);
  return true;
}

bool StampReader::learn_ctime(std::string_view stamp) {
  const std::string_view year = stamp.substr(stamp.size() - 4);
  const int month = number_of(kMonths, stamp.substr(4, 3));
  if (number_of(kDays, stamp.substr(0, 3)) == 0 || month == 0 || stamp[3] != ' ' || stamp[7] != ' ' ||
      stamp[10] != ' ' || !are_digits(stamp, 8, 2) || !is_clock(stamp, 11) || !are_digits(year, 0, 4)) {
    return false;
  }
  ctime_ = {base::load8(stamp.data()), base::load8(stamp.data() + 8), load4(year.data()), 0, true, false, 0};
  const int y = base::to_int(year), day = two(stamp, 8), hour = two(stamp, 11), minute = two(stamp, 14);
  ctime_.valid = is_date(y, month, day, hour, minute);
  if (ctime_.valid) ctime_.begin = zone_.to_utc_seconds(y, month, day, hour, minute, 0);
  return true;
}

// Rare: an ErrorLogFormat of one's own. Nothing is remembered.
bool StampReader::read_iso(std::string_view stamp, std::optional<Timestamp>* time) {
  constexpr std::size_t kShortest = 19;
  if (stamp.size() < kShortest || !are_digits(stamp, 0, 4) || stamp[4] != '-' || !are_digits(stamp, 5, 2) ||
      stamp[7] != '-' || !are_digits(stamp, 8, 2) || (stamp[10] != ' ' && stamp[10] != 'T') || !is_clock(stamp, 11)) {
    return false;
  }
  int second = 0, micros = 0;
  const std::size_t end = read_seconds(stamp, 16, &second, &micros);
  if (end == 0) return false;
  std::string_view zone = stamp.substr(end);
  if (zone.starts_with(' ')) zone.remove_prefix(1);
  std::optional<int> offset;
  if (zone == "Z") {
    offset = 0;
  } else if (!zone.empty()) {
    const bool colon = zone.size() == 6 && zone[3] == ':';
    if ((zone[0] != '+' && zone[0] != '-') || (zone.size() != 5 && !colon) || !are_digits(zone, 1, 2) ||
        !are_digits(zone, colon ? 4 : 3, 2)) {
      return false;
    }
    offset = (two(zone, 1) * 60 + two(zone, colon ? 4 : 3)) * (zone[0] == '-' ? -60 : 60);
  } else if (end != stamp.size()) {
    return false;
  }
  const int year = base::to_int(stamp.substr(0, 4)), month = two(stamp, 5), day = two(stamp, 8), hour = two(stamp, 11),
            minute = two(stamp, 14);
  Minute at;
  at.valid = month <= 12 && is_date(year, month, day, hour, minute);
  if (at.valid) {
    static const base::Zone kUtc = *base::Zone::load("UTC");
    at.begin = (offset ? kUtc : zone_).to_utc_seconds(year, month, day, hour, minute, 0) - offset.value_or(0);
  }
  *time = moment(at, second, micros);
  return true;
}

bool StampReader::is_of(const Minute& minute, std::string_view stamp) noexcept {
  return minute.known && base::load8(stamp.data()) == minute.date && base::load8(stamp.data() + 8) == minute.clock &&
         stamp[16] == minute.last;
}

bool StampReader::learn_day_first(std::string_view stamp, Marks marks, const base::Zone& zone, Minute* minute) {
  const int month = number_of(kMonths, stamp.substr(3, 3));
  if (!are_digits(stamp, 0, 2) || stamp[2] != marks.date || month == 0 || stamp[6] != marks.date ||
      !are_digits(stamp, 7, 4) || stamp[11] != marks.clock || !is_clock(stamp, 12)) {
    return false;
  }
  *minute = {base::load8(stamp.data()), base::load8(stamp.data() + 8), 0, stamp[16], true, false, 0};
  const int year = base::to_int(stamp.substr(7, 4)), day = two(stamp, 0), hour = two(stamp, 12), m = two(stamp, 15);
  minute->valid = is_date(year, month, day, hour, m);
  if (minute->valid) minute->begin = zone.to_utc_seconds(year, month, day, hour, m, 0);
  return true;
}

bool StampReader::read_php(std::string_view stamp, std::optional<Timestamp>* time) {
  constexpr std::size_t kShortest = 20;
  int second = 0, micros = 0;
  if (stamp.size() < kShortest || read_seconds(stamp, 17, &second, &micros) != stamp.size()) return false;
  if (!is_of(php_, stamp) && !learn_day_first(stamp, {'-', ' '}, zone_, &php_)) return false;
  *time = moment(php_, second, micros);
  return true;
}

bool StampReader::read_php_zoned(std::string_view stamp, std::optional<Timestamp>* time) {
  constexpr std::size_t kShortest = 22, kLongestName = 48;
  int second = 0, micros = 0;
  if (stamp.size() < kShortest) return false;
  const std::size_t end = read_seconds(stamp, 17, &second, &micros);
  if (end == 0 || end + 1 >= stamp.size() || stamp[end] != ' ') return false;
  const std::string_view name = stamp.substr(end + 1);
  const auto is_of_a_name = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '/' || c == '_' || c == '+' ||
           c == '-' || c == ':';
  };
  if (name.size() > kLongestName || !std::all_of(name.begin(), name.end(), is_of_a_name)) return false;
  const bool same_zone = name == zone_name_;
  if (!same_zone) {
    zone_name_ = name;
    named_ = base::Zone::load_foreign(name);
  }
  if (!same_zone || !is_of(zoned_, stamp)) {
    zoned_ = {};
    if (!learn_day_first(stamp, {'-', ' '}, named_ ? *named_ : zone_, &zoned_)) return false;
  }
  *time = moment(zoned_, second, micros);
  return true;
}

bool StampReader::read_clf(std::string_view stamp, std::optional<Timestamp>* time) {
  constexpr std::size_t kShortest = 20, kZone = 6;
  constexpr Marks kMarks{'/', ':'};
  int second = 0, micros = 0;
  if (stamp.size() < kShortest) return false;
  const std::size_t end = read_seconds(stamp, 17, &second, &micros);
  if (end == 0) return false;
  if (end == stamp.size()) {
    if (!is_of(clf_, stamp) && !learn_day_first(stamp, kMarks, zone_, &clf_)) return false;
    *time = moment(clf_, second, micros);
    return true;
  }
  if (stamp.size() != end + kZone || stamp[end] != ' ' || (stamp[end + 1] != '+' && stamp[end + 1] != '-') ||
      !are_digits(stamp, end + 2, 4)) {
    return false;
  }
  static const base::Zone kUtc = *base::Zone::load("UTC");
  if (!is_of(clf_utc_, stamp) && !learn_day_first(stamp, kMarks, kUtc, &clf_utc_)) return false;
  const int offset = (two(stamp, end + 2) * 60 + two(stamp, end + 4)) * 60;
  *time = moment(clf_utc_, second, micros);
  if (*time) **time -= std::chrono::seconds(stamp[end + 1] == '-' ? -offset : offset);
  return true;
}

}  // namespace why502::format
