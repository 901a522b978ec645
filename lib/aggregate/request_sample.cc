// request_sample.cc -- how many requests are behind the failed attempts.
#include "lib/aggregate/request_sample.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace why502::counting {
namespace {

bool is_sampled(std::uint64_t key, int level) noexcept { return level == 0 || key >> (64 - level) == 0; }

}  // namespace

void RequestSample::add(std::uint64_t attempt_key, std::uint32_t peer, std::uint64_t attempts) {
  if (attempt_key == 0) {
    keyless_ += attempts;
    return;
  }
  if (!is_sampled(attempt_key, level_)) return;
  const Pair& pair = *pairs_.insert({attempt_key, peer, 0}).first;
  pair.attempts = static_cast<std::uint32_t>(std::min<std::uint64_t>(pair.attempts + attempts, kMostAttempts));
  while (pairs_.size() > kMostPairs) raise_level(level_ + 1);
}

void RequestSample::merge(const RequestSample& part) {
  keyless_ += part.keyless_;
  raise_level(part.level_);
  for (const Pair& pair : part.pairs_) add(pair.key, pair.peer, pair.attempts);
}

void RequestSample::raise_level(int level) {
  if (level <= level_) return;
  level_ = level;
  absl::erase_if(pairs_, [level](const Pair& pair) { return !is_sampled(pair.key, level); });
}

Estimate RequestSample::requests() const {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> attempts;  // key, attempts on one peer
  attempts.reserve(pairs_.size());
  for (const Pair& pair : pairs_) attempts.emplace_back(pair.key, pair.attempts);
  std::sort(attempts.begin(), attempts.end());
  std::uint64_t requests = 0;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    // Sorted: the last of a key is its largest.
    if (i + 1 == attempts.size() || attempts[i + 1].first != attempts[i].first) requests += attempts[i].second;
  }
  return {(requests << level_) + keyless_, level_ == 0};
}

std::uint64_t RequestSample::missing(const RequestSample& echoes) const {
  const int level = std::max(level_, echoes.level_);
  absl::flat_hash_set<std::uint64_t> keys;
  for (const Pair& pair : pairs_) {
    if (is_sampled(pair.key, level)) keys.insert(pair.key);
  }
  std::uint64_t missing = 0;
  for (const Pair& pair : echoes.pairs_) {
    if (is_sampled(pair.key, level) && !keys.contains(pair.key)) missing += pair.attempts;
  }
  return (missing << level) + echoes.keyless_;
}

}  // namespace why502::counting
