// incident_names.h -- which upstreams an incident names.
#ifndef WHY502_LIB_AGGREGATE_INCIDENT_NAMES_H_
#define WHY502_LIB_AGGREGATE_INCIDENT_NAMES_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/aggregate/incident_sums.h"

namespace why502::counting {

struct UpstreamNames {
  std::vector<std::string> names;  // most failures first, then by name
  std::uint64_t count = 0;         // of all that have a name
};

// Of each incident. Where minutes are kept by cause: the groups of its causes that failed
// in its time, in one pass over all groups.
std::vector<UpstreamNames> name_upstreams(const Counted& counted, std::span<const Sum> sums);

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_INCIDENT_NAMES_H_
