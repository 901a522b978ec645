// arena.cc -- strings that are kept together and freed together.
#include "lib/base/arena.h"

#include <cstring>

namespace why502::base {

char* Arena::allocate(std::size_t size) {
  if (size > left_) {
    constexpr std::size_t kLargest = 256 * 1024;
    const std::size_t bytes = size > chunk_bytes_ ? size : chunk_bytes_;
    // for_overwrite: fresh pages stay untouched until they are needed.
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(bytes));
    next_ = chunks_.back().get();
    left_ = bytes;
    if (chunk_bytes_ < kLargest) chunk_bytes_ *= 2;
  }
  char* p = next_;
  next_ += size;
  left_ -= size;
  return p;
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {};
  char* p = allocate(text.size());
  std::memcpy(p, text.data(), text.size());
  return {p, text.size()};
}

}  // namespace why502::base
