// prefix.cc -- a record behind a short text that nobody knows.
#include "lib/engine/prefix.h"

#include <algorithm>

#include "lib/base/bytes.h"
#include "lib/envelope/ansi.h"

namespace why502::engine {
namespace {

// May another of a prefix's first words end before `line[blank]`? Names of pods and containers, svlogd's stamps: two at
// most, with a letter or `_` in each (an access log begins with an address, and goes on with what clients choose).
class Words {
 public:
  void add(char c) noexcept {
    if (c == ' ') {
      ended_ += 1;
      is_whole_ = is_whole_ && has_letter_ && ended_ <= kMost;
      has_letter_ = false;
      return;
    }
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    has_letter_ = has_letter_ || is_letter;
    is_whole_ = is_whole_ && (is_letter || base::is_digit(c) || c == '-' || c == '.' || c == '/' || c == ':');
  }
  bool end_here() const noexcept { return is_whole_; }
  bool is_first() const noexcept { return ended_ == 0; }

 private:
  static constexpr int kMost = 2;
  int ended_ = 0;
  bool has_letter_ = false, is_whole_ = true;
};

}  // namespace

std::size_t prefix_length(const ParserAccess::Impl& parser, std::string_view line, format::StampReader& stamps) {
  constexpr std::size_t kLongest = 128;
  const std::size_t most = std::min(kLongest, line.size());
  std::size_t at = 0;
  Words words;
  bool is_blank = true;  // nothing but blanks so far
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
    } else if (c == ':' && words.is_first() && behind < line.size()) {
      // grep's "path:" and "path:7:".
      is_end = base::is_digit(line[behind]) || line[behind] == '[';
    }
    is_blank = is_blank && c == ' ';
    for (std::size_t i = at; i < behind; ++i) words.add(line[i]);
    if (c == ' ') is_end = is_blank || words.end_here();
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
