// feed_test.cc -- what a Feed promises besides its events: when, stop, flush, copies, errno, locale.
#include <gtest/gtest.h>

#include <cerrno>
#include <clocale>
#include <optional>
#include <string>
#include <vector>

#include "tests/roads/roads.h"
#include "tests/twin/edges.h"
#include "tests/twin/same.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

using why502::Event;
using why502::Feed;
using why502::OwnedEvent;

const std::string kOpen = kHead + "FastCGI sent in stderr: \"PHP message: PHP Fatal error:  x";
const std::string kRest = "\" while reading response header from upstream" + kFields;

class FeedTest : public testing::Test {
 protected:
  // How many events these bytes give at once.
  std::size_t write(std::string_view bytes) {
    const std::size_t before = events_.size();
    feed_.write(bytes, [this](const Event& event) { events_.emplace_back(event); });
    return events_.size() - before;
  }
  std::size_t flush() {
    const std::size_t before = events_.size();
    feed_.flush([this](const Event& event) { events_.emplace_back(event); });
    return events_.size() - before;
  }
  std::size_t finish() {
    const std::size_t before = events_.size();
    feed_.finish([this](const Event& event) { events_.emplace_back(event); });
    return events_.size() - before;
  }

  const why502::Parser parser_ = make_parser();
  Feed feed_{parser_, "a.log"};
  std::vector<OwnedEvent> events_;
};

TEST_F(FeedTest, GivesAnEventWithItsLineEnding) {
  EXPECT_EQ(write(kGood), 0u);
  EXPECT_EQ(write("\n"), 1u);
  EXPECT_EQ(write(kGood + "\r"), 0u);
  EXPECT_EQ(write("\n"), 1u);
}

TEST_F(FeedTest, WaitsForTheRestOfAnOpenRecord) {
  EXPECT_EQ(write(kOpen + "\n"), 0u);
  EXPECT_EQ(write(kRest), 0u);
  EXPECT_EQ(write("\n"), 1u);
  EXPECT_FALSE(events_[0].view().truncated());
  EXPECT_EQ(feed_.counters().continuation, 1u);
}

TEST_F(FeedTest, GivesAnOpenRecordWithTheNextHead) {
  EXPECT_EQ(write(kOpen + "\n"), 0u);
  EXPECT_EQ(write(kGood + "\n"), 2u);
  EXPECT_TRUE(events_[0].view().truncated());
  EXPECT_TRUE(events_[1].view().suspect());
}

TEST_F(FeedTest, FinishTakesALastLine) {
  EXPECT_EQ(write(kGood), 0u);
  EXPECT_EQ(finish(), 1u);
  EXPECT_EQ(feed_.counters().lines(), 1u);
  EXPECT_EQ(feed_.counters().bytes, kGood.size());
}

TEST_F(FeedTest, DoesNothingAfterFinish) {
  write(kGood + "\n");
  finish();
  EXPECT_EQ(write(kGood + "\n"), 0u);
  EXPECT_EQ(feed_.counters().lines(), 1u);
  EXPECT_EQ(feed_.counters().bytes, kGood.size() + 1);
}

TEST_F(FeedTest, FlushGivesTheOpenRecord) {
  write(kOpen + "\n");
  EXPECT_EQ(flush(), 1u);
  EXPECT_TRUE(events_[0].view().truncated());
  EXPECT_EQ(write(kRest + "\n"), 0u);
  EXPECT_EQ(feed_.counters().unrecognized, 1u);
  EXPECT_EQ(feed_.counters().continuation, 0u);
  EXPECT_EQ(flush(), 0u);
}

TEST_F(FeedTest, FlushGivesTheOpenRecordsInEnvelopes) {
  write("a | " + kOpen + "\nb | " + kOpen + "\n");
  EXPECT_EQ(flush(), 2u);
  EXPECT_TRUE(events_[0].view().truncated());
  EXPECT_EQ(events_[1].view().container(), "b");
  EXPECT_EQ(write("a | " + kRest + "\n"), 0u);
  EXPECT_EQ(feed_.counters().unrecognized, 1u);
}

TEST_F(FeedTest, FlushKeepsALineThatGoesOn) {
  const std::string time = "2026-08-20T12:34:56Z stderr ";
  write(time + "P " + kGood.substr(0, 50) + "\n");
  EXPECT_EQ(flush(), 0u);
  EXPECT_EQ(write(time + "F " + kGood.substr(50) + "\n"), 1u);
  EXPECT_EQ(events_[0].view().text(), kGood);
}

TEST_F(FeedTest, FlushKeepsALineWithoutItsEnding) {
  write(kGood.substr(0, 50));
  EXPECT_EQ(flush(), 0u);
  EXPECT_EQ(write(kGood.substr(50) + "\n"), 1u);
  EXPECT_EQ(feed_.counters().lines(), 1u);
}

TEST_F(FeedTest, FlushKeepsALineBehindAnOpenRecord) {
  write(kOpen + "\n" + kGood.substr(0, 50));
  EXPECT_EQ(flush(), 1u);
  EXPECT_EQ(write(kGood.substr(50) + "\n"), 1u);
  EXPECT_FALSE(events_[1].view().suspect()) << "it was not the head that ended the record";
  EXPECT_EQ(events_[1].view().offset(), kOpen.size() + 1);
  EXPECT_EQ(events_[1].view().text(), kGood);
}

TEST_F(FeedTest, StopsAtOnceAndForGood) {
  std::size_t calls = 0;
  const auto stop_at_two = [&](const Event&) { return ++calls < 2; };
  EXPECT_FALSE(feed_.write(kGood + "\n" + kGood + "\n" + kGood + "\n" + kOpen + "\n", stop_at_two));
  EXPECT_EQ(calls, 2u);
  const why502::Counters at_stop = feed_.counters();
  EXPECT_EQ(at_stop.event, 2u);
  feed_.write(kGood + "\n", stop_at_two);
  feed_.flush(stop_at_two);
  feed_.finish(stop_at_two);
  EXPECT_EQ(calls, 2u);
  EXPECT_EQ(feed_.counters().lines(), at_stop.lines());
  EXPECT_EQ(feed_.counters().bytes, at_stop.bytes);
}

TEST_F(FeedTest, StopsBetweenTwoEventsOfOneLine) {
  std::size_t calls = 0;
  const auto stop = [&](const Event&) {
    ++calls;
    return false;
  };
  EXPECT_TRUE(feed_.write(kOpen + "\n", stop));
  EXPECT_FALSE(feed_.write(kGood + "\n" + kGood + "\n", stop)) << "the head gives out the open record";
  EXPECT_EQ(calls, 1u);
  feed_.finish(stop);
  EXPECT_EQ(calls, 1u);
}

TEST_F(FeedTest, StopInFinish) {
  std::size_t calls = 0;
  const auto stop = [&](const Event&) {
    ++calls;
    return false;
  };
  EXPECT_TRUE(feed_.write(kOpen + "\n" + kGood, [](const Event&) { return true; }));
  EXPECT_FALSE(feed_.finish(stop));
  EXPECT_EQ(calls, 1u);
}

TEST_F(FeedTest, ViewsPointIntoTheRecordOrAreEmpty) {
  std::string bytes;
  for (const Edge& edge : edges()) bytes += edge.bytes + "\n";
  feed_.write(bytes, [](const Event& event) {
    const std::string_view text = event.text();
    for (std::size_t i = 0; i < why502::kFieldCount; ++i) {
      const std::string_view field = event.field(static_cast<why502::Field>(i));
      // An envelope names the container, not the record.
      if (field.empty() || static_cast<why502::Field>(i) == why502::Field::container) continue;
      EXPECT_TRUE(field.data() >= text.data() && field.data() + field.size() <= text.data() + text.size())
          << "field " << i << " of " << printable(text);
    }
    EXPECT_EQ(event.source(), "a.log");
  });
}

TEST(OwnedEventTest, OutlivesParserFeedAndBytes) {
  std::vector<OwnedEvent> kept;
  const std::string log = kGood + "\n" + kOpen + "\n" + kRest + "\n" + kGood;
  {
    std::string bytes = log;
    const why502::Parser parser = make_parser();
    Feed feed(parser, std::string("a.log"));
    const auto keep = [&](const Event& event) { kept.emplace_back(event); };
    feed.write(bytes, keep);
    bytes.assign(bytes.size(), '#');
    feed.finish(keep);
  }
  std::vector<OwnedEvent> moved = std::move(kept);
  const TwinResult expected = twin(log);
  ASSERT_EQ(moved.size(), expected.events.size());
  Gather gather;
  for (const OwnedEvent& owned : moved) {
    const Event view = owned.view();
    EXPECT_EQ(view.source(), "a.log");
    gather.add(view);
  }
  for (std::size_t i = 0; i < moved.size(); ++i) {
    EXPECT_EQ(difference(expected.events[i], gather.result.events[i]), "");
  }
}

TEST(Surroundings, ErrnoAndLocaleAreUntouched) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  const why502::Parser parser = make_parser();
  errno = EDOM;
  for (const Edge& edge : edges()) {
    const TwinResult scanned = by_memory(parser, edge.bytes);
    ASSERT_EQ(errno, EDOM) << edge.name;
    const TwinResult fed = by_feed(parser, edge.bytes, pieces_of(100));
    ASSERT_EQ(errno, EDOM) << edge.name;
  }
  EXPECT_EQ(before, std::setlocale(LC_ALL, nullptr));
}

TEST(Surroundings, LocaleChangesNothing) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const Edge& edge : edges()) {
    const TwinResult expected = by_memory(make_parser(), edge.bytes);
    for (const char* name : {"C.UTF-8", "en_US.UTF-8", "tr_TR.UTF-8", "de_DE"}) {
      if (std::setlocale(LC_ALL, name) == nullptr) continue;
      EXPECT_EQ(difference(expected, by_memory(make_parser(), edge.bytes)), "") << name << ", " << edge.name;
      std::setlocale(LC_ALL, before.c_str());
    }
  }
}

// A Scanner may be moved between two events.
TEST(ScannerTest, MovesWithItsPlace) {
  const why502::Parser parser = make_parser();
  const std::string log = kGood + "\n" + kOpen + "\n" + kRest + "\n" + kGood + "\n";
  why502::Source source = why502::Source::from_memory(log);
  why502::Scanner first(parser, source);
  ASSERT_NE(first.next(), nullptr);
  why502::Scanner second(std::move(first));
  std::size_t rest = 0;
  for (const Event& event : second) rest += event.text().empty() ? 0 : 1;
  EXPECT_EQ(rest, 2u);
  EXPECT_EQ(second.next(), nullptr) << "the end stays the end";
  EXPECT_EQ(second.error(), nullptr);
}

// What came before an error is given out and counted.
TEST(ScannerTest, GivesWhatCameBeforeAnError) {
  class Breaks : public why502::SourceReader {
   public:
    why502::Result<std::size_t> read(std::span<char> into) override {
      if (at_ == bytes_.size()) return why502::Error{why502::Errc::io, "it broke"};
      into[0] = bytes_[at_++];
      return std::size_t{1};
    }

   private:
    std::string bytes_ = kGood + "\n" + kGood;
    std::size_t at_ = 0;
  };
  const why502::Parser parser = make_parser();
  why502::Source source = why502::Source::from_reader(std::make_unique<Breaks>(), "<breaks>");
  why502::Scanner scanner(parser, source);
  std::size_t events = 0;
  while (scanner.next() != nullptr) ++events;
  EXPECT_GE(events, 1u);
  ASSERT_NE(scanner.error(), nullptr);
  EXPECT_EQ(scanner.error()->code, why502::Errc::io);
  EXPECT_EQ(scanner.counters().event, events);
}

TEST(ForEachEvent, IsTheScannerInOneCall) {
  const why502::Parser parser = make_parser();
  for (const Edge& edge : edges()) {
    Gather gather;
    const auto on_event = [&](const Event& event) { gather.add(event); };
    const auto counters = why502::for_each_event(parser, why502::Source::from_memory(edge.bytes), on_event);
    ASSERT_TRUE(counters.has_value());
    gather.result.counters = *counters;
    TwinResult expected = by_memory(parser, edge.bytes);
    expected.rejects.clear();
    EXPECT_EQ(difference(expected, gather.result), "") << edge.name;
  }
}

}  // namespace
}  // namespace why502_tests
