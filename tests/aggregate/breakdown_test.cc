// breakdown_test.cc -- groups by dimensions of the user's choice.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/aggregate/made.h"
#include "tests/engine/parsed.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::AggregateOptions;
using why502::Cause;
using why502::Dimension;
using why502::Row;

AggregateOptions by(std::vector<Dimension> dimensions, std::size_t max_groups = 100'000) {
  AggregateOptions options;
  options.by = std::move(dimensions);
  options.max_groups = max_groups;
  return options;
}

// The only key that a record has.
std::string key_of(Dimension dimension, const std::string& record) {
  const auto sum =
      why502::aggregate(make_parser(), why502::Source::from_memory(record, "web/error.log"), by({dimension}));
  const std::vector<Row> rows = sum->rows();
  return rows.size() == 1 ? std::string(rows[0].keys[0]) : "not one row";
}

TEST(Breakdown, HasTheKeyOfEachDimension) {
  const std::string record =
      "2026/11/22 10:00:01 [error] 71#71: *9 connect() failed (111: Connection refused) while connecting to upstream, "
      "client: 10.0.0.9, server: a.io, request: \"GET /users/42/cart?token=x HTTP/1.1\", upstream: "
      "\"http://10.1.2.3:8080/users/42/cart\", host: \"www.a.io\"";
  const std::vector<std::pair<Dimension, std::string>> expected = {{Dimension::cause, "connect_refused"},
                                                                   {Dimension::upstream, "10.1.2.3:8080"},
                                                                   {Dimension::server, "a.io"},
                                                                   {Dimension::host, "www.a.io"},
                                                                   {Dimension::path, "/users/*/cart"},
                                                                   {Dimension::client, "10.0.0.9"},
                                                                   {Dimension::phase, "connect"},
                                                                   {Dimension::protocol, "http"},
                                                                   {Dimension::format, "nginx"},
                                                                   {Dimension::file, "web/error.log"},
                                                                   {Dimension::status, "502"}};
  ASSERT_EQ(expected.size(), why502::kDimensionCount);
  for (const auto& [dimension, key] : expected) EXPECT_EQ(key_of(dimension, record), key) << id(dimension);
}

TEST(Breakdown, HasEmptyKeysWhereTheRecordTellsNothing) {
  Made made;
  made.status = 0;
  const Aggregate sum =
      sum_of(std::vector{made}, by({Dimension::server, Dimension::path, Dimension::status, Dimension::client}));
  const std::vector<Row> rows = sum.rows();
  ASSERT_EQ(rows.size(), 1u);
  for (const std::string_view key : rows[0].keys) EXPECT_EQ(key, "");
  EXPECT_EQ(rows[0].cause, Cause::none);
}

TEST(Breakdown, KeysComeInTheOrderAskedFor) {
  Made made;
  made.server = "shop";
  const Aggregate sum = sum_of(std::vector{made}, by({Dimension::server, Dimension::cause}));
  EXPECT_EQ(sum.rows()[0].keys[0], "shop");
  EXPECT_EQ(sum.rows()[0].keys[1], "connect_refused");
  EXPECT_EQ(sum.rows()[0].keys[2], "");
  EXPECT_EQ(sum.rows()[0].cause, Cause::connect_refused);
}

TEST(Breakdown, AddsUpToTheTotals) {
  std::mt19937_64 random(1);
  const std::vector<Made> all = dice(random, 500);
  const auto totals = sum_of(all).totals();
  for (std::size_t d = 0; d < why502::kDimensionCount; ++d) {
    const Aggregate sum = sum_of(all, by({static_cast<Dimension>(d)}));
    std::uint64_t failures = 0, in_series = 0;
    std::map<std::string, int> keys;
    sum.each_row([&](const Row& row) {
      failures += row.failures;
      for (const auto& point : row.series) in_series += point.failures;
      ++keys[std::string(row.keys[0])];
      EXPECT_FALSE(row.example.empty());
      return true;
    });
    EXPECT_EQ(failures, totals.failures + totals.client_errors) << d;
    EXPECT_GT(in_series, failures * 9 / 10) << "few have no time";
    for (const auto& [key, count] : keys) EXPECT_EQ(count, 1) << key;
    EXPECT_EQ(keys.size(), sum.row_count());
  }
}

// Swapped and alone they are the same groups as the default's, told otherwise.
TEST(Breakdown, OfTheDefaultsDimensionsIsTheDefault) {
  std::mt19937_64 random(2);
  const std::vector<Made> all = dice(random, 500);
  const Aggregate sum = sum_of(all), swapped = sum_of(all, by({Dimension::upstream, Dimension::cause}));
  ASSERT_EQ(sum.row_count(), swapped.row_count());
  std::map<std::string, std::string> groups;
  const auto words = [](const Row& row) {
    return std::to_string(row.failures) + ' ' + std::to_string(row.series.size()) + ' ' + std::string(row.example);
  };
  sum.each_row([&](const Row& row) {
    groups[std::string(row.keys[1]) + ' ' + std::string(row.keys[0])] = words(row);
    return true;
  });
  swapped.each_row([&](const Row& row) {
    EXPECT_EQ(groups[std::string(row.keys[0]) + ' ' + std::string(row.keys[1])], words(row));
    return true;
  });
}

// What the verdict and the incidents come from does not depend on what was asked for.
TEST(Breakdown, LeavesUpstreamsAndIncidentsAsTheyAre) {
  std::mt19937_64 random(3);
  const std::vector<Made> all = dice(random, 3000, 5, 2000);
  const Aggregate sum = sum_of(all), other = sum_of(all, by({Dimension::client, Dimension::path}));
  ASSERT_EQ(sum.row_count(), other.upstream_row_count());
  std::vector<std::string> rows, other_rows;
  const auto add_to = [](std::vector<std::string>& list) {
    return [&list](const Row& row) {
      list.push_back(std::string(row.keys[0]).append(row.keys[1]).append(row.example) + std::to_string(row.failures));
      return true;
    };
  };
  sum.each_upstream(add_to(rows));
  other.each_upstream(add_to(other_rows));
  std::sort(rows.begin(), rows.end());  // in no order
  std::sort(other_rows.begin(), other_rows.end());
  EXPECT_EQ(rows, other_rows);
  const auto incidents = sum.incidents(), other_incidents = other.incidents();
  ASSERT_FALSE(incidents.empty());
  ASSERT_EQ(incidents.size(), other_incidents.size());
  for (std::size_t i = 0; i < incidents.size(); ++i) {
    EXPECT_EQ(incidents[i].onset, other_incidents[i].onset);
    EXPECT_EQ(incidents[i].failures, other_incidents[i].failures);
    EXPECT_EQ(incidents[i].upstreams, other_incidents[i].upstreams);
  }
}

// --- bounds

TEST(BreakdownBounds, TotalsAreThoseOfTheWhole) {
  std::mt19937_64 random(4);
  const std::vector<Made> all = dice(random, 500);
  const auto totals = sum_of(all).totals();
  for (const auto& dimensions :
       {std::vector{Dimension::client}, {Dimension::client, Dimension::path, Dimension::cause}}) {
    const Aggregate small = sum_of(all, by(dimensions, 5));
    Aggregate merged = empty(by(dimensions, 5));
    for (std::size_t i = 0; i < all.size(); i += 50)
      merged.merge(sum_of(std::span(all).subspan(i, 50), by(dimensions, 5)));
    for (const Aggregate* sum : {&small, static_cast<const Aggregate*>(&merged)}) {
      EXPECT_FALSE(sum->totals().exact);
      EXPECT_EQ(sum->totals().failures, totals.failures);
      EXPECT_EQ(sum->totals().by_cause, totals.by_cause);
      std::uint64_t failures = 0, others = 0;
      std::map<Cause, std::uint64_t> by_cause;
      sum->each_row([&](const Row& row) {
        failures += row.failures;
        by_cause[row.cause] += row.failures;
        if (row.keys[0] == "(other)") others += row.failures;
        return true;
      });
      EXPECT_EQ(failures, totals.failures + totals.client_errors);
      EXPECT_GT(others, 0u);
      // Of a few keys each keeps its own.
      if (dimensions.size() == 1) continue;
      for (const auto& [cause, count] : totals.by_cause) EXPECT_EQ(by_cause[cause], count);
    }
  }
}

TEST(BreakdownBounds, ExactlyAsManyGroupsAsAllowedIsNone) {
  const auto options = by({Dimension::server, Dimension::client}, 3);
  Aggregate sum = empty(options);
  Made made;
  for (int i = 0; i < 3; ++i) {
    made.server = std::to_string(i);
    made.client = std::to_string(10 + i);
    add(&sum, made);
    add(&sum, made);
  }
  EXPECT_TRUE(sum.totals().exact);
  EXPECT_EQ(sum.row_count(), 3u);
  made.client = "13";
  add(&sum, made);
  EXPECT_FALSE(sum.totals().exact);
  EXPECT_EQ(sum.row_count(), 4u);
}

TEST(BreakdownBounds, KeysAreCutAndTheirBytesAreBounded) {
  Aggregate sum = empty(by({Dimension::server}));
  Made made;
  made.server = std::string(5000, 'x');
  add(&sum, made);
  EXPECT_EQ(sum.rows()[0].keys[0], std::string(256, 'x'));
  for (int i = 0; i < 20'000; ++i) {
    made.server = std::to_string(i) + std::string(250, 'y');
    add(&sum, made);
  }
  EXPECT_FALSE(sum.totals().exact);
  std::size_t bytes = 0;
  std::uint64_t others = 0;
  sum.each_row([&](const Row& row) {
    bytes += row.keys[0].size();
    if (row.keys[0] == "(other)") others = row.failures;
    return true;
  });
  EXPECT_LE(bytes, 3u * 1024 * 1024 + 10);
  EXPECT_GT(bytes, 2u * 1024 * 1024);
  EXPECT_EQ(others, 20'001 - (sum.row_count() - 1));
}

// One dimension with endless keys takes no room from another.
TEST(BreakdownBounds, DimensionsDoNotStarveEachOther) {
  Aggregate sum = empty(by({Dimension::path, Dimension::server}, 6000));
  Made made;
  for (int i = 0; i < 20'000; ++i) {
    made.request = "GET /a" + std::to_string(i) + "x HTTP/1.1";
    made.server = "site" + std::to_string(i % 7);
    add(&sum, made);
  }
  std::map<std::string, std::uint64_t> servers;
  sum.each_row([&](const Row& row) {
    servers[std::string(row.keys[1])] += row.failures;
    return true;
  });
  EXPECT_EQ(servers.size(), 7u) << "no (other)";
}

}  // namespace
}  // namespace why502_tests
