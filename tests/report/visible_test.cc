// visible_test.cc -- foreign bytes, shown.
#include "lib/report/visible.h"

#include <gtest/gtest.h>

namespace why502::report {
namespace {

TEST(Visible, LeavesTextAlone) {
  EXPECT_EQ(visible("10.0.0.1:8080 \"a\\b\"", Charset::ascii), "10.0.0.1:8080 \"a\\b\"");
  EXPECT_EQ(visible("caf\xC3\xA9", Charset::unicode), "caf\xC3\xA9");
  EXPECT_EQ(visible("caf\xC3\xA9", Charset::ascii), "caf\\u{e9}");
}

TEST(Visible, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(visible("a\x1b[31mb", Charset::unicode), "a\\x1b[31mb");
  EXPECT_EQ(visible("\r\n\t\x07\x7f", Charset::unicode), "\\r\\n\\t\\x07\\x7f");
  EXPECT_EQ(visible(std::string_view("\0", 1), Charset::unicode), "\\x00");
  EXPECT_EQ(visible("\xC2\x9B", Charset::unicode), "\\u{9b}");        // CSI, as one character
  EXPECT_EQ(visible("\xE2\x80\xAE", Charset::unicode), "\\u{202e}");  // right to left
}

TEST(Visible, ReplacesBytesThatAreNoText) {
  EXPECT_EQ(visible("\xff\x9b", Charset::unicode), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(visible("\xff", Charset::ascii), "?");
}

TEST(WithoutQueries, CutsAtTheQueryAlone) {
  EXPECT_EQ(without_queries("request: \"GET /a?b=c HTTP/1.1\", host: \"h\"", "..."),
            "request: \"GET /a?... HTTP/1.1\", host: \"h\"");
  EXPECT_EQ(without_queries("upstream: \"http://u/a?b\", referrer: \"https://r/?q=1\"", "..."),
            "upstream: \"http://u/a?...\", referrer: \"https://r/?...\"");
  EXPECT_EQ(without_queries("a? b", "..."), "a? b");
  EXPECT_EQ(without_queries("/a?cut off by the end of the exam", "..."), "/a?... off by the end of the exam");
  EXPECT_EQ(without_queries("/a?x=\"1\"y HTTP/1.1", "..."), "/a?... HTTP/1.1");
}

}  // namespace
}  // namespace why502::report
