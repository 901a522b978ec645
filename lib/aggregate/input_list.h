// input_list.h -- what was read, by name.
#ifndef WHY502_LIB_AGGREGATE_INPUT_LIST_H_
#define WHY502_LIB_AGGREGATE_INPUT_LIST_H_

#include <atomic>
#include <cstddef>
#include <mutex>
#include <span>
#include <vector>

#include "why502/aggregate.h"

namespace why502::counting {

// One input a name. A million files may come in any order: those that come behind their place are put
// in order once there are many of them, or somebody looks.
//
// THREADS. As a standard container: const methods from any threads at once.
class InputList {
 public:
  // Amortized O(log n).
  void add(const Input& input);

  // By name. Needs no memory. O(n) if some were added out of order since the last time.
  std::span<const Input> in_order() const noexcept;

 private:
  void order() const;

  // The first `ordered_` are in order; those behind them may have names twice.
  mutable std::vector<Input> inputs_;
  mutable std::size_t ordered_ = 0;
  mutable std::atomic<bool> is_ordered_{true};
  mutable std::mutex ordering_;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_INPUT_LIST_H_
