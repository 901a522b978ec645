// series_test.cc -- windows: their widths, their begins, folding.
#include "lib/aggregate/series.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>

#include "lib/aggregate/windows.h"
#include "tests/aggregate/made.h"

namespace why502::counting {
namespace {

std::int64_t windows_between(std::int64_t first, std::int64_t last, std::int64_t width) {
  return (window_of(last, width) - window_of(first, width)) / width + 1;
}

TEST(Widths, EachDividesTheNext) {
  for (std::size_t i = 1; i < std::size(kWidths); ++i) {
    EXPECT_EQ(kWidths[i] % kWidths[i - 1], 0);
    EXPECT_EQ(wider(kWidths[i - 1]), kWidths[i]);
  }
  EXPECT_EQ(wider(kWidths[std::size(kWidths) - 1]), 2 * kWidths[std::size(kWidths) - 1]);
}

TEST(Widths, OfAnyWidthTheNextIsAMultiple) {
  for (const std::int64_t width : {1, 2, 7, 30, 45, 50, 61, 3600, 7200, 86399, 366 * 86400}) {
    EXPECT_GT(wider(width), width);
    EXPECT_EQ(wider(width) % width, 0) << width;
  }
  EXPECT_EQ(wider(45), 900);
  EXPECT_EQ(wider(30), 60);
}

TEST(Windows, BeginAtMultiplesOfTheirWidth) {
  EXPECT_EQ(window_of(0, 60), 0);
  EXPECT_EQ(window_of(59, 60), 0);
  EXPECT_EQ(window_of(60, 60), 60);
  EXPECT_EQ(window_of(-1, 60), -60);
  EXPECT_EQ(window_of(-60, 60), -60);
  EXPECT_EQ(window_of(-61, 60), -120);
  for (std::int64_t s = -1000; s < 1000; s += 7) {
    EXPECT_LE(window_of(s, 45), s);
    EXPECT_GT(window_of(s, 45) + 45, s);
    EXPECT_EQ(window_of(s, 45) % 45, 0);
  }
}

TEST(Windows, AutoIsTheFinestOfAtMost60) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 2000; ++round) {
    const auto first = static_cast<std::int64_t>(random() % 4'000'000'000) - 1'000'000'000;
    const auto last = first + static_cast<std::int64_t>(random() % (std::uint64_t{1} << (1 + random() % 36)));
    const std::int64_t width = width_for(first, last, 1);
    ASSERT_LE(windows_between(first, last, width), kMostWindows) << first << " " << last;
    for (std::int64_t finer = 1; finer < width; finer = wider(finer)) {
      ASSERT_GT(windows_between(first, last, finer), kMostWindows) << first << " " << last << " " << finer;
    }
  }
  EXPECT_EQ(width_for(0, 59, 1), 1);
  EXPECT_EQ(width_for(0, 60, 1), 10);
  EXPECT_EQ(width_for(5, 5, 300), 300) << "never narrower than it is";
}

TEST(Windows, HoldTheWholeCalendar) {
  const std::int64_t first = -62'135'596'800, last = 253'402'300'799;  // years 1 to 9999
  EXPECT_LE(windows_between(first, last, width_for(first, last, 1)), kMostWindows);
}

std::map<std::int64_t, std::uint64_t> as_map(const Series& series) {
  std::map<std::int64_t, std::uint64_t> map;
  std::int64_t before = INT64_MIN;
  for (const SeriesPoint& point : series.points()) {
    const std::int64_t window = point.window.time_since_epoch().count();
    EXPECT_GT(window, before) << "by time, each once";
    before = window;
    map[window] = point.failures;
  }
  return map;
}

TEST(Series, AgreesWithAMap) {
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    Series series;
    std::map<std::int64_t, std::uint64_t> expected;
    const auto spread = static_cast<std::int64_t>(1 + random() % 100);
    for (int i = 0; i < 60; ++i) {
      const std::int64_t window = (static_cast<std::int64_t>(random()) % spread - spread / 2) * 10;
      const std::uint64_t failures = 1 + random() % 5;
      series.add(window, failures);
      expected[window] += failures;
    }
    EXPECT_GE(series.size(), expected.size());
    series.settle();
    EXPECT_EQ(series.size(), expected.size());
    ASSERT_EQ(as_map(series), expected);

    std::map<std::int64_t, std::uint64_t> folded;
    for (const auto& [window, failures] : expected) folded[window_of(window, 60)] += failures;
    series.fold(60);
    ASSERT_EQ(as_map(series), folded);
    series.fold(60);
    ASSERT_EQ(as_map(series), folded) << "folding again changes nothing";

    // Adding another series as a whole is adding its failures.
    Series sum;
    sum.add(0, 1);
    sum.add(series.points(), 600);
    std::map<std::int64_t, std::uint64_t> added = {{0, 1}};
    for (const auto& [window, failures] : folded) added[window_of(window, 600)] += failures;
    ASSERT_EQ(as_map(sum), added);
  }
}

TEST(Series, OfNothingIsEmpty) {
  Series series;
  EXPECT_TRUE(series.points().empty());
  series.fold(60);
  EXPECT_EQ(series.size(), 0u);
}

// An older file read after a newer one: with one insertion each this took minutes.
TEST(Series, ManyLateWindowsAreSortedIn) {
  Series series;
  constexpr std::int64_t kWindows = 200'000;
  for (std::int64_t window = kWindows; window < 2 * kWindows; ++window) series.add(window, 1);
  for (std::int64_t window = 0; window < kWindows; ++window) series.add(window, 1);
  series.settle();
  EXPECT_EQ(series.size(), static_cast<std::size_t>(2 * kWindows));
  EXPECT_TRUE(std::is_sorted(series.points().begin(), series.points().end(),
                             [](const SeriesPoint& a, const SeriesPoint& b) { return a.window < b.window; }));
}

// --- in an Aggregate

using why502_tests::add;
using why502_tests::empty;
using why502_tests::Made;

TEST(Window, AutoFollowsTheLog) {
  why502::Aggregate sum = empty();
  EXPECT_EQ(sum.window().count(), 1);
  Made made;
  add(&sum, made);
  EXPECT_EQ(sum.window().count(), 1);
  *made.micros += 59 * 60 * why502_tests::kSecond;
  add(&sum, made);
  EXPECT_EQ(sum.window().count(), 60);
  const auto rows = sum.rows();
  ASSERT_EQ(rows.size(), 1u);
  ASSERT_EQ(rows[0].series.size(), 2u);
  EXPECT_EQ(rows[0].series[0].window.time_since_epoch().count() % 60, 0);
}

TEST(Window, AutoCoversTheLogAndNotOnlyItsFailures) {
  why502::Aggregate sum = empty();
  add(&sum, Made{});
  why502::Input input;
  input.name = "a.log";
  input.counters.add(why502::Timestamp(std::chrono::microseconds(*Made{}.micros)));
  input.counters.add(why502::Timestamp(std::chrono::microseconds(*Made{}.micros)) + std::chrono::hours(24));
  sum.add(input);
  EXPECT_EQ(sum.window().count(), 3600);
}

TEST(Window, OneThatWasAskedForIsKept) {
  why502::AggregateOptions options;
  options.window = std::chrono::seconds(45);
  why502::Aggregate sum = empty(options);
  for (std::int64_t hour = 0; hour < 1000; ++hour) {
    Made made;
    made.micros = hour * 3600 * why502_tests::kSecond;
    add(&sum, made);
  }
  EXPECT_EQ(sum.window().count(), 45);
  EXPECT_EQ(sum.rows()[0].series.size(), 1000u);
}

TEST(Window, HalfASecondBefore1970IsTheSecondBefore) {
  why502::AggregateOptions options;
  options.window = std::chrono::seconds(1);
  why502::Aggregate sum = empty(options);
  Made made;
  made.micros = -500'000;
  add(&sum, made);
  EXPECT_EQ(sum.rows()[0].series[0].window.time_since_epoch().count(), -1);
}

}  // namespace
}  // namespace why502::counting
