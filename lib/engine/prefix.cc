// prefix.cc -- a record behind a short text that nobody knows.
#include "lib/engine/prefix.h"

#include <algorithm>

#include "lib/base/bytes.h"
#include "lib/envelope/ansi.h"

namespace why502::engine {

std::size_t prefix_length(const ParserAccess::Impl& parser, std::string_view line, format::StampReader& stamps) {
  constexpr std::size_t kLongest = 128;
  const std::size_t most = std::min(kLongest, line.size());
  std::size_t at = 0;
  while (at < most) {
    // The next place behind an end.
    const char c = line[at];
    std::size_t behind = at + 1;
    bool is_end = c == '\t';
    if (c == '"' || c == '{') return 0;
    if (c == '\x1b') {
      behind = envelope::skip_colours(line, at);
      is_end = behind > at;
      behind = std::max(behind, at + 1);
    } else if ((c == ']' || c == ':' || c == '|' || c == '>') && behind < line.size() && line[behind] == ' ') {
      is_end = true;
      ++behind;
    }
    if (is_end && behind <= most && behind < line.size()) {
      format::Head head;
      const std::string_view text = without_prefix(line, line.substr(0, behind));
      if (parser.grammar_of(text, stamps, &head) != nullptr && !head.weak) return behind;
    }
    at = behind;
  }
  return 0;
}

std::string_view without_prefix(std::string_view line, std::string_view prefix) noexcept {
  const std::string_view text = line.substr(prefix.size());
  return prefix.find('\x1b') == std::string_view::npos ? text : envelope::without_last_colour(text);
}

}  // namespace why502::engine
