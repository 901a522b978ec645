// nginx_skim.cc -- records of no interest, passed over at a glance.
#include <bit>

#include "lib/format/nginx.h"
#include "lib/format/nginx_head.h"

namespace why502::format {
namespace {

#if defined(__SSE2__)
using nginx_head_parts::kLevels;
using nginx_head_parts::Level;

constexpr std::size_t kLevel = nginx_head_parts::kStampShape.size();
constexpr std::size_t kNear = 32;  // what others_than_digits32() reads
// Behind the longest level so much can be read, and 8 bytes more of the message.
constexpr std::size_t kShortest = kLevel + std::string_view("notice] ").size() + kNear + 8;

// A longer line is no record's first; ParserOptions::max_line_bytes is more.
constexpr std::size_t kLongestRecord = 2048;

// Where the message begins behind `71#71: *9 ` or `71#71: `; 0 if it does not tell at a glance.
inline std::size_t message_behind(const char* process) noexcept {
  std::uint64_t others = scan::others_than_digits32(process);
  const auto hash = static_cast<std::size_t>(std::countr_zero(others));
  others &= others - 1;
  const auto colon = static_cast<std::size_t>(std::countr_zero(others));
  if (hash == 0 || process[hash] != '#' || colon == hash + 1 || colon > kNear - 3) return 0;
  if (process[colon] != ':' || process[colon + 1] != ' ') return 0;
  if (process[colon + 2] != '*') return colon + 2;
  const std::uint64_t behind = others >> (colon + 3);
  const std::size_t blank = colon + 3 + static_cast<std::size_t>(std::countr_zero(behind));
  if ((behind & 1) != 0 || blank >= kNear || process[blank] != ' ') return 0;
  return blank + 1;
}
#endif

}  // namespace

std::size_t nginx_skim(const Lines& lines, StampReader& stamps, const match::Matcher& matcher, Head* last) {
  std::size_t passed = 0;
#if defined(__SSE2__)
  const StampReader::Second stamp = stamps.last_second();
  const char* p = lines.base + lines.begin;
  std::size_t last_size = 0;
  const char* last_line = p;
  for (const std::size_t end : lines.ends) {
    const auto size = static_cast<std::size_t>(lines.base + end - p);
    if (size < kShortest || size > kLongestRecord || !stamp.stands_at(p)) break;
    const std::uint64_t word = base::load8(p + kLevel);
    const Level& level = kLevels.at(word);
    if ((word & level.mask) != level.word) break;
    const std::size_t process = kLevel + level.length;
    const std::size_t message = message_behind(p + process);
    if (message == 0) break;
    const std::string_view text(p + process + message, size - process - message);
    if (matcher.triage(text, level.severity) != match::Triage::boring) break;
    ++passed;
    last_line = p;
    last_size = size;
    p += size + 1;
  }
  if (passed > 0) nginx_head({last_line, last_size}, stamps, last);
#endif
  return passed;
}

}  // namespace why502::format
