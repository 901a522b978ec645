// newlines.h -- where lines end, found for many lines at once.
#ifndef WHY502_LIB_SCAN_NEWLINES_H_
#define WHY502_LIB_SCAN_NEWLINES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace why502::scan {

inline constexpr std::size_t npos = static_cast<std::size_t>(-1);

// The line feeds of a stream, in order. A search for each line would miss a branch a
// line; this looks at 64 bytes a step, whatever the lines' lengths.
//
// LIFETIME. Keeps no pointer: every call is given the same bytes again, those that
// consume() took off the front left out, perhaps with more at the end.
// THREADS. One at a time.
// COST. 8 KiB; reads each byte once.
class Newlines {
 public:
  // Where the next line feed of `bytes` stands; npos if there is none yet.
  std::size_t peek(std::string_view bytes) noexcept {
    while (next_ == count_) {
      if (searched_ == bytes.size()) return npos;
      index(bytes);
    }
    return origin_ + places_[next_];
  }

  // Those that are known already, counted from `origin` on; the first is the one that peek() gave.
  std::span<const std::uint16_t> ahead() const noexcept { return {places_.data() + next_, count_ - next_}; }
  std::size_t origin() const noexcept { return origin_; }

  // Goes on behind the `n` first of them.
  void pop(std::size_t n) noexcept { next_ += n; }

  // Goes on behind the one that peek() gave.
  void pop() noexcept { ++next_; }

  // The first `n` bytes will not be given again. REQUIRES: all line feeds in them were popped.
  void consume(std::size_t n) noexcept {
    origin_ -= n;  // may wrap, and wraps back in peek()
    searched_ -= n;
  }

 private:
  static constexpr std::size_t kChunk = 4096;

  void index(std::string_view bytes) noexcept;

  std::size_t origin_ = 0;    // what places_ count from
  std::size_t searched_ = 0;  // up to here
  std::size_t next_ = 0, count_ = 0;
  std::array<std::uint16_t, kChunk + 1> places_;
};

}  // namespace why502::scan

#endif  // WHY502_LIB_SCAN_NEWLINES_H_
