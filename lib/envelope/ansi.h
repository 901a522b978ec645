// ansi.h -- colours in text: ESC [ digits and ; m.
#ifndef WHY502_LIB_ENVELOPE_ANSI_H_
#define WHY502_LIB_ENVELOPE_ANSI_H_

#include <cstddef>
#include <string_view>

#include "lib/base/bytes.h"

namespace why502::envelope {

// Where the colour sequences that begin at `at` end.
inline std::size_t skip_colours(std::string_view text, std::size_t at) noexcept {
  while (at + 2 < text.size() && text[at] == '\x1b' && text[at + 1] == '[') {
    std::size_t end = at + 2;
    while (end < text.size() && (base::is_digit(text[end]) || text[end] == ';')) ++end;
    if (end >= text.size() || text[end] != 'm') break;
    at = end + 1;
  }
  return at;
}

// The text without a colour's end behind it.
inline std::string_view without_last_colour(std::string_view text) noexcept {
  for (const std::string_view reset : {std::string_view("\x1b[0m"), std::string_view("\x1b[m")}) {
    if (base::ends_in(text, reset)) return text.substr(0, text.size() - reset.size());
  }
  return text;
}

}  // namespace why502::envelope

#endif  // WHY502_LIB_ENVELOPE_ANSI_H_
