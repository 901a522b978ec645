// words_test.cc -- numbers as people write them.
#include "lib/report/words.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace why502::report {
namespace {

using std::chrono::seconds;

TEST(Words, Thousands) {
  EXPECT_EQ(thousands(0), "0");
  EXPECT_EQ(thousands(999), "999");
  EXPECT_EQ(thousands(1000), "1,000");
  EXPECT_EQ(thousands(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

TEST(Words, Counted) {
  EXPECT_EQ(counted(0, "line"), "0 lines");
  EXPECT_EQ(counted(1, "line"), "1 line");
  EXPECT_EQ(counted(12345, "line"), "12,345 lines");
  EXPECT_EQ(counted(2, "record was", "records were"), "2 records were");
}

TEST(Words, Sizes) {
  EXPECT_EQ(size_words(1), "1 byte");
  EXPECT_EQ(size_words(999), "999 bytes");
  EXPECT_EQ(size_words(1'000), "1.0 kB");
  EXPECT_EQ(size_words(999'999), "999 kB");
  EXPECT_EQ(size_words(268'435'456), "268 MB");
  EXPECT_EQ(size_words(3'100'000'000), "3.1 GB");
}

TEST(Words, SharesAreNeverRoundedUp) {
  EXPECT_EQ(share(0, 10), "0%");
  EXPECT_EQ(share(1, 1000), "<1%");
  EXPECT_EQ(share(2, 3), "66%");
  EXPECT_EQ(share(999'999, 1'000'000), "99%");
  EXPECT_EQ(share(5, 5), "100%");
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(share(most - 1, most), "99%");
}

TEST(Words, Durations) {
  EXPECT_EQ(duration_words(seconds(0)), "0 s");
  EXPECT_EQ(duration_words(seconds(81)), "1 min 21 s");
  EXPECT_EQ(duration_words(seconds(3600)), "1 h");
  EXPECT_EQ(duration_words(seconds(3661)), "1 h 1 min");
  EXPECT_EQ(duration_words(seconds(86400 * 3 + 59)), "3 d");
}

TEST(Words, Windows) {
  EXPECT_EQ(window_id(seconds(10)), "10s");
  EXPECT_EQ(window_id(seconds(90)), "90s");
  EXPECT_EQ(window_id(seconds(900)), "15m");
  EXPECT_EQ(window_id(seconds(21600)), "6h");
  EXPECT_EQ(window_id(seconds(7 * 86400)), "7d");
}

}  // namespace
}  // namespace why502::report
