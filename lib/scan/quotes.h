// quotes.h -- where the quotes of a record are, found in one pass.
#ifndef WHY502_LIB_SCAN_QUOTES_H_
#define WHY502_LIB_SCAN_QUOTES_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/scan/masks.h"

namespace why502::scan {

// The quotes of a text, in order.
//
// LIFETIME. Refers to the text.
// THREADS. One at a time.
// COST. Looks at 64 bytes a step; reads nothing outside the text.
class Quotes {
 public:
  // Those at and after `from`. REQUIRES: from <= text.size().
  Quotes(std::string_view text, std::size_t from) noexcept : text_(text), next_(from) {}

  // The place of the next one; npos if there is none.
  std::size_t next() noexcept {
    while (mask_ == 0) {
      if (next_ >= text_.size()) return std::string_view::npos;
      refill();
    }
    const std::size_t place = begin_ + static_cast<std::size_t>(std::countr_zero(mask_));
    mask_ &= mask_ - 1;
    return place;
  }

 private:
  void refill() noexcept {
    begin_ = next_;
    next_ += 64;
#if defined(__SSE2__)
    if (text_.size() >= 64) {
      // The last step begins earlier, so that nothing behind the text is read, and forgets
      // what it sees a second time.
      const std::size_t from = next_ <= text_.size() ? begin_ : text_.size() - 64;
      mask_ = mask64(text_.data() + from, '"') >> (begin_ - from);
      return;
    }
#endif
    for (std::size_t i = 0; i < 64 && begin_ + i < text_.size(); ++i) {
      mask_ |= static_cast<std::uint64_t>(text_[begin_ + i] == '"') << i;
    }
  }

  std::string_view text_;
  std::size_t begin_ = 0;   // what mask_ counts from
  std::size_t next_;        // not looked at yet
  std::uint64_t mask_ = 0;  // the quotes that were seen and not given
};

}  // namespace why502::scan

#endif  // WHY502_LIB_SCAN_QUOTES_H_
