// utf8.h -- bytes as characters, and how wide a terminal shows them.
#ifndef WHY502_LIB_REPORT_UTF8_H_
#define WHY502_LIB_REPORT_UTF8_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace why502::report {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;  // false: one byte that begins no character
};

// The first character. REQUIRES: !text.empty().
Character first_character(std::string_view text) noexcept;

void append_utf8(char32_t code, std::string* out);

// The columns that a character takes: 0 for combining marks, 2 for those of East
// Asia and emoji, else 1. A table of ours: wcwidth() would ask the locale.
int width(char32_t code) noexcept;

// Characters that a terminal obeys or does not show: controls, marks of
// direction, spaces without width.
bool is_unseen(char32_t code) noexcept;

// The columns of valid text without control characters. O(size).
std::size_t display_width(std::string_view text) noexcept;

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_UTF8_H_
