// head_test.cc -- nginx's heads: what begins a record, byte by byte, and when it was written.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "lib/format/nginx.h"
#include "why502/time.h"

namespace why502::format {
namespace {

const std::string kLine = "2026/08/20 12:34:56 [error] 71#72: *9 connect() failed";

StampReader stamps(std::string_view zone = "UTC") { return StampReader(*base::Zone::load(zone)); }

std::optional<Head> head_of(std::string_view line) {
  StampReader reader = stamps();
  Head head;
  return nginx_head(line, reader, &head) ? std::optional(head) : std::nullopt;
}

// The message of a line with a head; "(none)" without.
std::string message_of(const std::string& line) {
  const auto head = head_of(line);
  return head ? line.substr(head->message) : "(none)";
}

TEST(NginxHead, TellsWhereEverythingStands) {
  const auto head = head_of(kLine);
  ASSERT_TRUE(head.has_value());
  EXPECT_EQ(kLine.substr(head->process_begin, head->process_end - head->process_begin), "71#72");
  EXPECT_EQ(kLine.substr(head->connection_begin, head->connection_end - head->connection_begin), "9");
  EXPECT_EQ(kLine.substr(head->message), "connect() failed");
  EXPECT_TRUE(head->has_connection());
  EXPECT_EQ(head->severity, Severity::error);
  ASSERT_TRUE(head->time.has_value());
  EXPECT_EQ(format_time(*head->time), "2026-08-20T12:34:56Z");
}

TEST(NginxHead, KnowsTheEightLevels) {
  const struct {
    const char* name;
    Severity severity;
  } levels[] = {{"debug", Severity::debug}, {"info", Severity::info},   {"notice", Severity::notice},
                {"warn", Severity::warn},   {"error", Severity::error}, {"crit", Severity::crit},
                {"alert", Severity::alert}, {"emerg", Severity::emerg}};
  for (const auto& level : levels) {
    const std::string name = level.name;
    const auto head = head_of("2026/08/20 12:34:56 [" + name + "] 1#1: m");
    ASSERT_TRUE(head.has_value()) << name;
    EXPECT_EQ(head->severity, level.severity) << name;
    EXPECT_EQ(head_of("2026/08/20 12:34:56 [" + name + "x] 1#1: m"), std::nullopt) << name;
    EXPECT_EQ(head_of("2026/08/20 12:34:56 [" + name.substr(1) + "] 1#1: m"), std::nullopt) << name;
    EXPECT_EQ(head_of("2026/08/20 12:34:56 [" + name.substr(0, name.size() - 1) + "] 1#1: m"), std::nullopt) << name;
  }
  for (const char* name : {"", "Error", "ERROR", "err", "warning", "critical", "unknown", "trace1", " info", "info "}) {
    EXPECT_EQ(head_of("2026/08/20 12:34:56 [" + std::string(name) + "] 1#1: m"), std::nullopt) << name;
  }
}

TEST(NginxHead, TheShortestHasNoMessage) {
  EXPECT_EQ(message_of("2026/08/20 12:34:56 [info] 1#1: "), "");
  EXPECT_EQ(message_of("2026/08/20 12:34:56 [error] 1#1: *9 "), "");
}

TEST(NginxHead, IsWholeOrNone) {
  const std::size_t end = kLine.find("*9");
  for (std::size_t n = 0; n < end; ++n) EXPECT_EQ(message_of(kLine.substr(0, n)), "(none)") << n;
  for (std::size_t n = end; n <= kLine.size(); ++n) EXPECT_NE(message_of(kLine.substr(0, n)), "(none)") << n;
}

TEST(NginxHead, EveryByteOfItCounts) {
  // 0: any digit.
  const std::string shape = "0000/00/00 00:00:00 [error] 00#00: ";
  for (std::size_t at = 0; at < shape.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string line = kLine;
      line[at] = static_cast<char>(byte);
      const bool digit = byte >= '0' && byte <= '9';
      const bool expected = shape[at] == '0' ? digit : line[at] == kLine[at];
      EXPECT_EQ(head_of(line).has_value(), expected) << "byte " << byte << " at " << at << ": " << line;
    }
  }
}

TEST(NginxHead, NumbersHaveOneOrMoreDigits) {
  const std::string many(300, '7');
  const std::string head = "2026/08/20 12:34:56 [error] ";
  EXPECT_EQ(message_of(head + many + "#" + many + ": *" + many + " m"), "m");
  EXPECT_EQ(message_of(head + "#1: m"), "(none)");
  EXPECT_EQ(message_of(head + "1#: m"), "(none)");
  EXPECT_EQ(message_of(head + "1: m"), "(none)");
  EXPECT_EQ(message_of(head + "1#1:m"), "(none)");
  EXPECT_EQ(message_of(head + " 1#1: m"), "(none)");
  EXPECT_EQ(message_of(head + "-1#1: m"), "(none)");
}

TEST(NginxHead, WhatIsNoConnectionIsMessage) {
  const std::string head = "2026/08/20 12:34:56 [error] 1#1: ";
  for (const char* message : {"*", "*x m", "* m", "*9", "*9m", "*9\tm", "**9 m", " *9 m", "9 m", "*-9 m"}) {
    EXPECT_EQ(message_of(head + message), message);
    EXPECT_FALSE(head_of(head + message)->has_connection()) << message;
  }
  EXPECT_EQ(message_of(head + "*9  m"), " m");
}

TEST(NginxHead, BeginsALine) {
  EXPECT_EQ(head_of(" " + kLine), std::nullopt);
  EXPECT_EQ(head_of("\xEF\xBB\xBF" + kLine), std::nullopt);
  EXPECT_EQ(head_of(""), std::nullopt);
}

// --- stamps

std::string time_of(StampReader& reader, const std::string& stamp) {
  const auto time = reader.read(stamp);
  return time ? format_time(*time) : "none";
}

TEST(Stamp, DigitsThatAreNoTimeGiveNone) {
  for (const char* stamp :
       {"2026/00/01 00:00:00", "2026/13/01 00:00:00", "2026/01/00 00:00:00", "2026/01/32 00:00:00",
        "2026/02/29 00:00:00", "1900/02/29 00:00:00", "2026/04/31 00:00:00", "2026/01/01 24:00:00",
        "2026/01/01 00:60:00", "2026/01/01 00:00:60", "2026/01/01 00:00:99", "0000/00/00 00:00:00"}) {
    StampReader reader = stamps();
    EXPECT_EQ(time_of(reader, stamp), "none") << stamp;
    const auto head = head_of(stamp + kLine.substr(19));
    ASSERT_TRUE(head.has_value()) << stamp << ": it is a head all the same";
    EXPECT_FALSE(head->time.has_value()) << stamp;
  }
}

TEST(Stamp, LeapDaysAndTheEndsOfTheCalendar) {
  StampReader reader = stamps();
  EXPECT_EQ(time_of(reader, "2024/02/29 23:59:59"), "2024-02-29T23:59:59Z");
  EXPECT_EQ(time_of(reader, "2000/02/29 00:00:00"), "2000-02-29T00:00:00Z");
  EXPECT_EQ(time_of(reader, "0001/01/01 00:00:00"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(time_of(reader, "9999/12/31 23:59:59"), "9999-12-31T23:59:59Z");
}

// It remembers the last minute: nothing of one stamp may reach another.
TEST(Stamp, MemoryOfAMinuteChangesNothing) {
  const std::string list[] = {"2026/08/20 12:34:56", "2026/08/20 12:34:99", "2026/08/20 12:34:57",
                              "2026/08/20 12:35:00", "2026/08/20 12:99:00", "2026/08/20 12:99:01",
                              "2026/08/20 12:35:01", "2026/08/21 12:35:01", "2026/09/20 12:35:01",
                              "2026/13/20 12:35:01", "2025/08/20 12:35:01", "2026/08/20 12:34:56"};
  StampReader reader = stamps("Europe/Berlin");
  for (const std::string& stamp : list) {
    StampReader fresh = stamps("Europe/Berlin");
    EXPECT_EQ(time_of(reader, stamp), time_of(fresh, stamp)) << stamp;
  }
}

TEST(Stamp, IsReadInItsZone) {
  StampReader berlin = stamps("Europe/Berlin");
  EXPECT_EQ(time_of(berlin, "2026/08/20 12:34:56"), "2026-08-20T10:34:56Z");
  EXPECT_EQ(time_of(berlin, "2026/10/25 02:30:10"), "2026-10-25T00:30:10Z") << "doubled: the first";
  EXPECT_EQ(time_of(berlin, "2026/03/29 02:30:10"), "2026-03-29T01:30:10Z") << "skipped: the offset before";
  StampReader fixed = stamps("-09:30");
  EXPECT_EQ(time_of(fixed, "2026/08/20 12:34:56"), "2026-08-20T22:04:56Z");
}

}  // namespace
}  // namespace why502::format
