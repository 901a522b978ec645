// compare_test.cc -- what is told of two counts, and what chance explains.
#include "why502/compare.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "tests/aggregate/made.h"

namespace why502_tests {
namespace {

using why502::Cause;
using why502::ChangeKind;
using why502::Comparison;
using why502::Partial;

constexpr std::int64_t kHour = 3600 * kSecond;
constexpr std::int64_t kBegin = 1'787'227'200 * kSecond;  // a full hour

// An aggregate of a log from `begin` on that lasts so long.
Partial log_of(std::int64_t begin, std::int64_t lasts, const std::vector<Made>& made) {
  Partial partial{sum_of(made), {}};
  why502::Input input{.name = "error.log", .counters = {}, .skipped = {}, .error = {}};
  input.counters.add(why502::Timestamp(std::chrono::microseconds(begin)));
  input.counters.add(why502::Timestamp(std::chrono::microseconds(begin + lasts - kSecond)));
  partial.aggregate.add(input);
  return partial;
}

// So many failures in a row.
void add(std::vector<Made>* to, int count, std::int64_t begin, const std::string& upstream,
         Cause cause = Cause::connect_refused) {
  for (int i = 0; i < count; ++i) {
    Made made;
    made.upstream = upstream;
    made.cause = cause;
    made.micros = begin + i * kSecond;
    to->push_back(made);
  }
}

// Of one group, `before` and `now`, in times of these lengths.
Comparison of_counts(int before, int now, std::int64_t before_lasts = kHour, std::int64_t now_lasts = kHour) {
  std::vector<Made> old, recent;
  add(&old, before, kBegin, "a:1");
  add(&recent, now, kBegin + 10 * kHour, "a:1");
  const auto compared =
      compare(log_of(kBegin + 10 * kHour, now_lasts, recent), log_of(kBegin, before_lasts, old), "old.log");
  EXPECT_TRUE(compared.has_value());
  return *compared;
}

TEST(Compare, TellsWhatIsNewGoneMoreAndFewerTheLargestFirst) {
  std::vector<Made> old, recent;
  add(&old, 40, kBegin, "gone:1");
  add(&old, 200, kBegin, "fewer:1");
  add(&old, 20, kBegin, "more:1");
  add(&old, 30, kBegin, "flat:1");
  const std::int64_t later = kBegin + 5 * kHour;
  add(&recent, 50, later, "fewer:1");
  add(&recent, 100, later, "more:1");
  add(&recent, 33, later, "flat:1");
  add(&recent, 60, later, "new:1", Cause::response_timeout);
  const auto compared = compare(log_of(later, kHour, recent), log_of(kBegin, kHour, old), "old.log");
  ASSERT_TRUE(compared.has_value());
  EXPECT_EQ(compared->name, "old.log");
  EXPECT_TRUE(compared->is_comparable());
  EXPECT_EQ(compared->before_seconds, 3600);
  EXPECT_EQ(compared->now_seconds, 3600);
  EXPECT_EQ(compared->flat, 1U);
  ASSERT_EQ(compared->changes.size(), 4U);
  EXPECT_EQ(compared->changes[0].upstream, "fewer:1");
  EXPECT_EQ(compared->changes[0].kind, ChangeKind::fewer);
  EXPECT_EQ(compared->changes[1].upstream, "more:1");
  EXPECT_EQ(compared->changes[1].kind, ChangeKind::more);
  EXPECT_EQ(compared->changes[2].upstream, "new:1");
  EXPECT_EQ(compared->changes[2].kind, ChangeKind::appeared);
  EXPECT_EQ(compared->changes[2].cause, Cause::response_timeout);
  EXPECT_EQ(compared->changes[2].now, 60U);
  EXPECT_EQ(compared->changes[3].upstream, "gone:1");
  EXPECT_EQ(compared->changes[3].kind, ChangeKind::gone);
  EXPECT_EQ(compared->changes[3].before, 40U);
}

TEST(Compare, ScalesByTheTimeThatIsCovered) {
  const Comparison same = of_counts(240, 10, 24 * kHour, kHour);
  EXPECT_TRUE(same.changes.empty());
  const Comparison more = of_counts(240, 60, 24 * kHour, kHour);
  ASSERT_EQ(more.changes.size(), 1U);
  EXPECT_DOUBLE_EQ(more.changes[0].expected, 10);
  EXPECT_EQ(more.changes[0].kind, ChangeKind::more);
}

TEST(Compare, KnowsNoise) {
  EXPECT_TRUE(of_counts(0, 11).changes.empty());
  EXPECT_FALSE(of_counts(0, 12).changes.empty()) << "new from 12 on";
  EXPECT_TRUE(of_counts(11, 0).changes.empty());
  EXPECT_FALSE(of_counts(12, 0).changes.empty());
  EXPECT_TRUE(of_counts(5, 14).changes.empty());
  EXPECT_TRUE(of_counts(2000, 2900).changes.empty()) << "less than half as much again";
  EXPECT_FALSE(of_counts(2000, 3100).changes.empty());
  EXPECT_TRUE(of_counts(0, 0).changes.empty());
}

// Whatever the rate and the times, two counts of it by chance are hardly ever told.
TEST(Compare, TellsHardlyEverWhatChanceMakes) {
  std::mt19937_64 random(502);
  std::size_t told = 0, rounds = 0;
  for (const double rate : {0.5, 3.0, 20.0, 150.0}) {
    for (const std::int64_t lasts : {kHour / 4, kHour, 6 * kHour}) {
      std::poisson_distribution<int> before(rate), now(rate * static_cast<double>(lasts) / static_cast<double>(kHour));
      for (int i = 0; i < 100; ++i, ++rounds)
        told += of_counts(before(random), now(random), kHour, lasts).changes.size();
    }
  }
  EXPECT_EQ(told, 0U) << "of " << rounds;
}

TEST(Compare, LeavesOutWhatTheSelectionLeavesOut) {
  std::vector<Made> old, recent;
  add(&old, 100, kBegin, "a:1");
  add(&recent, 100, kBegin + 3 * kHour, "a:1");
  Partial now = log_of(kBegin, 4 * kHour, recent), before = log_of(kBegin, 4 * kHour, old);
  now.selection.filter.since = why502::Timestamp(std::chrono::microseconds(kBegin + 3 * kHour));
  before.selection.filter.until = now.selection.filter.since;
  const auto compared = compare(now, before, "error.log");
  ASSERT_TRUE(compared.has_value());
  EXPECT_EQ(compared->now_seconds, 3600);
  EXPECT_EQ(compared->before_seconds, 3 * 3600);
  EXPECT_EQ(compared->changes.size(), 1U);
}

TEST(Compare, SaysNothingWithoutTimes) {
  Partial timeless{empty(), {}};
  const auto compared = compare(timeless, log_of(kBegin, kHour, {}), "old.log");
  ASSERT_TRUE(compared.has_value());
  EXPECT_FALSE(compared->is_comparable());
  EXPECT_TRUE(compared->changes.empty());
}

TEST(Compare, WantsTheSameFilters) {
  Partial now = log_of(kBegin, kHour, {});
  now.selection.filter.causes = {Cause::other};
  const auto compared = compare(now, log_of(kBegin, kHour, {}), "old.log");
  ASSERT_FALSE(compared.has_value());
  EXPECT_EQ(compared.error().code, why502::Errc::bad_option);
}

TEST(Compare, OfTooManyGroupsIsByCause) {
  std::vector<Made> many;
  for (int i = 0; i < 17'000; ++i) add(&many, 1, kBegin, "u" + std::to_string(i) + ":80");
  const auto compared = compare(log_of(kBegin, kHour, many), log_of(kBegin, kHour, {}), "old.log");
  ASSERT_TRUE(compared.has_value());
  EXPECT_TRUE(compared->by_cause);
  ASSERT_EQ(compared->changes.size(), 1U);
  EXPECT_EQ(compared->changes[0].upstream, "");
  EXPECT_EQ(compared->changes[0].now, 17'000U);
}

}  // namespace
}  // namespace why502_tests
