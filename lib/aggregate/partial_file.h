// partial_file.h -- what save.cc and load.cc agree on: the head of a partial and its bounds.
//
//   why502 partial 1\n     the version of all that follows
//   8 bytes                the body's size
//   8 bytes                its XXH3
//   body                   see save.cc
#ifndef WHY502_LIB_AGGREGATE_PARTIAL_FILE_H_
#define WHY502_LIB_AGGREGATE_PARTIAL_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/aggregate/windows.h"

namespace why502::counting {

inline constexpr std::string_view kMagic = "why502 partial ";
inline constexpr std::string_view kVersion = "1";
inline constexpr std::size_t kSizeAndHash = 16;

// Any number of records: so large that no sum of those in a file overflows.
inline constexpr std::uint64_t kMostRecords = std::uint64_t{1} << 56;

// The years 0 to 9999, and a day for what zones do: in microseconds since 1970.
inline constexpr std::int64_t kDay = 86'400 * kMicros;
inline constexpr std::int64_t kEarliest = -719'529 * kDay;
inline constexpr std::int64_t kLatest = 2'932'898 * kDay;

inline constexpr std::size_t kLongestText = std::size_t{16} << 20;

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_PARTIAL_FILE_H_
