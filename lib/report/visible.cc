// visible.cc -- shows foreign bytes.
#include "lib/report/visible.h"

#include <array>
#include <charconv>

#include "lib/report/utf8.h"

namespace why502::report {
namespace {

void append_hex(char32_t code, std::string* out) {
  std::array<char, 8> digits{};
  char* const end =
      std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<std::uint32_t>(code), 16).ptr;
  out->append(digits.data(), end);
}

void append_escape(char32_t code, std::string* out) {
  switch (code) {
    case '\n': *out += "\\n"; return;
    case '\r': *out += "\\r"; return;
    case '\t': *out += "\\t"; return;
    default: break;
  }
  if (code < 0x80) {
    *out += code < 0x10 ? "\\x0" : "\\x";
    append_hex(code, out);
  } else {
    *out += "\\u{";
    append_hex(code, out);
    *out += '}';
  }
}

// Where the query that begins behind a '?' ends: before a blank, or a quote that
// ends its field or the record.
std::size_t query_length(std::string_view rest) {
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') return i;
    if (c == '"' && (i + 1 == rest.size() || rest.substr(i + 1, 2) == ", ")) return i;
  }
  return rest.size();
}

}  // namespace

std::string visible(std::string_view raw, Charset charset) {
  std::string out;
  out.reserve(raw.size());
  while (!raw.empty()) {
    const Character c = first_character(raw);
    if (!c.valid) {
      out += charset == Charset::unicode ? "\xEF\xBF\xBD" : "?";
    } else if (is_unseen(c.code) || (c.code >= 0x80 && charset == Charset::ascii)) {
      append_escape(c.code, &out);
    } else {
      out += raw.substr(0, c.bytes);
    }
    raw.remove_prefix(c.bytes);
  }
  return out;
}

std::string without_queries(std::string_view record, std::string_view ellipsis) {
  std::string out;
  for (;;) {
    const std::size_t mark = record.find('?');
    if (mark == std::string_view::npos) break;
    out += record.substr(0, mark + 1);
    record.remove_prefix(mark + 1);
    if (const std::size_t length = query_length(record); length != 0) {
      out += ellipsis;
      record.remove_prefix(length);
    }
  }
  return out += record;
}

std::string_view ellipsis(Charset charset) noexcept {
  return charset == Charset::unicode ? std::string_view("\xE2\x80\xA6") : std::string_view("...");
}

}  // namespace why502::report
