// lines_test.cc -- where lines end.
#include "lib/scan/lines.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/roads/guarded.h"

namespace why502::scan {
namespace {

TEST(FindNewline, FindsTheFirstAtOrAfter) {
  EXPECT_EQ(find_newline("a\nb\n", 0), 1u);
  EXPECT_EQ(find_newline("a\nb\n", 1), 1u);
  EXPECT_EQ(find_newline("a\nb\n", 2), 3u);
  EXPECT_EQ(find_newline("a\nb\n", 4), npos);
  EXPECT_EQ(find_newline("a\rb", 0), npos);
  EXPECT_EQ(find_newline("", 0), npos);
  EXPECT_EQ(find_newline(std::string_view("a\0\n", 3), 0), 2u);
}

TEST(FindNewline, ReadsNothingOutsideTheBytes) {
  why502_tests::Guarded guarded(300);
  for (std::size_t size = 0; size <= 200; ++size) {
    const std::string bytes(size, 'x');
    for (std::size_t from = 0; from <= size; from += 11) ASSERT_EQ(find_newline(guarded.at_end(bytes), from), npos);
  }
}

TEST(WithoutCr, CutsOneAtTheEndOnly) {
  EXPECT_EQ(without_cr("a\r"), "a");
  EXPECT_EQ(without_cr("a\r\r"), "a\r");
  EXPECT_EQ(without_cr("\ra"), "\ra");
  EXPECT_EQ(without_cr("\r"), "");
  EXPECT_EQ(without_cr(""), "");
}

}  // namespace
}  // namespace why502::scan
