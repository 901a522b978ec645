// bytes.h -- a few bytes at a time, as integers.
#ifndef WHY502_LIB_BASE_BYTES_H_
#define WHY502_LIB_BASE_BYTES_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace why502::base {

// The 8 bytes at `p`, in the machine's order.
inline std::uint64_t load8(const char* p) noexcept {
  std::uint64_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

// The same for at most 8 bytes of a string; those that it has not are 0.
inline std::uint64_t load8(std::string_view text) noexcept {
  if (text.size() >= 8) return load8(text.data());
  std::uint64_t word = 0;
  if (!text.empty()) std::memcpy(&word, text.data(), text.size());
  return word;
}

// The first 8 bytes as a number that is less where the text is less; zeros behind a shorter one.
inline std::uint64_t in_order8(std::string_view text) noexcept {
  const std::uint64_t word = load8(text);
  return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

// What load8() gives of a text of at most 8 bytes, for constants.
constexpr std::uint64_t word_of(std::string_view text) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < text.size() && i < 8; ++i) {
    const auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(text[i]));
    word |= byte << (std::endian::native == std::endian::little ? 8 * i : 56 - 8 * i);
  }
  return word;
}

// All ones in the first `size` bytes of such an integer.
constexpr std::uint64_t mask_of(std::size_t size) noexcept {
  return word_of(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff", size < 8 ? size : 8));
}

inline bool is_digit(char c) noexcept { return static_cast<unsigned char>(c - '0') < 10; }

// Where the digits that begin at `from` end. Eight at a time where the text allows.
inline std::size_t skip_digits(std::string_view text, std::size_t from) noexcept {
  if constexpr (std::endian::native == std::endian::little) {
    while (from + 8 <= text.size()) {
      // A digit is 0 to 9 after the xor; 0x76 more reaches 0x80 from 10 on, and the high
      // bit of what is larger stays set. No byte carries into the next.
      const std::uint64_t x = load8(text.data() + from) ^ 0x3030303030303030u;
      const std::uint64_t others = (((x & 0x7F7F7F7F7F7F7F7Fu) + 0x7676767676767676u) | x) & 0x8080808080808080u;
      if (others != 0) return from + static_cast<std::size_t>(std::countr_zero(others)) / 8;
      from += 8;
    }
  }
  while (from < text.size() && is_digit(text[from])) ++from;
  return from;
}

// The number that `digits` is, capped at 999'999'999. REQUIRES: digits only.
inline int to_int(std::string_view digits) noexcept {
  int value = 0;
  for (const char c : digits) {
    if (value > 99'999'999) return 999'999'999;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Are these `size` bytes the same? Texts that records are told apart by are short:
// up to 32 bytes without a call, by words that overlap.
inline bool same(const char* a, const char* b, std::size_t size) noexcept {
  const auto words = [&](std::size_t at) { return load8(a + at) ^ load8(b + at); };
  if (size >= 8) {
    if (size > 32) return std::memcmp(a, b, size) == 0;
    std::uint64_t differ = words(0) | words(size - 8);
    if (size > 16) differ |= words(8) | words(size - 16);
    return differ == 0;
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}
inline bool same(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && same(a.data(), b.data(), a.size());
}

// Does `text` stand at `from`?
inline bool stands_at(std::string_view all, std::size_t from, std::string_view text) noexcept {
  return from <= all.size() && all.size() - from >= text.size() && same(all.data() + from, text.data(), text.size());
}

// Does `all` end in `text`?
inline bool ends_in(std::string_view all, std::string_view text) noexcept {
  return all.size() >= text.size() && same(all.data() + all.size() - text.size(), text.data(), text.size());
}

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_BYTES_H_
