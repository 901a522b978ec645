// newlines.cc -- the search for line ends, compiled for every instruction set that Highway
// knows; the best one is chosen when it is first called. Not by Highway's own dispatch: its
// library measures a clock when it is loaded, which takes 3 ms, as long as reading 10 MB.
#include "lib/scan/newlines.h"

#include <algorithm>
#include <iterator>

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
namespace {

struct Target {
  bool (*is_here)();
  NewlineFinder finder;
};

// The best first. What each of Highway's targets needs is told in hwy/ops/set_macros-inl.h.
const Target kTargets[] = {
#if HWY_TARGETS & HWY_AVX3
    {[] {
       return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
              __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
              __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
              __builtin_cpu_supports("fma");
     },
     {"AVX3", N_AVX3::find_newlines}},
#endif
#if HWY_TARGETS & HWY_AVX2
    {[] {
       return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
              __builtin_cpu_supports("fma");
     },
     {"AVX2", N_AVX2::find_newlines}},
#endif
#if HWY_TARGETS & HWY_SSE4
    {[] {
       return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("aes");
     },
     {"SSE4", N_SSE4::find_newlines}},
#endif
#if HWY_TARGETS & HWY_SSSE3
    {[] { return __builtin_cpu_supports("ssse3") != 0; }, {"SSSE3", N_SSSE3::find_newlines}},
#endif
    {[] { return true; }, {"baseline", HWY_STATIC_DISPATCH(find_newlines)}},
};

}  // namespace

std::vector<NewlineFinder> newline_finders() {
  std::vector<NewlineFinder> finders;
  for (const Target& target : kTargets) {
    if (target.is_here()) finders.push_back(target.finder);
  }
  return finders;
}

void Newlines::index(std::string_view bytes) noexcept {
  static const auto find = std::find_if(std::begin(kTargets), std::end(kTargets), [](const Target& target) {
                             return target.is_here();
                           })->finder.find;
  origin_ = searched_;
  next_ = 0;
  const std::size_t size = std::min(kChunk, bytes.size() - origin_);
  count_ = find(reinterpret_cast<const std::uint8_t*>(bytes.data() + origin_), size, places_.data());
  searched_ += size;
}

}  // namespace why502::scan
#endif
