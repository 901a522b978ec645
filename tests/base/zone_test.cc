// zone_test.cc -- local time and UTC: hours that a change doubles or skips, offsets, names.
#include "lib/base/zone.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace why502::base {
namespace {

Zone zone(std::string_view name) {
  auto zone = Zone::load(name);
  EXPECT_TRUE(zone.has_value()) << name;
  return zone ? *zone : *Zone::load("UTC");
}

// Seconds since 1970 of a moment in UTC, by another road than Zone's.
std::int64_t utc(int year, unsigned month, unsigned day, int hour, int minute, int second) {
  using namespace std::chrono;
  const sys_days date = year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day));
  return (sys_seconds(date) + hours(hour) + minutes(minute) + seconds(second)).time_since_epoch().count();
}

TEST(Zone, UtcIsUtc) {
  const Zone z = zone("UTC");
  EXPECT_EQ(z.to_utc_seconds(1970, 1, 1, 0, 0, 0), 0);
  EXPECT_EQ(z.to_utc_seconds(2026, 8, 20, 12, 34, 56), 1787229296);
  EXPECT_EQ(z.to_utc_seconds(1969, 12, 31, 23, 59, 59), -1);
  EXPECT_EQ(z.to_utc_seconds(9999, 12, 31, 23, 59, 59), utc(9999, 12, 31, 23, 59, 59));
}

struct Change {
  const char* zone;
  int year;
  unsigned month, day;
  int hour, minute;                       // local
  std::int64_t utc;                       // what it must be
  int offset_before_minutes, offset_now;  // of at(): one second before the change, and at it
  std::int64_t change;                    // when the clock is set
};

TEST(Zone, OfADoubledTimeTheFirstIsMeant) {
  const Change changes[] = {
      {"Europe/Berlin", 2026, 10, 25, 2, 30, utc(2026, 10, 25, 0, 30, 0), 120, 60, utc(2026, 10, 25, 1, 0, 0)},
      {"America/New_York", 2026, 11, 1, 1, 30, utc(2026, 11, 1, 5, 30, 0), -240, -300, utc(2026, 11, 1, 6, 0, 0)},
      // Half an hour only.
      {"Australia/Lord_Howe", 2026, 4, 5, 1, 45, utc(2026, 4, 4, 14, 45, 0), 660, 630, utc(2026, 4, 4, 15, 0, 0)},
  };
  for (const Change& c : changes) {
    SCOPED_TRACE(c.zone);
    const Zone z = zone(c.zone);
    const auto month = static_cast<int>(c.month), day = static_cast<int>(c.day);
    EXPECT_EQ(z.to_utc_seconds(c.year, month, day, c.hour, c.minute, 0), c.utc);
    EXPECT_EQ(z.at(c.change - 1).offset_seconds, c.offset_before_minutes * 60);
    EXPECT_EQ(z.at(c.change).offset_seconds, c.offset_now * 60);
  }
}

TEST(Zone, OfASkippedTimeTheOffsetBeforeIsMeant) {
  const Change changes[] = {
      {"Europe/Berlin", 2026, 3, 29, 2, 30, utc(2026, 3, 29, 1, 30, 0), 60, 120, utc(2026, 3, 29, 1, 0, 0)},
      {"America/New_York", 2026, 3, 8, 2, 30, utc(2026, 3, 8, 7, 30, 0), -300, -240, utc(2026, 3, 8, 7, 0, 0)},
      {"Australia/Lord_Howe", 2026, 10, 4, 2, 15, utc(2026, 10, 3, 15, 45, 0), 630, 660, utc(2026, 10, 3, 15, 30, 0)},
  };
  for (const Change& c : changes) {
    SCOPED_TRACE(c.zone);
    const Zone z = zone(c.zone);
    const auto month = static_cast<int>(c.month), day = static_cast<int>(c.day);
    EXPECT_EQ(z.to_utc_seconds(c.year, month, day, c.hour, c.minute, 0), c.utc);
    EXPECT_EQ(z.at(c.change - 1).offset_seconds, c.offset_before_minutes * 60);
    EXPECT_EQ(z.at(c.change).offset_seconds, c.offset_now * 60);
  }
}

TEST(Zone, LocalTimeAndBackIsTheSameMoment) {
  for (const char* name :
       {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "-09:30"}) {
    const Zone z = zone(name);
    const std::int64_t begin = utc(2026, 1, 1, 0, 0, 0);
    for (std::int64_t t = begin; t < begin + std::int64_t{366} * 86400; t += 1800) {
      const Zone::Civil c = z.at(t);
      const std::int64_t back = z.to_utc_seconds(c.year, c.month, c.day, c.hour, c.minute, c.second);
      if (back == t) continue;
      // Only the second half of a doubled stretch is read as the first.
      EXPECT_TRUE(t - back == 3600 || t - back == 1800) << name << " at " << t;
      EXPECT_NE(z.at(back).offset_seconds, c.offset_seconds) << name << " at " << t;
    }
  }
}

TEST(Zone, ValuesOutOfRangeAreCarriedOver) {
  const Zone z = zone("UTC");
  EXPECT_EQ(z.to_utc_seconds(2026, 8, 20, 12, 61, 0), z.to_utc_seconds(2026, 8, 20, 13, 1, 0));
  EXPECT_EQ(z.to_utc_seconds(2026, 12, 31, 23, 59, 60), z.to_utc_seconds(2027, 1, 1, 0, 0, 0));
}

TEST(Zone, FixedOffsets) {
  const struct {
    const char* name;
    int seconds;
  } offsets[] = {{"+02:00", 7200},   {"+0200", 7200},   {"+02", 7200},     {"+2", 7200},
                 {"-09:30", -34200}, {"-0930", -34200}, {"+00:00", 0},     {"-00:00", 0},
                 {"+05:45", 20700},  {"+14:00", 50400}, {"-12:00", -43200}};
  for (const auto& each : offsets) {
    EXPECT_EQ(zone(each.name).at(0).offset_seconds, each.seconds) << each.name;
    EXPECT_EQ(zone(each.name).to_utc_seconds(1970, 1, 1, 0, 0, 0), -each.seconds) << each.name;
  }
}

TEST(Zone, RefusesWhatIsNoZone) {
  for (const char* name :
       {"Nowhere/Land", "europe/nowhere", "+15:00", "+02:60",        "+123",        "+2:00", "+",       "-",
        "+02:00 ",      " +02:00",        "+a2:00", "+020000",       "02:00",       "+02:",  "+02::00", "+:0200",
        "CEST+",        "UTC ",           "..",     "../etc/passwd", "/etc/passwd", "/"}) {
    EXPECT_FALSE(Zone::load(name).has_value()) << name;
  }
  EXPECT_FALSE(Zone::load(std::string_view("UTC\0x", 5)).has_value());
  EXPECT_FALSE(Zone::load(std::string_view("Europe/Berlin\0", 14)).has_value());
}

// Abseil would take these for the TZ of this process.
TEST(Zone, TheEnvironmentsZoneIsNotOurs) {
  ::setenv("TZ", "America/New_York", 1);
  EXPECT_FALSE(Zone::load("").has_value());
  EXPECT_FALSE(Zone::load("localtime").has_value());
  EXPECT_EQ(zone("UTC").at(0).offset_seconds, 0);
  ::unsetenv("TZ");
}

TEST(Zone, KnowsItsNameAndItsCopies) {
  const Zone berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.name(), "Europe/Berlin");
  EXPECT_EQ(zone("Z").name(), "UTC");
  const Zone copy = berlin;  // NOLINT(performance-unnecessary-copy-initialization): what is tested
  EXPECT_TRUE(copy.is(berlin));
  EXPECT_FALSE(berlin.is(zone("UTC")));
}

TEST(LoadZone, SaysWhatWouldBeRight) {
  ASSERT_TRUE(load_zone("Europe/Berlin").has_value());
  const auto failed = load_zone("Mars/Olympus");
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, Errc::bad_option);
  EXPECT_EQ(failed.error().message,
            "unknown time zone 'Mars/Olympus': give a name of the tz database such as Europe/Berlin, UTC, or an offset "
            "such as +02:00");
}

TEST(DaysInMonth, KnowsLeapYears) {
  EXPECT_EQ(days_in_month(2026, 2), 28);
  EXPECT_EQ(days_in_month(2028, 2), 29);
  EXPECT_EQ(days_in_month(1900, 2), 28);
  EXPECT_EQ(days_in_month(2000, 2), 29);
  int all = 0;
  for (int month = 1; month <= 12; ++month) all += days_in_month(2026, month);
  EXPECT_EQ(all, 365);
}

}  // namespace
}  // namespace why502::base
