// block.h -- the bytes that are looked at: what is left over, and one read behind it.
#ifndef WHY502_LIB_INPUT_BLOCK_H_
#define WHY502_LIB_INPUT_BLOCK_H_

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

#include "why502/result.h"
#include "why502/source.h"

namespace why502::input {

// A record is never split: what has not been consumed is moved to the front, and
// the next read goes behind it.
//
// LIFETIME. view() is valid until the next fill().
// THREADS. One at a time.
// COST. One buffer of the block's size; it grows for what is longer than a block.
class Block {
 public:
  explicit Block(std::size_t block_bytes) : block_bytes_(block_bytes == 0 ? 1 : block_bytes) {}

  std::string_view view() const noexcept { return {data_.get() + begin_, end_ - begin_}; }

  // REQUIRES: n <= view().size().
  void consume(std::size_t n) noexcept { begin_ += n; }

  // Reads once. Gives how many bytes came; 0 at the end. Errors: the source's.
  Result<std::size_t> fill(Source& source) {
    make_room();
    auto n = source.read({data_.get() + end_, block_bytes_});
    if (n) end_ += *n;
    return n;
  }

 private:
  void make_room() {
    const std::size_t left = end_ - begin_;
    if (left + block_bytes_ + kSlack > capacity_) {
      // Half as much again, so that a line that grows block by block is not copied for each.
      const std::size_t capacity = left + left / 2 + block_bytes_ + kLeftover + kSlack;
      auto bigger = std::make_unique_for_overwrite<char[]>(capacity);
      if (left > 0) std::memcpy(bigger.get(), data_.get() + begin_, left);
      data_ = std::move(bigger);
      capacity_ = capacity;
    } else if (left > 0 && begin_ > 0) {
      std::memmove(data_.get(), data_.get() + begin_, left);
    }
    begin_ = 0;
    end_ = left;
  }

  static constexpr std::size_t kLeftover = 4096;  // more than a record of nginx
  static constexpr std::size_t kSlack = 64;       // readable behind view(), for loads of whole vectors

  std::unique_ptr<char[]> data_;
  std::size_t block_bytes_, capacity_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace why502::input

#endif  // WHY502_LIB_INPUT_BLOCK_H_
