// wire.h -- numbers and strings as bytes that are the same on every machine: what partials are made of.
#ifndef WHY502_LIB_AGGREGATE_WIRE_H_
#define WHY502_LIB_AGGREGATE_WIRE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace why502::counting {

// A number is written seven bits a byte, the lowest first, the eighth bit saying that more
// follow; a signed one as 2n or -2n - 1; a string as its size and its bytes.
class WireWriter {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }
  void integer(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number(value < 0 ? ~(bits << 1) : bits << 1);
  }
  void flag(bool value) { bytes_ += value ? '\1' : '\0'; }
  // Eight bytes, the lowest first: for hashes.
  void word(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) bytes_ += static_cast<char>(value >> (8 * i));
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }

  const std::string& bytes() const noexcept { return bytes_; }

 private:
  std::string bytes_;
};

// Reads it back from bytes of any origin. From the first fault on everything is 0, "" or
// false, and ok() is false: look at it at the end, and before what would take long.
//
// LIFETIME. Views of strings point into the bytes.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) noexcept : left_(bytes) {}

  bool ok() const noexcept { return ok_; }
  bool at_end() const noexcept { return left_.empty(); }
  // Says that what was read cannot be.
  void refuse() noexcept {
    ok_ = false;
    left_ = {};
  }
  void require(bool holds) noexcept {
    if (!holds) refuse();
  }

  std::uint64_t number(std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) noexcept {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint64_t byte = next();
      if (shift == 63 && byte > 1) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (value > most) break;
        return value;
      }
    }
    refuse();
    return 0;
  }
  std::int64_t integer(std::int64_t least, std::int64_t most) noexcept {
    const std::uint64_t bits = number();
    const auto value = static_cast<std::int64_t>((bits & 1) != 0 ? ~(bits >> 1) : bits >> 1);
    if (value < least || value > most) refuse();
    return ok_ ? value : 0;
  }
  bool flag() noexcept {
    const std::uint64_t byte = next();
    if (byte > 1) refuse();
    return byte == 1;
  }
  std::uint64_t word() noexcept {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value |= next() << (8 * i);
    return value;
  }
  std::string_view text(std::size_t longest) noexcept {
    const std::uint64_t size = number(longest);
    if (size > left_.size()) refuse();
    const std::string_view value = left_.substr(0, ok_ ? static_cast<std::size_t>(size) : 0);
    left_.remove_prefix(value.size());
    return value;
  }
  // How many things follow, of which each takes at least so many bytes: never more than there
  // is room for, so that room may be made for them.
  std::size_t count(std::size_t bytes_each) noexcept {
    return static_cast<std::size_t>(number(left_.size() / bytes_each));
  }

 private:
  std::uint64_t next() noexcept {
    if (left_.empty()) {
      ok_ = false;
      return 0;
    }
    const auto byte = static_cast<unsigned char>(left_.front());
    left_.remove_prefix(1);
    return byte;
  }

  std::string_view left_;
  bool ok_ = true;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_WIRE_H_
