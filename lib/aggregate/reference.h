// reference.h -- of which year a file's stamps are that name none.
#ifndef WHY502_LIB_AGGREGATE_REFERENCE_H_
#define WHY502_LIB_AGGREGATE_REFERENCE_H_

#include <algorithm>
#include <chrono>
#include <optional>

#include "lib/input/tree.h"
#include "why502/parser.h"

namespace why502::counting {

// ScanOptions::reference_time for an input: what stands in a file happened before it was last
// written to. A day more, since zones differ.
inline std::optional<Timestamp> reference_time(const Parser& parser, const input::Found& found) {
  const std::optional<Timestamp> known = parser.options().reference_time;
  if (!known || !found.modified) return known;
  return std::min(*known, Timestamp(*found.modified + std::chrono::hours(24)));
}

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_REFERENCE_H_
