// scope_sample.h -- which different values (sites, clients, paths) failures touched, by peer and minute.
#ifndef WHY502_LIB_AGGREGATE_SCOPE_SAMPLE_H_
#define WHY502_LIB_AGGREGATE_SCOPE_SAMPLE_H_

#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace why502::counting {

// A value (as a stable hash) was touched on a peer in a minute.
struct Touch {
  std::uint64_t value;
  std::uint32_t peer;
  std::int32_t minute;
  bool operator==(const Touch&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Touch& t) {
    return H::combine(std::move(h), t.value, t.peer, t.minute);
  }
};

// Kept exactly for at most kMostTouches; beyond that a sample of the touches (not of the
// values: few values on many peers must not vanish), so that what is counted among
// them is a lower bound. The level is a function of the set, so merging is commutative
// and associative.
//
// COST. add() is O(1). At most 280 kB.
class ScopeSample {
 public:
  static constexpr std::size_t kMostTouches = 14'000;  // 7/8 of 16 k slots

  void add(const Touch& touch) {
    const std::uint64_t mixed = mix(touch);
    std::uint64_t& recent = recent_[mixed % recent_.size()];
    if (recent == mixed) return;
    recent = mixed;
    put(touch, mixed);
  }
  void merge(const ScopeSample& part);

  const absl::flat_hash_set<Touch>& touches() const noexcept { return touches_; }
  bool is_exact() const noexcept { return level_ == 0; }

 private:
  // Fixed, so that every machine keeps the same sample.
  static std::uint64_t mix(const Touch& touch) noexcept {
    std::uint64_t h = touch.value * 0x9E37'79B9'7F4A'7C15u;
    h = (h ^ h >> 29) + (std::uint64_t{touch.peer} << 32 | static_cast<std::uint32_t>(touch.minute));
    h = (h ^ h >> 32) * 0xD6E8'FEB8'6659'FD93u;
    h = (h ^ h >> 32) * 0xD6E8'FEB8'6659'FD93u;
    return h ^ h >> 32;
  }
  void put(const Touch& touch, std::uint64_t mixed);
  void raise_level(int level);

  absl::flat_hash_set<Touch> touches_;
  std::array<std::uint64_t, 512> recent_{};  // spares the set what was just put in
  int level_ = 0;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_SCOPE_SAMPLE_H_
