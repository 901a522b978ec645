// json_text.cc -- what stands in JSON: numbers and escapes by RFC 8259.
#include "lib/base/json_text.h"

#include <cstdint>

#include "lib/base/bytes.h"

namespace why502::base {
namespace {

constexpr std::size_t kUnicode = 6;  // \u0041

// The code unit of `\u0041` at the beginning of `text`; -1 if there is none.
std::int32_t code_unit(std::string_view text) noexcept {
  if (text.size() < kUnicode || text[0] != '\\' || text[1] != 'u') return -1;
  std::int32_t code = 0;
  for (const char c : text.substr(2, 4)) {
    const char lower = static_cast<char>(c | 0x20);
    const bool is_letter = lower >= 'a' && lower <= 'f';
    if (!is_digit(c) && !is_letter) return -1;
    code = code * 16 + (is_letter ? lower - 'a' + 10 : c - '0');
  }
  return code;
}

void put_utf8(std::uint32_t code, JsonEscape* escape) noexcept {
  const auto put = [&](std::uint32_t byte) { escape->bytes[escape->size++] = static_cast<char>(byte); };
  const auto put_rest = [&](int shift) { put(0x80 | (code >> shift & 0x3F)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put_rest(6);
  } else {
    put(0xF0 | code >> 18);
    put_rest(12);
    put_rest(6);
  }
  put_rest(0);
}

}  // namespace

bool is_json_number(std::string_view text) noexcept {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = skip_digits(text, at);
  if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = skip_digits(text, at + 1);
    if (end == at + 1) return false;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t end = skip_digits(text, at);
    if (end == at) return false;
    at = end;
  }
  return at == text.size();
}

JsonEscape read_json_escape(std::string_view text) noexcept {
  constexpr std::string_view kShort = "\"\\/bfnrt", kMeaning = "\"\\/\b\f\n\r\t";
  JsonEscape escape;
  if (text.size() < 2) return escape;
  if (const std::size_t i = kShort.find(text[1]); i != std::string_view::npos) {
    escape.length = 2;
    escape.size = 1;
    escape.bytes[0] = kMeaning[i];
    return escape;
  }
  const std::int32_t unit = code_unit(text);
  if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF)) return escape;
  auto code = static_cast<std::uint32_t>(unit);
  escape.length = kUnicode;
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    const std::int32_t low = code_unit(text.substr(kUnicode));
    if (low < 0xDC00 || low > 0xDFFF) return {};
    code = 0x10000 + (code - 0xD800) * 0x400 + static_cast<std::uint32_t>(low - 0xDC00);
    escape.length = 2 * kUnicode;
  }
  put_utf8(code, &escape);
  return escape;
}

}  // namespace why502::base
