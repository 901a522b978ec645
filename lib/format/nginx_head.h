// nginx_head.h -- the parts of a record's head, as nginx_head.cc and nginx_sweep.cc read them.
#ifndef WHY502_LIB_FORMAT_NGINX_HEAD_H_
#define WHY502_LIB_FORMAT_NGINX_HEAD_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/format/format.h"
#include "lib/scan/masks.h"

namespace why502::format::nginx_head_parts {

inline constexpr std::string_view kStampShape = "0000/00/00 00:00:00 [";

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
    word = base::load8(p);
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

// Are these the seconds of a stamp whose minute is known?
inline bool has_second(const char* stamp) noexcept {
  constexpr std::string_view kEnd = kStampShape.substr(13);
  return has_shape<shape_word(kEnd, false), shape_word(kEnd, true)>(stamp + 13);
}

// `known`: the first 16 bytes are those of a stamp.
inline bool is_stamp(const char* p, bool known) noexcept {
  constexpr std::string_view kTime = kStampShape.substr(8);
  return has_second(p) && (known || (has_shape<shape_word(kStampShape, false), shape_word(kStampShape, true)>(p) &&
                                     has_shape<shape_word(kTime, false), shape_word(kTime, true)>(p + 8)));
}

// A level's name, a bracket and a blank, as an integer.
struct Level {
  std::uint64_t word, mask;
  std::uint32_t length;
  Severity severity;
};
// What stands at a name's place has no byte of 0.
inline constexpr Level kNoLevel = {0, ~std::uint64_t{0}, 0, Severity::unknown};

inline constexpr std::pair<std::string_view, Severity> kLevelNames[] = {
    {"debug] ", Severity::debug}, {"info] ", Severity::info},   {"notice] ", Severity::notice},
    {"warn] ", Severity::warn},   {"error] ", Severity::error}, {"crit] ", Severity::crit},
    {"alert] ", Severity::alert}, {"emerg] ", Severity::emerg}};

// The levels by a hash of their first bytes, so that none is guessed.
class Levels {
 public:
  constexpr Levels() noexcept {
    while (!fill()) multiplier_ += 2;
  }

  // The only level that may stand where the 8 bytes of `word` do.
  constexpr const Level& at(std::uint64_t word) const noexcept { return slots_[slot(word)]; }

 private:
  constexpr std::size_t slot(std::uint64_t word) const noexcept {
    const std::uint64_t first4 = std::endian::native == std::endian::little ? word & 0xffff'ffffu : word >> 32;
    return static_cast<std::uint32_t>(first4 * multiplier_) >> 28;
  }

  constexpr bool fill() noexcept {
    slots_.fill(kNoLevel);  // GCC 12 takes `= {}` for zeros
    for (const auto& [name, severity] : kLevelNames) {
      const std::uint64_t word = base::word_of(name);
      Level& level = slots_[slot(word)];
      if (level.length != 0) return false;
      level = {word, base::mask_of(name.size()), static_cast<std::uint32_t>(name.size()), severity};
    }
    return true;
  }

  std::uint64_t multiplier_ = 3;
  std::array<Level, 16> slots_{};
};
inline constexpr Levels kLevels;

#if defined(__SSE2__)
// The first bytes behind a level, their digits found at once: see read_process().
class Near {
 public:
  static constexpr std::size_t kBytes = 32;

  // REQUIRES: kBytes can be read at `p`.
  explicit Near(const char* p) noexcept : p_(p), others_(scan::others_than_digits32(p)) {}

  std::size_t digits_end(std::size_t at) const noexcept {
    return at + static_cast<std::size_t>(std::countr_zero(others_ >> at));
  }
  bool holds(std::size_t at) const noexcept { return at < kBytes; }
  char operator[](std::size_t at) const noexcept { return p_[at]; }
  static constexpr bool kIsWhole = false;

 private:
  const char* p_;
  std::uint64_t others_;
};
#endif

// The same for any number of bytes.
class Anywhere {
 public:
  explicit Anywhere(std::string_view text) noexcept : text_(text) {}

  std::size_t digits_end(std::size_t at) const noexcept { return base::skip_digits(text_, at); }
  bool holds(std::size_t at) const noexcept { return at < text_.size(); }
  char operator[](std::size_t at) const noexcept { return text_[at]; }
  static constexpr bool kIsWhole = true;

 private:
  std::string_view text_;
};

// Reads `71#71: *9 ` at the beginning of `text`, which stands at `begin` in the line. Nothing
// if what is there does not tell.
template <typename Text>
std::optional<bool> read_process(const Text& text, std::size_t begin, Head* head) noexcept {
  const auto cut = [] { return Text::kIsWhole ? std::optional(false) : std::nullopt; };
  const std::size_t thread = text.digits_end(0) + 1;
  if (!text.holds(thread)) return cut();
  if (thread == 1 || text[thread - 1] != '#') return false;
  const std::size_t end = text.digits_end(thread);
  if (!text.holds(end + 1)) return cut();
  if (end == thread || text[end] != ':' || text[end + 1] != ' ') return false;
  const std::size_t message = end + 2;
  head->process_begin = static_cast<std::uint32_t>(begin);
  head->process_end = static_cast<std::uint32_t>(begin + end);
  head->connection_begin = head->connection_end = 0;
  head->message = static_cast<std::uint32_t>(begin + message);
  if (!text.holds(message)) return Text::kIsWhole ? std::optional(true) : std::nullopt;
  if (text[message] != '*') return true;
  const std::size_t blank = text.digits_end(message + 1);
  if (!text.holds(blank)) return Text::kIsWhole ? std::optional(true) : std::nullopt;
  if (blank == message + 1 || text[blank] != ' ') return true;
  head->connection_begin = static_cast<std::uint32_t>(begin + message + 1);
  head->connection_end = static_cast<std::uint32_t>(begin + blank);
  head->message = static_cast<std::uint32_t>(begin + blank + 1);
  return true;
}

}  // namespace why502::format::nginx_head_parts

#endif  // WHY502_LIB_FORMAT_NGINX_HEAD_H_
