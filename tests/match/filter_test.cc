// filter_test.cc -- which events pass: the bounds of time, causes, and what is refused.
#include "why502/filter.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "lib/format/event_builder.h"

namespace why502 {
namespace {

Timestamp second(int s) { return Timestamp(std::chrono::seconds(s)); }

Event event(Cause cause, std::optional<Timestamp> time) {
  EventBuilder build("text");
  build.meaning(cause, Role::failure, Phase::unknown, 502, "");
  if (time) build.time(*time);
  return build.event();
}

Filter filter(const FilterOptions& options) {
  auto made = Filter::create(options);
  EXPECT_TRUE(made.has_value());
  return *made;
}

TEST(Filter, WithoutOptionsLetsEverythingThrough) {
  const Filter all = filter({});
  EXPECT_TRUE(all.matches(event(Cause::connect_refused, second(0))));
  EXPECT_TRUE(all.matches(event(Cause::other, std::nullopt)));
  EXPECT_TRUE(all.matches(event(Cause::none, std::nullopt)));
}

TEST(Filter, SinceIsInUntilIsOut) {
  const Filter f = filter({.since = second(10), .until = second(20)});
  EXPECT_FALSE(f.matches(event(Cause::other, second(10) - std::chrono::microseconds(1))));
  EXPECT_TRUE(f.matches(event(Cause::other, second(10))));
  EXPECT_TRUE(f.matches(event(Cause::other, second(20) - std::chrono::microseconds(1))));
  EXPECT_FALSE(f.matches(event(Cause::other, second(20))));
}

TEST(Filter, OneBoundIsEnough) {
  EXPECT_TRUE(filter({.since = second(10), .until = {}}).matches(event(Cause::other, second(1000))));
  EXPECT_FALSE(filter({.since = second(10), .until = {}}).matches(event(Cause::other, second(9))));
  EXPECT_TRUE(filter({.since = {}, .until = second(10)}).matches(event(Cause::other, second(-1000))));
  EXPECT_FALSE(filter({.since = {}, .until = second(10)}).matches(event(Cause::other, second(10))));
}

TEST(Filter, EventsWithoutATimePassNoBound) {
  EXPECT_FALSE(filter({.since = second(10), .until = {}}).matches(event(Cause::other, std::nullopt)));
  EXPECT_FALSE(filter({.since = {}, .until = second(10)}).matches(event(Cause::other, std::nullopt)));
}

TEST(Filter, AnyOfTheCauses) {
  const Filter f = filter({.since = {}, .until = {}, .causes = {Cause::connect_refused, Cause::closed_early}});
  for (const CauseInfo& cause : causes()) {
    const bool wanted = cause.cause == Cause::connect_refused || cause.cause == Cause::closed_early;
    EXPECT_EQ(f.matches(event(cause.cause, std::nullopt)), wanted) << cause.id;
  }
}

TEST(Filter, AllOfItMustHold) {
  const Filter f = filter({.since = second(10), .until = second(20), .causes = {Cause::closed_early}});
  EXPECT_TRUE(f.matches(event(Cause::closed_early, second(15))));
  EXPECT_FALSE(f.matches(event(Cause::closed_early, second(25))));
  EXPECT_FALSE(f.matches(event(Cause::connect_refused, second(15))));
}

TEST(Filter, RefusesAnEmptyRange) {
  for (const int until : {9, 10}) {
    const auto f = Filter::create({.since = second(10), .until = second(until)});
    ASSERT_FALSE(f.has_value());
    EXPECT_EQ(f.error().code, Errc::bad_option);
    EXPECT_EQ(f.error().message, "the time range is empty: since must be before until");
  }
}

// An event with these fields.
bool passes(const FilterOptions& options, const std::string& upstream, const std::string& server) {
  const std::string text = upstream + server;
  EventBuilder build(text);
  build.field(Field::upstream, std::string_view(text).substr(0, upstream.size()));
  build.field(Field::server, std::string_view(text).substr(upstream.size()));
  return filter(options).matches(build.event());
}

TEST(Filter, ExpressionsAreFoundAnywhere) {
  EXPECT_TRUE(passes({.upstream = R"(10\.0\.)"}, "10.0.0.1:80", ""));
  EXPECT_FALSE(passes({.upstream = R"(^0\.0)"}, "10.0.0.1:80", ""));
  EXPECT_TRUE(passes({.server = "shop|blog"}, "a:1", "www.blog.example"));
  EXPECT_FALSE(passes({.upstream = "a", .server = "shop"}, "a:1", "api"));
  EXPECT_TRUE(passes({.upstream = R"(\xff)"}, "a\xff:1", "")) << "bytes, not UTF-8";
  EXPECT_FALSE(passes({.upstream = "."}, "", "")) << "no upstream is named";
}

TEST(Filter, RefusesWhatIsNoExpression) {
  const std::string huge = "((a{1000}){1000}){1000}";
  for (const std::string& bad : {std::string("("), std::string("a**"), huge, std::string(5000, 'a')}) {
    const auto by_upstream = Filter::create({.upstream = bad});
    ASSERT_FALSE(by_upstream.has_value()) << bad;
    EXPECT_EQ(by_upstream.error().code, Errc::bad_option);
    EXPECT_EQ(by_upstream.error().message.rfind("upstream: ", 0), 0u) << by_upstream.error().message;
    EXPECT_FALSE(Filter::create({.server = bad}).has_value());
  }
}

TEST(Filter, CopiesShareAndKeepTheOptions) {
  const FilterOptions options{.since = second(1), .until = second(2), .causes = {Cause::other}};
  std::optional<Filter> first = filter(options);
  const Filter copy = *first;
  first.reset();
  EXPECT_EQ(copy.options().since, second(1));
  EXPECT_EQ(copy.options().causes.size(), 1u);
  EXPECT_TRUE(copy.matches(event(Cause::other, second(1))));
}

}  // namespace
}  // namespace why502
