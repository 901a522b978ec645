// scanner_contract_test.cc -- what a Scanner promises of its source: errors, the end, memory that is there already.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "tests/engine/parsed.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

using why502::Errc;
using why502::Error;
using why502::Event;
using why502::Result;
using why502::Scanner;
using why502::ScanOptions;
using why502::Source;
using why502::SourceReader;

// Gives `bytes`, then fails, or ends.
class Script : public SourceReader {
 public:
  Script(std::string bytes, bool fails) : bytes_(std::move(bytes)), fails_(fails) {}
  Result<std::size_t> read(std::span<char> into) override {
    EXPECT_FALSE(over_) << "read again after its end or error";
    if (at_ == bytes_.size()) {
      over_ = true;
      if (fails_) return Error{Errc::corrupt, "it broke"};
      return std::size_t{0};
    }
    const std::size_t n = std::min({into.size(), bytes_.size() - at_, std::size_t{100}});
    bytes_.copy(into.data(), n, at_);
    at_ += n;
    return n;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
  bool fails_, over_ = false;
};

Source script(const std::string& bytes, bool fails) {
  return Source::from_reader(std::make_unique<Script>(bytes, fails), "script");
}

const std::string kOpen = kHead + kRefused + ", client: 1.1.1.1, server: a, request: \"GET /";

TEST(ScannerError, ComesAfterAllThatWasRead) {
  const auto parser = make_parser();
  for (const std::size_t block : {1u, 7u, 100u, 262144u}) {
    Source source = script(kGood + "\nhello\n" + kGood + "\n" + kGood, true);
    ScanOptions options;
    options.block_bytes = block;
    Scanner scanner(parser, source, options);
    for (int i = 0; i < 3; ++i) {
      const Event* event = scanner.next();
      ASSERT_NE(event, nullptr) << i;
      EXPECT_EQ(event->text(), kGood);
      EXPECT_EQ(event->source(), "script");
      EXPECT_EQ(scanner.error(), nullptr) << "not before the last event";
    }
    EXPECT_EQ(scanner.next(), nullptr);
    ASSERT_NE(scanner.error(), nullptr);
    EXPECT_EQ(scanner.error()->code, Errc::corrupt);
    EXPECT_EQ(scanner.error()->message, "it broke");
    EXPECT_EQ(scanner.next(), nullptr);
    EXPECT_NE(scanner.error(), nullptr) << "it stays";
    EXPECT_EQ(scanner.counters().event, 3u);
    EXPECT_EQ(scanner.counters().unrecognized, 1u);
    EXPECT_EQ(scanner.counters().bytes, 3 * kGood.size() + 8);
  }
}

TEST(ScannerError, AnOpenRecordIsGivenOutAsItIs) {
  const auto parser = make_parser();
  Source source = script(kOpen + "\n", true);
  Scanner scanner(parser, source);
  const Event* event = scanner.next();
  ASSERT_NE(event, nullptr);
  EXPECT_TRUE(event->truncated());
  EXPECT_EQ(scanner.next(), nullptr);
  EXPECT_NE(scanner.error(), nullptr);
}

TEST(ScannerError, AtOnceIsAnErrorWithNothing) {
  const auto parser = make_parser();
  Source source = script("", true);
  Scanner scanner(parser, source);
  EXPECT_EQ(scanner.next(), nullptr);
  ASSERT_NE(scanner.error(), nullptr);
  EXPECT_EQ(scanner.counters().lines(), 0u);
}

TEST(ScannerEnd, StaysTheEnd) {
  const auto parser = make_parser();
  Source source = script(kGood, false);
  Scanner scanner(parser, source);
  EXPECT_NE(scanner.next(), nullptr);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(scanner.next(), nullptr);
  EXPECT_EQ(scanner.error(), nullptr);
}

TEST(ScannerEnd, IsThatOfALoop) {
  const auto parser = make_parser();
  Source source = script(kGood + "\n" + kGood + "\n", false);
  Scanner scanner(parser, source);
  int events = 0;
  for (const Event& event : scanner) events += event.upstream() == "10.1.2.3:8080" ? 1 : 0;
  EXPECT_EQ(events, 2);
}

TEST(ScannerMemory, IsLookedAtWhereItIs) {
  class InMemory : public SourceReader {
   public:
    explicit InMemory(std::string_view bytes) : bytes_(bytes) {}
    Result<std::size_t> read(std::span<char>) override {
      ADD_FAILURE() << "read() is not called where all bytes are there";
      return std::size_t{0};
    }
    std::optional<std::string_view> contiguous() const noexcept override { return bytes_; }

   private:
    std::string_view bytes_;
  };
  const auto parser = make_parser();
  const std::string bytes = "hello\n" + kGood + "\n" + kOpen;
  Source source = Source::from_reader(std::make_unique<InMemory>(bytes), "memory");
  Scanner scanner(parser, source);
  const Event* event = scanner.next();
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->text().data(), bytes.data() + 6);
  EXPECT_EQ(event->offset(), 6u);
  event = scanner.next();
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->text().data(), bytes.data() + 7 + kGood.size());
  EXPECT_EQ(scanner.next(), nullptr);

  const auto counters = why502::for_each_event(parser, Source::from_reader(std::make_unique<InMemory>(bytes), "memory"),
                                               [](const Event&) {});
  ASSERT_TRUE(counters.has_value());
  EXPECT_EQ(counters->event, 2u);
}

TEST(ScannerOptions, ABlockOfNothingIsAByte) {
  const auto parser = make_parser();
  Source source = script(kGood + "\n", false);
  ScanOptions options;
  options.block_bytes = 0;
  Scanner scanner(parser, source, options);
  EXPECT_NE(scanner.next(), nullptr);
  EXPECT_EQ(scanner.next(), nullptr);
}

TEST(ScannerOptions, RejectsComeInTheOrderOfTheInput) {
  const auto parser = make_parser();
  std::vector<std::string> order;
  const auto on_reject = [&](const why502::Reject& reject) {
    order.emplace_back(reject.line);
    EXPECT_EQ(reject.source, "script");
  };
  Source source = script("one\n" + kGood + "\ntwo\n" + kGood + "\nthree", false);
  ScanOptions options;
  options.on_reject = on_reject;
  Scanner scanner(parser, source, options);
  for (const Event& event : scanner) order.emplace_back(event.upstream());
  EXPECT_EQ(order, (std::vector<std::string>{"one", "10.1.2.3:8080", "two", "10.1.2.3:8080", "three"}));
}

TEST(ForEachEvent, GivesTheErrorAfterTheEvents) {
  const auto parser = make_parser();
  int events = 0;
  const auto failed =
      why502::for_each_event(parser, script(kGood + "\n" + kGood, true), [&](const Event&) { ++events; });
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, Errc::corrupt);
  EXPECT_EQ(events, 2);
}

TEST(ForEachEvent, StopsWhenToldAndGivesWhatWasCounted) {
  const auto parser = make_parser();
  int events = 0;
  const auto counters = why502::for_each_event(parser, script(kGood + "\n" + kGood + "\n" + kGood, false),
                                               [&](const Event&) { return ++events < 2; });
  ASSERT_TRUE(counters.has_value());
  EXPECT_EQ(events, 2);
  EXPECT_EQ(counters->event, 2u);
  EXPECT_EQ(counters->lines(), 2u);
}

}  // namespace
}  // namespace why502_tests
