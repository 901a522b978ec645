// parser_test.cc -- the Parser: options, one record in, one verdict out.
#include "why502/parser.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/engine/parsed.h"
#include "why502/time.h"

namespace why502_tests {
namespace {

using why502::Counters;
using why502::Errc;
using why502::Event;
using why502::Parser;
using why502::ParserOptions;
using why502::Scratch;
using why502::Verdict;

TEST(ParserCreate, RefusesAnUnknownZone) {
  for (const char* zone : {"", "localtime", "Mars/Olympus", "+15:00"}) {
    ParserOptions options;
    options.time_zone = zone;
    const auto parser = Parser::create(options);
    ASSERT_FALSE(parser.has_value()) << zone;
    EXPECT_EQ(parser.error().code, Errc::bad_option);
    EXPECT_EQ(parser.error().message, "unknown time zone '" + std::string(zone) +
                                          "': give a name of the tz database such as Europe/Berlin, UTC, or an offset "
                                          "such as +02:00");
  }
}

TEST(ParserCreate, BoundsTheLongestLine) {
  const struct {
    std::size_t bytes;
    bool good;
  } cases[] = {{0, false},      {4095, false},          {4096, true},     {1 << 20, true},
               {1 << 30, true}, {(1 << 30) + 1, false}, {SIZE_MAX, false}};
  for (const auto& each : cases) {
    ParserOptions options;
    options.max_line_bytes = each.bytes;
    const auto parser = Parser::create(options);
    ASSERT_EQ(parser.has_value(), each.good) << each.bytes;
    if (each.good) continue;
    EXPECT_EQ(parser.error().code, Errc::bad_option);
    EXPECT_EQ(parser.error().message,
              "max_line_bytes is " + std::to_string(each.bytes) + ": give 4096 to 1073741824 bytes");
  }
}

TEST(ParserCreate, KeepsItsOptions) {
  ParserOptions options;
  options.time_zone = "Europe/Berlin";
  options.max_line_bytes = 5000;
  options.format = why502::Format::nginx;
  const Parser parser = make_parser(options);
  EXPECT_EQ(parser.options().time_zone, "Europe/Berlin");
  EXPECT_EQ(parser.options().max_line_bytes, 5000u);
  EXPECT_EQ(parser.options().format, why502::Format::nginx);
}

TEST(Parse, GivesAVerdictForAnything) {
  EXPECT_EQ(parsed(kGood).verdict, Verdict::event);
  EXPECT_EQ(parsed(kStamp + " [notice] 7#7: signal process started").verdict, Verdict::other);
  for (const char* text : {"", "\n", "\r\n", "\r", "hello", "2026/08/20", " ", "\0"}) {
    EXPECT_EQ(parsed(text).verdict, Verdict::unrecognized) << text;
    EXPECT_TRUE(parsed(text).events.empty());
  }
}

// "without its last line ending": one that is left on is no part of the record.
TEST(Parse, OneLineEndingIsNoPartOfTheRecord) {
  for (const char* ending : {"", "\n", "\r\n", "\r"}) {
    const auto event = event_of(kGood + ending);
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(event->view().text(), kGood);
    EXPECT_EQ(event->view().host(), "a.io");
    EXPECT_FALSE(event->view().truncated());
  }
}

TEST(Parse, MoreThanOneLineEndingIs) {
  EXPECT_EQ(event_of(kGood + "\n\n")->view().text(), kGood + "\n");
  EXPECT_EQ(event_of(kGood + "\r\r\n")->view().text(), kGood + "\r");
}

TEST(Parse, ARecordMaySpanLines) {
  const std::string record = kHead + "FastCGI sent in stderr: \"PHP message: PHP Fatal error:  x in /a.php:3\nStack " +
                             "trace:\r\n#0 {main}\" while reading response header from upstream" + kFields;
  const auto event = event_of(record);
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->view().text(), record);
  EXPECT_EQ(event->view().cause(), why502::Cause::app_error);
  EXPECT_FALSE(event->view().truncated());
}

TEST(Parse, KnowsNothingOfPlaceAndSource) {
  const auto event = event_of(kGood);
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->view().offset(), 0u);
  EXPECT_EQ(event->view().source(), "");
}

TEST(Parse, ViewsPointIntoTheRecord) {
  const std::string record = kGood;
  const Parser parser = make_parser();
  Scratch scratch;
  parser.parse(record, scratch, [&](const Event& event) {
    EXPECT_EQ(event.text().data(), record.data());
    EXPECT_EQ(event.upstream().data(), record.data() + record.find("10.1.2.3"));
    EXPECT_EQ(event.message().data(), record.data() + record.find("connect()"));
  });
}

TEST(Parse, FourEnvelopesDeepAndNotFive) {
  std::string record = kGood;
  for (int depth = 1; depth <= 5; ++depth) {
    record = "2026-08-20T14:34:56.123456789+02:00 stderr F " + record;
    EXPECT_EQ(parsed(record).verdict, depth <= 4 ? Verdict::event : Verdict::unrecognized) << depth;
  }
}

TEST(Parse, ACallbackMayBeAnythingOrNothing) {
  const Parser parser = make_parser();
  Scratch scratch;
  EXPECT_EQ(parser.parse(kGood, scratch, {}), Verdict::event);
  int calls = 0;
  const auto stop = [&](const Event&) {
    ++calls;
    return false;
  };
  EXPECT_EQ(parser.parse(kGood, scratch, stop), Verdict::event) << "stopping changes no verdict";
  EXPECT_EQ(calls, 1);
}

TEST(Parse, ReadsStampsInTheParsersZone) {
  ParserOptions options;
  options.time_zone = "Europe/Berlin";
  const Parser berlin = make_parser(options);
  const auto result = parsed(kGood, berlin);
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_EQ(why502::format_time(*result.events[0].view().time()), "2026-08-20T10:34:56Z");
  EXPECT_EQ(why502::format_time(*event_of(kGood)->view().time()), "2026-08-20T12:34:56Z");
}

// A Scratch remembers the last stamp: of one parser nothing may reach another.
TEST(Parse, AScratchMayServeSeveralParsers) {
  ParserOptions options;
  options.time_zone = "+02:00";
  const Parser east = make_parser(options), utc = make_parser();
  Scratch scratch;
  for (int i = 0; i < 3; ++i) {
    for (const auto& [parser, expected] :
         {std::pair(&east, "2026-08-20T10:34:56Z"), std::pair(&utc, "2026-08-20T12:34:56Z")}) {
      parser->parse(kGood, scratch,
                    [&, want = expected](const Event& event) { EXPECT_EQ(why502::format_time(*event.time()), want); });
    }
    Scratch moved = std::move(scratch);
    scratch = std::move(moved);
  }
}

TEST(Parse, AFormatThatIsNamedIsTheOnlyOne) {
  ParserOptions options;
  options.format = why502::Format::nginx;
  const Parser nginx = make_parser(options);
  EXPECT_EQ(parsed(kGood, nginx).verdict, Verdict::event);
  EXPECT_EQ(parsed("hello", nginx).verdict, Verdict::unrecognized);
}

TEST(Parse, AMovedParserWorks) {
  Parser first = make_parser();
  const Parser second = std::move(first);
  EXPECT_EQ(parsed(kGood, second).verdict, Verdict::event);
}

// --- Counters

TEST(CountersTest, AddingIsCommutativeAndHasAnIdentity) {
  const auto at = [](int s) { return why502::Timestamp(std::chrono::seconds(s)); };
  Counters a, b;
  a.bytes = 7;
  a.add(Verdict::event, 2);
  a.add(Verdict::too_long);
  a.formats = 1;
  a.add(at(20));
  b.bytes = 5;
  b.add(Verdict::other);
  b.add(Verdict::continuation, 3);
  b.add(Verdict::unrecognized);
  b.formats = 2;
  b.add(at(10));
  b.add(at(30));
  Counters ab = a, ba = b, a0 = a, empty;
  ab += b;
  ba += a;
  a0 += empty;
  empty += a;
  for (const auto& [x, y] : {std::pair(ab, ba), std::pair(a0, a), std::pair(empty, a)}) {
    EXPECT_EQ(x.bytes, y.bytes);
    EXPECT_EQ(x.event, y.event);
    EXPECT_EQ(x.other, y.other);
    EXPECT_EQ(x.continuation, y.continuation);
    EXPECT_EQ(x.unrecognized, y.unrecognized);
    EXPECT_EQ(x.too_long, y.too_long);
    EXPECT_EQ(x.formats, y.formats);
    EXPECT_EQ(x.first, y.first);
    EXPECT_EQ(x.last, y.last);
  }
  EXPECT_EQ(ab.lines(), 8u);
  EXPECT_EQ(ab.formats, 3u);
  EXPECT_EQ(ab.first, at(10));
  EXPECT_EQ(ab.last, at(30));
}

}  // namespace
}  // namespace why502_tests
