// random.h -- the benchmarks' random numbers: the same for a seed on every machine, unlike std's distributions.
#ifndef WHY502_BENCH_RANDOM_H_
#define WHY502_BENCH_RANDOM_H_

#include <cstdint>

namespace why502::bench {

// SplitMix64 (Steele, Lea and Flood, 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  // 0 to n-1, each as likely as the others to within n / 2^32.
  std::uint32_t below(std::uint32_t n) noexcept { return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32); }

  // True once in n times.
  bool one_in(std::uint32_t n) noexcept { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace why502::bench

#endif  // WHY502_BENCH_RANDOM_H_
