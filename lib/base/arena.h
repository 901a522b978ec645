// arena.h -- strings that are kept together and freed together.
#ifndef WHY502_LIB_BASE_ARENA_H_
#define WHY502_LIB_BASE_ARENA_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace why502::base {

// Copies strings into chunks that never move.
//
// LIFETIME. The views that it gives live as long as the arena, moves included.
// THREADS. One at a time.
// COST. A chunk of 16 KiB at first, doubling to 256 KiB; nothing is freed before
// the arena.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  // Room for `size` bytes, unaligned.
  char* allocate(std::size_t size);

  std::string_view copy(std::string_view text);

 private:
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t chunk_bytes_ = 16 * 1024;
};

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_ARENA_H_
