// moved_test.cc -- what was moved from may be destroyed and given a new value, and nothing else is asked of it.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/engine/records.h"
#include "tests/roads/roads.h"
#include "why502/aggregate.h"
#include "why502/filter.h"
#include "why502/partial.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

const std::string kLog = kGood + "\n" + kGood + "\n";

std::uint64_t events_of(why502::Scanner& scanner) {
  std::uint64_t events = 0;
  while (scanner.next() != nullptr) ++events;
  return events;
}

TEST(MovedFrom, ParserAndScratch) {
  why502::Parser parser = make_parser(), other = std::move(parser);
  parser = make_parser();
  why502::Scratch scratch, second = std::move(scratch);
  scratch = why502::Scratch();
  std::uint64_t events = 0;
  auto count = [&](const why502::Event&) { ++events; };
  parser.parse(kGood, scratch, count);
  other.parse(kGood, second, count);
  EXPECT_EQ(events, 2u);
  { const why502::Parser gone = std::move(other); }
  { const why502::Scratch gone = std::move(second); }
}

TEST(MovedFrom, SourceScannerAndFeed) {
  const why502::Parser parser = make_parser();
  why502::Source source = why502::Source::from_memory(kLog), taken = std::move(source);
  source = why502::Source::from_memory(kLog);
  why502::Scanner scanner(parser, source), first = std::move(scanner);
  EXPECT_EQ(events_of(first), 2u);
  scanner = why502::Scanner(parser, taken);
  EXPECT_EQ(events_of(scanner), 2u);

  std::uint64_t events = 0;
  auto count = [&](const why502::Event&) { ++events; };
  why502::Feed feed(parser), fed = std::move(feed);
  feed = why502::Feed(parser);
  feed.write(kLog, count);
  feed.finish(count);
  fed.write(kLog, count);
  fed.finish(count);
  EXPECT_EQ(events, 4u);
  { const why502::Feed gone = std::move(fed); }
}

TEST(MovedFrom, AggregateFilterAndPartial) {
  const why502::Parser parser = make_parser();
  auto sum = why502::aggregate(parser, why502::Source::from_memory(kLog));
  ASSERT_TRUE(sum);
  why502::Aggregate moved = *std::move(sum);
  *sum = *why502::Aggregate::create();  // NOLINT(bugprone-use-after-move): what is tested
  EXPECT_EQ(moved.totals().failures, 2u);
  EXPECT_EQ(sum->totals().failures, 0u);
  sum->merge(moved);
  EXPECT_EQ(sum->totals().failures, 2u);

  why502::Filter filter = *why502::Filter::create({.upstream = "^10\\."}), other = std::move(filter);
  filter = *why502::Filter::create();
  EXPECT_EQ(filter.options().upstream, "");
  EXPECT_EQ(other.options().upstream, "^10\\.");

  std::string bytes;
  auto keep = [&](std::string_view piece) { bytes += piece; };
  moved.save({}, keep);
  auto partial = why502::Aggregate::load(bytes, "p");
  ASSERT_TRUE(partial);
  const why502::Partial gone = *std::move(partial);
  *partial = *why502::Aggregate::load(bytes, "p");  // NOLINT(bugprone-use-after-move): what is tested
  EXPECT_EQ(partial->aggregate.totals().failures, 2u);
}

}  // namespace
}  // namespace why502_tests
