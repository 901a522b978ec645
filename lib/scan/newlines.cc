// newlines.cc -- the search for line ends, compiled for every instruction set that Highway
// knows; the best one is chosen when it is first called.
#include "lib/scan/newlines.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/scan/newlines.cc"
#include <hwy/foreach_target.h>
// foreach_target must come first.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace why502::scan::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Bit n: p[n] is a line feed. Reads p[0] to p[63].
HWY_INLINE std::uint64_t newline_mask(const std::uint8_t* p) {
  const hn::CappedTag<std::uint8_t, 64> d;
  const auto newline = hn::Set(d, '\n');
  const std::size_t lanes = hn::Lanes(d);
  std::uint64_t mask = 0;
  for (std::size_t at = 0; at < 64; at += lanes) {
    std::uint8_t bytes[8] = {};
    hn::StoreMaskBits(d, hn::Eq(hn::LoadU(d, p + at), newline), bytes);
    std::uint64_t bits = 0;
    hwy::CopyBytes<8>(bytes, &bits);
    mask |= bits << at;
  }
  return mask;
}

// The lowest bit of `mask`; any number below 64 for 0.
HWY_INLINE std::size_t lowest(std::uint64_t mask) {
  return static_cast<std::size_t>(__builtin_ctzll(mask | std::uint64_t{1} << 63));
}

std::size_t find_newlines(const std::uint8_t* p, std::size_t size, std::uint16_t* places) {
  std::size_t count = 0, at = 0;
  for (; at + 64 <= size; at += 64) {
    // Most steps find none or one, and which is not to be guessed: so one is written
    // always, and counted if it is there.
    std::uint64_t mask = newline_mask(p + at);
    places[count] = static_cast<std::uint16_t>(at + lowest(mask));
    count += mask != 0;
    for (mask &= mask - 1; mask != 0; mask &= mask - 1) places[count++] = static_cast<std::uint16_t>(at + lowest(mask));
  }
  for (; at < size; ++at) {
    if (p[at] == '\n') places[count++] = static_cast<std::uint16_t>(at);
  }
  return count;
}

}  // namespace why502::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace why502::scan {

HWY_EXPORT(find_newlines);

void Newlines::index(std::string_view bytes) noexcept {
  origin_ = searched_;
  next_ = 0;
  const std::size_t size = std::min(kChunk, bytes.size() - origin_);
  const auto* p = reinterpret_cast<const std::uint8_t*>(bytes.data() + origin_);
  count_ = HWY_DYNAMIC_DISPATCH(find_newlines)(p, size, places_.data());
  searched_ += size;
}

}  // namespace why502::scan
#endif
