// columns.cc -- pads, cuts and wraps.
#include "lib/report/columns.h"

#include <algorithm>

#include "lib/report/utf8.h"

namespace why502::report {
namespace {

// The bytes of the longest beginning that is at most `columns` wide, marks that
// combine with its last character included.
std::size_t head_bytes(std::string_view text, std::size_t columns) {
  std::size_t bytes = 0;
  std::size_t used = 0;
  while (bytes < text.size()) {
    const Character c = first_character(text.substr(bytes));
    used += static_cast<std::size_t>(width(c.code));
    if (used > columns) break;
    bytes += c.bytes;
  }
  return bytes;
}

// Where the longest end that is at most `columns` wide begins.
std::size_t tail_begin(std::string_view text, std::size_t columns) {
  std::size_t left = display_width(text);
  std::size_t at = 0;
  while (at < text.size()) {
    const Character c = first_character(text.substr(at));
    const auto w = static_cast<std::size_t>(width(c.code));
    if (left <= columns && w != 0) break;
    left -= w;
    at += c.bytes;
  }
  return at;
}

std::size_t room_beside(std::string_view ellipsis, std::size_t columns) {
  const std::size_t own = display_width(ellipsis);
  return columns > own ? columns - own : 0;
}

}  // namespace

std::string pad_left(std::string_view text, std::size_t columns) {
  const std::size_t own = display_width(text);
  return std::string(columns > own ? columns - own : 0, ' ').append(text);
}

std::string pad_right(std::string_view text, std::size_t columns) {
  const std::size_t own = display_width(text);
  return std::string(text).append(columns > own ? columns - own : 0, ' ');
}

std::string cut_end(std::string_view text, std::size_t columns, std::string_view ellipsis) {
  if (display_width(text) <= columns) return std::string(text);
  return std::string(text.substr(0, head_bytes(text, room_beside(ellipsis, columns)))).append(ellipsis);
}

std::string cut_middle(std::string_view text, std::size_t columns, std::string_view ellipsis) {
  if (display_width(text) <= columns) return std::string(text);
  const std::size_t room = room_beside(ellipsis, columns);
  const std::size_t tail = (room + 1) / 2;
  std::string out(text.substr(0, head_bytes(text, room - tail)));
  return out.append(ellipsis).append(text.substr(tail_begin(text, tail)));
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  columns = std::max<std::size_t>(columns, 2);
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  const auto end_line = [&] {
    lines.push_back(std::move(line));
    line.clear();
    used = 0;
  };
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, blank);
    text.remove_prefix(std::min(blank + 1, text.size()));
    if (word.empty()) continue;
    const std::size_t own = display_width(word);
    if (used != 0 && used + 1 + own > columns) end_line();
    if (used != 0) {
      line += ' ';
      ++used;
    }
    while (display_width(word) > columns) {
      const std::size_t bytes = head_bytes(word, columns);
      line += word.substr(0, bytes);
      word.remove_prefix(bytes);
      end_line();
    }
    line += word;
    used += display_width(word);
  }
  if (!line.empty()) end_line();
  return lines;
}

}  // namespace why502::report
