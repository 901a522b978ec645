// hash.h -- the hash that is the same on every machine (the door to xxHash).
#ifndef WHY502_LIB_BASE_HASH_H_
#define WHY502_LIB_BASE_HASH_H_

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <string_view>

namespace why502::base {

// XXH3 with a fixed seed. For what leaves the process or is sampled by its hash:
// attempt keys. Tables inside use absl::Hash, whose salt nobody outside knows.
inline std::uint64_t stable_hash(std::string_view text, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_HASH_H_
