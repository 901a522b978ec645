// statuses.cc -- failures by cause, upstream and status, from the cells that incidents are found in.
#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

#include "lib/aggregate/state.h"
#include "lib/base/other.h"

namespace why502 {
namespace {

struct Count {
  std::uint64_t failures = 0;
  std::int64_t last = counting::kNoTime;
};

}  // namespace

void Aggregate::each_status(StatusRowFn row) const {
  state_->settle();
  const State& s = *state_;
  const bool by_cause = s.group_minutes.is_closed();
  const counting::Minutes& minutes = by_cause ? s.cause_minutes : s.group_minutes;

  std::map<std::tuple<Cause, std::string_view, int>, Count> counts;
  for (const counting::Cell& cell : minutes.cells()) {
    const Cause cause = by_cause ? static_cast<Cause>(cell.key) : s.failures[cell.key].cause;
    const std::string_view upstream = by_cause ? base::kOther : s.upstreams[s.failures[cell.key].upstream];
    Count& count = counts[{cause, upstream, cell.status}];
    count.failures += cell.count;
    if (cell.window == counting::kNoWindow) continue;
    count.last = count.last == counting::kNoTime ? cell.last : std::max(count.last, cell.last);
  }
  for (const auto& [key, count] : counts) {
    const auto& [cause, upstream, status] = key;
    StatusRow each{cause, upstream, status, count.failures, {}};
    if (count.last != counting::kNoTime) each.last = Timestamp(std::chrono::microseconds(count.last));
    if (!row(each)) return;
  }
}

}  // namespace why502
