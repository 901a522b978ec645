// time_test.cc -- moments as text: every form that --since takes, and what reports print.
#include "why502/time.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace why502 {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

Timestamp at(int year, unsigned month, unsigned day, int hour, int minute, int second, int micros = 0) {
  using namespace std::chrono;
  const sys_days date = year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day));
  return Timestamp(date) + hours(hour) + minutes(minute) + seconds(second) + microseconds(micros);
}

// Sunday, shortly before midnight in UTC, shortly after it in Berlin.
const Timestamp kNow = at(2026, 11, 22, 23, 30, 15, 250'000);

std::string read(std::string_view text, const std::string& zone = "UTC") {
  const auto time = parse_time(text, zone, kNow);
  return time ? format_time(*time) : "error: " + time.error().message;
}

TEST(ParseTime, ReadsRfc3339) {
  EXPECT_EQ(read("2026-11-22T14:00:00Z"), "2026-11-22T14:00:00Z");
  EXPECT_EQ(read("2026-11-22t14:00:00z"), "2026-11-22T14:00:00Z");
  EXPECT_EQ(read("2026-11-22T14:00:00+02:00"), "2026-11-22T12:00:00Z");
  EXPECT_EQ(read("2026-11-22T14:00:00-09:30"), "2026-11-22T23:30:00Z");
  EXPECT_EQ(read("2026-11-22T14:00:00-00:00"), "2026-11-22T14:00:00Z");
  EXPECT_EQ(read("2026-11-22 14:00:00Z"), "2026-11-22T14:00:00Z");
  EXPECT_EQ(read("2026-11-22T14:00:00.5Z"), "2026-11-22T14:00:00.500Z");
  EXPECT_EQ(read("2026-11-22T14:00:00.123456Z"), "2026-11-22T14:00:00.123456Z");
  EXPECT_EQ(read("2026-11-22T14:00:00.1234569Z"), "2026-11-22T14:00:00.123456Z") << "finer digits are cut off";
  EXPECT_EQ(read("2026-12-31T23:59:60Z"), "2027-01-01T00:00:00Z") << "a leap second";
}

TEST(ParseTime, ItsOwnZoneWinsOverTheGivenOne) {
  EXPECT_EQ(read("2026-11-22T14:00:00Z", "America/New_York"), "2026-11-22T14:00:00Z");
  EXPECT_EQ(read("2026-11-22T14:00:00+02:00", "America/New_York"), "2026-11-22T12:00:00Z");
}

TEST(ParseTime, ReadsLocalTimes) {
  EXPECT_EQ(read("2026-11-22 14:00"), "2026-11-22T14:00:00Z");
  EXPECT_EQ(read("2026-11-22 14:00:05"), "2026-11-22T14:00:05Z");
  EXPECT_EQ(read("2026-11-22 14:00:05.123"), "2026-11-22T14:00:05.123Z");
  EXPECT_EQ(read("2026-11-22"), "2026-11-22T00:00:00Z");
  EXPECT_EQ(read("2026-11-22 14:00", "Europe/Berlin"), "2026-11-22T13:00:00Z");
  EXPECT_EQ(read("2026-07-22 14:00", "Europe/Berlin"), "2026-07-22T12:00:00Z");
  EXPECT_EQ(read("2026-11-22", "America/New_York"), "2026-11-22T05:00:00Z");
  EXPECT_EQ(read("2026-11-22 14:00", "+02:00"), "2026-11-22T12:00:00Z");
  EXPECT_EQ(read("2028-02-29"), "2028-02-29T00:00:00Z");
}

TEST(ParseTime, OfADoubledTimeTheFirstOfASkippedOneTheOffsetBefore) {
  EXPECT_EQ(read("2026-10-25 02:30", "Europe/Berlin"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(read("2026-03-29 02:30", "Europe/Berlin"), "2026-03-29T01:30:00Z");
}

TEST(ParseTime, AClockIsTodaysInTheZone) {
  EXPECT_EQ(read("14:00"), "2026-11-22T14:00:00Z");
  EXPECT_EQ(read("14:00:05"), "2026-11-22T14:00:05Z");
  EXPECT_EQ(read("14:00", "Europe/Berlin"), "2026-11-23T13:00:00Z") << "it is Monday in Berlin already";
  EXPECT_EQ(read("14:00", "America/New_York"), "2026-11-22T19:00:00Z");
}

TEST(ParseTime, CountsBackFromNow) {
  EXPECT_EQ(read("now"), "2026-11-22T23:30:15.250Z");
  EXPECT_EQ(read("90s ago"), "2026-11-22T23:28:45.250Z");
  EXPECT_EQ(read("5m ago"), "2026-11-22T23:25:15.250Z");
  EXPECT_EQ(read("2h ago"), "2026-11-22T21:30:15.250Z");
  EXPECT_EQ(read("3d ago"), "2026-11-19T23:30:15.250Z");
  EXPECT_EQ(read("0s ago"), read("now"));
}

TEST(ParseTime, RefusesTheRestWithASentence) {
  for (const char* text : {"",
                           " ",
                           "tomorrow",
                           "Now",
                           "2026",
                           "2026-11",
                           "2026-13-01",
                           "2026-00-01",
                           "2026-11-00",
                           "2026-11-31",
                           "2026-02-29",
                           "2026-11-22T",
                           "2026-11-22T14",
                           "2026-11-22 24:00",
                           "2026-11-22 14:60",
                           "2026-11-22 14:00:61",
                           "2026-11-22 14:00:05.",
                           "2026-11-22  14:00",
                           " 2026-11-22",
                           "2026-11-22 ",
                           "2026/11/22",
                           "26-11-22",
                           "2026-11-22T14:00:00 Z",
                           "2026-11-22T14:00:00Zulu",
                           "2026-11-22T14:00:00+2:00",
                           "2026-11-22T14:00:00+02:00x",
                           "2026-11-22T14:00:00+25:00",
                           "2026-11-22T14:00:00UTC",
                           "2026-11-22Z",
                           "14",
                           "14:0",
                           "1:00",
                           "14:00pm",
                           "-14:00",
                           "2h",
                           "ago",
                           " ago",
                           "h ago",
                           "-2h ago",
                           "2.5h ago",
                           "2y ago",
                           "2h  ago",
                           "99999999999999999999s ago"}) {
    const auto time = parse_time(text, "UTC", kNow);
    ASSERT_FALSE(time.has_value()) << text << " was read as " << format_time(*time);
    EXPECT_EQ(time.error().code, Errc::bad_option) << text;
    EXPECT_EQ(time.error().message, "'" + std::string(text) +
                                        "' is no time: give one such as 2026-11-22T14:00:00Z, \"2026-11-22 14:00\", "
                                        "14:00 or \"2h ago\"");
  }
}

TEST(ParseTime, RefusesAnUnknownZone) {
  for (const char* zone : {"", "localtime", "Mars/Olympus"}) {
    const auto time = parse_time("2026-11-22", zone, kNow);
    ASSERT_FALSE(time.has_value());
    EXPECT_EQ(time.error().code, Errc::bad_option);
    EXPECT_TRUE(time.error().message.starts_with("unknown time zone '" + std::string(zone) + "': give "));
  }
}

// result.h: "one sentence for a person, names the file; no '\n'".
TEST(ParseTime, ASentenceHasNoLineFeed) {
  EXPECT_EQ(parse_time("a\nb", "UTC", kNow).error().message.find('\n'), std::string::npos);
  EXPECT_EQ(parse_time("now", "a\nb", kNow).error().message.find('\n'), std::string::npos);
  EXPECT_EQ(parse_duration("a\nb").error().message.find('\n'), std::string::npos);
}

TEST(ParseDuration, ReadsNumbersWithTheirUnits) {
  const struct {
    const char* text;
    std::int64_t seconds;
  } cases[] = {
      {"30s", 30}, {"5m", 300}, {"1h", 3600}, {"7d", 604800}, {"45", 45}, {"007s", 7}, {"1000000d", 86400000000}};
  for (const auto& each : cases) {
    const auto duration = parse_duration(each.text);
    ASSERT_TRUE(duration.has_value()) << each.text;
    EXPECT_EQ(duration->count(), each.seconds) << each.text;
  }
}

TEST(ParseDuration, RefusesTheRestWithASentence) {
  for (const char* text : {"", "0", "0s", "-5m", "+5m", " 5m", "5m ", "5 m", "m", "1.5h", "5x", "5M", "5ms", "1h30m",
                           "auto", "99999999999999999999", "9223372036854775807s", "106751991167301d"}) {
    const auto duration = parse_duration(text);
    ASSERT_FALSE(duration.has_value()) << text;
    EXPECT_EQ(duration.error().code, Errc::bad_option) << text;
    EXPECT_EQ(duration.error().message,
              "'" + std::string(text) + "' is no duration: give one such as 30s, 5m, 1h or 7d");
  }
}

TEST(FormatTime, GivesAFractionOnlyIfThereIsOne) {
  EXPECT_EQ(format_time(Timestamp()), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_time(at(2026, 11, 22, 14, 0, 0)), "2026-11-22T14:00:00Z");
  EXPECT_EQ(format_time(at(2026, 11, 22, 14, 0, 0, 120'000)), "2026-11-22T14:00:00.120Z");
  EXPECT_EQ(format_time(at(2026, 11, 22, 14, 0, 0, 1'000)), "2026-11-22T14:00:00.001Z");
  EXPECT_EQ(format_time(at(2026, 11, 22, 14, 0, 0, 1)), "2026-11-22T14:00:00.000001Z");
}

TEST(FormatTime, HoldsBefore1970) {
  EXPECT_EQ(format_time(Timestamp(microseconds(-1))), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(format_time(at(1, 1, 1, 0, 0, 0)), "0001-01-01T00:00:00Z");
  EXPECT_EQ(format_time(at(9999, 12, 31, 23, 59, 59)), "9999-12-31T23:59:59Z");
}

TEST(FormatTime, IsReadBack) {
  std::int64_t micros = -62'135'596'800'000'000;  // year 1
  while (micros < 253'402'300'799'000'000) {
    const Timestamp time{microseconds(micros)};
    const auto back = parse_time(format_time(time), "Europe/Berlin", kNow);
    ASSERT_TRUE(back.has_value()) << format_time(time);
    ASSERT_EQ(*back, time);
    micros += 86'413'000'123'457;
  }
}

}  // namespace
}  // namespace why502
