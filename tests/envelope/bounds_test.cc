// bounds_test.cc -- hostile envelopes: bounded, counted, and the next line is read as if nothing had happened.
#include <gtest/gtest.h>

#include <string>

#include "tests/engine/records.h"
#include "tests/roads/roads.h"
#include "tests/twin/wrap.h"

namespace why502_tests {
namespace {

// A good record behind `bytes` is found.
TwinResult expect_next_is_read(const std::string& bytes) {
  const why502::Parser parser = make_parser();
  TwinResult result = by_memory(parser, bytes + kGood + "\n");
  EXPECT_EQ(result.events.size(), 1u);
  return result;
}

TEST(Hostile, AHugeObjectIsTooLong) {
  // NOLINTNEXTLINE(bugprone-string-constructor): it is meant to be so long
  const TwinResult result = expect_next_is_read("{\"log\":\"" + std::string(100'000'000, 'x') + "\"}\n");
  EXPECT_EQ(result.counters.too_long, 1u);
}

TEST(Hostile, NestingWithoutEndIsNoEnvelope) {
  for (const std::string open : {"[", "{\"a\":"}) {
    std::string line = "{\"a\":";
    for (int i = 0; i < 100'000; ++i) line += open;
    EXPECT_EQ(expect_next_is_read(line + "\n").counters.unrecognized, 1u);
  }
}

TEST(Hostile, BrokenObjectsAreUnrecognized) {
  const std::string message = json_string(kGood);
  for (const std::string& line :
       {"{\"log\":" + message, "{\"log\":" + message + "]", "{\"log\":" + message + ",\"a\":\"\\ud800\"}",
        "{\"log\":" + message + ",\"a\":\"\xff\"}", "{\"log\":" + message + "} {}", std::string("{\"log\":7}"),
        std::string("{\"MESSAGE\":null,\"__REALTIME_TIMESTAMP\":\"1\"}"), std::string("{\"MESSAGE\":[256,-1,1.5]}")}) {
    EXPECT_EQ(expect_next_is_read(line + "\n").counters.unrecognized, 1u) << line;
  }
}

// The start of a line that never ends: 3 MiB of parts. Its first part is no record.
TEST(Hostile, PartsThatNeverEndAreForgotten) {
  std::string log;
  for (int i = 0; i < 3000; ++i) log += "2026-08-20T12:34:56Z stderr P " + std::string(1000, 'x') + "\n";
  const TwinResult result = expect_next_is_read(log);
  EXPECT_EQ(result.counters.lines(), 3001u);
  EXPECT_GE(result.counters.unrecognized + result.counters.too_long, 2u);
}

// Each line a stream of its own with an open record: what is kept is bounded, and nothing is lost.
TEST(Hostile, StreamsWithoutEndAreBounded) {
  const why502::Parser parser = make_parser();
  std::string log;
  for (int i = 0; i < 10'000; ++i) log += "c" + std::to_string(i) + " | " + kHead + kRefused + "\n";
  const TwinResult result = by_memory(parser, log);
  EXPECT_EQ(result.events.size(), 10'000u);
  EXPECT_EQ(result.counters.event, 10'000u);
}

}  // namespace
}  // namespace why502_tests
