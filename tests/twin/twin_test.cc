// twin_test.cc -- the engine and its twin agree on every sample, every edge case and every log.
#include "tests/twin/twin.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/knowledge/rules.h"
#include "tests/roads/roads.h"
#include "tests/twin/edges.h"
#include "tests/twin/pool.h"
#include "tests/twin/same.h"

namespace why502_tests {

// GoogleTest shows the case's name instead of its bytes.
static void PrintTo(const Edge& edge, std::ostream* out) { *out << edge.name; }

namespace {

using why502::Cause;
using why502::Phase;
using why502::Role;
using why502::knowledge::Counts;
using why502::knowledge::Rule;

// What the twin makes of `bytes`, the engine makes of it by each road.
void expect_same(const std::string& bytes, std::size_t max_line_bytes, why502::Format format = why502::Format::nginx) {
  const why502::Parser parser = make_parser(max_line_bytes, format);
  const TwinResult expected = twin(bytes, "UTC", max_line_bytes, format);
  const std::string shown = printable(bytes.substr(0, 3000));
  EXPECT_EQ(difference(expected, by_memory(parser, bytes)), "") << "Scanner, max_line_bytes " << max_line_bytes << "\n"
                                                                << shown;
  EXPECT_EQ(difference(expected, by_feed(parser, bytes, pieces_of(bytes.size() + 1))), "") << "Feed\n" << shown;
  EXPECT_EQ(difference(expected, by_feed(parser, bytes, random_pieces(bytes.size(), 100))), "") << "Feed, cut\n"
                                                                                                << shown;
  for (const TwinEvent& event : expected.events) {
    EXPECT_EQ(difference_by_parser(parser, event), "") << "Parser\n" << printable(event.text);
  }
}

TEST(TwinItself, ReadsTheExampleOfEventH) {
  const TwinResult result = twin(
      "2026/08/22 10:00:01 [error] 71#71: *9 connect() failed (111: Connection refused) while connecting to upstream, "
      "client: 10.0.0.9, server: a.io, request: \"GET / HTTP/1.1\", upstream: \"http://10.1.2.3:8080/\", "
      "host: \"a.io\"\n");
  ASSERT_EQ(result.events.size(), 1u);
  const TwinEvent& event = result.events[0];
  EXPECT_EQ(event.cause, Cause::connect_refused);
  EXPECT_EQ(event.role, Role::failure);
  EXPECT_EQ(event.phase, Phase::connect);
  EXPECT_EQ(event.status, 502);
  EXPECT_EQ(event.errno_value, 111);
  EXPECT_EQ(event.severity, why502::Severity::error);
  EXPECT_EQ(event.time, why502::Timestamp(std::chrono::seconds(1787392801)));
  EXPECT_EQ(event.message, "connect() failed (111: Connection refused)");
  EXPECT_EQ(event.client, "10.0.0.9");
  EXPECT_EQ(event.server, "a.io");
  EXPECT_EQ(event.request, "GET / HTTP/1.1");
  EXPECT_EQ(event.protocol, "http");
  EXPECT_EQ(event.upstream, "10.1.2.3:8080");
  EXPECT_EQ(event.host, "a.io");
  EXPECT_FALSE(event.truncated);
  EXPECT_FALSE(event.suspect);
  EXPECT_EQ(result.counters.event, 1u);
  EXPECT_EQ(result.counters.lines(), 1u);
}

TEST(TwinItself, CountsEveryLineOnce) {
  for (const Edge& edge : edges()) {
    std::size_t lines = 0;
    for (const char c : edge.bytes) lines += c == '\n' ? 1 : 0;
    if (!edge.bytes.empty() && edge.bytes.back() != '\n') ++lines;
    EXPECT_EQ(twin(edge.bytes).counters.lines(), lines) << edge.name;
  }
}

TEST(TwinItself, FindsInEachSampleWhatItsRuleExpects) {
  for (const Rule& rule : why502::knowledge::rules(why502::knowledge::Server::nginx)) {
    SCOPED_TRACE(std::string(rule.id) + "\n" + std::string(rule.sample));
    const TwinResult result = twin(rule.sample);
    ASSERT_EQ(result.events.size(), 1u);
    const TwinEvent& event = result.events[0];
    EXPECT_EQ(event.rule, rule.id);
    EXPECT_EQ(event.cause, rule.cause);
    if (rule.counts != Counts::with_request) {
      EXPECT_EQ(event.role, rule.counts == Counts::failure    ? Role::failure
                            : rule.counts == Counts::evidence ? Role::evidence
                                                              : Role::echo);
    }
    EXPECT_EQ(event.upstream, rule.expect.upstream);
    EXPECT_EQ(event.protocol, rule.expect.protocol);
    EXPECT_EQ(event.server, rule.expect.server);
    EXPECT_EQ(event.host, rule.expect.host);
    EXPECT_EQ(event.request, rule.expect.request);
    EXPECT_EQ(event.client, rule.expect.client);
    EXPECT_EQ(event.errno_value, rule.expect.errno_value);
    EXPECT_EQ(event.phase, rule.expect.phase);
  }
}

TEST(TwinItself, FindsNothingInLookAlikes) {
  for (const auto& look_alike : why502::knowledge::look_alikes(why502::knowledge::Server::nginx)) {
    EXPECT_TRUE(twin(look_alike.sample).events.empty()) << look_alike.id;
  }
}

TEST(Twin, AgreesOnEverySample) {
  for (const Rule& rule : why502::knowledge::rules(why502::knowledge::Server::nginx))
    expect_same(std::string(rule.sample) + "\n", 1 << 20);
  for (const auto& look_alike : why502::knowledge::look_alikes(why502::knowledge::Server::nginx)) {
    expect_same(std::string(look_alike.sample) + "\n", 1 << 20);
  }
}

TEST(Twin, AgreesOnEveryLog) {
  for (const auto& path : log_paths()) {
    SCOPED_TRACE(path.string());
    expect_same(read_file(path), 1 << 20);
    expect_same(read_file(path), 1 << 20, why502::Format::angie_json);
  }
}

class TwinEdge : public testing::TestWithParam<Edge> {};

TEST_P(TwinEdge, Agrees) {
  SCOPED_TRACE(GetParam().why);
  expect_same(GetParam().bytes, 1 << 20);
  expect_same(GetParam().bytes, 4096);
}

class TwinAngie : public testing::TestWithParam<Edge> {};

TEST_P(TwinAngie, Agrees) {
  SCOPED_TRACE(GetParam().why);
  expect_same(GetParam().bytes, 1 << 20, why502::Format::angie_json);
}

INSTANTIATE_TEST_SUITE_P(Hand, TwinAngie, testing::ValuesIn(angie_edges()),
                         [](const auto& edge) { return edge.param.name; });
INSTANTIATE_TEST_SUITE_P(Hand, TwinEdge, testing::ValuesIn(edges()), [](const auto& edge) { return edge.param.name; });

}  // namespace

}  // namespace why502_tests
