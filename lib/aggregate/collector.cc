// collector.cc -- where threads hand in their parts.
#include <mutex>
#include <utility>

#include "why502/aggregate.h"

namespace why502 {

struct Collector::State {
  std::mutex mutex;
  Aggregate sum;
};

Collector::Collector(Aggregate empty) : state_(new State{{}, std::move(empty)}) {}
Collector::~Collector() = default;

void Collector::merge(const Aggregate& part) {
  const std::lock_guard lock(state_->mutex);
  state_->sum.merge(part);
}

Aggregate Collector::take() {
  const std::lock_guard lock(state_->mutex);
  return std::move(state_->sum);
}

}  // namespace why502
