// syslog.cc -- syslog by RFC 3164 and RFC 5424, the files that rsyslog writes of it, and what
// journalctl prints (short, short-precise, short-iso, short-unix):
//
//   [count ]<PRI>Nov 22 13:45:11 [host ]tag[pid]: text     PRI in files: left out
//   [count ]<PRI>1 2026-11-22T13:45:11.123456Z host app procid msgid SD[ text]
//   2026-11-22T13:45:11.123456+00:00 host tag[pid]: text
//   1795355447.760123 host tag[pid]: text
//
// rsyslog keeps blanks that it was sent: one before the text by RFC 5424 of what came by RFC
// 3164, one before the tag of what came without a host.
#include <algorithm>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/envelope/openers.h"

namespace why502::envelope {
namespace {

using base::is_digit;
constexpr std::size_t npos = std::string_view::npos;

// Where `123 <187>` ends; *pri: there was a priority. The count is that of RFC 6587.
std::size_t skip_priority(std::string_view text, bool* pri) noexcept {
  std::size_t at = 0;
  *pri = false;
  if (!text.empty() && is_digit(text[0])) {
    const std::size_t end = base::skip_digits(text, 0);
    if (end > 7 || !base::stands_at(text, end, " <")) return 0;
    at = end + 1;
  }
  if (at >= text.size() || text[at] != '<') return 0;
  const std::size_t end = base::skip_digits(text, at + 1);
  if (end == at + 1 || end > at + 4 || end >= text.size() || text[end] != '>') return 0;
  *pri = true;
  return end + 1;
}

// The end of a word that begins at `at`: its blank. npos if there is no word or no blank.
std::size_t word_end(std::string_view text, std::size_t at) noexcept {
  const std::size_t end = text.find(' ', at);
  return end == at ? npos : end;
}

// Behind a blank at `at` that is kept from elsewhere: one alone.
std::size_t skip_kept_blank(std::string_view text, std::size_t at) noexcept {
  const bool is_alone = at + 1 < text.size() && text[at] == ' ' && text[at + 1] != ' ';
  return is_alone ? at + 1 : at;
}

// Reads `[host ]tag[pid]: text` at `at`.
bool read_tag(std::string_view text, std::size_t at, bool needs_host, Opened* opened) {
  std::size_t end = word_end(text, at);
  if (end == npos) return false;
  if (text[end - 1] != ':' || needs_host) {
    const std::size_t tag = skip_kept_blank(text, end + 1);
    end = word_end(text, tag);
    if (end == npos || text[end - 1] != ':' || end - tag < 2) return false;
  } else if (end - at < 2) {
    return false;
  }
  opened->stream = base::stable_hash(text.substr(at, end - at), 0);
  opened->text = text.substr(end + 1);
  return true;
}

// Where the structured data at `at` ends: `-`, or elements `[id name="value"]`.
std::size_t skip_data(std::string_view text, std::size_t at) noexcept {
  if (at < text.size() && text[at] == '-') return at + 1;
  const std::size_t begin = at;
  while (at < text.size() && text[at] == '[') {
    bool quoted = false;
    for (++at; at < text.size() && (quoted || text[at] != ']'); ++at) {
      if (quoted && text[at] == '\\') {
        ++at;
      } else if (text[at] == '"') {
        quoted = !quoted;
      }
    }
    if (at >= text.size()) return npos;
    ++at;
  }
  return at == begin ? npos : at;
}

// Reads what stands behind `<PRI>1 ` by RFC 5424.
bool read_5424(std::string_view text, std::size_t at, Room& room, Opened* opened) {
  if (base::stands_at(text, at, "- ")) {
    at += 1;
  } else {
    Timestamp time;
    const std::size_t size = room.stamps().rfc3339(text.substr(at), &time);
    if (size == 0) return false;
    opened->stamp = {StampKind::writing, time};
    at += size;
  }
  if (at >= text.size() || text[at] != ' ') return false;
  const std::size_t host = ++at;
  std::size_t procid_end = 0;
  for (int word = 0; word < 4; ++word) {
    const std::size_t end = word_end(text, at);
    if (end == npos) return false;
    if (word == 2) procid_end = end;
    at = end + 1;
  }
  opened->stream = base::stable_hash(text.substr(host, procid_end - host), 0);
  at = skip_data(text, at);
  if (at == npos) return false;
  opened->text = text.substr(at);
  if (at == text.size()) return true;
  if (text[at] != ' ') return false;
  at = skip_kept_blank(text, at + 1);
  if (base::stands_at(text, at, "\xEF\xBB\xBF")) at += 3;
  opened->text = text.substr(at);
  return true;
}

// rsyslog writes bytes below 32 as `#012`: octal.
bool is_escape(std::string_view text, std::size_t at) noexcept {
  const auto digit = [&](std::size_t i, char most) { return text[at + i] >= '0' && text[at + i] <= most; };
  return text.size() - at >= 4 && text[at] == '#' && text[at + 1] == '0' && digit(2, '3') && digit(3, '7');
}

std::string_view unescape(std::string_view text, Room& room) {
  std::size_t at = text.find("#0");
  while (at != npos && !is_escape(text, at)) at = text.find("#0", at + 1);
  if (at == npos) return text;
  char* const begin = room.bytes(text.size());
  char* to = std::copy_n(text.data(), at, begin);
  while (at < text.size()) {
    if (is_escape(text, at)) {
      *to++ = static_cast<char>((text[at + 2] - '0') * 8 + (text[at + 3] - '0'));
      at += 4;
    } else {
      *to++ = text[at++];
    }
  }
  return {begin, static_cast<std::size_t>(to - begin)};
}

}  // namespace

bool open_syslog(const Sealed& line, Room& room, Opened* opened) {
  const std::string_view text = line.text;
  bool has_priority = false;
  const std::size_t at = skip_priority(text, &has_priority);
  if (has_priority && base::stands_at(text, at, "1 ")) {
    if (!read_5424(text, at + 2, room, opened)) return false;
  } else {
    const std::string_view rest = text.substr(at);
    Timestamp time;
    bool is_weak = false;
    std::size_t size = room.stamps().rfc3164(rest, &opened->stamp);
    if (size != 0) {
      is_weak = true;
    } else {
      size = room.stamps().rfc3339(rest, &time);
      if (size == 0) size = Stamps::unix_seconds(rest, &time);
      if (size == 0) return false;
      opened->stamp = {StampKind::writing, time};
    }
    if (size >= rest.size() || rest[size] != ' ') return false;
    if (!read_tag(rest, size + 1, !is_weak, opened)) return false;
  }
  opened->indent = static_cast<std::size_t>(opened->text.data() - text.data());
  opened->text = unescape(opened->text, room);
  return true;
}

}  // namespace why502::envelope
