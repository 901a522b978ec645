// columns_test.cc -- text fitted into columns.
#include "lib/report/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/report/utf8.h"

namespace why502::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Columns, WidthCountsWhatATerminalShows) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("caf\xC3\xA9"), 4U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);                 // e and a combining accent
  EXPECT_EQ(display_width("\xE6\x97\xA5\xE6\x9C\xAC"), 4U);  // two wide ones
  EXPECT_EQ(display_width("\xE2\x96\x88\xE2\x80\xA6"), 2U);  // a block and an ellipsis
}

TEST(Columns, PaddingReachesTheWidthAndNoMore) {
  EXPECT_EQ(pad_left("12", 5), "   12");
  EXPECT_EQ(pad_right("12", 5), "12   ");
  EXPECT_EQ(pad_left("123456", 5), "123456");
  EXPECT_EQ(pad_right("\xE6\x97\xA5", 3), "\xE6\x97\xA5 ");
}

TEST(Columns, CuttingLeavesTheEnds) {
  EXPECT_EQ(cut_end("abcdefgh", 8, "..."), "abcdefgh");
  EXPECT_EQ(cut_end("abcdefgh", 7, "..."), "abcd...");
  EXPECT_EQ(cut_middle("abcdefgh", 8, "~"), "abcdefgh");
  EXPECT_EQ(cut_middle("abcdefgh", 5, "~"), "ab~gh");
  EXPECT_EQ(cut_middle("abcdefgh", 4, "~"), "a~gh");
}

TEST(Columns, CuttingNeverSplitsACharacter) {
  EXPECT_EQ(cut_end("\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5", 4, "~"), "\xE6\x97\xA5~");
  EXPECT_EQ(cut_middle("\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5", 5, "~"), "\xE6\x97\xA5~\xE6\x97\xA5");
  EXPECT_EQ(cut_middle("abe\xCC\x81", 2, "~"), "~e\xCC\x81");
}

TEST(Columns, WrappingBreaksAtBlanks) {
  EXPECT_THAT(wrap("", 10), IsEmpty());
  EXPECT_THAT(wrap("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("one two three", 6), ElementsAre("one", "two", "three"));
  EXPECT_THAT(wrap("a bcdefghij", 4), ElementsAre("a", "bcde", "fghi", "j"));
}

TEST(Columns, AFormOfItsOwnForEachByteThatIsNoCharacter) {
  for (const std::string_view bad :
       {"\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x96", "\x80", "\xF0\x80\x80\x80"}) {
    const Character c = first_character(bad);
    EXPECT_FALSE(c.valid);
    EXPECT_EQ(c.bytes, 1U);
  }
  for (const char32_t code : {U'$', U'\u00E9', U'\u2588', U'\U0001F600'}) {
    std::string text;
    append_utf8(code, &text);
    const Character c = first_character(text);
    EXPECT_TRUE(c.valid);
    EXPECT_EQ(c.code, code);
    EXPECT_EQ(c.bytes, text.size());
  }
}

}  // namespace
}  // namespace why502::report
