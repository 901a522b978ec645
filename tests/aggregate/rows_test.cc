// rows_test.cc -- totals, rows, evidence, examples and inputs of one Aggregate.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "tests/aggregate/made.h"
#include "tests/engine/parsed.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::AggregateOptions;
using why502::Cause;
using why502::Dimension;
using why502::Errc;
using why502::EvidenceRow;
using why502::Input;
using why502::Role;
using why502::Row;

TEST(AggregateCreate, RefusesOptionsWithoutAMeaning) {
  const auto refused = [](const AggregateOptions& options) {
    const auto aggregate = Aggregate::create(options);
    return !aggregate && aggregate.error().code == Errc::bad_option && !aggregate.error().message.empty();
  };
  AggregateOptions o;
  o.window = std::chrono::seconds(-1);
  EXPECT_TRUE(refused(o));
  o.window = std::chrono::seconds::max();
  EXPECT_TRUE(refused(o));
  o = {};
  o.max_groups = 0;
  EXPECT_TRUE(refused(o));
  for (const auto& by : std::vector<std::vector<Dimension>>{
           {},
           {Dimension::cause, Dimension::cause},
           {Dimension::path, Dimension::cause, Dimension::path},
           {static_cast<Dimension>(why502::kDimensionCount)},
           {Dimension::cause, Dimension::upstream, Dimension::host, Dimension::path, Dimension::client}}) {
    o = {};
    o.by = by;
    EXPECT_TRUE(refused(o));
  }
}

TEST(AggregateCreate, KeepsItsOptions) {
  AggregateOptions o;
  o.window = std::chrono::seconds(45);
  o.max_groups = 5;
  const Aggregate aggregate = empty(o);
  EXPECT_EQ(aggregate.options().window.count(), 45);
  EXPECT_EQ(aggregate.options().max_groups, 5u);
  EXPECT_EQ(aggregate.window().count(), 45);
}

TEST(Totals, OfNothingAreZero) {
  const auto totals = empty().totals();
  EXPECT_EQ(totals.failures, 0u);
  EXPECT_EQ(totals.requests.at_least, 0u);
  EXPECT_TRUE(totals.requests.exact);
  EXPECT_TRUE(totals.exact);
  EXPECT_TRUE(totals.by_cause.empty());
  EXPECT_TRUE(totals.by_status.empty());
}

TEST(Totals, AddUp) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20; ++round) {
    const std::vector<Made> all = dice(random, 500);
    const Aggregate sum = sum_of(all);
    const auto totals = sum.totals();
    std::uint64_t causes = 0, statuses = 0, rows = 0, failures = 0, client_errors = 0, evidence = 0, truncated = 0;
    for (const auto& [cause, count] : totals.by_cause) causes += count;
    for (const auto& status : totals.by_status) statuses += status.failures;
    sum.each_row([&](const Row& row) { rows += row.failures; });
    for (const EvidenceRow& row : sum.evidence()) evidence += row.count;
    for (const Made& made : all) {
      truncated += made.truncated ? 1 : 0;
      if (made.suspect || made.role != Role::failure) continue;
      ++(made.status == 404 ? client_errors : failures);
    }
    EXPECT_EQ(totals.failures, failures);
    EXPECT_EQ(totals.client_errors, client_errors);
    EXPECT_EQ(causes, failures + client_errors);
    EXPECT_EQ(statuses, failures + client_errors);
    EXPECT_EQ(rows, failures + client_errors);
    EXPECT_EQ(evidence, totals.evidence);
    EXPECT_EQ(truncated, totals.truncated) << "of all events";
    EXPECT_LE(totals.requests.at_least, totals.failures);
  }
}

TEST(Totals, CausesByCountStatusesByNumberUnknownLast) {
  Aggregate sum = empty();
  const auto more = [&](Cause cause, int status, int times) {
    Made made;
    made.cause = cause;
    made.status = status;
    for (int i = 0; i < times; ++i) add(&sum, made);
  };
  more(Cause::closed_early, 0, 2);
  more(Cause::response_timeout, 504, 5);
  more(Cause::connect_refused, 200, 2);
  more(Cause::other, 404, 1);
  const auto totals = sum.totals();
  EXPECT_EQ(
      totals.by_cause,
      (std::vector<std::pair<Cause, std::uint64_t>>{
          {Cause::response_timeout, 5}, {Cause::connect_refused, 2}, {Cause::closed_early, 2}, {Cause::other, 1}}));
  std::vector<int> statuses;
  for (const auto& status : totals.by_status) statuses.push_back(status.status);
  EXPECT_EQ(statuses, (std::vector<int>{200, 404, 504, 0}));
}

TEST(Totals, StatusesFrom400To499AreClientErrors) {
  for (const auto& [status, is_client_error] : std::vector<std::pair<int, bool>>{{0, false},
                                                                                 {101, false},
                                                                                 {200, false},
                                                                                 {399, false},
                                                                                 {400, true},
                                                                                 {404, true},
                                                                                 {499, true},
                                                                                 {500, false},
                                                                                 {502, false},
                                                                                 {504, false}}) {
    Made made;
    made.status = status;
    const auto totals = sum_of(std::vector{made}).totals();
    EXPECT_EQ(totals.client_errors, is_client_error ? 1u : 0u) << status;
    EXPECT_EQ(totals.failures, is_client_error ? 0u : 1u) << status;
  }
}

TEST(Rows, AreInATotalOrder) {
  std::mt19937_64 random(2);
  const Aggregate sum = sum_of(dice(random, 300, 40));
  std::vector<std::tuple<std::uint64_t, Cause, std::string>> order;
  sum.each_row([&](const Row& row) {
    order.emplace_back(std::numeric_limits<std::uint64_t>::max() - row.failures, row.cause, std::string(row.keys[1]));
  });
  EXPECT_EQ(order.size(), sum.row_count());
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(std::adjacent_find(order.begin(), order.end()), order.end());
}

// Names that differ late, end early, or end in what the fast way of sorting pads with.
TEST(Rows, AreInATotalOrderWhateverTheirNames) {
  std::mt19937_64 random(7);
  std::vector<std::string> names = {
      "", std::string("\0", 1), "a", std::string("a\0", 2), std::string("a\0\0b", 4), "12345678"};
  for (const char* beginning : {"", "12345678", "1234567812345678", "\xff\xff\xff\xff\xff\xff\xff\xff"}) {
    for (int i = 0; i < 60; ++i) {
      std::string name = beginning;
      for (std::uint64_t length = random() % 20; length > 0; --length)
        name += static_cast<char>(random() % 3 == 0 ? 0 : 'a' + random() % 3);
      names.push_back(name);
    }
  }
  AggregateOptions by_two;
  by_two.by = {Dimension::server, Dimension::upstream};
  Aggregate sum = empty(), pairs = empty(by_two);
  for (const std::string& name : names) {
    Made made;
    made.upstream = name;
    made.server = names[random() % names.size()];
    for (std::uint64_t times = 1 + random() % 2; times > 0; --times) add(&sum, made), add(&pairs, made);
  }
  std::vector<std::tuple<std::uint64_t, std::string, std::string>> order, order_of_pairs;
  sum.each_row([&](const Row& row) {
    order.emplace_back(1000 - row.failures, "", std::string(row.keys[1]));
    return true;
  });
  pairs.each_row([&](const Row& row) {
    order_of_pairs.emplace_back(1000 - row.failures, std::string(row.keys[0]), std::string(row.keys[1]));
    return true;
  });
  for (const auto* each : {&order, &order_of_pairs}) {
    EXPECT_TRUE(std::is_sorted(each->begin(), each->end()));
    EXPECT_EQ(std::adjacent_find(each->begin(), each->end()), each->end());
  }
}

TEST(Rows, TheFirstOfThemAndAStop) {
  std::mt19937_64 random(3);
  const Aggregate sum = sum_of(dice(random, 300, 40));
  const auto all = sum.rows(), top = sum.rows(3);
  ASSERT_EQ(all.size(), sum.row_count());
  ASSERT_EQ(top.size(), 3u);
  for (std::size_t i = 0; i < top.size(); ++i) EXPECT_EQ(top[i].keys, all[i].keys);
  EXPECT_EQ(sum.rows(10'000).size(), all.size());
  int calls = 0;
  sum.each_row([&](const Row&) { return ++calls < 2; });
  EXPECT_EQ(calls, 2);
  const Aggregate nothing = empty();
  EXPECT_TRUE(nothing.rows().empty());
}

TEST(Rows, TellTheirGroup) {
  Aggregate sum = empty();
  Made made;
  made.micros = 100 * kSecond + 5;
  add(&sum, made);
  made.micros = 98 * kSecond;
  add(&sum, made);
  made.micros = std::nullopt;
  add(&sum, made);
  const auto rows = sum.rows();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].keys[0], "connect_refused");
  EXPECT_EQ(rows[0].keys[1], made.upstream);
  EXPECT_EQ(rows[0].keys[2], "");
  EXPECT_EQ(rows[0].failures, 3u);
  EXPECT_EQ(rows[0].first->time_since_epoch().count(), 98 * kSecond);
  EXPECT_EQ(rows[0].last->time_since_epoch().count(), 100 * kSecond + 5);
  std::uint64_t in_series = 0;
  for (const auto& point : rows[0].series) in_series += point.failures;
  EXPECT_EQ(in_series, 2u) << "one has no time";
}

TEST(Rows, WithoutAnyTimeHaveNone) {
  Made made;
  made.micros = std::nullopt;
  const Aggregate sum = sum_of(std::vector{made});
  const auto rows = sum.rows();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].first, std::nullopt);
  EXPECT_EQ(rows[0].last, std::nullopt);
  EXPECT_TRUE(rows[0].series.empty());
  EXPECT_FALSE(rows[0].example.empty());
}

TEST(Evidence, IsApartFromFailuresAndInOrder) {
  Aggregate sum = empty();
  const auto more = [&](Cause cause, const std::string& upstream, int times) {
    Made made;
    made.role = Role::evidence;
    made.cause = cause;
    made.upstream = upstream;
    for (int i = 0; i < times; ++i) add(&sum, made);
  };
  more(Cause::peer_disabled, "b:1", 2);
  more(Cause::peer_disabled, "a:1", 2);
  more(Cause::gateway_exhausted, "", 3);
  const auto rows = sum.evidence();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].cause, Cause::gateway_exhausted);
  EXPECT_EQ(rows[0].count, 3u);
  EXPECT_EQ(rows[1].upstream, "a:1");
  EXPECT_EQ(rows[2].upstream, "b:1");
  EXPECT_EQ(rows[1].first->time_since_epoch().count(), *Made{}.micros);
  EXPECT_EQ(rows[1].example, "a:1|record");
  EXPECT_EQ(sum.row_count(), 0u);
  EXPECT_EQ(sum.totals().failures, 0u);
  EXPECT_EQ(sum.totals().evidence, 7u);
  EXPECT_TRUE(sum.totals().by_cause.empty());
}

// --- inputs

TEST(Inputs, OfOneNameBecomeOne) {
  Aggregate sum = empty();
  Input a;
  a.name = "a.log";
  a.counters.bytes = 10;
  a.counters.event = 1;
  Input b = a;
  b.name = "b.log";
  b.skipped = "it is empty";
  sum.add(b);
  sum.add(a);
  a.error = "it broke";
  sum.add(a);
  ASSERT_EQ(sum.inputs().size(), 2u);
  EXPECT_EQ(sum.inputs()[0].name, "a.log") << "by name";
  EXPECT_EQ(sum.inputs()[0].counters.bytes, 20u);
  EXPECT_EQ(sum.inputs()[0].counters.event, 2u);
  EXPECT_EQ(sum.inputs()[0].error, "it broke");
  EXPECT_EQ(sum.inputs()[1].skipped, "it is empty");
  EXPECT_EQ(sum.counters().bytes, 30u) << "of all together";
  EXPECT_EQ(sum.counters().event, 3u);
}

// --- aggregate(): a source at once

TEST(AggregateOfASource, CountsAndNamesIt) {
  const auto parser = make_parser();
  const std::string bytes = kGood + "\nhello\n" + kGood;
  const auto sum = why502::aggregate(parser, why502::Source::from_memory(bytes, "a.log"));
  ASSERT_TRUE(sum.has_value());
  EXPECT_EQ(sum->totals().failures, 2u);
  ASSERT_EQ(sum->inputs().size(), 1u);
  EXPECT_EQ(sum->inputs()[0].name, "a.log");
  EXPECT_EQ(sum->inputs()[0].counters.lines(), 3u);
  EXPECT_EQ(sum->inputs()[0].error, "");
}

TEST(AggregateOfASource, KeepsWhatCameBeforeAnError) {
  class Breaks : public why502::SourceReader {
   public:
    why502::Result<std::size_t> read(std::span<char> into) override {
      if (done_) return why502::Error{Errc::io, "it broke"};
      done_ = true;
      return kGood.copy(into.data(), into.size());
    }

   private:
    bool done_ = false;
  };
  const auto parser = make_parser();
  const auto sum = why502::aggregate(parser, why502::Source::from_reader(std::make_unique<Breaks>(), "b"));
  ASSERT_TRUE(sum.has_value());
  EXPECT_EQ(sum->totals().failures, 1u);
  EXPECT_EQ(sum->inputs()[0].error, "it broke");
}

TEST(AggregateOfASource, RefusesBadOptions) {
  AggregateOptions options;
  options.max_groups = 0;
  const auto sum = why502::aggregate(make_parser(), why502::Source::from_memory(""), options);
  ASSERT_FALSE(sum.has_value());
  EXPECT_EQ(sum.error().code, Errc::bad_option);
}

}  // namespace
}  // namespace why502_tests
