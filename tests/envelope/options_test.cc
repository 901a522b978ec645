// options_test.cc -- where a record stands in JSON, by option; what events tell of their envelope.
#include <gtest/gtest.h>

#include <string>

#include "tests/engine/records.h"
#include "tests/roads/roads.h"
#include "tests/twin/wrap.h"

namespace why502_tests {
namespace {

using why502::Envelope;

std::size_t events_of(const std::string& line, const std::string& key) {
  why502::ParserOptions options;
  options.json_key = key;
  const auto parser = why502::Parser::create(options);
  return by_memory(*parser, line + "\n").events.size();
}

TEST(JsonKey, NamesTheMember) {
  const std::string message = json_string(kGood);
  EXPECT_EQ(events_of("{\"record\":" + message + "}", ""), 0u);
  EXPECT_EQ(events_of("{\"record\":" + message + "}", "record"), 1u);
  EXPECT_EQ(events_of("{\"a\":{\"b\":" + message + "}}", "a.b"), 1u);
  EXPECT_EQ(events_of("{\"a.b\":" + message + "}", "a.b"), 1u);
  EXPECT_EQ(events_of("{\"a\":{\"b\":" + message + "}}", "b"), 0u);
}

TEST(JsonKey, ComesBeforeTheKnownOnesAndLeavesThem) {
  const std::string message = json_string(kGood);
  EXPECT_EQ(events_of("{\"log\":" + message + ",\"record\":\"x\"}", "record"), 0u);
  EXPECT_EQ(events_of("{\"log\":" + message + ",\"record\":1}", "record"), 1u);
}

TEST(EventInEnvelope, TellsTheOutermostAndTheContainer) {
  const why502::Parser parser = make_parser();
  const std::string inner = "{\"container_name\":\"web\",\"log\":" + json_string(kGood) + "}";
  const TwinResult result = by_memory(parser, "x\n[pod/a/b] 2026-08-20T14:00:01Z stderr F " + inner + "\n");
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_EQ(result.events[0].envelope, Envelope::kubectl);
  EXPECT_EQ(result.events[0].container, "web");
  EXPECT_EQ(result.events[0].text, kGood);
  EXPECT_EQ(result.events[0].offset, 2u);
  EXPECT_EQ(result.counters.envelopes, 1u << static_cast<unsigned>(Envelope::kubectl));
}

// Small numbers of processes and connections are the same in every container.
TEST(EventInEnvelope, HasAnAttemptOfItsOwnInEachContainer) {
  const why502::Parser parser = make_parser();
  const TwinResult result = by_memory(parser, "a | " + kGood + "\nb | " + kGood + "\na | " + kGood + "\n");
  ASSERT_EQ(result.events.size(), 3u);
  EXPECT_NE(result.events[0].attempt, result.events[1].attempt);
  EXPECT_EQ(result.events[0].attempt, result.events[2].attempt);
}

// What an OwnedEvent keeps, it keeps without the line.
TEST(EventInEnvelope, IsKeptWithItsContainer) {
  const why502::Parser parser = make_parser();
  why502::Scratch scratch;
  std::string line = "web-1  | " + kGood;
  std::string container;
  why502::Verdict verdict = parser.parse(line, scratch, [&](const why502::Event& event) {
    const why502::OwnedEvent owned(event);
    line.assign(line.size(), '#');
    container = std::string(owned.view().container());
    EXPECT_EQ(owned.view().upstream(), "10.1.2.3:8080");
  });
  EXPECT_EQ(verdict, why502::Verdict::event);
  EXPECT_EQ(container, "web-1");
}

TEST(ParserInEnvelope, AgreesWithTheScannerOnEveryShape) {
  const why502::Parser parser = make_parser();
  why502::Scratch scratch;
  for (const Wrapper& wrapper : wrappers()) {
    if (wrapper.name == "docker_parts" || wrapper.name == "cri_parts") continue;  // several lines
    SCOPED_TRACE(wrapper.name);
    std::size_t events = 0;
    const auto verdict = parser.parse(wrapped(wrapper, kGood + "\n"), scratch, [&](const why502::Event& event) {
      ++events;
      EXPECT_EQ(event.envelope(), wrapper.envelope);
      EXPECT_EQ(event.text(), kGood);
    });
    EXPECT_EQ(verdict, why502::Verdict::event);
    EXPECT_EQ(events, 1u);
  }
}

}  // namespace
}  // namespace why502_tests
