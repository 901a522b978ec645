// minutes_test.cc -- cells, their bound, and stretches that rise above what is usual.
#include "lib/aggregate/minutes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <tuple>
#include <vector>

#include "lib/aggregate/scope_sample.h"
#include "lib/aggregate/stretches.h"

namespace why502_tests {
namespace {

using why502::counting::Cell;
using why502::counting::find_stretches;
using why502::counting::LogWindows;
using why502::counting::Minutes;
using why502::counting::ScopeSample;
using why502::counting::Stretch;
using why502::counting::WindowCount;

using Whole =
    std::map<std::tuple<std::uint32_t, std::int32_t, int>, std::tuple<std::uint32_t, std::int64_t, std::int64_t>>;

Whole whole(const Minutes& minutes) {
  Whole all;
  for (const Cell& c : minutes.cells()) all[{c.key, c.window, c.status}] = {c.count, c.first, c.last};
  EXPECT_EQ(all.size(), minutes.cells().size()) << "each cell once";
  return all;
}

TEST(Minutes, AnyOrderAndCutGivesTheSameCells) {
  std::mt19937_64 random(1);
  for (const std::int64_t span : {600, 20'000, 3'000'000}) {
    std::vector<std::tuple<std::uint32_t, int, std::int64_t>> all;
    for (int i = 0; i < 3000; ++i) {
      all.emplace_back(random() % 9, random() % 3 == 0 ? 504 : 502,
                       static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(span)) * 1'000'000 - 99'000'000);
    }
    Minutes one(500);
    for (const auto& [key, status, micros] : all) one.add(key, status, micros, micros, 1);
    std::shuffle(all.begin(), all.end(), random);
    Minutes a(500), b(500);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& [key, status, micros] = all[i];
      (i % 3 == 0 ? a : b).add(key, status, micros, micros, 1);
    }
    a.widen(b.width());
    for (const Cell& cell : b.cells()) a.add(cell, cell.key, b.width());
    EXPECT_EQ(a.width(), one.width());
    EXPECT_EQ(whole(a), whole(one));
    EXPECT_LE(one.cells().size(), 500u);
    EXPECT_EQ(one.width() > 60, span > 600);
  }
}

TEST(Minutes, MoreKeysThanCellsCloseIt) {
  Minutes minutes(10);
  for (std::uint32_t key = 0; key < 11; ++key) minutes.add(key, 502, 0, 0, 1);
  EXPECT_TRUE(minutes.is_closed());
  minutes.add(1, 502, 0, 0, 1);
  EXPECT_TRUE(minutes.cells().empty());
}

TEST(ScopeSample, IsTheSameForAnyCutAndALowerBound) {
  std::mt19937_64 random(2);
  ScopeSample whole, parts[3], sum;
  for (int i = 0; i < 100'000; ++i) {
    const why502::counting::Touch touch{random() % 40'000, static_cast<std::uint32_t>(random() % 3), i % 60};
    const std::uint64_t record = random();
    whole.add(touch, record);
    parts[random() % 3].add(touch, record);
  }
  for (const ScopeSample& part : parts) sum.merge(part);
  EXPECT_FALSE(whole.is_exact());
  EXPECT_FALSE(sum.is_exact());
  EXPECT_LE(whole.touches().size(), ScopeSample::kMostTouches);
  EXPECT_EQ(sum.touches(), whole.touches());
}

// One site on many peers for many minutes must not vanish.
TEST(ScopeSample, FewValuesStay) {
  ScopeSample sample;
  std::mt19937_64 random(3);
  for (std::uint32_t peer = 0; peer < 500; ++peer) {
    for (std::int32_t minute = 0; minute < 500; ++minute) sample.add({7, peer, minute}, random());
  }
  EXPECT_FALSE(sample.is_exact());
  EXPECT_GT(sample.touches().size(), 1000u);
}

std::vector<Stretch> stretches(const std::vector<std::uint64_t>& minutes) {
  std::vector<WindowCount> counts;
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    if (minutes[i] != 0) counts.push_back({static_cast<std::int32_t>(i), minutes[i]});
  }
  return find_stretches(counts, LogWindows{0, static_cast<std::int64_t>(minutes.size()) - 1, 60});
}

std::vector<std::uint64_t> quiet(std::size_t minutes) { return std::vector<std::uint64_t>(minutes, 0); }

TEST(Stretches, ThreeInAMinuteOfAQuietLogAreOne) {
  auto log = quiet(60);
  log[20] = 2;
  EXPECT_TRUE(stretches(log).empty());
  log[20] = 3;
  ASSERT_EQ(stretches(log).size(), 1u);
  EXPECT_EQ(stretches(log)[0].from, 20);
  EXPECT_EQ(stretches(log)[0].failures, 3u);
}

TEST(Stretches, GapsOfFiveMinutesAreBridgedAndOfSixNot) {
  auto log = quiet(60);
  log[10] = log[16] = 9;
  EXPECT_EQ(stretches(log).size(), 1u);
  log[16] = 0;
  log[17] = 9;
  EXPECT_EQ(stretches(log).size(), 2u);
}

// facts of chance: half a failure a minute makes minutes of three all day long.
TEST(Stretches, ConstantNoiseIsNone) {
  for (const double rate : {0.05, 0.3, 0.5, 1.0, 2.0}) {
    std::mt19937_64 random(7);
    std::poisson_distribution<int> noise(rate);
    auto log = quiet(1440);
    for (auto& minute : log) minute = static_cast<std::uint64_t>(noise(random));
    EXPECT_TRUE(stretches(log).empty()) << rate;
  }
}

TEST(Stretches, NoiseWithAnOutageInItIsTheOutage) {
  for (const double rate : {0.3, 1.0, 5.0}) {
    std::mt19937_64 random(8);
    std::poisson_distribution<int> noise(rate);
    auto log = quiet(1440);
    for (auto& minute : log) minute = static_cast<std::uint64_t>(noise(random));
    for (std::size_t i = 700; i < 730; ++i) log[i] += 60;
    const auto found = stretches(log);
    ASSERT_EQ(found.size(), 1u) << rate;
    EXPECT_EQ(found[0].from, 700);
    EXPECT_EQ(found[0].to, 729);
    EXPECT_FALSE(found[0].throughout);
  }
}

// The median is the outage's own level then, and must not hide it.
TEST(Stretches, AnOutageThatFillsMostOfTheLogHasItsOnset) {
  auto log = quiet(100);
  for (std::size_t i = 30; i < 100; ++i) log[i] = 50 + i % 7;
  const auto found = stretches(log);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].from, 30);
  EXPECT_FALSE(found[0].throughout);
}

TEST(Stretches, ALevelThatFillsTheLogIsThroughout) {
  std::vector<std::uint64_t> log(100, 50);
  const auto found = stretches(log);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].throughout);
  EXPECT_EQ(found[0].failures, 5000u);
}

}  // namespace
}  // namespace why502_tests
