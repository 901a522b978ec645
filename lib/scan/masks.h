// masks.h -- 64 bytes as 64 bits.
#ifndef WHY502_LIB_SCAN_MASKS_H_
#define WHY502_LIB_SCAN_MASKS_H_

#if defined(__SSE2__)
#include <emmintrin.h>

#include <cstdint>

namespace why502::scan {

// Bit n: the byte at p[n] is `wanted`. Reads p[0] to p[63].
inline std::uint64_t mask64(const char* p, char wanted) noexcept {
  const __m128i all = _mm_set1_epi8(wanted);
  const auto part = [&](int i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p) + i);
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, all))));
  };
  return (part(0) | part(1) << 16) | (part(2) | part(3) << 16) << 32;
}

// Bit n: the byte at p[n] is no digit. Reads p[0] to p[31]; the bits from 32 on are set.
inline std::uint64_t others_than_digits32(const char* p) noexcept {
  const auto digits = [&](int i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p) + i);
    const __m128i values = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    const __m128i are = _mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8(9)), values);
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(are)));
  };
  return ~(digits(0) | digits(1) << 16);
}

}  // namespace why502::scan
#endif

#endif  // WHY502_LIB_SCAN_MASKS_H_
