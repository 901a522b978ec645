// feed_contract_test.cc -- what a Feed promises at its edges: forged lines, time, rejects, stop and end.
// (tests/roads/feed_test.cc asks when events come.)
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/engine/parsed.h"
#include "why502/scanner.h"
#include "why502/time.h"

namespace why502_tests {
namespace {

using why502::Event;
using why502::Feed;
using why502::OwnedEvent;
using why502::Reject;
using why502::Verdict;

const std::string kForged = "2036/01/01 00:00:00 [error] 7#7: *9 " + kRefused + kFields;
const std::string kTail = "\" failed (2: No such file or directory), client: 6.6.6.6, server: a, request: \"GET /x " +
                          std::string("HTTP/1.1\", host: \"a\"");

struct Fed {
  std::vector<OwnedEvent> events;
  why502::Counters counters;
};
Fed fed(const std::string& bytes) {
  const auto parser = make_parser();
  Feed feed(parser);
  Fed result;
  const auto keep = [&](const Event& event) { result.events.emplace_back(event); };
  feed.write(bytes, keep);
  feed.finish(keep);
  result.counters = feed.counters();
  return result;
}

std::string span_of(const Fed& result) {
  if (!result.counters.first) return "none";
  return why502::format_time(*result.counters.first) + " to " + why502::format_time(*result.counters.last);
}

// GET /x%0A2036/01/01... makes nginx write a whole line of the client's.
TEST(ForgedLine, IsSuspectAndTheNextOneIsNot) {
  const Fed result = fed(kHead + "open() \"/srv/x\n" + kForged + kTail + "\n" + kGood + "\n");
  ASSERT_EQ(result.events.size(), 2u);
  EXPECT_TRUE(result.events[0].view().suspect());
  EXPECT_FALSE(result.events[1].view().suspect());
}

TEST(ForgedLine, WithoutATailIsSuspectByTheLineBefore) {
  for (const char* carrier : {"open() \"/srv/x", "CreateFile() \"C:/x", "FastCGI sent in stderr: \"x"}) {
    const Fed result = fed(kHead + carrier + "\n" + kForged + "\n" + kGood + "\n");
    ASSERT_EQ(result.events.size(), 2u) << carrier;
    EXPECT_TRUE(result.events[0].view().suspect()) << carrier;
    EXPECT_FALSE(result.events[1].view().suspect()) << carrier;
    EXPECT_EQ(span_of(result), "2026-08-20T12:34:56Z to 2026-08-20T12:34:56Z") << carrier;
  }
}

TEST(ForgedLine, DoesNotStretchTheLog) {
  const Fed result = fed(kGood + "\n" + kHead + "open() \"/srv/x\n" + kForged + kTail + "\n" + kGood + "\n");
  EXPECT_EQ(span_of(result), "2026-08-20T12:34:56Z to 2026-08-20T12:34:56Z");
}

// ARCHITECTURE.md: "first and last time are those of all records that are not suspect".
TEST(ForgedLine, DoesNotStretchTheLogWhateverItTells) {
  for (const char* level : {"notice", "error"}) {
    const std::string nothing = "2036/01/01 00:00:00 [" + std::string(level) + "] 7#7: signal process started";
    const Fed result = fed(kHead + "open() \"/srv/x\n" + nothing + "\n" + kGood + "\n");
    EXPECT_EQ(span_of(result), "2026-08-20T12:34:56Z to 2026-08-20T12:34:56Z") << level;
  }
}

TEST(LogTime, IsThatOfAllRecordsThatAreNotSuspect) {
  EXPECT_EQ(span_of(fed("")), "none");
  EXPECT_EQ(span_of(fed("hello\n")), "none");
  EXPECT_EQ(span_of(fed("2026/13/01 00:00:00 [error] 1#1: no time\n")), "none");
  EXPECT_EQ(span_of(fed("2026/08/21 00:00:00 [notice] 1#1: a\n" + kGood + "\n2026/08/19 00:00:00 [error] 1#1: b\n")),
            "2026-08-19T00:00:00Z to 2026-08-21T00:00:00Z");
}

TEST(Rejects, AreToldWithTheirPlace) {
  struct Told {
    Verdict verdict;
    std::string line, source;
    std::uint64_t offset;
  };
  std::vector<Told> told;
  const auto on_reject = [&](const Reject& reject) {
    told.push_back({reject.verdict, std::string(reject.line), std::string(reject.source), reject.offset});
  };
  why502::ParserOptions options;
  options.max_line_bytes = 4096;
  const auto parser = make_parser(options);
  why502::ScanOptions scan;
  scan.on_reject = on_reject;
  Feed feed(parser, "a.log", scan);
  const std::string long_line(5000, 'x'), bytes = "first\r\n" + kGood + "\n" + long_line + "\n\nlast";
  for (const char c : bytes) feed.write({&c, 1}, {});
  feed.finish({});
  ASSERT_EQ(told.size(), 4u);
  EXPECT_EQ(told[0].verdict, Verdict::unrecognized);
  EXPECT_EQ(told[0].line, "first");
  EXPECT_EQ(told[0].offset, 0u);
  EXPECT_EQ(told[0].source, "a.log");
  EXPECT_EQ(told[1].verdict, Verdict::too_long);
  EXPECT_EQ(told[1].line, long_line.substr(0, 4096));
  EXPECT_EQ(told[1].offset, bytes.find("xxx"));
  EXPECT_EQ(told[2].line, "");
  EXPECT_EQ(told[3].line, "last");
  EXPECT_EQ(told[3].offset, bytes.size() - 4);
  EXPECT_EQ(feed.counters().too_long, 1u);
  EXPECT_EQ(feed.counters().unrecognized, 3u);
  EXPECT_EQ(feed.counters().bytes, bytes.size());
}

TEST(FeedContract, CallsMayComeWithoutACallback) {
  const auto parser = make_parser();
  Feed feed(parser);
  EXPECT_TRUE(feed.write(kGood + "\n", {}));
  EXPECT_TRUE(feed.flush({}));
  EXPECT_TRUE(feed.write("", {}));
  EXPECT_TRUE(feed.finish({}));
  EXPECT_EQ(feed.counters().event, 1u);
}

TEST(FeedContract, NothingComesTwice) {
  const auto parser = make_parser();
  Feed feed(parser);
  int calls = 0;
  const auto count = [&](const Event&) { ++calls; };
  feed.write(kGood, count);
  feed.finish(count);
  feed.finish(count);
  feed.flush(count);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(feed.counters().lines(), 1u);
  EXPECT_EQ(feed.counters().bytes, kGood.size());
}

TEST(FeedContract, FlushAgainIsNothingMore) {
  const auto parser = make_parser();
  Feed feed(parser);
  int calls = 0;
  const auto count = [&](const Event&) { ++calls; };
  feed.write(kHead + kRefused + ", client: 1.1.1.1, server: a, request: \"GET /\n", count);
  EXPECT_EQ(calls, 0);
  feed.flush(count);
  feed.flush(count);
  feed.finish(count);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(feed.counters().event, 1u);
  EXPECT_EQ(feed.counters().lines(), 1u);
}

// A record that was passed over at its first bytes waits for its further lines too.
TEST(FeedContract, FlushEndsAlsoWhatNoRuleKnows) {
  const auto parser = make_parser();
  Feed feed(parser);
  feed.write(kStamp + " [info] 7#7: *9 something\n", {});
  feed.write("more\n", {});
  EXPECT_EQ(feed.counters().continuation, 1u);
  feed.flush({});
  feed.write("even more\n", {});
  EXPECT_EQ(feed.counters().continuation, 1u);
  EXPECT_EQ(feed.counters().unrecognized, 1u);
  EXPECT_EQ(feed.counters().other, 1u);
}

TEST(FeedContract, StopInFlushIsForGood) {
  const auto parser = make_parser();
  Feed feed(parser);
  int calls = 0;
  const auto stop = [&](const Event&) {
    ++calls;
    return false;
  };
  feed.write(kHead + kRefused + ", client: 1.1.1.1, server: a, request: \"GET /\n", {});
  EXPECT_FALSE(feed.flush(stop));
  EXPECT_FALSE(feed.write(kGood + "\n", stop));
  EXPECT_FALSE(feed.finish(stop));
  EXPECT_EQ(calls, 1);
}

TEST(FeedContract, MovesWithWhatItCarries) {
  const auto parser = make_parser();
  Feed first(parser, "a.log");
  int calls = 0;
  const auto count = [&](const Event& event) {
    ++calls;
    EXPECT_EQ(event.source(), "a.log");
    EXPECT_EQ(event.text(), kGood);
  };
  first.write(kGood.substr(0, 40), count);
  Feed second = std::move(first);
  second.write(kGood.substr(40) + "\n", count);
  EXPECT_EQ(calls, 1);
}

TEST(FeedContract, OffsetsCountAllBytesBefore) {
  const auto parser = make_parser();
  Feed feed(parser);
  std::vector<std::uint64_t> offsets;
  const auto keep = [&](const Event& event) { offsets.push_back(event.offset()); };
  const std::string junk(200'000, 'x');
  feed.write(junk, keep);
  feed.write(junk + "\n" + kGood, keep);
  feed.write("\n" + kGood + "\n", keep);
  EXPECT_EQ(offsets, (std::vector<std::uint64_t>{400'001, 400'002 + kGood.size()}));
}

}  // namespace
}  // namespace why502_tests
