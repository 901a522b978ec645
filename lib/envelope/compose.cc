// compose.cc -- `docker compose logs`: the container's name, blanks, a bar, in colours or not.
//
//   web-1  | text
#include "lib/base/hash.h"
#include "lib/envelope/ansi.h"
#include "lib/envelope/openers.h"

namespace why502::envelope {
namespace {

bool is_name(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

}  // namespace

bool open_compose(const Sealed& line, Room&, Opened* opened) {
  constexpr std::size_t kLongestName = 128;
  const std::string_view text = line.text;
  const std::size_t begin = skip_colours(text, 0);
  std::size_t at = begin;
  while (at < text.size() && at - begin < kLongestName && is_name(text[at])) ++at;
  const std::string_view name = text.substr(begin, at - begin);
  if (name.empty()) return false;
  const std::size_t blank = at;
  while (at < text.size() && text[at] == ' ') ++at;
  if (at == blank || at >= text.size() || text[at] != '|') return false;
  // Compose cuts the blank off behind the bar where nothing follows.
  at = skip_colours(text, at + 1);
  if (at < text.size() && text[at] != ' ') return false;
  opened->text = text.substr(at < text.size() ? skip_colours(text, at + 1) : at);
  opened->container = name;
  opened->stream = base::stable_hash(name, 0);
  return true;
}

}  // namespace why502::envelope
