// quote.h -- somebody's words within a sentence of ours.
#ifndef WHY502_LIB_BASE_QUOTE_H_
#define WHY502_LIB_BASE_QUOTE_H_

#include <string>
#include <string_view>

namespace why502::base {

// 'text', its control bytes as '?': a sentence is one line, and a file's name must not
// send escapes to a terminal.
inline std::string quote(std::string_view text) {
  std::string quoted(1, '\'');
  for (const char c : text) quoted.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c);
  quoted.push_back('\'');
  return quoted;
}

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_QUOTE_H_
