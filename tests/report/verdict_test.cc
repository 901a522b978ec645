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
  EXPECT_EQ(verdict_of(refused(61, "a:1")), "a:1: connection refused, 1 failed attempt at 2026-11-22 00:01:01 UTC.");
}

TEST(Verdict, OfOneGroup) {
  EXPECT_EQ(verdict_of(refusals(3, 60, "a:1")),
            "a:1: connection refused, 3 failed attempts (at least 3 requests) between 2026-11-22 00:01:00 and "
            "00:01:02 UTC.");
}

TEST(Verdict, OfOneLargestGroup) {
  EXPECT_EQ(verdict_of(refusals(3, 0, "a:1") + timeouts(1, 9, "b:1")),
            "a:1: connection refused, 3 of 4 failed attempts (75%) between 2026-11-22 00:00:00 and 00:00:02 UTC; "
            "in all at least 4 requests on 2 upstreams.");
}

TEST(Verdict, OfOneCauseOnManyUpstreams) {
  EXPECT_EQ(
      verdict_of(refusals(2, 0, "a:1") + refusals(2, 10, "b:1") + refusals(3, 20, "c:1") + timeouts(1, 30, "a:1")),
      "Connection refused on 3 upstreams, 7 of 8 failed attempts (87%) between 2026-11-22 00:00:00 and "
      "00:00:22 UTC, most on c:1 (3); in all at least 8 requests on 3 upstreams.");
}

TEST(Verdict, OfOneUpstreamWithManyCauses) {
  const std::string resets =
      record(50, "recv() failed (104: Connection reset by peer)", "reading response header from upstream", "a:1");
  EXPECT_EQ(verdict_of(refusals(3, 0, "a:1") + timeouts(3, 10, "a:1") + resets + timeouts(2, 30, "b:1")),
            "a:1, 7 of 9 failed attempts (77%) between 2026-11-22 00:00:00 and 00:00:50 UTC, most of them connection "
            "refused (3); in all at least 9 requests on 2 upstreams.");
}

TEST(Verdict, OfNoLargestPart) {
  const std::string resets =
      record(50, "recv() failed (104: Connection reset by peer)", "reading response header from upstream", "c:1");
  EXPECT_EQ(verdict_of(refusals(2, 0, "a:1") + timeouts(2, 10, "b:1") + resets),
            "5 failed attempts (at least 5 requests) on 3 upstreams between 2026-11-22 00:00:00 and 00:00:50 UTC; the "
            "largest part, 40%, is a:1: connection refused.");
}

TEST(Verdict, OfAGroupWithoutPeersNamesWhatBeganBefore) {
  std::string log = refusals(2, 0, "a:1");
  for (int i = 0; i < 8; ++i) log += record(10 + i, "no live upstreams", "connecting to upstream", "app");
  EXPECT_EQ(verdict_of(log),
            "app: no live upstreams, 8 of 10 failed attempts (80%) between 2026-11-22 00:00:10 and 00:00:17 UTC; "
            "a:1: connection refused (2) began before it; in all at least 10 requests on 2 upstreams.");
}

TEST(Verdict, RetriesAreAttemptsOfOneRequest) {
  std::string second = refused(7, "b:1");
  EXPECT_EQ(verdict_of(refused(7, "a:1") + second),
            "Connection refused on 2 upstreams, all 2 failed attempts at 2026-11-22 00:00:07 UTC, most on a:1 (1); in "
            "all at least 1 request on 2 upstreams.");
}

TEST(Verdict, LeavesClientErrorsOut) {
  const std::string missing =
      record(5, "FastCGI sent in stderr: \"Primary script unknown\"", "reading response header from upstream", "a:1");
  EXPECT_EQ(verdict_of(missing),
            "No upstream failures in 1 line at 2026-11-22 00:00:05 UTC; 1 attempt answered by a 4xx.");
  EXPECT_EQ(verdict_of(missing + missing + refused(6, "b:1")),
            "b:1: connection refused, 1 failed attempt at 2026-11-22 00:00:06 UTC.");
}

TEST(Verdict, IsSafeToPrint) {
  EXPECT_EQ(verdict_of(refused(1, "\x1b[31m\xff:1")),
            "\\x1b[31m\xEF\xBF\xBD:1: connection refused, 1 failed attempt at 2026-11-22 00:00:01 UTC.");
}

}  // namespace
}  // namespace why502::report_tests
