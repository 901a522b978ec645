// incident_finder.h -- incidents and background out of an Aggregate's state.
#ifndef WHY502_LIB_AGGREGATE_INCIDENT_FINDER_H_
#define WHY502_LIB_AGGREGATE_INCIDENT_FINDER_H_

#include <cstdint>
#include <vector>

#include "lib/aggregate/minutes.h"
#include "lib/aggregate/stretches.h"
#include "lib/base/names.h"
#include "why502/incident.h"

namespace why502::counting {

// One failure's place: the track (upstream; cause where there are too many groups) and its cell.
struct Placed {
  std::uint32_t track;
  const Cell* cell;
};

// What a cell's key stands for.
struct TrackOf {
  std::uint32_t track;
  Cause cause;
};

// A stretch of one track, or of a cause on all of them, that belongs to incident number `incident`.
struct Member {
  bool of_cause;
  std::uint32_t track;  // or the cause's number
  Stretch stretch;
  std::size_t incident;
};

// What incidents are made of, found once for both incidents() and background().
struct Found {
  std::vector<Placed> cells;    // by track and window
  std::vector<Member> members;  // by of_cause, track and window
  std::vector<TrackOf> keys;    // of the cells' keys
  std::size_t incidents = 0;
  LogWindows log{};

  // The member whose stretch holds the cell, or nullptr.
  const Member* member_of(const Placed& placed) const;

 private:
  const Member* member_of(bool of_cause, std::uint32_t track, std::int32_t window) const;
};

// `keys`: of the cells of `minutes`; `names`: of tracks, nullptr where they are causes.
// `first`, `last`: the seconds that the log spans. O(cells log cells).
Found find_incidents(const Minutes& minutes, std::vector<TrackOf> keys, const base::Names* names, std::int64_t first,
                     std::int64_t last);

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_INCIDENT_FINDER_H_
