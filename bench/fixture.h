// fixture.h -- the logs that the benchmarks read, and the proof that an answer about them is right.
#ifndef WHY502_BENCH_FIXTURE_H_
#define WHY502_BENCH_FIXTURE_H_

#include <string>
#include <string_view>
#include <vector>

#include "bench/log_writer.h"
#include "bench/truth.h"
#include "why502/aggregate.h"
#include "why502/event.h"
#include "why502/parser.h"

namespace why502::bench {

enum class Sample : std::uint8_t {
  dense,
  sparse,
  wide,  // dense, with 100,000 upstreams
};

// Made when first asked for, and kept. WHY502_BENCH_MIB says how large (16).
const Log& log_of(Sample sample);

// Its lines without their endings.
const std::vector<std::string_view>& lines_of(Sample sample);

// The same log as a file in the temporary folder, removed at exit.
const std::string& file_of(Sample sample);

const Parser& parser();

// Counts events as Truth does.
class EventCount {
 public:
  void add(const Event& event) {
    if (event.suspect() || event.role() != Role::failure) {
      evidence_ += !event.suspect() && event.role() == Role::evidence;
    } else {
      ++(event.status() / 100 == 4 ? client_errors_ : failures_);
    }
  }
  // What differs, in words; "" if nothing does.
  std::string differs(const Truth& truth) const;

 private:
  std::uint64_t failures_ = 0, client_errors_ = 0, evidence_ = 0;
};

std::string differs(const Counters& counters, const Truth& truth);

// Totals, causes, statuses and, while the aggregate is exact, upstreams.
std::string differs(const Aggregate& aggregate, const Truth& truth);

}  // namespace why502::bench

#endif  // WHY502_BENCH_FIXTURE_H_
