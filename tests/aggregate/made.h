// made.h -- events made by hand or by dice, and aggregates as comparable text.
#ifndef WHY502_TESTS_AGGREGATE_MADE_H_
#define WHY502_TESTS_AGGREGATE_MADE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "why502/aggregate.h"

namespace why502_tests {

// What an event is made of.
struct Made {
  std::string upstream = "10.0.0.1:80";
  std::optional<std::int64_t> micros = 1'787'229'296'000'000;  // since 1970
  std::string text = "record";
  why502::Cause cause = why502::Cause::connect_refused;
  why502::Role role = why502::Role::failure;
  int status = 502;
  std::uint64_t key = 0;
  std::string server = {}, client = {}, request = {};
  bool suspect = false;
  bool truncated = false;
};

// `count` events of few upstreams, causes, times and keys, so that they meet.
std::vector<Made> dice(std::mt19937_64& random, std::size_t count, std::uint64_t upstreams = 7,
                       std::int64_t seconds = 3000);

why502::Aggregate empty(const why502::AggregateOptions& options = {});

void add(why502::Aggregate* to, const Made& made);
why502::Aggregate sum_of(std::span<const Made> made, const why502::AggregateOptions& options = {});

// The JSON report: all that an aggregate tells.
std::string json(const why502::Aggregate& aggregate);

inline constexpr std::int64_t kSecond = 1'000'000;

}  // namespace why502_tests

#endif  // WHY502_TESTS_AGGREGATE_MADE_H_
