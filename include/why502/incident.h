// incident.h -- a stretch in which failures rose above what is usual in a log.
//
// Plain values: what Aggregate::incidents() and Aggregate::background() give.
#ifndef WHY502_INCIDENT_H_
#define WHY502_INCIDENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "why502/cause.h"
#include "why502/event.h"

namespace why502 {

struct IncidentCause {
  Cause cause;
  std::uint64_t failures;
  Timestamp first;
};

struct IncidentEvidence {
  Cause cause;
  std::string upstream;
  Timestamp first;
  std::uint64_t count;
  std::string example;
};

struct StatusCount {
  int status;  // 0: the record cannot tell
  std::uint64_t failures;
};

// A number that may be a lower bound: of requests, or of distinct values.
struct Estimate {
  std::uint64_t at_least = 0;
  bool exact = true;
};

struct Incident {
  Timestamp onset, end;
  bool ongoing = false;     // it lasts to the end of the log
  bool throughout = false;  // it fills the whole log, so it began before it
  std::uint64_t failures = 0;
  Estimate requests;
  Timestamp peak_minute;
  std::uint64_t peak_failures = 0;
  std::vector<std::string> upstreams;
  std::vector<IncidentCause> causes;  // in order of their first failure
  std::vector<StatusCount> by_status;
  std::uint64_t servers = 0, clients = 0, paths = 0;  // distinct ones touched
  std::vector<IncidentEvidence> evidence;             // near it, in order of time
};

// Failures that belong to no incident.
struct Background {
  std::string upstream;
  Cause cause;
  std::uint64_t failures;
  double per_hour;
};

}  // namespace why502

#endif  // WHY502_INCIDENT_H_
