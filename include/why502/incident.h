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

// What was seen near an incident, from two minutes before its onset to its end: records
// that may explain its failures, and before "no live upstreams" failures of peers.
// Near, not because.
struct IncidentEvidence {
  Cause cause;
  std::string upstream;
  Timestamp first;
  std::uint64_t count;
  std::string example;  // "" if the one that was kept is of another time
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

// Onset and end are the first and last failure of its raised minutes.
struct Incident {
  Timestamp onset, end;
  bool ongoing = false;     // raised within the last five minutes of the log
  bool throughout = false;  // it fills the whole log, so it may have begun before it
  bool exact = true;        // false: a bound was reached; the numbers of what it touched are lower bounds
  std::uint64_t failures = 0;
  Estimate requests;
  Timestamp peak_minute;  // where the worst minute begins (the worst window where a bound was reached)
  std::uint64_t peak_failures = 0;
  std::vector<std::string> upstreams;                 // those with a name, most failures first; at most 1,000
  std::uint64_t upstream_count = 0;                   // of all that have a name
  std::vector<IncidentCause> causes;                  // in order of their first failure
  std::vector<StatusCount> by_status;                 // by status, unknown (0) last
  std::uint64_t servers = 0, clients = 0, paths = 0;  // distinct ones touched
  std::vector<IncidentEvidence> evidence;             // near it, in order of time; at most 20
};

// Failures that belong to no incident, of one cause on one upstream.
struct Background {
  std::string upstream;  // "(other)": those that have no line of their own
  Cause cause = Cause::none;
  std::uint64_t failures = 0;
  double per_hour = 0;  // over the whole log
};

struct Findings {
  std::vector<Incident> incidents;
  std::vector<Background> background;
};

}  // namespace why502

#endif  // WHY502_INCIDENT_H_
