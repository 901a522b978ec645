// request_sample.h -- how many requests are behind the failed attempts.
#ifndef WHY502_LIB_AGGREGATE_REQUEST_SAMPLE_H_
#define WHY502_LIB_AGGREGATE_REQUEST_SAMPLE_H_

#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "why502/incident.h"

namespace why502::counting {

// The attempts of one key on one peer in one minute. `key`: 44 bits that stand for the
// attempt key; 64 k of them are as good as different.
struct Tries {
  std::uint64_t key;
  std::uint32_t peer;
  std::int32_t minute;
  std::uint32_t attempts;
};

// Attempts that share an attempt key are tries of one request on several peers, or
// later requests of a keep-alive connection that look alike: a key's requests are
// the most attempts on any one of its peers. An attempt without a key is a request.
//
// Kept exactly for at most kMostTries triples of key, peer and minute; beyond that for a
// sample: keys whose hash is below 2^(64 - level()), with the lowest level that
// fits. The level is a function of the set of triples, so merging is commutative and
// associative.
//
// COST. add() is O(1), and a compare for keys that are not sampled. At most 1.2 MB.
class RequestSample {
 public:
  // With one more, which is when some are dropped, it is 7/8 of 64 k slots: the table does not double.
  static constexpr std::size_t kMostTries = 56 * 1024 - 1;

  // `peer` is a number that stands for the peer, the same in all that are merged.
  void add(std::uint64_t attempt_key, std::uint32_t peer, std::int32_t minute = 0, std::uint64_t attempts = 1);

  void merge(const RequestSample& part);
  // One of those that for_each() gives.
  void add(const Tries& tries) { put(tries, tries.attempts); }

  // O(triples * log triples).
  Estimate requests() const;

  // Of the attempts in `echoes`, those with no key, or whose key has none here. Both are
  // samples of the same hashes, so the coarser of the two tells of both. O(triples of both).
  std::uint64_t missing(const RequestSample& echoes) const;
  // Calls `f` with each Tries of the sample, in no order.
  template <typename F>
  void for_each(F f) const {
    for (const Packed& packed : tries_) f(packed.unpacked());
  }

  // How many requests these are, and their attempts. Sorts them.
  static std::uint64_t count(std::vector<Tries>* tries, std::uint64_t* attempts);

  int level() const noexcept { return level_; }
  std::uint64_t keyless() const noexcept { return keyless_; }  // attempts without a key
  // For a part of a sum of which another part has this level.
  void raise_level(int level);

 private:
  static constexpr int kAttemptBits = 20;

 public:
  static constexpr std::uint64_t kMostAttempts = (1u << kAttemptBits) - 1;

 private:
  // 16 bytes: the table should stay in the cache.
  struct Packed {
    mutable std::uint64_t key_and_attempts;  // the attempts are no part of the set's key
    std::uint32_t peer;
    std::int32_t minute;

    std::uint64_t key() const noexcept { return key_and_attempts >> kAttemptBits << kAttemptBits; }
    std::uint64_t attempts() const noexcept { return key_and_attempts & kMostAttempts; }
    Tries unpacked() const noexcept { return {key(), peer, minute, static_cast<std::uint32_t>(attempts())}; }
  };
  struct Hash {
    std::size_t operator()(const Packed& p) const { return absl::HashOf(p.key(), p.peer, p.minute); }
  };
  struct Equal {
    bool operator()(const Packed& a, const Packed& b) const {
      return a.key() == b.key() && a.peer == b.peer && a.minute == b.minute;
    }
  };

  void put(const Tries& tries, std::uint64_t attempts);

  absl::flat_hash_set<Packed, Hash, Equal> tries_;
  std::uint64_t keyless_ = 0;
  int level_ = 0;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_REQUEST_SAMPLE_H_
