// apache_head.cc -- what stands before a message in Apache's error log.
#include "lib/format/apache_head.h"

#include "lib/base/bytes.h"
#include "lib/scan/find.h"
#include "lib/scan/find_text.h"

namespace why502::format {
namespace {

using base::is_digit;
using base::skip_digits;
using base::stands_at;
constexpr std::size_t npos = std::string_view::npos;

// Where the "] " of the group that begins at `at` stands, or npos.
std::size_t group_end(std::string_view line, std::size_t at) noexcept {
  const std::size_t end = scan::find_near(line, ']', at + 1);
  return end != npos && end + 1 < line.size() && line[end + 1] == ' ' ? end : npos;
}

// "AH00957: " with five digits or six.
bool is_code(std::string_view line, std::size_t at) noexcept {
  if (!stands_at(line, at, "AH")) return false;
  const std::size_t end = skip_digits(line, at + 2);
  return (end == at + 7 || end == at + 8) && stands_at(line, end, ": ");
}

// "[proxy:error]" or "[error]".
bool read_level(std::string_view group, ApacheHead* head) noexcept {
  const std::size_t colon = scan::find_near(group, ':', 0);
  head->severity = apache_level(colon == npos ? group : group.substr(colon + 1));
  head->module = colon == npos ? std::string_view{} : group.substr(0, colon);
  return head->severity != Severity::unknown;
}

// "(111)Connection refused: " and its kin. Where it ends, or `at` if there is none.
std::size_t read_error(std::string_view line, std::size_t at, ApacheHead* head) noexcept {
  if (at >= line.size() || line[at] != '(') return at;
  std::size_t begin = at + 1;
  int base = 0;
  if (stands_at(line, begin, "EAI ")) {
    begin += 4;
    base = 670000;
  } else if (stands_at(line, begin, "OS ")) {
    begin += 3;
  }
  const std::size_t end = skip_digits(line, begin);
  if (end == begin || end - begin > 6 || end >= line.size() || line[end] != ')') return at;
  const std::size_t colon = scan::find_text(line, ": ", end);
  if (colon == npos) return at;
  head->error = base + base::to_int(line.substr(begin, end - begin));
  return colon + 2;
}

// "[client 127.0.0.1:49552] ", or what an unescaped blank of an ErrorLogFormat leaves of it:
// "[client " and at once the message.
std::size_t read_peer(std::string_view line, std::size_t at, ApacheHead* head) noexcept {
  constexpr std::string_view kClient = "[client ", kRemote = "[remote ";
  head->is_remote = stands_at(line, at, kRemote);
  if (!head->is_remote && !stands_at(line, at, kClient)) return at;
  const std::size_t begin = at + kClient.size();
  const std::size_t blank = scan::find_near(line, ' ', begin);
  if (blank == npos || blank == begin || line[blank - 1] != ']') return begin;
  head->peer = line.substr(begin, blank - 1 - begin);
  return blank + 1;
}

// "proxy_util.c(3949): ", which LogLevel debug and %F print.
std::size_t read_source(std::string_view line, std::size_t at) noexcept {
  constexpr std::size_t kLongest = 64;
  std::size_t end = at;
  while (end < line.size() && end - at < kLongest &&
         (is_digit(line[end]) || (line[end] >= 'a' && line[end] <= 'z') || line[end] == '_' || line[end] == '.' ||
          line[end] == '/' || line[end] == '-')) {
    ++end;
  }
  if (end - at < 3 || end >= line.size() || line[end] != '(' || line.substr(at, end - at).find('.') == npos) return at;
  const std::size_t digits = skip_digits(line, end + 1);
  return digits > end + 1 && stands_at(line, digits, "): ") ? digits + 3 : at;
}

// The groups behind the level: process and ids.
std::size_t read_groups(std::string_view line, std::size_t at, ApacheHead* head) noexcept {
  for (;;) {
    const bool is_process = stands_at(line, at, "[pid ");
    if (!is_process && !stands_at(line, at, "[tid ") && !stands_at(line, at, "[R:") && !stands_at(line, at, "[C:")) {
      return at;
    }
    const std::size_t end = group_end(line, at);
    if (end == npos) return at;
    if (is_process) head->process = line.substr(at + 5, end - at - 5);
    at = end + 2;
  }
}

}  // namespace

Severity apache_level(std::string_view name) noexcept {
  if (name == "error") return Severity::error;
  if (name == "warn") return Severity::warn;
  if (name == "notice") return Severity::notice;
  if (name == "info") return Severity::info;
  if (name == "debug" || name == "trace") return Severity::debug;
  if (name == "crit") return Severity::crit;
  if (name == "alert") return Severity::alert;
  if (name == "emerg") return Severity::emerg;
  const bool is_trace = name.size() == 6 && name.starts_with("trace") && name[5] >= '1' && name[5] <= '8';
  return is_trace ? Severity::debug : Severity::unknown;
}

std::string_view without_port(std::string_view peer, bool bare) noexcept {
  const std::size_t last = peer.rfind(':');
  if (last == npos || (bare && peer.find(':') != last)) return peer;
  return peer.substr(0, last);
}

bool read_apache_head(std::string_view line, ApacheHead* head) noexcept {
  *head = {};
  constexpr std::size_t kShortest = 24;
  if (line.size() < kShortest || line[0] != '[') {
    const std::size_t code = read_error(line, 0, head);
    if (!is_code(line, code)) return false;
    head->is_start_up = true;
    head->message = code;
    return true;
  }
  const std::size_t stamp = group_end(line, 0);
  if (stamp == npos || stamp + 2 >= line.size() || line[stamp + 2] != '[') return false;
  head->stamp = line.substr(1, stamp - 1);
  const std::size_t level = group_end(line, stamp + 2);
  if (level == npos || !read_level(line.substr(stamp + 3, level - stamp - 3), head)) return false;
  std::size_t at = read_groups(line, level + 2, head);
  at = read_source(line, at);
  at = read_error(line, at, head);
  at = read_peer(line, at, head);
  // 2.2 has them the other way round.
  if (head->module.empty() && head->process.empty() && head->error == 0) at = read_error(line, at, head);
  head->message = at;
  return true;
}

}  // namespace why502::format
