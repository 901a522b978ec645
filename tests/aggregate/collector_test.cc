// collector_test.cc -- threads hand in their parts: the sum is that of one thread.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/aggregate/made.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::Collector;

constexpr std::size_t kThreads = 8;

TEST(CollectorTest, EightThreadsGiveTheSumOfOne) {
  std::mt19937_64 random(8);
  for (const std::int64_t seconds : {50, 100'000}) {
    const std::vector<Made> all = dice(random, 8000, 30, seconds);
    const std::string expected = json(sum_of(all));
    Collector collector(empty());
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        // Each thread hands in several parts, between those of the others.
        constexpr std::size_t kPart = 100;
        for (std::size_t at = thread * kPart; at < all.size(); at += kThreads * kPart) {
          collector.merge(sum_of(std::span(all).subspan(at, kPart)));
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(json(collector.take()), expected);
  }
}

TEST(CollectorTest, OfNothingIsEmpty) {
  Collector collector(empty());
  EXPECT_EQ(json(collector.take()), json(empty()));
}

TEST(CollectorTest, KeepsTheOptions) {
  why502::AggregateOptions options;
  options.window = std::chrono::seconds(45);
  Collector collector(empty(options));
  collector.merge(empty(options));
  EXPECT_EQ(collector.take().window().count(), 45);
}

// const methods may be called from several threads at once.
TEST(CollectorTest, ManyMayReadOneAggregate) {
  std::mt19937_64 random(9);
  const Aggregate sum = sum_of(dice(random, 3000, 30));
  const std::string expected = json(sum);
  std::vector<std::thread> threads;
  std::vector<std::string> seen(kThreads);
  for (std::size_t i = 0; i < kThreads; ++i) threads.emplace_back([&, i] { seen[i] = json(sum); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& each : seen) EXPECT_EQ(each, expected);
}

}  // namespace
}  // namespace why502_tests
