// find_text.h -- a few words in a short text, where their first byte alone is too common to look for.
#ifndef WHY502_LIB_SCAN_FIND_TEXT_H_
#define WHY502_LIB_SCAN_FIND_TEXT_H_

#include <bit>
#include <cstddef>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace why502::scan {

// As text.find(words, from): where the first and the last byte of `words` fit, the rest is
// compared. Reads nothing outside `text`. REQUIRES: from <= text.size().
inline std::size_t find_text(std::string_view text, std::string_view words, std::size_t from = 0) noexcept {
#if defined(__SSE2__)
  if (words.size() >= 2) {
    const std::size_t last = words.size() - 1;
    const __m128i firsts = _mm_set1_epi8(words[0]), lasts = _mm_set1_epi8(words[last]);
    for (; from + last + 16 <= text.size(); from += 16) {
      const char* at = text.data() + from;
      const __m128i begin = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      const __m128i end = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + last));
      auto mask = static_cast<unsigned>(
          _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(begin, firsts), _mm_cmpeq_epi8(end, lasts))));
      for (; mask != 0; mask &= mask - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(mask));
        if (std::memcmp(at + bit + 1, words.data() + 1, last - 1) == 0) return from + bit;
      }
    }
  }
#endif
  return text.find(words, from);
}

}  // namespace why502::scan

#endif  // WHY502_LIB_SCAN_FIND_TEXT_H_
