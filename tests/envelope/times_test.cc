// times_test.cc -- which of a record's times counts.
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

#include "tests/engine/records.h"
#include "tests/roads/roads.h"
#include "tests/twin/wrap.h"
#include "why502/time.h"

namespace why502_tests {
namespace {

using why502::Timestamp;

const std::string kNoTime = "2026/13/40 12:34:56 [error] 7#7: *9 " + kRefused + kFields;

// The time of the one event of the line, as text; "" if it has none.
std::string time_of(const std::string& line, const std::string& reference = "", const std::string& zone = "UTC") {
  why502::ParserOptions options;
  options.time_zone = zone;
  if (!reference.empty()) options.reference_time = *why502::parse_time(reference, "UTC", Timestamp());
  const auto parser = why502::Parser::create(options);
  const TwinResult result = by_memory(*parser, line + "\n");
  if (result.events.size() != 1) return std::to_string(result.events.size()) + " events";
  return result.events[0].time ? why502::format_time(*result.events[0].time) : "";
}

TEST(Times, WritingWinsAndKnowsItsZone) {
  EXPECT_EQ(time_of("2026-08-20T14:00:01.5+02:00 stderr F " + kGood), "2026-08-20T12:00:01.500Z");
  EXPECT_EQ(time_of("2026-08-20T14:00:01.5+02:00 stderr F " + kGood, "", "Asia/Tokyo"), "2026-08-20T12:00:01.500Z");
  EXPECT_EQ(time_of("{\"log\":" + json_string(kGood + "\n") +
                    ",\"stream\":\"stderr\",\"time\":\"2026-01-02T03:04:05.123456789Z\"}"),
            "2026-01-02T03:04:05.123456Z");
  EXPECT_EQ(time_of("{\"MESSAGE\":" + json_string(kGood) + ",\"__REALTIME_TIMESTAMP\":\"1795355447760123\"}"),
            "2026-11-22T13:50:47.760123Z");
  EXPECT_EQ(time_of("<3>1 2026-01-02T03:04:05Z h a p m - " + kGood), "2026-01-02T03:04:05Z");
}

TEST(Times, ReadingOnlyFillsIn) {
  const std::string begin = "{\"@timestamp\":\"2026-01-02T03:04:05Z\",\"message\":";
  EXPECT_EQ(time_of(begin + json_string(kGood) + "}"), "2026-08-20T12:34:56Z");
  EXPECT_EQ(time_of(begin + json_string(kNoTime) + "}"), "2026-01-02T03:04:05Z");
}

// A shipper's zone is that of the stamps in the lines that it saw, if it names one: `Z` it writes anywhere.
TEST(Times, ReadingLendsItsZone) {
  const auto seen = [](const std::string& stamp, const std::string& zone = "UTC") {
    return time_of("{\"@timestamp\":\"" + stamp + "\",\"message\":" + json_string(kGood) + "}", "", zone);
  };
  EXPECT_EQ(seen("2026-08-20T14:35:00+02:00"), "2026-08-20T10:34:56Z");
  EXPECT_EQ(seen("2026-08-20T14:35:00+02:00", "Asia/Tokyo"), "2026-08-20T10:34:56Z");
  EXPECT_EQ(seen("2026-08-20T07:05:00-05:30"), "2026-08-20T18:04:56Z");
  EXPECT_EQ(seen("2026-08-20T12:35:00+0000", "Asia/Tokyo"), "2026-08-20T12:34:56Z");
  EXPECT_EQ(seen("2026-08-20T12:35:00Z", "Asia/Tokyo"), "2026-08-20T03:34:56Z");
  EXPECT_EQ(time_of("2026-08-20T14:35:00+02:00\tnginx\t{\"log\":" + json_string(kGood) + "}"), "2026-08-20T10:34:56Z");
  // The innermost.
  EXPECT_EQ(time_of("2026-08-20T14:35:00+02:00\tnginx\t{\"time\":\"2026-08-20T13:35:00+01:00\",\"log\":" +
                    json_string(kGood) + "}"),
            "2026-08-20T11:34:56Z");
  // One that names its own zone keeps it.
  EXPECT_EQ(
      time_of("{\"time\":\"2026-08-20T14:35:00+02:00\",\"log\":" +
              json_string("[20-Aug-2026 12:34:56 UTC] PHP Fatal error:  Allowed memory size of 1 bytes exhausted") +
              "}"),
      "2026-08-20T12:34:56Z");
}

TEST(Times, TheInnermostWritingCounts) {
  EXPECT_EQ(time_of("2026-08-20T14:00:01Z stderr F <3>1 2026-01-02T03:04:05Z h a p m - " + kGood),
            "2026-01-02T03:04:05Z");
  EXPECT_EQ(
      time_of("2026-08-20T14:00:01Z stderr F {\"time\":\"2026-01-02T03:04:05Z\",\"msg\":" + json_string(kGood) + "}"),
      "2026-08-20T14:00:01Z");
}

TEST(Times, AStampWithoutAYearIsWeakAndOfTheNewestYearThatWas) {
  EXPECT_EQ(time_of("Nov 22 13:45:11 h nginx: " + kGood, "2026-11-23"), "2026-08-20T12:34:56Z");
  EXPECT_EQ(time_of("Nov 22 13:45:11 h nginx: " + kNoTime, "2026-11-23"), "2026-11-22T13:45:11Z");
  EXPECT_EQ(time_of("Nov 22 13:45:11 h nginx: " + kNoTime, "2026-11-22T13:45:11Z"), "2026-11-22T13:45:11Z");
  EXPECT_EQ(time_of("Nov 22 13:45:11 h nginx: " + kNoTime, "2026-11-22T13:45:10Z"), "2025-11-22T13:45:11Z");
  EXPECT_EQ(time_of("Jan  2 03:04:05.25 h nginx: " + kNoTime, "2026-11-22"), "2026-01-02T03:04:05.250Z");
  EXPECT_EQ(time_of("Feb 29 00:00:00 h nginx: " + kNoTime, "2026-11-22"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(time_of("Feb 30 00:00:00 h nginx: " + kNoTime, "2026-11-22"), "");
  EXPECT_EQ(time_of("Nov 22 13:45:11 h nginx: " + kNoTime), "");
}

TEST(Times, AStampWithoutAYearIsLocal) {
  EXPECT_EQ(time_of("Nov 22 13:45:11 h nginx: " + kNoTime, "2026-11-23", "Europe/Berlin"), "2026-11-22T12:45:11Z");
  // In Berlin it was 2027 already.
  EXPECT_EQ(time_of("Jan  1 00:30:00 h nginx: " + kNoTime, "2026-12-31T23:45:00Z", "Europe/Berlin"),
            "2026-12-31T23:30:00Z");
}

}  // namespace
}  // namespace why502_tests
