// levels.cc -- how coarse the samples of parts have become that will be merged.
#include "lib/aggregate/levels.h"

#include "lib/aggregate/state.h"

namespace why502 {

struct AggregateAccess {
  static Aggregate::State& state(Aggregate& aggregate) noexcept { return *aggregate.state_; }
};

namespace counting {
namespace {

template <typename Sample>
void share_one(Sample& sample, std::atomic<int>& highest) {
  int known = highest.load(std::memory_order_relaxed);
  while (known < sample.level() && !highest.compare_exchange_weak(known, sample.level(), std::memory_order_relaxed)) {
  }
  sample.raise_level(known);
}

}  // namespace

void Levels::share(Aggregate& part) {
  auto& state = AggregateAccess::state(part);
  share_one(state.requests, highest_[0]);
  share_one(state.echo_keys, highest_[1]);
  share_one(state.servers, highest_[2]);
  share_one(state.clients, highest_[3]);
  share_one(state.paths, highest_[4]);
}

}  // namespace counting
}  // namespace why502
