// lighttpd.cc -- lighttpd's error log:
//
//   2026-11-22 14:01:27: (gw_backend.c.274) establishing connection failed: socket: tcp:127.0.0.1:19100: Connection
//   refused
//
// Source: lighttpd 1.4.69 src/gw_backend.c, mod_fastcgi.c, http-header-glue.c.
#include <cstddef>

#include "lib/base/bytes.h"
#include "lib/format/gateway.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kStamp = 19;

// Behind "(gw_backend.c.274) "; npos if it is none.
std::size_t skip_place(std::string_view line) noexcept {
  constexpr std::size_t kLongest = 64;
  if (!base::stands_at(line, kStamp, ": (")) return npos;
  const std::size_t name = kStamp + 3, dot = line.substr(0, kLongest).find(".c.", name);
  if (dot == npos || dot == name || line.substr(name, dot - name).find(' ') != npos) return npos;
  const std::size_t end = base::skip_digits(line, dot + 3);
  return end > dot + 3 && base::stands_at(line, end, ") ") ? end + 2 : npos;
}

// "127.0.0.1:19100" of "socket: tcp:127.0.0.1:19100: Connection refused"; the path of a Unix socket with its "unix:".
std::string_view socket_in(std::string_view message) noexcept {
  constexpr std::string_view kMark = "socket: ";
  const std::size_t at = message.find(kMark);
  if (at == npos) return {};
  std::string_view name = message.substr(at + kMark.size());
  name = name.substr(0, name.find(' '));
  if (name.ends_with(':') || name.ends_with(',')) name.remove_suffix(1);
  if (name.starts_with("tcp:")) name.remove_prefix(4);
  return name;
}

}  // namespace

bool lighttpd_head(std::string_view line, StampReader& stamps, Head* head) {
  const std::size_t message = skip_place(line);
  if (message == npos || line[10] != ' ' || !stamps.read_iso(line.substr(0, kStamp), &head->time)) return false;
  head->message = static_cast<std::uint32_t>(message);
  head->severity = Severity::unknown;
  return true;
}

Outcome lighttpd_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  Told told;
  told.message.text = told.shown = record.text.substr(record.head.message);
  told.upstream = socket_in(told.shown);
  return tell(record, Format::lighttpd, told, matcher, on_event);
}

}  // namespace why502::format
