// find.h -- the next byte of a kind, where it is expected to be near.
#ifndef WHY502_LIB_SCAN_FIND_H_
#define WHY502_LIB_SCAN_FIND_H_

#include <bit>
#include <cstddef>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace why502::scan {

// Where the first `wanted` at or after `from` stands; npos if there is none. As
// text.find(), but without a call for the first 256 bytes. Reads nothing outside `text`.
// REQUIRES: from <= text.size().
inline std::size_t find_near(std::string_view text, char wanted, std::size_t from) noexcept {
#if defined(__SSE2__)
  const __m128i all = _mm_set1_epi8(wanted);
  for (int step = 0; step < 16 && from + 16 <= text.size(); ++step, from += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + from));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, all)));
    if (mask != 0) return from + static_cast<std::size_t>(std::countr_zero(mask));
  }
#endif
  return text.find(wanted, from);
}

}  // namespace why502::scan

#endif  // WHY502_LIB_SCAN_FIND_H_
