// load_parts.h -- what load.cc and load_state.cc both read.
#ifndef WHY502_LIB_AGGREGATE_LOAD_PARTS_H_
#define WHY502_LIB_AGGREGATE_LOAD_PARTS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/aggregate/partial_file.h"
#include "lib/aggregate/wire.h"
#include "why502/cause.h"
#include "why502/event.h"

namespace why502::counting {

// Microseconds, of the years that there are.
inline std::int64_t read_time(WireReader* in) { return in->integer(kEarliest, kLatest); }

inline std::optional<Timestamp> read_optional_time(WireReader* in) {
  if (!in->flag()) return {};
  return Timestamp(std::chrono::microseconds(read_time(in)));
}

// Nothing where this build does not know it.
inline std::optional<Cause> known_cause(std::string_view id) {
  const auto cause = cause_from_id(id);
  return cause == Cause::none ? std::nullopt : cause;
}

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_LOAD_PARTS_H_
