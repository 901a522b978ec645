// traefik.cc -- Traefik's access log (JSON and common), and the errors that its proxy logs.
//
//   {"DownstreamStatus":502,"OriginStatus":502,"OriginContentSize":11,"ServiceAddr":"10.0.0.12:8080","StartUTC":"...",...}
//   203.0.113.7 - - [22/Nov/2026:13:50:47 +0000] "GET / HTTP/1.1" 502 11 "-" "-" 7 "web@docker" "http://10.0.0.12:8080"
//   1204ms
//   {"level":"debug","error":"dial tcp 10.0.0.12:8080: connect: connection refused","time":"...","message":"502 Bad
//   Gateway"}
//
// Source: Traefik 3 pkg/middlewares/accesslog/logdata.go, logger_formatters.go; pkg/proxy/httputil/proxy.go;
// pkg/healthcheck/healthcheck.go.
#include <array>
#include <cstddef>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/format/gateway.h"
#include "lib/format/go_error.h"
#include "lib/format/json_members.h"
#include "lib/format/unescaped.h"
#include "lib/format/upstream_name.h"
#include "lib/scan/find_text.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

enum In : std::uint8_t {
  status,
  origin,
  size,
  address,
  service,
  start,
  host,
  method,
  path,
  protocol,
  client,
  level,
  error,
  message,
  target,
  count
};

constexpr JsonMember kMembers[] = {
    {"", "DownstreamStatus", status}, {"", "OriginStatus", origin}, {"", "OriginContentSize", size},
    {"", "ServiceAddr", address},     {"", "ServiceURL", address},  {"", "ServiceName", service},
    {"", "StartUTC", start},          {"", "time", start},          {"", "RequestHost", host},
    {"", "RequestMethod", method},    {"", "RequestPath", path},    {"", "RequestProtocol", protocol},
    {"", "ClientHost", client},       {"", "level", level},         {"", "error", error},
    {"", "message", message},         {"", "targetURL", target}};

struct TraefikLine {
  std::array<JsonValue, In::count> values;
  std::string_view stamp, request, url, client, shown;  // of a common line
  int status = 0, origin = -1, size = -1;
  bool has_peer = false, has_service = false, is_json = false, is_error = false, suspect = false;
  Severity severity = Severity::unknown;
};

constexpr std::pair<std::string_view, Severity> kLevels[] = {
    {"trace", Severity::debug}, {"debug", Severity::debug}, {"info", Severity::info}, {"warn", Severity::warn},
    {"error", Severity::error}, {"panic", Severity::crit},  {"fatal", Severity::crit}};

// What ErrorHandler answers, and how long its body is: the status in words.
constexpr std::string_view kAnswers[] = {"502 Bad Gateway", "504 Gateway Timeout", "500 Internal Server Error",
                                         "499 Client Closed Request"};
constexpr std::string_view kCheck = "Health check failed.";

bool read_error(TraefikLine* to) noexcept {
  const auto& v = to->values;
  const std::string_view words = v[message].string();
  bool is_known = words == kCheck;
  for (const std::string_view each : kAnswers) is_known = is_known || words == each;
  for (const auto& [name, severity] : kLevels) {
    if (v[level].string() == name) to->severity = severity;
  }
  to->is_error = is_known && v[error].is_string && to->severity != Severity::unknown;
  return to->is_error;
}

bool read_json(std::string_view line, TraefikLine* to) noexcept {
  if (is_shippers(line)) return false;
  const bool is_access = scan::find_text(line, "\"DownstreamStatus\"") != npos;
  if (!is_access && scan::find_text(line, "\"error\":\"") == npos) return false;
  if (!is_access && scan::find_text(line, "\"message\":\"") == npos) return false;
  if (!read_json_members(line, kMembers, to->values)) return false;
  const auto& v = to->values;
  to->is_json = true;
  if (!v[status].is_there()) return read_error(to);
  to->status = whole_number(v[status]);
  to->origin = whole_number(v[origin]);
  to->size = whole_number(v[size]);
  to->has_peer = !v[address].string().empty();
  to->has_service = !v[service].string().empty();
  return to->status >= 0 && to->status <= 999;
}

// `" 502 11 "` at `at`? Gives where its last quote stands; npos if not.
std::size_t skip_status(std::string_view line, std::size_t at, TraefikLine* to) noexcept {
  if (!base::stands_at(line, at, "\" ")) return npos;
  const std::size_t code = at + 2, blank = base::skip_digits(line, code);
  if (blank - code != 3 || !base::stands_at(line, blank, " ")) return npos;
  const std::size_t bytes = blank + 1, end = base::skip_digits(line, bytes);
  if (end == bytes || end - bytes > 9 || !base::stands_at(line, end, " \"")) return npos;
  to->status = base::to_int(line.substr(code, 3));
  to->size = base::to_int(line.substr(bytes, end - bytes));
  return end + 1;
}

// Read from both ends: the router and the URL at the end are Traefik's own.
bool read_common(std::string_view line, TraefikLine* to) noexcept {
  if (!line.ends_with("ms")) return false;
  const std::size_t close = line.rfind("\" "), open = close == npos || close == 0 ? npos : line.rfind('"', close - 1);
  const std::size_t digits = close + 2;
  if (open == npos || base::skip_digits(line, digits) != line.size() - 2 || digits == line.size() - 2) return false;
  to->url = line.substr(open + 1, close - open - 1);
  if (open < 2 || !base::stands_at(line, open - 2, "\" ")) return false;
  const std::size_t quote = line.find('"');
  if (quote < 4 || quote >= open || !base::stands_at(line, quote - 2, "] ")) return false;
  const std::size_t stamp = line.rfind('[', quote), dash = line.find(" - ");
  if (stamp == npos || dash == npos || dash + 3 > stamp || stamp + 1 > quote - 2) return false;
  to->client = line.substr(0, dash);
  if (to->client.empty() || to->client.find_first_not_of("0123456789abcdef.:") != npos) return false;
  to->stamp = line.substr(stamp + 1, quote - 2 - stamp - 1);
  std::size_t end = line.find('"', quote + 1), behind = npos;
  while (end != npos && (behind = skip_status(line, end, to)) == npos) end = line.find('"', end + 1);
  if (end == npos || behind >= open) return false;
  to->request = line.substr(quote + 1, end - quote - 1);
  to->shown = line.substr(end + 2, behind - 1 - end - 2);
  TraefikLine other;
  for (std::size_t at = line.find('"', behind); at != npos; at = line.find('"', at + 1)) {
    if (skip_status(line, at, &other) != npos) to->suspect = true;
  }
  to->origin = to->status;
  to->has_peer = to->url != "-" && !to->url.empty();
  to->has_service = !to->has_peer && !base::stands_at(line, open - 4, "\"-\" ");
  return true;
}

bool read_line(std::string_view line, TraefikLine* to) noexcept {
  if (line.empty()) return false;
  return line[0] == '{' ? read_json(line, to) : read_common(line, to);
}

// What became of the request; "" if nothing that an upstream has to do with.
std::string_view state_of(const TraefikLine& line) noexcept {
  if (line.is_error || line.status < 500 || line.status > 599) return {};
  if (!line.has_peer) return line.status == 503 && line.has_service ? "unserved" : "";
  // ErrorHandler's body is the status in words.
  if (line.status == 502 && (line.origin <= 0 || line.size == 11)) return "502";
  if (line.status == 504 && (line.origin <= 0 || line.size == 15)) return "504";
  return line.origin >= 500 ? "origin" : "";
}

}  // namespace

bool traefik_head(std::string_view line, StampReader& stamps, Head* head) {
  TraefikLine found;
  if (!read_line(line, &found)) return false;
  if (found.is_json) {
    const std::string_view stamp = found.values[start].string();
    if (!stamp.empty() && !stamps.read_iso(stamp, &head->time)) return false;
  } else if (!stamps.read_clf(found.stamp, &head->time)) {
    return false;
  }
  set_interest(line, found.is_error || !state_of(found).empty(), head);
  return true;
}

Outcome traefik_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  TraefikLine line;
  if (!read_line(record.text, &line)) return Outcome::other;
  Told told;
  told.message.state = state_of(line);
  if (!line.is_error && told.message.state.empty()) return Outcome::other;
  told.status = line.status;
  told.is_failure = told.message.state == "502";
  told.suspect = line.suspect;
  if (!line.is_json) {
    told.shown = line.shown;
    told.request = line.request;
    told.client = line.client;
    if (line.has_peer) told.upstream = upstream_name(line.url, true, {}).name;
    return tell(record, Format::traefik, told, matcher, on_event);
  }
  const auto& v = line.values;
  Unescaped text(record.text, record.side);
  if (line.is_error) {
    told.message.severity = line.severity;
    const std::size_t shown = text.size();
    if (v[message].string() == kCheck) {
      text.append_plain(kCheck);
      text.append_plain(" ");
    }
    text.append(v[error].string());
    told.shown = text.since(shown);
    if (told.shown == "EOF") {
      told.message.state = "EOF";
    } else {
      told.message.text = told.shown;
    }
    told.upstream = v[target].string().empty() ? peer_of_go_error(told.shown)
                                               : upstream_name(text.add(v[target].string()), true, {}).name;
    told.made = text.all();
    return tell(record, Format::traefik, told, matcher, on_event);
  }
  const std::size_t shown = text.size();
  for (const In member : {status, origin, size}) {
    if (text.size() > shown) text.append_plain(" ");
    text.append(v[member].is_there() ? v[member].text : "-");
  }
  told.shown = text.since(shown);
  told.upstream = upstream_name(text.add(line.has_peer ? v[address].string() : v[service].string()), true, {}).name;
  told.host = text.add(v[host].string());
  told.client = text.add(v[client].string());
  told.request = text.add_words({v[method].string(), v[path].string(), v[protocol].string()});
  told.made = text.all();
  return tell(record, Format::traefik, told, matcher, on_event);
}

}  // namespace why502::format
