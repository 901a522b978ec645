// docker.cc -- Docker's json-file driver:
//
//   {"log":"text\n","stream":"stderr","time":"2026-11-22T13:45:11.123456789Z"}
//
// perhaps with `attrs` in between. A log without its line feed goes on in the next line.
#include <bit>
#include <cstring>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/envelope/json_line.h"
#include "lib/envelope/openers.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace why502::envelope {
namespace {

constexpr std::string_view kBegin = "{\"log\":\"";
constexpr std::string_view kStderr = "\",\"stream\":\"stderr\"";
constexpr std::string_view kStdout = "\",\"stream\":\"stdout\"";
constexpr std::string_view kTime = ",\"time\":\"";
constexpr std::string_view kEnd = "\"}";

std::uint64_t stream_of(std::string_view name) noexcept { return base::stable_hash(name, 0); }

void fill(std::string_view log, std::uint64_t stream, Timestamp time, Opened* opened) {
  opened->text = without_newline(log);
  opened->stream = stream;
  opened->stamp = {StampKind::writing, time};
  opened->is_partial = !log.ends_with('\n');
}

// What stands for `\x`; 0 if it is none of the short escapes.
char short_escape(char c) noexcept {
  switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '/': return '/';
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'b': return '\b';
    case 'f': return '\f';
    default: return 0;
  }
}

int hex(char c) noexcept {
  if (base::is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Unescapes a JSON string of ASCII, as nearly all are. Gives how many bytes that were, or
// npos where simdjson must look: bytes above 127, escapes of them, or no JSON. `line_ends`: how
// many of them are line feeds and carriage returns.
// REQUIRES: 16 bytes can be read behind `text`, and written to `to` behind text.size() bytes.
std::size_t unescape(std::string_view text, char* const to, int* line_ends) noexcept {
  constexpr std::size_t npos = std::string_view::npos;
  const auto count = [&](char c) { *line_ends += c == '\n' || c == '\r' ? 1 : 0; };
  std::size_t at = 0, size = 0;
  while (at < text.size()) {
#if defined(__SSE2__)
    // 16 bytes up to the first that is not itself.
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + size), bytes);
    const __m128i special = _mm_or_si128(
        _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)),  // as signed: also above 127
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(special));
    const auto plain = mask == 0 ? sizeof bytes : static_cast<std::size_t>(std::countr_zero(mask));
    at += plain;
    size += plain;
    if (mask == 0) continue;
    if (at >= text.size()) break;
#else
    if (static_cast<signed char>(text[at]) >= 0x20 && text[at] != '\\' && text[at] != '"') {
      to[size++] = text[at++];
      continue;
    }
#endif
    if (text[at] != '\\' || at + 1 >= text.size()) return npos;
    // Of ten escapes nine are quotes.
    if (text[at + 1] == '"') {
      to[size++] = '"';
      at += 2;
      continue;
    }
    if (const char c = short_escape(text[at + 1]); c != 0) {
      count(c);
      to[size++] = c;
      at += 2;
      continue;
    }
    if (text[at + 1] != 'u' || at + 6 > text.size() || text[at + 2] != '0' || text[at + 3] != '0') return npos;
    const int high = hex(text[at + 4]), low = hex(text[at + 5]);
    if (high < 0 || high > 7 || low < 0) return npos;
    const auto c = static_cast<char>(high * 16 + low);
    count(c);
    to[size++] = c;
    at += 6;
  }
  // The last 16 bytes may have reached beyond the text.
  return size - (at - text.size());
}

// The shape that Docker writes, without a parser. `line_ends`: see unescape().
inline bool open_fast(std::string_view line, Room& room, Opened* opened, int* line_ends) {
  constexpr std::size_t kLongestTime = 40;
  if (!line.ends_with(kEnd)) return false;
  const std::size_t end = line.size() - kEnd.size();
  // Nanoseconds have nine digits, of which Docker leaves out zeros at the end.
  constexpr std::size_t kUsualTime = 30;
  const bool is_usual = end > kUsualTime && line[end - kUsualTime - 1] == '"';
  const std::size_t quote = is_usual ? end - kUsualTime - 1 : line.find_last_of('"', end - 1);
  if (quote == std::string_view::npos || end - quote > kLongestTime || quote + 1 < kTime.size()) return false;
  const std::size_t time_key = quote + 1 - kTime.size();
  if (!base::stands_at(line, time_key, kTime)) return false;
  if (time_key < kBegin.size() + kStderr.size()) return false;
  const std::size_t log_end = time_key - kStderr.size();
  const bool is_stderr = base::stands_at(line, log_end, kStderr);
  if (!is_stderr && !base::stands_at(line, log_end, kStdout)) return false;
  const auto time = room.stamps().whole_rfc3339(line.substr(quote + 1, end - quote - 1));
  if (!time) return false;

  const std::string_view log = line.substr(kBegin.size(), log_end - kBegin.size());
  char* const to = room.bytes(log.size() + 16);
  const std::size_t size = unescape(log, to, line_ends);
  if (size == std::string_view::npos) return false;
  static const std::uint64_t kNamedStderr = stream_of("stderr"), kNamedStdout = stream_of("stdout");
  fill({to, size}, is_stderr ? kNamedStderr : kNamedStdout, *time, opened);
  return true;
}

}  // namespace

bool glance_docker(const Sealed& line, Room& room, Opened* opened) {
  int line_ends = 0;
  if (!line.text.starts_with(kBegin) || !open_fast(line.text, room, opened, &line_ends)) return false;
  return line_ends == 1 && !opened->is_partial;
}

bool open_docker(const Sealed& line, Room& room, Opened* opened) {
  if (!line.text.starts_with('{')) return false;
  int line_ends = 0;
  if (line.text.starts_with(kBegin) && open_fast(line.text, room, opened, &line_ends)) return true;
  const JsonObject* object = room.json(line.text, line.readable);
  if (object == nullptr || !object->has_only_dockers()) return false;
  if (!object->has(Member::log) || !object->has(Member::stream) || !object->has(Member::time)) return false;
  const auto time = room.stamps().whole_rfc3339((*object)[Member::time]);
  if (!time) return false;
  fill((*object)[Member::log], stream_of((*object)[Member::stream]), *time, opened);
  return true;
}

}  // namespace why502::envelope
