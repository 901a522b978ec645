// requests_test.cc -- how many requests are behind the failed attempts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "lib/aggregate/request_sample.h"
#include "tests/aggregate/made.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::Estimate;
using why502::Role;
using why502::counting::RequestSample;

Made attempt(std::uint64_t key, const std::string& peer, int status = 502) {
  Made made;
  made.key = key;
  made.upstream = peer;
  made.status = status;
  return made;
}

TEST(Requests, FiftyOnAKeepAliveConnectionAre50) {
  Aggregate sum = empty();
  for (int i = 0; i < 50; ++i) add(&sum, attempt(7, "a:1"));
  EXPECT_EQ(sum.totals().failures, 50u);
  EXPECT_EQ(sum.totals().requests.at_least, 50u);
  EXPECT_TRUE(sum.totals().requests.exact);
}

TEST(Requests, OneThatWasTriedOnThreePeersIsOne) {
  Aggregate sum = empty();
  for (const char* peer : {"a:1", "b:1", "c:1"}) add(&sum, attempt(7, peer));
  EXPECT_EQ(sum.totals().failures, 3u);
  EXPECT_EQ(sum.totals().requests.at_least, 1u);
}

TEST(Requests, OfAKeyAreTheMostOnAnyPeer) {
  Aggregate sum = empty();
  for (const char* peer : {"a:1", "a:1", "a:1", "b:1", "b:1", "c:1"}) add(&sum, attempt(7, peer));
  add(&sum, attempt(8, "a:1"));
  EXPECT_EQ(sum.totals().requests.at_least, 4u);
}

TEST(Requests, TheCauseOnOnePeerDoesNotMatter) {
  Aggregate sum = empty();
  Made made = attempt(7, "a:1");
  add(&sum, made);
  made.cause = why502::Cause::closed_early;
  add(&sum, made);
  EXPECT_EQ(sum.totals().requests.at_least, 2u) << "two attempts on one peer are two requests";
}

TEST(Requests, WithoutAKeyAnAttemptIsOne) {
  Aggregate sum = empty();
  for (int i = 0; i < 5; ++i) add(&sum, attempt(0, "a:1"));
  add(&sum, attempt(7, "a:1"));
  EXPECT_EQ(sum.totals().requests.at_least, 6u);
}

// "upstream server temporarily disabled" stands beside the failure that it follows.
TEST(Requests, EvidenceEchoesAndSuspectsAddNone) {
  Aggregate sum = empty();
  add(&sum, attempt(7, "a:1"));
  for (const Role role : {Role::evidence, Role::echo}) {
    Made made = attempt(7, "a:1");
    made.role = role;
    add(&sum, made);
  }
  Made forged = attempt(9, "a:1");
  forged.suspect = true;
  add(&sum, forged);
  EXPECT_EQ(sum.totals().requests.at_least, 1u);
  EXPECT_EQ(sum.totals().failures, 1u);
  EXPECT_EQ(sum.totals().evidence, 1u);
  EXPECT_EQ(sum.totals().echoes, 1u);
  EXPECT_EQ(sum.totals().suspect, 1u);
}

TEST(Echoes, AreWithoutFailureWhereNoFailureHasTheirKey) {
  Aggregate first = empty(), second = empty(), whole = empty();
  const auto echo = [](std::uint64_t key) {
    Made made = attempt(key, "");
    made.role = Role::echo;
    return made;
  };
  for (Aggregate* sum : {&first, &whole}) {
    add(sum, echo(7));
    add(sum, echo(8));
    add(sum, echo(8));
    add(sum, echo(0));
  }
  EXPECT_EQ(first.totals().echoes_without_failure, 4u);
  for (Aggregate* sum : {&second, &whole}) add(sum, attempt(7, "a:1"));
  EXPECT_EQ(whole.totals().echoes_without_failure, 3u) << "8 twice, and the one without a key";
  first.merge(second);
  EXPECT_EQ(first.totals().echoes_without_failure, 3u) << "wherever the log was cut";
  EXPECT_EQ(first.totals().echoes, 4u);
}

TEST(Requests, AreThoseBehindFailuresWithoutClientErrors) {
  Aggregate sum = empty();
  add(&sum, attempt(7, "a:1", 404));
  add(&sum, attempt(8, "a:1", 403));
  add(&sum, attempt(9, "a:1", 502));
  EXPECT_EQ(sum.totals().failures, 1u);
  EXPECT_EQ(sum.totals().client_errors, 2u);
  EXPECT_EQ(sum.totals().requests.at_least, 1u);
}

TEST(Requests, OfMergedPartsAreThoseOfTheWhole) {
  Aggregate first = empty(), second = empty();
  // Names get other numbers in each part.
  add(&second, attempt(1, "z:1"));
  add(&first, attempt(7, "a:1"));
  add(&first, attempt(7, "b:1"));
  add(&second, attempt(7, "b:1"));
  add(&second, attempt(7, "a:1"));
  first.merge(second);
  EXPECT_EQ(first.totals().requests.at_least, 3u);
}

// --- the sample

struct Truth {
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint64_t> attempts;
  std::uint64_t requests() const {
    std::map<std::uint64_t, std::uint64_t> most;
    for (const auto& [pair, count] : attempts) most[pair.first] = std::max(most[pair.first], count);
    std::uint64_t sum = 0;
    for (const auto& [key, count] : most) sum += count;
    return sum;
  }
};

TEST(RequestSample, IsExactWhileAllPairsFit) {
  std::mt19937_64 random(1);
  RequestSample sample;
  Truth truth;
  for (int i = 0; i < 50'000; ++i) {
    const std::uint64_t key = 1 + random() % 20'000 * 0x9E3779B97F4A7C15u;
    const auto peer = static_cast<std::uint32_t>(random() % 3);
    sample.add(key, peer);
    ++truth.attempts[{key, peer}];
  }
  ASSERT_LE(truth.attempts.size(), RequestSample::kMostTries);
  EXPECT_TRUE(sample.requests().exact);
  EXPECT_EQ(sample.requests().at_least, truth.requests());
}

TEST(RequestSample, AboveItsBoundIsWithinTwoPercentAndSaysSo) {
  std::mt19937_64 random(2);
  for (const std::uint64_t keys : {70'000u, 200'000u, 1'000'000u}) {
    RequestSample sample;
    for (std::uint64_t i = 0; i < keys; ++i) {
      // A request on one to three peers, or three requests on one.
      const std::uint64_t key = random() | 1;
      for (std::uint32_t peer = 0; peer < 1 + i % 3; ++peer) sample.add(key, peer, 0, i % 10 == 0 ? 3 : 1);
    }
    const Estimate estimate = sample.requests();
    EXPECT_FALSE(estimate.exact) << keys;
    EXPECT_NEAR(static_cast<double>(estimate.at_least) / (static_cast<double>(keys) * 1.2), 1.0, 0.02) << keys;
  }
}

TEST(RequestSample, IsTheSameForAnyCutAndOrder) {
  std::mt19937_64 random(3);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> all;
  for (int i = 0; i < 150'000; ++i) all.emplace_back(random() | 1, static_cast<std::uint32_t>(i % 5));
  RequestSample whole;
  for (const auto& [key, peer] : all) whole.add(key, peer);
  EXPECT_GT(whole.level(), 0);

  std::shuffle(all.begin(), all.end(), random);
  RequestSample parts[4], sum;
  for (std::size_t i = 0; i < all.size(); ++i) parts[i % 7 % 4].add(all[i].first, all[i].second);
  for (const std::size_t part : {2u, 0u, 3u, 1u}) sum.merge(parts[part]);
  EXPECT_EQ(sum.level(), whole.level());
  EXPECT_EQ(sum.requests().at_least, whole.requests().at_least);
}

TEST(RequestSample, AttemptsWithoutAKeyAreAlwaysExact) {
  RequestSample sample;
  for (int i = 0; i < 100'000; ++i) sample.add(0, 1);
  EXPECT_EQ(sample.requests().at_least, 100'000u);
  EXPECT_TRUE(sample.requests().exact);
}

// A busy connection is one key: it may not fill the sample.
TEST(RequestSample, OneKeyIsOnePair) {
  RequestSample sample;
  for (int i = 0; i < 200'000; ++i) sample.add(7, 1);
  EXPECT_TRUE(sample.requests().exact);
  EXPECT_EQ(sample.requests().at_least, 200'000u);
}

}  // namespace
}  // namespace why502_tests
