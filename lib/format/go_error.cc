// go_error.cc -- what Go's net package prints.
#include "lib/format/go_error.h"

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "lib/base/bytes.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

// Behind the first of `mark`; npos if it is not there.
std::size_t behind(std::string_view text, std::string_view mark) noexcept {
  const std::size_t at = text.find(mark);
  return at == npos ? npos : at + mark.size();
}

}  // namespace

// Source: Go 1.21 src/net/net.go OpError.Error(), DNSError.Error().
std::string_view peer_of_go_error(std::string_view error) noexcept {
  constexpr std::string_view kLookup = "dial tcp: lookup ";
  if (const std::size_t at = behind(error, kLookup); at != npos) {
    const std::size_t end = error.find_first_of(" :", at);
    return error.substr(at, end == npos ? npos : end - at);
  }
  for (const std::string_view mark : {"dial tcp ", "read tcp ", "write tcp "}) {
    const std::size_t at = behind(error, mark), end = at == npos ? npos : error.find(": ", at);
    if (end == npos) continue;
    const std::string_view address = error.substr(at, end - at);
    const std::size_t arrow = behind(address, "->");
    return arrow == npos ? address : address.substr(arrow);
  }
  return {};
}

std::optional<Timestamp> unix_time(std::string_view number) noexcept {
  constexpr std::size_t kMostDigits = 10, kMicros = 6;
  const std::size_t dot = base::skip_digits(number, 0);
  if (dot == 0 || dot > kMostDigits) return std::nullopt;
  std::int64_t value = 0;
  for (std::size_t i = 0; i < dot; ++i) value = value * 10 + (number[i] - '0');
  if (dot < number.size() && (number[dot] != '.' || base::skip_digits(number, dot + 1) != number.size())) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < kMicros; ++i) {
    const std::size_t at = dot + 1 + i;
    value = value * 10 + (at < number.size() ? number[at] - '0' : 0);
  }
  return Timestamp(std::chrono::microseconds(value));
}

}  // namespace why502::format
