// scope_sample.h -- which different values (sites, clients, paths) failures touched, by peer and minute.
#ifndef WHY502_LIB_AGGREGATE_SCOPE_SAMPLE_H_
#define WHY502_LIB_AGGREGATE_SCOPE_SAMPLE_H_

#include <absl/container/flat_hash_map.h>
#include <absl/hash/hash.h>

#include <cstddef>
#include <cstdint>
#include <utility>

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

// Kept exactly for at most kMostTouches; beyond that as a sample of the records: only those
// whose hash is below 2^(64 - level) are looked at, with the lowest level at which their
// touches fit. What is counted among them is a lower bound, and most records of a long log
// need not be looked at. (To sample values would lose the one site of a thousand upstreams.)
// The level is a function of the set of records, so merging is commutative and associative.
//
// COST. add() is O(1). At most 210 kB.
class ScopeSample {
 public:
  static constexpr std::size_t kMostTouches = 7'000;  // 7/8 of 8 k slots

  // Are records of this hash (the same on every machine) in the sample?
  bool wants(std::uint64_t record) const noexcept { return level_ == 0 || record >> (64 - level_) == 0; }

  void add(const Touch& touch, std::uint64_t record);
  void merge(const ScopeSample& part);

  // With the smallest hash of its records each.
  const absl::flat_hash_map<Touch, std::uint64_t>& touches() const noexcept { return touches_; }
  bool is_exact() const noexcept { return level_ == 0; }
  int level() const noexcept { return level_; }
  // For a part of a sum of which another part has this level.
  void raise_level(int level);

 private:
  absl::flat_hash_map<Touch, std::uint64_t> touches_;
  int level_ = 0;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_SCOPE_SAMPLE_H_
