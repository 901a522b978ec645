// nginx_head.cc -- the beginning of a record: stamp, level, process, connection.
#include "lib/format/nginx_head.h"

#include "lib/format/nginx.h"

namespace why502::format {

using base::load8;
using base::stands_at;
using nginx_head_parts::kLevels;
using nginx_head_parts::kStampShape;
using nginx_head_parts::Level;

namespace {

// Do 8 bytes look like `shape`, whose digits are '0'? Every other byte must be equal.
constexpr std::uint64_t shape_word(std::string_view shape, bool digits) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const bool digit = shape[i] == '0';
    const auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(shape[i]));
    word |= (digits ? (digit ? 0x80u : 0u) : byte) << (8 * i);
  }
  return word;
}
template <std::uint64_t text, std::uint64_t digits>
bool has_shape(const char* p) noexcept {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    word = load8(p);
  } else {
    for (int i = 7; i >= 0; --i) word = word << 8 | static_cast<unsigned char>(p[i]);
  }
  // A digit minus '0' is 0 to 9, any other byte minus what it must be is 0.
  const std::uint64_t rest = word ^ text;  // digits: low nibble; others: 0
  const std::uint64_t low = digits >> 7;   // 0x01 in every digit's byte
  const std::uint64_t nibbles = low * 0x0F;
  if ((rest & ~nibbles) != 0) return false;
  // 0x76 + a nibble reaches 0x80 from 10 on.
  return (((rest & nibbles) + low * 0x76) & digits) == 0;
}

// `known`: the first 16 bytes are those of a stamp.
bool is_stamp(const char* p, bool known) noexcept {
  constexpr std::uint64_t a = shape_word(kStampShape, false), a_digits = shape_word(kStampShape, true);
  constexpr std::uint64_t b = shape_word(kStampShape.substr(8), false),
                          b_digits = shape_word(kStampShape.substr(8), true);
  constexpr std::uint64_t c = shape_word(kStampShape.substr(13), false),
                          c_digits = shape_word(kStampShape.substr(13), true);
  return has_shape<c, c_digits>(p + 13) && (known || (has_shape<a, a_digits>(p) && has_shape<b, b_digits>(p + 8)));
}

// `nginx: [emerg] ...`: what nginx writes to its standard error while it starts.
// Source: ngx_log.c ngx_log_stderr() and ngx_log_error_core().
bool console_head(std::string_view line, Head* head) {
  constexpr std::string_view kStart = "nginx: [";
  if (!stands_at(line, 0, kStart) || line.size() < 2 * kStart.size()) return false;
  const std::uint64_t word = load8(line.data() + kStart.size());
  const Level& level = kLevels.at(word);
  if ((word & level.mask) != level.word) return false;
  *head = Head{};
  head->severity = level.severity;
  head->message = static_cast<std::uint32_t>(kStart.size() + level.length);
  return true;
}

}  // namespace

bool nginx_head(std::string_view line, StampReader& stamps, Head* head) {
  constexpr std::size_t kLevel = kStampShape.size();
  constexpr std::size_t kShortest = kLevel + std::string_view("info] 1#1: ").size();
  if (line.size() < kShortest) return console_head(line, head);
  const bool known = stamps.is_last_minute(line.data());
  if (!is_stamp(line.data(), known)) return console_head(line, head);
  const std::uint64_t word = load8(line.data() + kLevel);
  const Level& level = kLevels.at(word);
  const std::size_t process = kLevel + level.length;
  if ((word & level.mask) != level.word) return false;
  head->severity = level.severity;
  head->time = known ? stamps.read_second(line.data()) : stamps.read(line);
#if defined(__SSE2__)
  if (line.size() - process >= nginx_head_parts::Near::kBytes) {
    const nginx_head_parts::Near near(line.data() + process);
    if (const auto found = read_process(near, process, head)) return *found;
  }
#endif
  return *read_process(nginx_head_parts::Anywhere(line.substr(process)), process, head);
}

}  // namespace why502::format
