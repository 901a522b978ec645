// mutation_test.cc -- the engine and its twin agree on 20,000 damaged and forged logs.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/roads/roads.h"
#include "tests/twin/edges.h"
#include "tests/twin/mutate.h"
#include "tests/twin/pool.h"
#include "tests/twin/same.h"

namespace why502_tests {
namespace {

constexpr int kLogs = 20'000;
constexpr int kRandomLogs = 2'000;
constexpr int kShownFailures = 10;  // more are counted only

// WHY502_SEED=n repeats a failure: its log is the first one then.
std::uint64_t first_seed() {
  const char* text = std::getenv("WHY502_SEED");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : 502;
}

// The first difference of the engine from the twin on this log.
std::string difference_on(const why502::Parser& parser, const std::string& log, std::uint64_t seed) {
  const TwinResult expected = twin(log, "UTC", parser.options().max_line_bytes, parser.options().format);
  static const std::vector<std::string> no_pool;
  Mutator choose(seed, no_pool);
  const std::size_t block_bytes = choose.below(4) == 0 ? 1 + choose.below(5000) : 256 * 1024;
  if (std::string d = difference(expected, by_memory(parser, log, block_bytes)); !d.empty()) return "Scanner: " + d;
  const std::size_t most = choose.below(2) == 0 ? 1 + choose.below(40) : 1 + choose.below(5000);
  if (std::string d = difference(expected, by_feed(parser, log, random_pieces(seed, most))); !d.empty()) {
    return "Feed: " + d;
  }
  for (const TwinEvent& event : expected.events) {
    if (std::string d = difference_by_parser(parser, event); !d.empty()) return "Parser: " + d;
  }
  return "";
}

void expect_same(const why502::Parser& parser, const std::string& log, std::uint64_t seed, int* failures) {
  const std::string found = difference_on(parser, log, seed);
  if (found.empty()) return;
  if (++*failures > kShownFailures) return;
  const std::string least =
      shrink(log, [&](const std::string& less) { return !difference_on(parser, less, seed).empty(); });
  ADD_FAILURE() << "seed " << seed << ", max_line_bytes " << parser.options().max_line_bytes << "\n"
                << difference_on(parser, least, seed) << "on the shortest such log:\n\"" << printable(least) << "\"";
}

TEST(Mutation, EngineAgreesWithTwin) {
  const std::vector<std::string> pool = record_pool();
  const why502::Parser small = make_parser(4096, why502::Format::nginx),
                       usual = make_parser(1 << 20, why502::Format::nginx);
  const std::uint64_t first = first_seed();
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + kLogs; ++seed) {
    Mutator mutator(seed, pool);
    expect_same(seed % 2 == 0 ? small : usual, mutator.log(), seed, &failures);
  }
  EXPECT_EQ(failures, 0) << "seeds from " << first << " on; WHY502_SEED=n begins at n";
}

// The same of Angie's JSON records.
TEST(Mutation, EngineAgreesWithTwinOnAngieJson) {
  constexpr int kAngieLogs = 5'000;
  std::vector<std::string> pool;
  for (const Edge& edge : angie_edges()) pool.push_back(edge.bytes.substr(0, edge.bytes.size() - 1));
  std::istringstream log(read_file(std::filesystem::path(WHY502_SAMPLES) / "logs" / "angie_json.log"));
  for (std::string line; std::getline(log, line);) pool.push_back(line);
  const why502::Parser small = make_parser(4096, why502::Format::angie_json);
  const std::uint64_t first = first_seed();
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + kAngieLogs; ++seed) {
    Mutator mutator(seed, pool);
    expect_same(small, mutator.log(), seed, &failures);
  }
  EXPECT_EQ(failures, 0) << "seeds from " << first << " on; WHY502_SEED=n begins at n";
}

// Bytes of nothing but what decides: heads, quotes, fields and line endings in any order.
TEST(Mutation, EngineAgreesWithTwinOnNoise) {
  const std::vector<std::string> pool = {"",
                                         "2026/08/20 12:34:56 [error] 7#7: *9 ",
                                         "\n",
                                         "\"",
                                         ", client: 1",
                                         ", server: ",
                                         "a",
                                         ", request: \"",
                                         ", upstream: \"http://u:1/",
                                         ", host: \"",
                                         ", referrer: \"",
                                         " HTTP/1.1\"",
                                         " while reading upstream",
                                         "\r\n",
                                         ", subrequest: \"",
                                         "unix:/a.sock"};
  const why502::Parser small = make_parser(4096, why502::Format::nginx);
  const std::uint64_t first = first_seed();
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + kRandomLogs; ++seed) {
    Mutator mutator(seed, pool);
    std::string log;
    for (std::size_t pieces = mutator.below(60); pieces > 0; --pieces) {
      log += mutator.below(10) == 0 ? mutator.log() : mutator.any(pool);
    }
    expect_same(small, log, seed, &failures);
  }
  EXPECT_EQ(failures, 0) << "seeds from " << first << " on; WHY502_SEED=n begins at n";
}

}  // namespace
}  // namespace why502_tests
