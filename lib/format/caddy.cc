// caddy.cc -- Caddy's JSON log: of a failed request one line by the error handler, and one by the access log.
//
//   {"level":"error","ts":1795356164.81,"logger":"http.log.error.log0","msg":"EOF","request":{"remote_ip":...,"uri":"/"},"status":502,...}
//   {"level":"error","ts":1795356165.99,"logger":"http.log.access.log0","msg":"handled
//   request","request":{...},"size":0,"status":502,...}
//
// Source: Caddy 2.6.2 modules/caddyhttp/server.go, reverseproxy/reverseproxy.go statusError(),
// reverseproxy/healthchecks.go.
#include <array>
#include <cstddef>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/format/gateway.h"
#include "lib/format/go_error.h"
#include "lib/format/json_members.h"
#include "lib/format/unescaped.h"
#include "lib/scan/find_text.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

enum In : std::uint8_t {
  level,
  ts,
  logger,
  msg,
  error,
  status,
  size,
  trace,
  upstream,
  check_host,
  host,
  method,
  uri,
  proto,
  client,
  count
};

constexpr JsonMember kMembers[] = {{"", "level", level},
                                   {"", "ts", ts},
                                   {"", "logger", logger},
                                   {"", "msg", msg},
                                   {"", "error", error},
                                   {"", "status", status},
                                   {"", "size", size},
                                   {"", "err_trace", trace},
                                   {"", "upstream", upstream},
                                   {"", "host", check_host},
                                   {"request", "host", host},
                                   {"request", "method", method},
                                   {"request", "uri", uri},
                                   {"request", "proto", proto},
                                   {"request", "client_ip", client},
                                   {"request", "remote_ip", client}};

// Who wrote it.
enum class Writer : std::uint8_t { other, error, access, proxy };

struct CaddyLine {
  std::array<JsonValue, In::count> values;
  Severity severity = Severity::unknown;
  Writer writer = Writer::other;
  int status = 0;
};

constexpr std::pair<std::string_view, Severity> kLevels[] = {{"debug", Severity::debug}, {"info", Severity::info},
                                                             {"warn", Severity::warn},   {"error", Severity::error},
                                                             {"panic", Severity::crit},  {"fatal", Severity::crit}};

bool read_line(std::string_view line, CaddyLine* to) noexcept {
  if (!line.starts_with('{') || is_shippers(line) || scan::find_text(line, "\"logger\":\"http") == npos) return false;
  auto& v = to->values;
  if (!read_json_members(line, kMembers, v)) return false;
  for (const auto& [name, severity] : kLevels) {
    if (v[level].string() == name) to->severity = severity;
  }
  const std::string_view name = v[logger].string();
  if (to->severity == Severity::unknown || !v[ts].is_there() || !v[msg].is_string || !name.starts_with("http"))
    return false;
  if (name.starts_with("http.log.error")) to->writer = Writer::error;
  if (name.starts_with("http.log.access")) to->writer = Writer::access;
  if (name.starts_with("http.handlers.reverse_proxy")) to->writer = Writer::proxy;
  to->status = whole_number(v[status]);
  return true;
}

bool is_interesting(const CaddyLine& line) noexcept {
  switch (line.writer) {
    case Writer::other: return false;
    case Writer::error: return true;
    case Writer::access: return line.status >= 500 && line.status <= 599;
    case Writer::proxy: return line.severity > Severity::debug;
  }
  return false;
}

}  // namespace

bool caddy_head(std::string_view line, StampReader& stamps, Head* head) {
  CaddyLine found;
  if (!read_line(line, &found)) return false;
  const JsonValue& stamp = found.values[ts];
  if (stamp.is_string) {
    if (!stamps.read_iso(stamp.text, &head->time)) head->time.reset();
  } else {
    head->time = unix_time(stamp.text);
  }
  set_interest(line, is_interesting(found), head);
  return true;
}

Outcome caddy_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  CaddyLine line;
  if (!read_line(record.text, &line) || !is_interesting(line)) return Outcome::other;
  const auto& v = line.values;
  Unescaped text(record.text, record.side);
  Told told;
  const std::size_t shown = text.size();
  text.append(v[msg].string());
  if (!v[error].string().empty()) {
    text.append_plain(": ");
    text.append(v[error].string());
  }
  told.shown = text.since(shown);
  told.message.severity = line.severity;
  if (line.writer == Writer::access) {
    // An answer without a body is Caddy's own: its error handler told why.
    told.message.state = whole_number(v[size]) == 0 ? "answered" : "passed";
  } else if (told.shown == "EOF") {
    told.message.state = "EOF";
  } else {
    told.message.text = told.shown;
  }
  told.is_failure =
      line.writer == Writer::error && v[trace].string().starts_with("reverseproxy.") && line.status >= 500;
  told.status = line.status >= 100 && line.status <= 599 ? line.status : 0;
  told.upstream = peer_of_go_error(told.shown);
  for (const In member : {upstream, check_host}) {
    if (told.upstream.empty() && line.writer == Writer::proxy) told.upstream = text.add(v[member].string());
  }
  told.host = text.add(v[host].string());
  told.client = text.add(v[client].string());
  told.request = text.add_words({v[method].string(), v[uri].string(), v[proto].string()});
  told.made = text.all();
  return tell(record, Format::caddy, told, matcher, on_event);
}

}  // namespace why502::format
