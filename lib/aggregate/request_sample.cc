// request_sample.cc -- how many requests are behind the failed attempts.
#include "lib/aggregate/request_sample.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "lib/base/table.h"

namespace why502::counting {
namespace {

bool is_sampled(std::uint64_t key, int level) noexcept { return level == 0 || key >> (64 - level) == 0; }

}  // namespace

void RequestSample::add(std::uint64_t attempt_key, std::uint32_t peer, std::int32_t minute, std::uint64_t attempts) {
  if (attempt_key == 0) {
    keyless_ += attempts;
    return;
  }
  // Odd, so that no two keys become one; users' own keys may be small numbers.
  put({attempt_key * 0x9E37'79B9'7F4A'7C15u, peer, minute, 1}, attempts);
}

void RequestSample::put(const Tries& tries, std::uint64_t attempts) {
  if (!is_sampled(tries.key, level_)) return;
  const Packed packed{tries.key >> kAttemptBits << kAttemptBits, tries.peer, tries.minute};
  base::make_room_for_one(tries_);
  std::uint64_t& word = tries_.insert(packed).first->key_and_attempts;
  word += std::min(attempts, kMostAttempts - (word & kMostAttempts));
  while (tries_.size() > kMostTries) raise_level(level_ + 1);
}

void RequestSample::merge(const RequestSample& part) {
  keyless_ += part.keyless_;
  raise_level(part.level_);
  part.for_each([this](const Tries& tries) { put(tries, tries.attempts); });
}

void RequestSample::raise_level(int level) {
  if (level <= level_) return;
  level_ = level;
  base::keep_if(tries_, [level](const Packed& packed) { return is_sampled(packed.key(), level); });
}

std::uint64_t RequestSample::count(std::vector<Tries>* tries, std::uint64_t* attempts) {
  std::sort(tries->begin(), tries->end(),
            [](const Tries& a, const Tries& b) { return a.key != b.key ? a.key < b.key : a.peer < b.peer; });
  std::uint64_t requests = 0;
  for (std::size_t i = 0; i < tries->size();) {
    const std::uint64_t key = (*tries)[i].key;
    std::uint64_t most = 0;
    while (i < tries->size() && (*tries)[i].key == key) {
      const std::uint32_t peer = (*tries)[i].peer;
      std::uint64_t on_peer = 0;
      for (; i < tries->size() && (*tries)[i].key == key && (*tries)[i].peer == peer; ++i)
        on_peer += (*tries)[i].attempts;
      most = std::max(most, on_peer);
      *attempts += on_peer;
    }
    requests += most;
  }
  return requests;
}

Estimate RequestSample::requests() const {
  std::vector<Tries> tries;
  tries.reserve(tries_.size());
  for_each([&](const Tries& each) { tries.push_back(each); });
  std::uint64_t attempts = 0;
  return {(count(&tries, &attempts) << level_) + keyless_, level_ == 0};
}

std::uint64_t RequestSample::missing(const RequestSample& echoes) const {
  const int level = std::max(level_, echoes.level_);
  absl::flat_hash_set<std::uint64_t> keys;
  for_each([&](const Tries& tries) {
    if (!is_sampled(tries.key, level)) return;
    base::make_room_for_one(keys);
    keys.insert(tries.key);
  });
  std::uint64_t missing = 0;
  echoes.for_each([&](const Tries& tries) {
    if (is_sampled(tries.key, level) && !keys.contains(tries.key)) missing += tries.attempts;
  });
  return (missing << level) + echoes.keyless_;
}

}  // namespace why502::counting
