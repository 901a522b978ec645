// wrapped_test.cc -- every sample tells the same in every envelope.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/knowledge/rules.h"
#include "tests/roads/roads.h"
#include "tests/twin/json.h"
#include "tests/twin/pool.h"
#include "tests/twin/same.h"
#include "tests/twin/wrap.h"
#include "why502/catalog.h"

namespace why502_tests {

// GoogleTest shows the shape's name.
static void PrintTo(const Wrapper& wrapper, std::ostream* out) { *out << wrapper.name; }

namespace {

class InEnvelope : public testing::TestWithParam<Wrapper> {};

// What is not the same: where the record stands, who wrote it, and in what.
void expect_same_events(const Wrapper& wrapper, const std::string& bytes) {
  const std::string log = valid_utf8(bytes);  // what is none, JSON cannot hold
  const why502::Parser parser = make_parser();
  const TwinResult plain = by_memory(parser, log);
  const TwinResult seen = by_memory(parser, wrapped(wrapper, log));
  EXPECT_EQ(seen.counters.event, plain.counters.event);
  EXPECT_EQ(seen.counters.other, plain.counters.other);
  EXPECT_EQ(seen.counters.unrecognized, plain.counters.unrecognized);
  ASSERT_EQ(seen.events.size(), plain.events.size());
  for (std::size_t i = 0; i < plain.events.size(); ++i) {
    EXPECT_EQ(seen.events[i].envelope, wrapper.envelope);
    TwinEvent expected = plain.events[i];
    expected.envelope = wrapper.envelope;
    expected.container = seen.events[i].container;
    expected.offset = seen.events[i].offset;
    // wrapped() knows the time of nginx's heads only.
    if (expected.format != why502::Format::nginx) expected.time = seen.events[i].time;
    ASSERT_EQ(difference(expected, seen.events[i]), "") << "event " << i;
  }
}

TEST_P(InEnvelope, EverySampleTellsTheSame) {
  std::string log;
  // Behind an unknown prefix a weak head is none, so only nginx's, which are strong, are looked for there.
  const bool is_prefix = GetParam().envelope == why502::Envelope::prefix;
  for (const auto& rule : why502::knowledge::rules()) {
    if (is_prefix && rule.server != why502::knowledge::Server::nginx) continue;
    log += std::string(rule.sample) + "\n";
  }
  for (const auto& look_alike : why502::knowledge::look_alikes()) log += std::string(look_alike.sample) + "\n";
  expect_same_events(GetParam(), log);
}

TEST_P(InEnvelope, EveryLogTellsTheSame) {
  for (const auto& path : log_paths()) {
    SCOPED_TRACE(path.string());
    std::string log = read_file(path);
    // What a CGI script wrote with the words of a start-up record, what PHP-FPM's children write without their pool,
    // and what HAProxy says of its servers: weak heads, and none behind an unknown prefix.
    for (const std::string weak : {"AH00957: ", "NOTICE: PHP message: ", "Server ", "backend "}) {
      if (GetParam().envelope != why502::Envelope::prefix) break;
      for (const char* const before : {"\n", "]: "}) {
        const std::string start = before + weak;
        for (auto at = log.find(start); at != std::string::npos; at = log.find(start)) {
          const auto begin = log.rfind('\n', at);
          log.erase(begin, log.find('\n', at + 1) - begin);
        }
      }
    }
    expect_same_events(GetParam(), log);
  }
}

// A bit for each, and each has a line somewhere.
TEST(Envelopes, AllHaveAWrapper) {
  for (const why502::EnvelopeInfo& info : why502::envelopes()) {
    if (info.envelope == why502::Envelope::none) continue;
    bool found = false;
    for (const Wrapper& wrapper : wrappers()) found = found || wrapper.envelope == info.envelope;
    EXPECT_TRUE(found) << info.id;
  }
}

INSTANTIATE_TEST_SUITE_P(All, InEnvelope, testing::ValuesIn(wrappers()),
                         [](const auto& wrapper) { return wrapper.param.name; });

}  // namespace
}  // namespace why502_tests
