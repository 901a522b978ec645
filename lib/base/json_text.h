// json_text.h -- what stands in JSON: numbers and escapes by RFC 8259.
#ifndef WHY502_LIB_BASE_JSON_TEXT_H_
#define WHY502_LIB_BASE_JSON_TEXT_H_

#include <cstddef>
#include <string_view>

namespace why502::base {

// Is `text` a number, of any size?
bool is_json_number(std::string_view text) noexcept;

// An escape, and the UTF-8 that it stands for.
struct JsonEscape {
  std::size_t length = 0;  // in the text; 0: it is none, or half of a surrogate pair
  std::size_t size = 0;
  char bytes[4] = {};
};

// The escape at the beginning of `text`. REQUIRES: text begins with a backslash.
JsonEscape read_json_escape(std::string_view text) noexcept;

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_JSON_TEXT_H_
