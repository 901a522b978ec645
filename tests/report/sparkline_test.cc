// sparkline_test.cc -- series as one line.
#include "lib/report/sparkline.h"

#include <gtest/gtest.h>

#include <vector>

namespace why502::report {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds at(int second) { return sys_seconds(seconds(second)); }

TEST(TimeAxis, HasACellAWindowWhileTheyFit) {
  const TimeAxis axis = time_axis(at(65), at(299), seconds(60), 10);
  EXPECT_EQ(axis.begin, at(60));
  EXPECT_EQ(axis.cell, seconds(60));
  EXPECT_EQ(axis.cells, 4U);
}

TEST(TimeAxis, JoinsWindowsThatDoNotFit) {
  const TimeAxis axis = time_axis(at(0), at(60 * 24 - 1), seconds(60), 10);
  EXPECT_EQ(axis.cell, seconds(300));
  EXPECT_EQ(axis.cells, 5U);
}

TEST(TimeAxis, JoinsWholeWindowsOnly) {
  const TimeAxis axis = time_axis(at(0), at(90 * 40 - 1), seconds(90), 10);
  EXPECT_EQ(axis.cell.count() % 90, 0);
  EXPECT_LE(axis.cells, 10U);
}

TEST(TimeAxis, HoldsACenturyOfSeconds) {
  const TimeAxis axis = time_axis(at(0), at(2'000'000'000), seconds(1), 12);
  EXPECT_LE(axis.cells, 12U);
  EXPECT_GE(axis.begin + axis.cell * static_cast<int>(axis.cells), at(2'000'000'000));
}

TEST(TimeAxis, BeginsAtAWindowBefore1970Too) { EXPECT_EQ(time_axis(at(-1), at(1), seconds(60), 10).begin, at(-60)); }

TEST(Sparkline, TheLargestIsFullAndOneIsSeen) {
  const std::vector<SeriesPoint> series{{at(0), 1}, {at(60), 1000}, {at(180), 500}};
  const TimeAxis axis = time_axis(at(0), at(239), seconds(60), 60);
  EXPECT_EQ(sparkline(series, axis, Charset::unicode), "\xE2\x96\x81\xE2\x96\x88 \xE2\x96\x84");
  EXPECT_EQ(sparkline(series, axis, Charset::ascii), ".# =");
}

TEST(Sparkline, CountsWhatLiesOutsideForTheEnds) {
  const std::vector<SeriesPoint> series{{at(-600), 5}, {at(6000), 5}};
  const TimeAxis axis = time_axis(at(0), at(179), seconds(60), 60);
  EXPECT_EQ(sparkline(series, axis, Charset::ascii), "# #");
}

}  // namespace
}  // namespace why502::report
