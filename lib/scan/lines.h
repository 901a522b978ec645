// lines.h -- where lines end.
#ifndef WHY502_LIB_SCAN_LINES_H_
#define WHY502_LIB_SCAN_LINES_H_

#include <cstddef>
#include <cstring>
#include <string_view>

namespace why502::scan {

inline constexpr std::size_t npos = static_cast<std::size_t>(-1);

// Where the first '\n' at or after `from` stands; npos if there is none.
// Reads nothing outside `bytes`. REQUIRES: from <= bytes.size().
inline std::size_t find_newline(std::string_view bytes, std::size_t from) noexcept {
  if (from == bytes.size()) return npos;  // also of no bytes at all, which have no address
  const void* found = std::memchr(bytes.data() + from, '\n', bytes.size() - from);
  return found == nullptr ? npos : static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
}

// The line without the '\r' that some writers put before '\n'.
inline std::string_view without_cr(std::string_view line) noexcept {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace why502::scan

#endif  // WHY502_LIB_SCAN_LINES_H_
