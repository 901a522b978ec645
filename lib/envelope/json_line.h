// json_line.h -- what the envelopes that are JSON have in common.
#ifndef WHY502_LIB_ENVELOPE_JSON_LINE_H_
#define WHY502_LIB_ENVELOPE_JSON_LINE_H_

#include <string_view>

#include "lib/envelope/envelope.h"
#include "lib/envelope/json_object.h"

namespace why502::envelope {

// The text without its last line feed.
inline std::string_view without_newline(std::string_view text) noexcept {
  return text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
}

// Puts container and stream, as far as the members tell them, into `opened`.
void name_writer(const JsonObject& object, Opened* opened);

}  // namespace why502::envelope

#endif  // WHY502_LIB_ENVELOPE_JSON_LINE_H_
