// request_sample.h -- how many requests are behind the failed attempts.
#ifndef WHY502_LIB_AGGREGATE_REQUEST_SAMPLE_H_
#define WHY502_LIB_AGGREGATE_REQUEST_SAMPLE_H_

#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>

#include <cstddef>
#include <cstdint>

#include "why502/incident.h"

namespace why502::counting {

// Attempts that share an attempt key are tries of one request on several peers, or
// later requests of a keep-alive connection that look alike: a key's requests are
// the most attempts on any one of its peers. An attempt without a key is a request.
//
// Kept exactly for at most kMostPairs pairs of key and peer; beyond that for a
// sample: keys whose hash is below 2^(64 - level()), with the lowest level that
// fits. The level is a function of the set of pairs, so merging is commutative and
// associative.
//
// COST. add() is O(1), and a compare for keys that are not sampled. At most 2.5 MB.
class RequestSample {
 public:
  static constexpr std::size_t kMostPairs = 64 * 1024;

  // `peer` is a number that stands for the peer, the same in all that are merged.
  void add(std::uint64_t attempt_key, std::uint32_t peer, std::uint64_t attempts = 1);

  void merge(const RequestSample& part);

  // O(pairs * log pairs).
  Estimate requests() const;

  // Of the attempts in `echoes`, those with no key, or whose key has none here. Both are
  // samples of the same hashes, so the coarser of the two tells of both. O(pairs of both).
  std::uint64_t missing(const RequestSample& echoes) const;

  int level() const noexcept { return level_; }

 private:
  // 16 bytes a pair: the table should stay in the cache.
  struct Pair {
    std::uint64_t key;
    std::uint32_t peer;
    mutable std::uint32_t attempts;  // at most kMostAttempts: no part of the set's key
  };
  struct Hash {
    std::size_t operator()(const Pair& p) const { return absl::HashOf(p.key, p.peer); }
  };
  struct Equal {
    bool operator()(const Pair& a, const Pair& b) const { return a.key == b.key && a.peer == b.peer; }
  };
  static constexpr std::uint32_t kMostAttempts = 0xffff'ffff;

  void raise_level(int level);

  absl::flat_hash_set<Pair, Hash, Equal> pairs_;
  std::uint64_t keyless_ = 0;
  int level_ = 0;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_REQUEST_SAMPLE_H_
