// bytes_test.cc -- a few bytes at a time, as integers.
#include "lib/base/bytes.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <string_view>

namespace why502::base {
namespace {

TEST(Load8, IsTheBytesInTheMachinesOrder) {
  const std::string text = "abcdefghij";
  std::uint64_t word = 0;
  std::memcpy(&word, "abcdefgh", 8);
  EXPECT_EQ(load8(text.data()), word);
  EXPECT_EQ(load8(std::string_view(text)), word);
}

TEST(Load8, OfAShortStringTheRestIsZero) {
  const std::string text = "abcdefgh";
  for (std::size_t n = 0; n <= 8; ++n) {
    char padded[8] = {};
    std::memcpy(padded, text.data(), n);
    EXPECT_EQ(load8(std::string_view(text).substr(0, n)), load8(padded)) << n;
  }
}

TEST(IsDigit, OfAllBytesTenAreDigits) {
  for (int c = 0; c < 256; ++c) EXPECT_EQ(is_digit(static_cast<char>(c)), c >= '0' && c <= '9') << c;
}

TEST(SkipDigits, StopsBehindTheLast) {
  EXPECT_EQ(skip_digits("12a", 0), 2u);
  EXPECT_EQ(skip_digits("12a", 2), 2u);
  EXPECT_EQ(skip_digits("a12", 1), 3u);
  EXPECT_EQ(skip_digits("12", 2), 2u);
  EXPECT_EQ(skip_digits("", 0), 0u);
  EXPECT_EQ(skip_digits("1\xB2", 0), 1u);
}

TEST(ToInt, IsCapped) {
  EXPECT_EQ(to_int(""), 0);
  EXPECT_EQ(to_int("0"), 0);
  EXPECT_EQ(to_int("000111"), 111);
  EXPECT_EQ(to_int("999999999"), 999'999'999);
  EXPECT_EQ(to_int("1000000000"), 999'999'999);
  EXPECT_EQ(to_int(std::string(400, '9')), 999'999'999);
}

TEST(StandsAt, NeverReadsBehindTheEnd) {
  EXPECT_TRUE(stands_at("abc", 1, "bc"));
  EXPECT_FALSE(stands_at("abc", 1, "bd"));
  EXPECT_FALSE(stands_at("abc", 2, "cd"));
  EXPECT_TRUE(stands_at("abc", 3, ""));
  EXPECT_FALSE(stands_at("abc", 4, ""));
  EXPECT_FALSE(stands_at("abc", std::string_view::npos, "a"));
}

}  // namespace
}  // namespace why502::base
