// quotes.h -- where the quotes of a record are, found in one pass.
#ifndef WHY502_LIB_SCAN_QUOTES_H_
#define WHY502_LIB_SCAN_QUOTES_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace why502::scan {

// The fields of a record are told apart by its quotes. Most records have fewer than
// kIndexed; the others are searched from there.
//
// LIFETIME. Refers to the text.
// THREADS. One at a time.
// COST. Building it reads the text once, 64 bytes a step.
class Quotes {
 public:
  static constexpr std::size_t kIndexed = 128;

  // Indexes the quotes at and after `from`. REQUIRES: from <= text.size() < 4 GiB.
  Quotes(std::string_view text, std::size_t from) noexcept : text_(text) {
    std::size_t at = from;
#if defined(__SSE2__)
    // The last step begins earlier, so that nothing behind the text is read, and
    // forgets what it sees a second time.
    while (at < text.size() && text.size() >= 64 && count_ + 64 <= kIndexed) {
      const std::size_t begin = at + 64 <= text.size() ? at : text.size() - 64;
      for (std::uint64_t mask = mask64(text.data() + begin) >> (at - begin); mask != 0; mask &= mask - 1) {
        add(at + static_cast<std::size_t>(std::countr_zero(mask)));
      }
      at = begin + 64;
    }
#endif
    for (; at < text.size() && count_ < kIndexed; ++at) {
      if (text[at] == '"') add(at);
    }
    searched_ = at;
  }

  // The place of quote number `i`, from 0 on; npos if there are not so many. O(1) for
  // those that are indexed; beyond, asking in ascending order is O(text) in all.
  std::size_t operator[](std::size_t i) noexcept {
    return i < count_ ? positions_[i] : searched_ == text_.size() ? std::string_view::npos : beyond(i);
  }

  // How many are indexed: all, or the first kIndexed or nearly so many.
  std::size_t indexed() const noexcept { return count_; }

  // Is there a quote with a blank behind it? Few records have one.
  bool any_before_blank() const noexcept { return before_blank_ || searched_ != text_.size(); }

 private:
  void add(std::size_t at) noexcept {
    before_blank_ |= at + 1 < text_.size() && text_[at + 1] == ' ';
    positions_[count_++] = static_cast<std::uint32_t>(at);
  }

  std::size_t beyond(std::size_t i) noexcept {
    if (last_ < count_ || last_ > i) {
      last_ = count_;
      last_at_ = text_.find('"', searched_);
    }
    for (; last_ < i && last_at_ != std::string_view::npos; ++last_) last_at_ = text_.find('"', last_at_ + 1);
    return last_at_;
  }

#if defined(__SSE2__)
  // Bit n: byte n is a quote.
  static std::uint64_t mask64(const char* p) noexcept {
    const __m128i quote = _mm_set1_epi8('"');
    std::uint64_t mask = 0;
    for (int i = 3; i >= 0; --i) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p) + i);
      mask = mask << 16 | static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quote)));
    }
    return mask;
  }
#endif

  std::string_view text_;
  std::size_t searched_ = 0, count_ = 0;
  std::size_t last_ = 0, last_at_ = 0;  // the quote that beyond() found last
  bool before_blank_ = false;
  std::array<std::uint32_t, kIndexed> positions_;
};

}  // namespace why502::scan

#endif  // WHY502_LIB_SCAN_QUOTES_H_
