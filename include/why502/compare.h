// compare.h -- what is new, gone or changed by more than noise between two Aggregates.
#ifndef WHY502_COMPARE_H_
#define WHY502_COMPARE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "why502/cause.h"
#include "why502/event.h"
#include "why502/partial.h"
#include "why502/result.h"

namespace why502 {

enum class ChangeKind : std::uint8_t {
  appeared,  // none before
  more,
  fewer,
  gone,  // none now
};
std::string_view id(ChangeKind kind) noexcept;  // the enumerator's own name

// The failures, client errors left aside, of one cause on one upstream.
struct Change {
  ChangeKind kind;
  Cause cause;
  std::string upstream;
  std::uint64_t before, now;
  double expected;  // now, had the rate stayed: `before`, scaled to the time that is covered now
};

struct Comparison {
  std::string name;                      // of what it is compared with
  std::optional<Timestamp> first, last;  // what of that was looked at; nothing if it tells no time, or none that counts
  double before_seconds = 0;             // covered: at least a minute; 0 if unknown
  double now_seconds = 0;
  bool by_cause = false;        // too many groups on a side: upstreams are not told apart, all are ""
  std::vector<Change> changes;  // the largest difference first; ties by cause and upstream
  std::size_t flat = 0;         // groups of either side that are not in `changes`

  // Without times there is nothing to scale by, and no changes.
  bool is_comparable() const noexcept { return before_seconds > 0 && now_seconds > 0; }
};

// A group has changed if its numbers differ by more than four standard deviations of two
// counts by chance of one rate (Poisson; of x now and y before, with r the times' ratio,
// 2 |sqrt(x + 3/8) - sqrt(r (y + 3/8))| / sqrt(1 + r), about one in 16,000), and by at least
// half as much again, since failures come in bursts and not by chance alone. So in equal times
// a cause is new from 12 failures on. Time is covered from the first to the last record of any
// kind, as far as the selection's since and until leave it.
//
// O(minutes with failures * log of them).
// Errors: bad_option (they were counted by other filters by cause, upstream or server).
Result<Comparison> compare(const Partial& now, const Partial& before, std::string name);

}  // namespace why502

#endif  // WHY502_COMPARE_H_
