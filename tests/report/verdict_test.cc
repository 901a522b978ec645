// verdict_test.cc -- the sentence, case by case.
#include <gtest/gtest.h>

#include <string>

#include "tests/report/report_of.h"

namespace why502::report_tests {
namespace {

std::string refusals(int count, int from, std::string_view upstream) {
  std::string log;
  for (int i = 0; i < count; ++i) log += refused(from + i, upstream);
  return log;
}

std::string timeouts(int count, int from, std::string_view upstream) {
  std::string log;
  for (int i = 0; i < count; ++i) {
    log += record(from + i, "upstream timed out (110: Connection timed out)", "reading response header from upstream",
                  upstream);
  }
  return log;
}

std::string verdict_of(const std::string& log) { return verdict(aggregate_of(log)); }

const char* const kNotice = "2026/11/22 00:10:00 [notice] 71#71: signal 1 (SIGHUP) received from 1, reconfiguring\n";
const char* const kLater = "2026/11/22 02:00:00 [notice] 71#71: exiting\n";

TEST(Verdict, OfNothing) { EXPECT_EQ(verdict_of(""), "Nothing was read: no lines."); }

TEST(Verdict, OfLinesThatNobodyKnowsIsNoAllClear) {
  EXPECT_EQ(verdict_of("one\ntwo\n"), "Nothing can be said: in 2 lines there is no record of a format that is known.");
}

TEST(Verdict, AllClear) {
  EXPECT_EQ(verdict_of(kNotice), "No upstream failures in 1 line at 2026-11-22 00:10:00 UTC.");
  EXPECT_EQ(verdict_of(std::string("junk\n") + kNotice),
            "No upstream failures in 1 line at 2026-11-22 00:10:00 UTC; 1 more line could not be read.");
}

TEST(Verdict, AllClearNamesInputsThatWereNotRead) {
  Aggregate aggregate = aggregate_of(kNotice);
  aggregate.add(Input{"old.log", {}, "", "old.log: permission denied"});
  EXPECT_EQ(verdict(aggregate),
            "No upstream failures in 1 line at 2026-11-22 00:10:00 UTC; 1 input could not be read.");
}

TEST(Verdict, OfOneFailure) {
  EXPECT_EQ(verdict_of(refused(61, "a:1")),
            "No incident; a:1: connection refused, 1 failed attempt at 2026-11-22 00:01:01 UTC.");
}

TEST(Verdict, OfOneIncident) {
  EXPECT_EQ(verdict_of(refusals(3, 60, "a:1") + kLater),
            "a:1, 2026-11-22 00:01:00 to 00:01:02 UTC: connection refused, 3 failed attempts, at least 3 requests.");
}

// Whether it is over is not known a minute later, and at the log's end it is not.
TEST(Verdict, SaysWhetherItIsOver) {
  EXPECT_EQ(
      verdict_of(refusals(3, 60, "a:1")),
      "a:1, 2026-11-22 00:01:00 to 00:01:02 UTC, ongoing at the log's end: connection refused, 3 failed attempts, "
      "at least 3 requests.");
  EXPECT_EQ(verdict_of(refusals(3, 400, "a:1") + kNotice),
            "a:1, 2026-11-22 00:06:40 to 00:06:42 UTC, quiet in the log's last 3 min 18 s: connection refused, 3 "
            "failed attempts, at least 3 requests.");
}

TEST(Verdict, ThroughoutClaimsNoBeginning) {
  EXPECT_EQ(verdict_of(refusals(1800, 60, "a:1")),
            "a:1, 2026-11-22 00:01:00 to 00:30:59 UTC, throughout the log, so it may have begun before it: connection "
            "refused, 1,800 failed attempts, at least 1,800 requests.");
}

TEST(Verdict, NamesTheLargestOfSeveralIncidents) {
  EXPECT_EQ(verdict_of(refusals(9, 0, "a:1") + timeouts(5, 2000, "b:1") + kLater),
            "a:1, 2026-11-22 00:00:00 to 00:00:08 UTC: connection refused, 9 failed attempts, at least 9 requests; 1 "
            "smaller incident, 14 failed attempts in all.");
}

TEST(Verdict, OfOneCauseOnManyUpstreams) {
  EXPECT_EQ(verdict_of(refusals(20, 0, "a:1") + refusals(20, 10, "b:1") + refusals(30, 20, "c:1") + kLater),
            "c:1 and 2 more upstreams, 2026-11-22 00:00:00 to 00:00:49 UTC: connection refused, 70 failed attempts, at "
            "least 50 requests.");
}

TEST(Verdict, OfOneUpstreamWithManyCauses) {
  EXPECT_EQ(verdict_of(refusals(3, 0, "a:1") + timeouts(4, 10, "a:1") + kLater),
            "a:1, 2026-11-22 00:00:00 to 00:00:13 UTC: response timed out (4) and 1 more cause, 7 failed attempts, at "
            "least 7 requests.");
  EXPECT_EQ(verdict_of(refusals(30, 0, "a:1") + timeouts(1, 10, "a:1") + kLater),
            "a:1, 2026-11-22 00:00:00 to 00:00:29 UTC: mostly connection refused, 31 failed attempts, at least 31 "
            "requests.");
}

TEST(Verdict, OfNoLargestPart) {
  const std::string resets =
      record(50, "recv() failed (104: Connection reset by peer)", "reading response header from upstream", "c:1");
  EXPECT_EQ(
      verdict_of(refusals(2, 0, "a:1") + timeouts(2, 10, "b:1") + resets),
      "No incident; 5 failed attempts (at least 5 requests) on 3 upstreams between 2026-11-22 00:00:00 and 00:00:50 "
      "UTC; the largest part, 40%, is a:1: connection refused.");
}

TEST(Verdict, OfAGroupWithoutPeersNamesWhatBeganBefore) {
  std::string log = refusals(2, 0, "a:1");
  for (int i = 0; i < 8; ++i) log += record(10 + i, "no live upstreams", "connecting to upstream", "app");
  EXPECT_EQ(verdict_of(log),
            "app, 2026-11-22 00:00:10 to 00:00:17 UTC, ongoing at the log's end: no live upstreams, 8 failed attempts, "
            "at least 8 requests; 10 s before, a:1: connection refused (2).");
}

TEST(Verdict, RetriesAreAttemptsOfOneRequest) {
  std::string second = refused(7, "b:1");
  EXPECT_EQ(verdict_of(refused(7, "a:1") + second),
            "No incident; connection refused on 2 upstreams, all 2 failed attempts at 2026-11-22 00:00:07 UTC, most on "
            "a:1 (1); in "
            "all at least 1 request on 2 upstreams.");
}

TEST(Verdict, LeavesClientErrorsOut) {
  const std::string missing =
      record(5, "FastCGI sent in stderr: \"Primary script unknown\"", "reading response header from upstream", "a:1");
  EXPECT_EQ(verdict_of(missing),
            "No upstream failures in 1 line at 2026-11-22 00:00:05 UTC; 1 attempt answered by a 4xx.");
  EXPECT_EQ(verdict_of(missing + missing + refused(6, "b:1")),
            "No incident; b:1: connection refused, 1 failed attempt at 2026-11-22 00:00:06 UTC.");
}

TEST(Verdict, IsSafeToPrint) {
  EXPECT_EQ(verdict_of(refused(1, "\x1b[31m\xff:1")),
            "No incident; \\x1b[31m\xEF\xBF\xBD:1: connection refused, 1 failed attempt at 2026-11-22 00:00:01 UTC.");
}

}  // namespace
}  // namespace why502::report_tests
