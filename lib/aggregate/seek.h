// seek.h -- what of an input need not be read, since only a range of time is asked for.
#ifndef WHY502_LIB_AGGREGATE_SEEK_H_
#define WHY502_LIB_AGGREGATE_SEEK_H_

#include <cstdint>
#include <optional>
#include <string>

#include "lib/input/plain_file.h"
#include "lib/input/tree.h"
#include "why502/parser.h"

namespace why502::counting {

// [since, until); what is missing is open.
struct TimeRange {
  std::optional<Timestamp> since, until;
};

// The lines to read, and what is told of the others; "" if all are read.
struct Sought {
  std::uint64_t begin = 0, end = input::kToTheEnd;
  std::string left_out;
};

// Clocks of workers and of machines differ, and records are not quite in order: so much more is
// read on both sides.
inline constexpr std::chrono::hours kMargin{2};

// Finds the lines by bisection, taking for granted that time goes on in the file. Where there is
// no record with a time near a place that was looked at, nobody can tell: all is read.
// COST. Some twenty reads of 16 KiB, or up to 1 MiB where such records are rare.
// `reference_time`: as in ScanOptions.
Sought seek(const Parser& parser, const input::PlainFile& file, const TimeRange& range,
            std::optional<Timestamp> reference_time = {});

// Why no record of the file can be in the range; "" if one may be: it was last changed before
// since, or its first record with a time (in the first 64 KiB) is behind until.
std::string outside(const Parser& parser, const input::Found& found, const TimeRange& range);

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_SEEK_H_
