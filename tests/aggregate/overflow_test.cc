// overflow_test.cc -- when a bound is reached: what stays the same, and what is said.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/aggregate/made.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::AggregateOptions;
using why502::Cause;
using why502::Row;
using why502::Totals;

AggregateOptions at_most(std::size_t groups) {
  AggregateOptions options;
  options.max_groups = groups;
  return options;
}

// What must be the same whichever groups are named.
void expect_same(const Totals& a, const Totals& b) {
  EXPECT_EQ(a.failures, b.failures);
  EXPECT_EQ(a.client_errors, b.client_errors);
  EXPECT_EQ(a.echoes, b.echoes);
  EXPECT_EQ(a.evidence, b.evidence);
  EXPECT_EQ(a.suspect, b.suspect);
  EXPECT_EQ(a.truncated, b.truncated);
  EXPECT_EQ(a.by_cause, b.by_cause);
  ASSERT_EQ(a.by_status.size(), b.by_status.size());
  for (std::size_t i = 0; i < a.by_status.size(); ++i) {
    EXPECT_EQ(a.by_status[i].status, b.by_status[i].status);
    EXPECT_EQ(a.by_status[i].failures, b.by_status[i].failures);
  }
}

struct Sums {
  std::uint64_t failures = 0, points = 0;
  std::optional<why502::Timestamp> first, last;
};
std::map<Cause, Sums> by_cause(const Aggregate& aggregate) {
  std::map<Cause, Sums> sums;
  aggregate.each_row([&](const Row& row) {
    Sums& s = sums[row.cause];
    s.failures += row.failures;
    for (const auto& point : row.series) s.points += point.failures;
    if (row.first && (!s.first || *row.first < *s.first)) s.first = row.first;
    if (row.last && (!s.last || *row.last > *s.last)) s.last = row.last;
  });
  return sums;
}

void expect_same_sums(const Aggregate& a, const Aggregate& b) {
  const auto x = by_cause(a), y = by_cause(b);
  ASSERT_EQ(x.size(), y.size());
  for (const auto& [cause, sums] : x) {
    const Sums& other = y.at(cause);
    EXPECT_EQ(sums.failures, other.failures);
    EXPECT_EQ(sums.points, other.points);
    EXPECT_EQ(sums.first, other.first);
    EXPECT_EQ(sums.last, other.last);
  }
}

TEST(Overflow, TotalsAreThoseOfTheWhole) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20; ++round) {
    std::vector<Made> all = dice(random, 500, 100, 10'000);
    const Aggregate whole = sum_of(all);
    const Aggregate small = sum_of(all, at_most(8));
    ASSERT_TRUE(whole.totals().exact);
    EXPECT_FALSE(small.totals().exact);
    expect_same(whole.totals(), small.totals());
    expect_same_sums(whole, small);

    // In parts and in another order: other groups may be named, no sum changes.
    std::shuffle(all.begin(), all.end(), random);
    Aggregate merged = empty(at_most(8));
    for (std::size_t i = 0; i < all.size(); i += 100) merged.merge(sum_of(std::span(all).subspan(i, 100), at_most(8)));
    EXPECT_FALSE(merged.totals().exact);
    expect_same(whole.totals(), merged.totals());
    expect_same_sums(whole, merged);
    EXPECT_EQ(merged.window(), whole.window());
  }
}

TEST(Overflow, FurtherFailuresAreCountedUnderOther) {
  Aggregate sum = empty(at_most(2));
  for (int i = 0; i < 5; ++i) {
    Made made;
    made.upstream = "10.0.0." + std::to_string(i) + ":80";
    add(&sum, made);
    add(&sum, made);
  }
  const auto rows = sum.rows();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].keys[1], "(other)");
  EXPECT_EQ(rows[0].failures, 6u);
  EXPECT_EQ(rows[1].failures, 2u);
  EXPECT_FALSE(sum.totals().exact);
}

TEST(Overflow, EachCauseHasItsOwnOther) {
  Aggregate sum = empty(at_most(1));
  for (const Cause cause : {Cause::connect_refused, Cause::response_timeout, Cause::closed_early}) {
    Made made;
    made.cause = cause;
    add(&sum, made);
  }
  const auto rows = sum.rows();
  ASSERT_EQ(rows.size(), 3u);
  for (const Row& row : rows) {
    EXPECT_EQ(row.keys[0], id(row.cause));
    EXPECT_EQ(row.keys[1], row.cause == Cause::connect_refused ? "10.0.0.1:80" : "(other)");
  }
}

TEST(Overflow, KnownGroupsGoOnCounting) {
  Aggregate sum = empty(at_most(1));
  Made first, second;
  second.upstream = "another:80";
  add(&sum, first);
  add(&sum, second);
  add(&sum, first);
  const auto rows = sum.rows();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].keys[1], first.upstream);
  EXPECT_EQ(rows[0].failures, 2u);
}

TEST(Overflow, EvidenceHasItsOwnBound) {
  Aggregate sum = empty(at_most(2));
  for (int i = 0; i < 4; ++i) {
    Made made;
    made.role = why502::Role::evidence;
    made.upstream = "pool " + std::to_string(i);
    add(&sum, made);
  }
  add(&sum, Made{});
  EXPECT_EQ(sum.evidence().size(), 2u) << "a tenth of max_groups and one, and (other)";
  EXPECT_EQ(sum.rows().size(), 1u);
  EXPECT_EQ(sum.rows()[0].keys[1], Made{}.upstream);
  EXPECT_FALSE(sum.totals().exact);
}

TEST(Overflow, ExactlyAsManyGroupsAsAllowedIsNone) {
  Aggregate sum = empty(at_most(3));
  for (int i = 0; i < 3; ++i) {
    Made made;
    made.upstream = std::to_string(i);
    add(&sum, made);
    add(&sum, made);
  }
  EXPECT_TRUE(sum.totals().exact);
  EXPECT_EQ(sum.rows().size(), 3u);
}

// One request that was tried on three peers is one request, whichever of them is named:
// "at least" may be too few, never too many.
TEST(Overflow, RequestsAreNeverMoreThanThereAre) {
  Aggregate sum = empty(at_most(1));
  for (const char* peer : {"a:1", "b:1", "c:1"}) {
    Made made;
    made.upstream = peer;
    made.key = 7;
    add(&sum, made);
  }
  EXPECT_EQ(sum.totals().failures, 3u);
  EXPECT_LE(sum.totals().requests.at_least, 1u);
}

// aggregate.h: "After an overflow the totals ... are still the same".
TEST(Overflow, RequestsDoNotDependOnTheOrder) {
  std::vector<Made> all;
  std::mt19937_64 random(2);
  for (int i = 0; i < 300; ++i) {
    Made made;
    made.upstream = std::to_string(random() % 20);
    made.key = 1 + random() % 60;
    all.push_back(made);
  }
  const why502::Estimate expected = sum_of(all, at_most(4)).totals().requests;
  for (int round = 0; round < 10; ++round) {
    std::shuffle(all.begin(), all.end(), random);
    const why502::Estimate got = sum_of(all, at_most(4)).totals().requests;
    EXPECT_EQ(got.at_least, expected.at_least);
    EXPECT_EQ(got.exact, expected.exact);
  }
}

// The windows of a series are bounded too: they widen, and no failure is lost.
TEST(Overflow, SeriesFoldInsteadOfDropping) {
  AggregateOptions options;
  options.window = std::chrono::seconds(1);
  options.max_groups = 10;
  constexpr std::int64_t kSeconds = 140'000;
  Aggregate whole = empty(options), first = empty(options), second = empty(options);
  for (std::int64_t s = 0; s < kSeconds; ++s) {
    Made made;
    made.micros = s * kSecond;
    add(&whole, made);
    add(s < kSeconds / 2 ? &first : &second, made);
  }
  EXPECT_EQ(first.window().count(), 1);
  EXPECT_EQ(whole.window().count(), 10);
  EXPECT_TRUE(whole.totals().exact) << "a wider window is no loss of groups";
  first.merge(second);
  EXPECT_EQ(json(first), json(whole));
  const auto rows = whole.rows();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].series.size(), static_cast<std::size_t>(kSeconds / 10));
}

}  // namespace
}  // namespace why502_tests
