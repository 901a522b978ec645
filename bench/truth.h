// truth.h -- what a generated log really holds, counted while it is written.
#ifndef WHY502_BENCH_TRUTH_H_
#define WHY502_BENCH_TRUTH_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/fleet.h"
#include "bench/messages.h"

namespace why502::bench {

// The sums, named as in the command's JSON. Maps hold no zeros.
struct Truth {
  std::uint64_t bytes = 0, lines = 0, events = 0, others = 0;
  std::uint64_t failures = 0;       // without client_errors
  std::uint64_t client_errors = 0;  // those with a 4xx status
  std::uint64_t evidence = 0;
  std::uint64_t echoes = 0;
  std::uint64_t groups = 0;          // distinct (cause, upstream) of all failures
  std::int64_t first = 0, last = 0;  // seconds since 1970 of the earliest and latest record
  // These add up to failures + client_errors.
  std::map<std::string, std::uint64_t> by_cause, by_upstream;
  std::map<int, std::uint64_t> by_status;  // 0: unknown
};

// One JSON object.
std::string to_json(const Truth& truth);

// What a message tells.
struct Meaning {
  std::string_view cause;
  int status;
  Means means;
};

// Counts (message, name) pairs; the sums are made at the end. A name behind the fleet's is nobody.
class Tally {
 public:
  Tally(std::vector<Meaning> messages, std::size_t names);

  void count(std::size_t message, std::size_t name) noexcept { ++counts_[message * names_ + name]; }

  // Fills in all but bytes, first and last.
  void sum(const Fleet& fleet, Truth* truth) const;

 private:
  std::vector<Meaning> messages_;
  std::size_t names_;
  std::vector<std::uint32_t> counts_;
};

}  // namespace why502::bench

#endif  // WHY502_BENCH_TRUTH_H_
