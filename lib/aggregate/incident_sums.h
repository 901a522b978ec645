// incident_sums.h -- what was counted of each incident, before it is told.
#ifndef WHY502_LIB_AGGREGATE_INCIDENT_SUMS_H_
#define WHY502_LIB_AGGREGATE_INCIDENT_SUMS_H_

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "lib/aggregate/group_table.h"
#include "lib/aggregate/incident_finder.h"
#include "lib/aggregate/minutes.h"
#include "lib/aggregate/request_sample.h"
#include "lib/aggregate/scope_sample.h"
#include "lib/base/names.h"
#include "why502/incident.h"

namespace why502::counting {

// The parts of an Aggregate's state that incidents are told from.
struct Counted {
  const base::Names& upstreams;
  const GroupTable &failures, &evidence;
  const Minutes &group_minutes, &evidence_minutes;
  const RequestSample& requests;
  const ScopeSample &servers, &clients, &paths;
  bool exact;          // no group is in "(other)"
  bool any_no_live;    // did any failure say "no live upstreams"?
  double per_failure;  // requests, over the whole log; only if by_cause()

  // Are there too many groups? Then minutes are kept by cause, and so are the incidents.
  bool by_cause() const noexcept { return group_minutes.is_closed(); }
  Cause cause_of(const Cell& cell) const {
    return by_cause() ? static_cast<Cause>(cell.key) : failures[cell.key].cause;
  }
};

struct Sum {
  std::uint64_t failures = 0;
  std::int64_t first = kNoTime, last = std::numeric_limits<std::int64_t>::min();
  std::int64_t last_window = std::numeric_limits<std::int64_t>::min();
  absl::flat_hash_map<std::int32_t, std::uint64_t> by_window;
  std::map<int, std::uint64_t> by_status;
  std::map<Cause, std::pair<std::uint64_t, std::int64_t>> by_cause;  // failures, first
  absl::flat_hash_map<std::uint32_t, std::uint64_t> by_track;
  bool throughout = false;
  bool fastcgi = false;
  absl::flat_hash_set<std::uint64_t> servers, clients, paths;
  std::vector<Tries> tries;
};

// One for each incident that was found. O(cells, requests and touches that are kept).
std::vector<Sum> sum_up(const Counted& counted, const Found& found);

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_INCIDENT_SUMS_H_
