// zone.h -- local time and UTC (the door to Abseil's time zones).
#ifndef WHY502_LIB_BASE_ZONE_H_
#define WHY502_LIB_BASE_ZONE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "why502/result.h"

namespace why502::base {

// A time zone of the tz database, "UTC", or a fixed offset such as "+02:00".
//
// THREADS. Immutable; copies share what was loaded.
// COST. load() reads the zone's file; the conversions are a binary search.
class Zone {
 public:
  // Nothing if there is no such zone. Abseil looks in the system's tz database, or
  // where the environment's TZDIR says.
  static std::optional<Zone> load(std::string_view name);

  // The same of a name that stands in a log, whoever wrote it: what is no file of the tz database is never
  // opened (load() takes the path of any file, and opening a pipe waits) and never remembered, as Abseil
  // does of all names, for good.
  static std::optional<Zone> load_foreign(std::string_view name);

  // A local time as seconds since 1970 in UTC. Of a local time that a change
  // doubles, the first; of one that it skips, with the offset before the change.
  // Values out of range are carried over (minute 61 is the next hour's).
  std::int64_t to_utc_seconds(int year, int month, int day, int hour, int minute, int second) const;

  struct Civil {
    int year, month, day, hour, minute, second, offset_seconds;
  };
  Civil at(std::int64_t unix_seconds) const;

  std::string_view name() const noexcept { return name_; }

  // Is it a copy of `other`?
  bool is(const Zone& other) const noexcept { return impl_ == other.impl_; }

 private:
  struct Impl;
  Zone(std::string name, std::shared_ptr<const Impl> impl) noexcept;
  std::string name_;
  std::shared_ptr<const Impl> impl_;
};

// load(), with the sentence for a zone that there is not.
Result<Zone> load_zone(std::string_view name);

// How many days the month has: 28 to 31. REQUIRES: 1 <= month <= 12.
constexpr int days_in_month(int year, int month) noexcept {
  constexpr signed char kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_ZONE_H_
