// levels.h -- how coarse the samples of parts have become that will be merged.
#ifndef WHY502_LIB_AGGREGATE_LEVELS_H_
#define WHY502_LIB_AGGREGATE_LEVELS_H_

#include <array>
#include <atomic>
#include <cstddef>

#include "why502/aggregate.h"

namespace why502::counting {

// A sample's level is decided by all that is counted, so what one part needs the sum needs: the
// others need not keep, until they are merged, what will be thrown away then.
//
// THREADS. share() from any threads at once, each with a part of its own.
class Levels {
 public:
  // Raises those of `part` to the highest that were seen, and these to those of `part`.
  void share(Aggregate& part);

 private:
  static constexpr std::size_t kSamples = 5;
  std::array<std::atomic<int>, kSamples> highest_{};
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_LEVELS_H_
