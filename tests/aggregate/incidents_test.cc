// incidents_test.cc -- incidents and background against truths that are known.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "tests/aggregate/made.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::Background;
using why502::Cause;
using why502::Incident;
using why502::Role;
using why502::Timestamp;

constexpr std::int64_t kDay = 1'787'184'000;  // 2026-08-20T00:00:00Z

Timestamp at(std::int64_t second) { return Timestamp(std::chrono::seconds(kDay + second)); }

// A log that spans a whole day, and failures put into it.
class Story {
 public:
  Story() {
    why502::Input input;
    input.name = "error.log";
    input.counters.add(at(0));
    input.counters.add(at(86'399));
    sum_.add(input);
  }
  // `n` failures evenly in [from, to).
  Story& fail(const std::string& upstream, Cause cause, std::int64_t from, std::int64_t to, int n, int status = 502) {
    for (int i = 0; i < n; ++i) {
      Made made;
      made.upstream = upstream;
      made.cause = cause;
      made.status = status;
      made.micros = (kDay + from) * kSecond + (to - from) * kSecond / n * i;
      made.server = "shop" + std::to_string(i % 3);
      made.client = "192.0.2." + std::to_string(i % 20);
      made.request = "GET /item/" + std::to_string(i) + " HTTP/1.1";
      made.key = 1 + static_cast<std::uint64_t>(from * 1000 + i / 2);  // two attempts a request
      add(&sum_, made);
    }
    return *this;
  }
  Story& evidence(const std::string& upstream, Cause cause, std::int64_t second) {
    Made made;
    made.upstream = upstream;
    made.cause = cause;
    made.role = Role::evidence;
    made.micros = (kDay + second) * kSecond;
    made.text = "evidence at " + std::to_string(second);
    add(&sum_, made);
    return *this;
  }
  std::vector<Incident> incidents() const { return sum_.incidents(); }
  std::vector<Background> background() const { return sum_.background(); }
  const Aggregate& sum() const { return sum_; }

 private:
  Aggregate sum_ = empty();
};

TEST(Incidents, AQuietLogHasNone) {
  EXPECT_TRUE(Story().incidents().empty());
  EXPECT_TRUE(Story().background().empty());
  EXPECT_TRUE(empty().incidents().empty());
}

TEST(Incidents, OneHasAllItsFigures) {
  Story story;
  story.fail("10.0.0.1:80", Cause::connect_refused, 33'240, 39'780, 6540);  // 09:14 to 11:03, one a second
  story.fail("10.0.0.1:80", Cause::response_timeout, 36'000, 36'060, 100, 504);
  story.fail("10.0.0.9:80", Cause::closed_early, 50'000, 50'001, 1);
  const auto incidents = story.incidents();
  ASSERT_EQ(incidents.size(), 1u);
  const Incident& one = incidents[0];
  EXPECT_EQ(one.onset, at(33'240));
  EXPECT_EQ(one.end, at(39'779));
  EXPECT_FALSE(one.ongoing);
  EXPECT_FALSE(one.throughout);
  EXPECT_TRUE(one.exact);
  EXPECT_EQ(one.failures, 6640u);
  EXPECT_EQ(one.requests.at_least, 6640u) << "two attempts on one peer are two requests";
  EXPECT_EQ(one.peak_minute, at(36'000));
  EXPECT_EQ(one.peak_failures, 160u);
  EXPECT_EQ(one.upstreams, std::vector<std::string>{"10.0.0.1:80"});
  ASSERT_EQ(one.causes.size(), 2u);
  EXPECT_EQ(one.causes[0].cause, Cause::connect_refused);
  EXPECT_EQ(one.causes[0].failures, 6540u);
  EXPECT_EQ(one.causes[1].first, at(36'000));
  ASSERT_EQ(one.by_status.size(), 2u);
  EXPECT_EQ(one.by_status[1].status, 504);
  EXPECT_EQ(one.by_status[1].failures, 100u);
  EXPECT_EQ(one.servers, 3u);
  EXPECT_EQ(one.clients, 20u);
  EXPECT_EQ(one.paths, 1u) << "/item/*";
  const auto background = story.background();
  ASSERT_EQ(background.size(), 1u);
  EXPECT_EQ(background[0].upstream, "10.0.0.9:80");
  EXPECT_EQ(background[0].failures, 1u);
  EXPECT_NEAR(background[0].per_hour, 1.0 / 24, 1e-9);
}

TEST(Incidents, RequestsThatWereTriedOnTwoPeersAreOne) {
  Story story;
  story.fail("10.0.0.1:80", Cause::connect_refused, 3600, 3660, 60)
      .fail("10.0.0.2:80", Cause::connect_refused, 3600, 3660, 60);
  const auto incidents = story.incidents();
  ASSERT_EQ(incidents.size(), 1u);
  EXPECT_EQ(incidents[0].failures, 120u);
  EXPECT_EQ(incidents[0].requests.at_least, 60u);
}

TEST(Incidents, ThatBeginTogetherAndShareACauseOrAHostAreOne) {
  EXPECT_EQ(Story()
                .fail("10.0.0.1:80", Cause::connect_refused, 3600, 4200, 60)
                .fail("10.0.0.2:80", Cause::connect_refused, 3700, 4200, 60)
                .incidents()
                .size(),
            1u)
      << "a cause";
  EXPECT_EQ(Story()
                .fail("10.0.0.1:80", Cause::connect_refused, 3600, 4200, 60)
                .fail("10.0.0.1:81", Cause::closed_early, 3700, 4200, 60)
                .incidents()
                .size(),
            1u)
      << "a host";
  EXPECT_EQ(Story()
                .fail("10.0.0.1:80", Cause::connect_refused, 3600, 4200, 60)
                .fail("10.0.0.2:80", Cause::closed_early, 3700, 4200, 60)
                .incidents()
                .size(),
            2u)
      << "neither";
  EXPECT_EQ(Story()
                .fail("10.0.0.1:80", Cause::connect_refused, 3600, 4200, 60)
                .fail("10.0.0.2:80", Cause::connect_refused, 3780, 4200, 60)
                .incidents()
                .size(),
            2u)
      << "three minutes later";
}

// Each upstream a minute after the last: one incident, in the order of their beginning.
TEST(Incidents, ARollingRestartIsOne) {
  Story story;
  for (int i = 0; i < 6; ++i) {
    story.fail("10.0.0." + std::to_string(i) + ":80", Cause::connect_refused, 3600 + 60 * i, 3630 + 60 * i, 10);
  }
  const auto incidents = story.incidents();
  ASSERT_EQ(incidents.size(), 1u);
  EXPECT_EQ(incidents[0].upstreams.size(), 6u);
  EXPECT_EQ(incidents[0].upstream_count, 6u);
  EXPECT_EQ(incidents[0].onset, at(3600));
}

// Two failures a minute on each of many are raised on none of them.
TEST(Incidents, TroubleThatIsSpreadOverManyUpstreamsIsOne) {
  Story story;
  for (int i = 0; i < 8; ++i) {
    story.fail("api" + std::to_string(i) + ".internal", Cause::dns_failure, 3600 + i, 4800 + i, 40);
  }
  const auto incidents = story.incidents();
  ASSERT_EQ(incidents.size(), 1u);
  EXPECT_EQ(incidents[0].failures, 320u);
  EXPECT_EQ(incidents[0].upstream_count, 8u);
  EXPECT_EQ(incidents[0].clients, 20u);
  EXPECT_EQ(incidents[0].onset, at(3600));
  EXPECT_TRUE(story.background().empty());
}

// A peer's minute that two causes share was given to the incident whose cell came first.
TEST(Incidents, OfCausesThatShareAPeersMinuteAreTheSameInAnyOrder) {
  std::vector<Made> all;
  for (int second = 0; second < 3600; second += 2) {
    for (const Cause cause : {Cause::response_timeout, Cause::closed_early}) {
      Made made;
      made.upstream = "10.0.0." + std::to_string(second / 2 % 40) + ":80";
      made.cause = cause;
      made.micros = (kDay + second) * kSecond;
      made.client = "192.0.2." + std::to_string(second % 250) + (cause == Cause::closed_early ? "0" : "");
      made.server = cause == Cause::closed_early ? "a.example" : "b.example";
      all.push_back(made);
    }
  }
  const std::string in_order = json(sum_of(all));
  std::mt19937_64 random(502);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(all.begin(), all.end(), random);
    EXPECT_EQ(json(sum_of(all)), in_order);
  }
  EXPECT_GE(sum_of(all).incidents().size(), 2u);
}

TEST(Incidents, OngoingIsWithinFiveMinutesOfTheEnd) {
  EXPECT_TRUE(Story().fail("a:1", Cause::connect_refused, 80'000, 86'100, 1000).incidents()[0].ongoing);
  EXPECT_FALSE(Story().fail("a:1", Cause::connect_refused, 80'000, 86'000, 1000).incidents()[0].ongoing);
}

TEST(Incidents, ThroughoutFillsTheLog) {
  const auto incidents = Story().fail("a:1", Cause::connect_refused, 0, 86'400, 14'400).incidents();
  ASSERT_EQ(incidents.size(), 1u);
  EXPECT_TRUE(incidents[0].throughout);
  EXPECT_TRUE(incidents[0].ongoing);
}

TEST(Incidents, ClientErrorsAreNone) {
  Story story;
  story.fail("a:1", Cause::script_missing, 3600, 3660, 100, 404);
  EXPECT_TRUE(story.incidents().empty());
  EXPECT_TRUE(story.background().empty());
}

TEST(Incidents, EvidenceIsNearAndFits) {
  Story story;
  story.fail("unix:/run/php.sock", Cause::connection_reset, 36'000, 36'600, 100);
  story.evidence("pool www", Cause::worker_crashed, 35'960);  // 40 s before
  story.evidence("pool www", Cause::worker_crashed, 36'100);
  story.evidence("pool old", Cause::worker_crashed, 30'000);             // long before
  story.evidence("pool www", Cause::pool_exhausted, 36'000);             // no FastCGI, no fitting cause
  story.evidence("unix:/run/php.sock", Cause::peer_disabled, 36'100);    // its own
  story.evidence("unix:/run/other.sock", Cause::peer_disabled, 36'100);  // another's
  const auto incidents = story.incidents();
  ASSERT_EQ(incidents.size(), 1u);
  const auto& near = incidents[0].evidence;
  ASSERT_EQ(near.size(), 2u);
  EXPECT_EQ(near[0].cause, Cause::worker_crashed);
  EXPECT_EQ(near[0].first, at(35'960));
  EXPECT_EQ(near[0].count, 2u);
  EXPECT_EQ(near[0].example, "pool www|evidence at 35960");
  EXPECT_EQ(near[1].upstream, "unix:/run/php.sock");
}

TEST(Incidents, PeersFailuresAreNearNoLiveUpstreams) {
  Story story;
  story.fail("10.0.0.1:80", Cause::connect_refused, 36'000, 36'600, 100);
  story.fail("backend", Cause::no_live_upstreams, 36'010, 36'600, 100);
  const auto incidents = story.incidents();
  ASSERT_EQ(incidents.size(), 2u);
  ASSERT_EQ(incidents[1].evidence.size(), 1u);
  EXPECT_EQ(incidents[1].evidence[0].upstream, "10.0.0.1:80");
  EXPECT_EQ(incidents[1].evidence[0].count, 100u);
}

// Nothing is lost and nothing twice, whatever the log.
TEST(Incidents, AndBackgroundAreAllFailures) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 30; ++round) {
    const Aggregate sum = sum_of(dice(random, 1500, 9, round % 2 == 0 ? 3000 : 100'000));
    std::uint64_t failures = 0;
    for (const Incident& one : sum.incidents()) {
      failures += one.failures;
      EXPECT_LE(one.requests.at_least, one.failures);
      EXPECT_LE(one.onset, one.end);
      EXPECT_EQ(std::accumulate(one.causes.begin(), one.causes.end(), std::uint64_t{0},
                                [](std::uint64_t n, const auto& c) { return n + c.failures; }),
                one.failures);
      EXPECT_EQ(std::accumulate(one.by_status.begin(), one.by_status.end(), std::uint64_t{0},
                                [](std::uint64_t n, const auto& c) { return n + c.failures; }),
                one.failures);
    }
    for (const Background& one : sum.background()) failures += one.failures;
    EXPECT_EQ(failures, sum.totals().failures);
  }
}

// A single failure each, far apart: background of 1200 upstreams, of which the last are told by cause.
TEST(Incidents, OfBackgroundThatIsLongTheLeastIsToldByCause) {
  Story story;
  for (int i = 0; i < 1200; ++i) {
    const Cause cause = i < 1100 ? Cause::connect_refused : Cause::closed_early;
    for (const int second : {i * 70, (i * 70 + 43'000) % 86'000}) {
      if (i >= 900 && second != i * 70) continue;
      story.fail("10.1." + std::to_string(i / 200) + "." + std::to_string(i % 200) + ":80", cause, second, second + 1,
                 1);
    }
  }
  EXPECT_TRUE(story.incidents().empty());
  const auto background = story.background();
  ASSERT_EQ(background.size(), 1002u);
  std::uint64_t failures = 0;
  for (const Background& one : background) failures += one.failures;
  EXPECT_EQ(failures, story.sum().totals().failures);
  EXPECT_EQ(background[1000].upstream, "(other)");
  EXPECT_EQ(background[1000].failures, 100u) << "900 of two come first";
  EXPECT_EQ(background[1001].failures, 100u);
  EXPECT_NE(background[1000].cause, background[1001].cause);
}

// With more groups than are tracked, causes tell what upstreams cannot.
TEST(Incidents, OfVeryManyUpstreamsAreToldByCause) {
  Aggregate sum = empty();
  Made made;
  for (int i = 0; i < 20'000; ++i) {
    made.upstream = "10.1." + std::to_string(i / 200) + "." + std::to_string(i % 200) + ":80";
    made.micros = (kDay + 3600 + i % 600) * kSecond;
    add(&sum, made);
  }
  made.micros = (kDay + 80'000) * kSecond;
  made.cause = Cause::closed_early;
  add(&sum, made);
  const auto incidents = sum.incidents();
  ASSERT_EQ(incidents.size(), 1u);
  EXPECT_EQ(incidents[0].onset, at(3600));
  EXPECT_EQ(incidents[0].end, at(4199));
  EXPECT_EQ(incidents[0].failures, 20'000u);
  EXPECT_EQ(incidents[0].upstream_count, 20'000u);
  EXPECT_LE(incidents[0].upstreams.size(), 1000u);
  EXPECT_FALSE(incidents[0].exact);
  ASSERT_EQ(sum.background().size(), 1u);
  EXPECT_EQ(sum.background()[0].failures, 1u);
}

}  // namespace
}  // namespace why502_tests
