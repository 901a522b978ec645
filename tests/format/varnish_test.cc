// varnish_test.cc -- what varnishlog prints, as files: where a record ends, when it was, and what the client got.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "tests/engine/parsed.h"
#include "why502/scanner.h"

namespace why502 {
namespace {

using why502_tests::make_parser;

std::vector<OwnedEvent> events_of(const std::string& log, Counters* counters = nullptr) {
  std::vector<OwnedEvent> events;
  const auto counted =
      for_each_event(make_parser(), Source::from_memory(log), [&](const Event& event) { events.emplace_back(event); });
  EXPECT_TRUE(counted.has_value());
  if (counters != nullptr) *counters = *counted;
  return events;
}

std::string fetch(std::string_view begin, std::string_view lines) {
  std::string text = "**  << BeReq    >> 4         \n--  Begin          bereq 3 ";
  text.append(begin).append(
      "\n--  Timestamp      Start: 1795697024.058874 0.000000 0.000000\n"
      "--  BereqMethod    GET\n--  BereqURL       /a\n--  BereqProtocol  HTTP/1.1\n");
  return text.append(lines).append("--  End            \n");
}

constexpr std::string_view kOpen = "--  BackendOpen    22 app 10.0.0.12 80 10.0.0.1 59300 reuse\n";
constexpr std::string_view kClosed =
    "--  FetchError     HTC eof (-1)\n--  BackendClose   22 app close Received bad req/resp\n";
constexpr std::string_view kAnswered = "--  BerespStatus   200\n--  BerespReason   OK\n";
constexpr std::string_view kOwn = "--  BerespStatus   503\n--  BerespReason   Backend fetch failed\n";

std::string all(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text.append(part);
  return text;
}

TEST(Varnish, AFetchThatWentWellWhenTriedAgainIsNoFailure) {
  Counters counters;
  EXPECT_TRUE(events_of(fetch("pass", all({kOpen, kClosed, kOpen, kAnswered})) + "\n", &counters).empty());
  EXPECT_EQ(counters.other, 1u);
  EXPECT_EQ(counters.unrecognized, 0u);
}

TEST(Varnish, TheStatusIsVarnishsOwnAnswer) {
  const auto events = events_of(fetch("pass", all({kOpen, kClosed, kOwn})) + "\n");
  ASSERT_EQ(events.size(), 1u);
  const Event event = events[0].view();
  EXPECT_EQ(event.cause(), Cause::closed_early);
  EXPECT_EQ(event.status(), 503);
  EXPECT_EQ(event.upstream(), "app");
  EXPECT_EQ(event.request(), "GET /a HTTP/1.1");
  EXPECT_EQ(event.time(), Timestamp(std::chrono::microseconds(1795697024058874)));
}

TEST(Varnish, OfAResponseThatHadBegunTheStatusIsUnknown) {
  const auto events =
      events_of(fetch("pass", all({kOpen, kAnswered, "--  FetchError     straight insufficient bytes\n"})) + "\n");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].view().cause(), Cause::truncated_response);
  EXPECT_EQ(events[0].view().status(), 0);
}

TEST(Varnish, NobodyWaitsForAFetchInTheBackground) {
  const auto events = events_of(fetch("bgfetch", all({kOpen, kClosed, kOwn})) + "\n");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].view().role(), Role::failure);
  EXPECT_EQ(events[0].view().status(), 0);
}

TEST(Varnish, ARecordGoesToTheNextHeadOrTheEmptyLine) {
  const std::string client = "*   << Request  >> 3         \n-   RespStatus     503\n-   FetchError     timeout\n";
  const std::string failed = fetch("pass", all({kOpen, kClosed, kOwn}));
  Counters counters;
  EXPECT_EQ(events_of(client + failed + failed + "\n" + client + "\n", &counters).size(), 2u);
  EXPECT_EQ(counters.event, 2u);
  EXPECT_EQ(counters.other, 2u);
  EXPECT_EQ(counters.unrecognized, 0u);
}

TEST(Varnish, TheTimeOfATransactionCountsInTheLogs) {
  Counters counters;
  events_of(fetch("pass", all({kOpen, kAnswered})), &counters);
  EXPECT_EQ(counters.first, Timestamp(std::chrono::microseconds(1795697024058874)));
}

TEST(Varnish, AnEnvelopesTimeOfWritingCountsMore) {
  std::string log;
  const std::string failed = fetch("pass", all({kOpen, kClosed, kOwn}));
  for (std::size_t begin = 0; begin < failed.size(); begin = failed.find('\n', begin) + 1) {
    log += "2026-11-26T12:45:37Z stdout F " + failed.substr(begin, failed.find('\n', begin) - begin) + "\n";
  }
  const auto events = events_of(log);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].view().envelope(), Envelope::cri);
  EXPECT_EQ(events[0].view().time(), Timestamp(std::chrono::seconds(1795697137)));
}

}  // namespace
}  // namespace why502
