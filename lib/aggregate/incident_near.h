// incident_near.h -- the records near an incident that may explain it.
#ifndef WHY502_LIB_AGGREGATE_INCIDENT_NEAR_H_
#define WHY502_LIB_AGGREGATE_INCIDENT_NEAR_H_

#include <cstdint>
#include <vector>

#include "lib/aggregate/incident_sums.h"

namespace why502::counting {

// Which kinds fit is told in near.h.
class NearFinder {
 public:
  // O(cells of evidence * log of them).
  explicit NearFinder(const Counted& counted);

  // From two minutes before its onset to its end, in order of time; those with most records
  // where there are too many.
  std::vector<IncidentEvidence> find(const Sum& sum) const;

 private:
  const Counted& counted_;
  std::vector<const Cell*> evidence_, failures_;  // by window; failures only where they may be near
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_INCIDENT_NEAR_H_
