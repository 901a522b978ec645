// apache_format_test.cc -- an ErrorLogFormat of one's own: what is read by it, and what it may not say.
#include "lib/format/apache_format.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/engine/parsed.h"
#include "why502/time.h"

namespace why502::format {
namespace {

using why502_tests::make_parser;
using why502_tests::parsed;

Parser parser_of(const std::string& format) {
  ParserOptions options;
  options.apache_format = format;
  return make_parser(options);
}

// The connection that was refused, as each format prints it.
struct Case {
  const char* name;
  std::string format, line;
  std::string_view client = "", server = "", time = "2026-11-22T13:47:41Z";
};

class OwnFormat : public testing::TestWithParam<Case> {};

TEST_P(OwnFormat, IsRead) {
  const Case& each = GetParam();
  const auto result = parsed(each.line, parser_of(each.format));
  ASSERT_EQ(result.events.size(), 1u) << each.line;
  const Event event = result.events[0].view();
  EXPECT_EQ(event.cause(), Cause::connect_refused);
  EXPECT_EQ(event.upstream(), "10.0.0.12:8080");
  EXPECT_EQ(event.errno_value(), 111);
  EXPECT_EQ(event.client(), each.client);
  EXPECT_EQ(event.server(), each.server);
  EXPECT_EQ(event.time() ? format_time(*event.time()) : "none", each.time);
  EXPECT_EQ(event.message(), "AH00957: http: attempt to connect to 10.0.0.12:8080 (app1) failed");
}

const std::string kMessage = "AH00957: http: attempt to connect to 10.0.0.12:8080 (app1) failed";
const std::string kRefused = "(111)Connection refused: ";

INSTANTIATE_TEST_SUITE_P(
    Formats, OwnFormat,
    testing::Values(
        Case{"unescaped", "[%t] [%l] [pid %P] %F: %E: [client %a] %M",
             "[Sun Nov 22 13:47:41 2026] [error] [pid 18418] proxy_util.c(3949): " + kRefused + "[client " + kMessage},
        Case{"unescaped_with_client", "[%t] [%l] [pid %P] %F: %E: [client %a] %M",
             "[Sun Nov 22 13:47:41 2026] [error] [pid 18418] proxy_util.c(3949): " + kRefused +
                 "[client 203.0.113.7:5] " + kMessage,
             "203.0.113.7"},
        Case{"documented", R"([%{u}t] [%-m:%l] [pid %P:tid %T] %7F: %E: [client\ %a] %M% ,\ referer\ %{Referer}i)",
             "[Sun Nov 22 13:47:41.5 2026] [proxy:error] [pid 1:tid 2] " + kRefused + "[client 203.0.113.7:5] " +
                 kMessage + ", referer http://x/, referer http://y/",
             "203.0.113.7", "", "2026-11-22T13:47:41.500Z"},
        Case{"virtual_host", R"([%{cu}t] [%v] [%l] %E: [%a] %M)",
             "[2026-11-22 13:47:41] [shop.example.com] [error] " + kRefused + kMessage, "", "shop.example.com"},
        Case{"no_brackets", "%{cuz}t %l %m %E: %M", "2026-11-22 13:47:41 +0000 error proxy " + kRefused + kMessage, "",
             "", "2026-11-22T13:47:41Z"},
        Case{"strftime", "<%{%d.%m.%Y}t> %l %M%% %E", "<22.11.2026> error " + kMessage + "% (111)Connection", "", "",
             "none"},
        Case{"no_level", R"([%t] [pid\ %P] %E: %M)", "[Sun Nov 22 13:47:41 2026] [pid 7] " + kRefused + kMessage},
        // What has not the format that was given is read by those in wide use.
        Case{"other_format", "%l|%M", "[Sun Nov 22 13:47:41 2026] [proxy:error] [pid 1:tid 2] " + kRefused + kMessage}),
    [](const testing::TestParamInfo<Case>& each) { return std::string(each.param.name); });

TEST(OwnFormatErrors, PointAtThePlace) {
  const auto error_of = [](const std::string& format) {
    ParserOptions options;
    options.apache_format = format;
    const auto parser = Parser::create(options);
    return parser ? std::string("none") : parser.error().message;
  };
  EXPECT_EQ(error_of("[%t] %Q %M"),
            "the ErrorLogFormat cannot be read at byte 6, '%Q %M': ErrorLogFormat has no such item");
  EXPECT_EQ(error_of("%M %{Referer"), "the ErrorLogFormat cannot be read at byte 4, '%{Referer': its '{' has no '}'");
  EXPECT_EQ(error_of("%M %"),
            "the ErrorLogFormat cannot be read at byte 4, '%': an item ends with a letter that names it");
  EXPECT_EQ(error_of("%M %M"), "the ErrorLogFormat cannot be read at byte 4, '%M': a record has one message");
  EXPECT_EQ(
      error_of("%t%l %M"),
      "the ErrorLogFormat cannot be read at byte 3, '%l %M': nothing stands between this item and the one before it");
  EXPECT_EQ(error_of("[%t] %l"), "the ErrorLogFormat has no %M, so no message could be read");
  EXPECT_EQ(error_of("%M"), "none");
}

// What a client or an application wrote stays no event.
TEST(OwnFormatForgery, NeedlesMakeNoEvent) {
  const Parser parser = parser_of(R"([%t] [%m:%l] [pid %P] %E: [client\ %a] %M% ,\ referer\ %{Referer}i)");
  const std::string start = "[Sun Nov 22 13:47:41 2026] [core:error] [pid 7] [client 203.0.113.7:5] ";
  EXPECT_TRUE(parsed(start + "AH00126: Invalid URI in request '" + kMessage + "'", parser).events.empty());
  EXPECT_TRUE(parsed(start + "AH01630: denied, referer " + kMessage, parser).events.empty());
  EXPECT_TRUE(parsed("boom on stderr " + kMessage, parser).events.empty());
}

// A JSON made of a format string loses what stands behind a value that is missing.
TEST(OwnFormatJson, WhatIsLostIsNull) {
  const Parser parser = parser_of(R"({"time":"%{cu}t","level":"%l","process":"[pid %P:tid %T]","message":"%M"})");
  const std::string all_down = "AH01170: balancer://hc: All workers are in error state";
  const auto whole = parsed(
      R"({"time":"2026-11-22 13:47:41.1","level":"error","process":"[pid 7:tid 8]","message":")" + all_down + R"("})",
      parser);
  ASSERT_EQ(whole.events.size(), 1u);
  EXPECT_EQ(whole.events[0].view().cause(), Cause::no_live_upstreams);
  EXPECT_EQ(whole.events[0].view().upstream(), "hc");
  EXPECT_EQ(whole.events[0].view().client(), "");
  const auto lost = parsed(R"({"time":"2026-11-22 13:47:41.1","level":"error","process":"[pid 18798:tid)", parser);
  EXPECT_TRUE(lost.events.empty());
}

// Nothing escapes a quote: the message's own ends nothing, and what a client wrote there is told of nobody.
TEST(OwnFormatJson, QuotesAreNotEscaped) {
  const Parser parser = parser_of(R"({"time":"%{cu}t","level":"%l","client":"%a","message":"%M"})");
  const std::string fatal =
      "AH01071: Got error 'PHP message: PHP Fatal error:  Uncaught Exception: no \"boots\", \"level\":\"info\"}'";
  const std::string head = R"({"time":"2026-11-22 13:47:41.1","level":"error","client":"203.0.113.7:5","message":")";
  const auto whole = parsed(head + fatal + "\"}", parser);
  ASSERT_EQ(whole.events.size(), 1u);
  EXPECT_EQ(whole.events[0].view().cause(), Cause::app_error);
  EXPECT_EQ(whole.events[0].view().client(), "203.0.113.7");
  EXPECT_EQ(whole.events[0].view().severity(), Severity::error);
  for (std::size_t size = 0; size < head.size() + fatal.size(); ++size) {
    for (const OwnedEvent& owned : parsed((head + fatal).substr(0, size), parser).events) {
      EXPECT_TRUE(owned.view().client().empty() || owned.view().client() == "203.0.113.7") << size;
    }
  }
}

}  // namespace
}  // namespace why502::format
