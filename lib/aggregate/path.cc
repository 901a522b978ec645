// path.cc -- the path of a request line.
#include "lib/aggregate/path.h"

#include <array>
#include <cstdint>

namespace why502::counting {
namespace {

constexpr std::size_t kLongest = 256;

enum Kind : std::uint8_t { letter, digit, hex, dot, slash, end };

constexpr auto kKinds = [] {
  std::array<Kind, 256> kinds{};
  for (int c = '0'; c <= '9'; ++c) kinds[static_cast<std::size_t>(c)] = digit;
  for (const char c : {'a', 'b', 'c', 'd', 'e', 'f', 'A', 'B', 'C', 'D', 'E', 'F', '-'}) {
    kinds[static_cast<unsigned char>(c)] = hex;
  }
  kinds['.'] = dot;
  kinds['/'] = slash;
  for (const char c : {' ', '?', '#', ';'}) kinds[static_cast<unsigned char>(c)] = end;
  return kinds;
}();

// Counts of the characters of a segment, by kind.
using Seen = std::array<std::uint32_t, 6>;

bool is_id(const Seen& seen, std::size_t size) noexcept {
  constexpr std::size_t kShortestHex = 8, kShortestToken = 20;
  if (seen[digit] == 0) return false;
  if (seen[digit] == size) return true;
  if (seen[digit] + seen[hex] == size) return size >= kShortestHex;
  return size >= kShortestToken && seen[dot] == 0;
}

}  // namespace

std::string_view path_of(std::string_view request, std::string* room) {
  std::size_t at = 0;
  while (at < request.size() && request[at] != ' ') ++at;
  request.remove_prefix(at < request.size() ? at + 1 : 0);
  if (!request.starts_with('/')) {
    request = request.substr(0, request.find(' '));
    const std::size_t scheme = request.find("://");
    if (scheme != std::string_view::npos) {
      const std::size_t path = request.find('/', scheme + 3);
      request = path == std::string_view::npos ? std::string_view("/") : request.substr(path);
    }
  }
  request = request.substr(0, kLongest);
  bool has_ids = false;  // then the path so far stands in `room`
  std::size_t begin = 0;
  Seen seen{};
  for (std::size_t i = 0;; ++i) {
    const Kind kind = i == request.size() ? end : kKinds[static_cast<unsigned char>(request[i])];
    ++seen[kind];
    if (kind != slash && kind != end) continue;
    const bool id = seen[digit] != 0 && is_id(seen, i - begin);
    if (id && !has_ids) {
      room->assign(request.substr(0, begin));
      has_ids = true;
    }
    if (has_ids) {
      if (id) {
        *room += '*';
      } else {
        room->append(request.substr(begin, i - begin));
      }
      if (kind == slash) *room += '/';
    }
    if (kind == end) return has_ids ? std::string_view(*room) : request.substr(0, i);
    begin = i + 1;
    seen = {};
  }
}

}  // namespace why502::counting
