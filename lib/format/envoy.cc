// envoy.cc -- Envoy's access log: its default format, Istio's, and JSON with the usual keys.
//
//   [START] "METHOD PATH PROTOCOL" CODE FLAGS[ DETAILS TERMINATION "REASON"] RX TX MS SERVICE_MS "XFF" "UA" "ID"
//   "AUTHORITY" "HOST"[ CLUSTER ...]
//
// Envoy escapes nothing of this, so a client that sends quotes may write what looks like a code and flags.
// Source: Envoy 1.33 docs, configuration/observability/access_log/usage, http/http_conn_man/response_code_details.
#include <algorithm>
#include <array>
#include <cstddef>

#include "lib/base/bytes.h"
#include "lib/format/gateway.h"
#include "lib/format/json_members.h"
#include "lib/format/unescaped.h"
#include "lib/scan/find_text.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

struct EnvoyLine {
  std::string_view stamp, flags, details, reason, host, cluster, authority, request, client, shown;
  std::string_view method, path, protocol;  // of JSON, which has no request line
  int status = 0;
  bool suspect = false;
};

// "UF", "UF,URX", "-".
bool are_flags(std::string_view word) noexcept {
  if (word == "-") return true;
  std::size_t letters = 0;
  for (const char c : word) {
    if (c >= 'A' && c <= 'Z') {
      if (++letters > 8) return false;
    } else if (c == ',' && letters > 1) {
      letters = 0;
    } else {
      return false;
    }
  }
  return letters > 1;
}

// Is there `" 503 UF ` at `at`? Gives where the word behind the flags begins; npos if not.
std::size_t skip_code(std::string_view line, std::size_t at, EnvoyLine* to) noexcept {
  if (!base::stands_at(line, at, "\" ")) return npos;
  const std::size_t begin = at + 2, end = base::skip_digits(line, begin);
  const std::size_t digits = end - begin;
  if ((digits != 3 && digits != 1) || end >= line.size() || line[end] != ' ') return npos;
  const std::size_t blank = line.find(' ', end + 1);
  if (blank == npos || !are_flags(line.substr(end + 1, blank - end - 1))) return npos;
  to->status = base::to_int(line.substr(begin, digits));
  to->flags = line.substr(end + 1, blank - end - 1);
  return blank + 1;
}

bool is_count(std::string_view word) noexcept {
  return word == "-" || (!word.empty() && base::skip_digits(word, 0) == word.size());
}

std::string_view word_of(std::string_view line, std::size_t at) noexcept {
  return at >= line.size() ? std::string_view() : line.substr(at, std::min(line.find(' ', at), line.size()) - at);
}

// Istio's three: "details termination "reason" ". Gives where they end; npos if they are none.
std::size_t skip_details(std::string_view line, std::size_t at, EnvoyLine* to) noexcept {
  to->details = word_of(line, at);
  at += to->details.size() + 1;
  at += word_of(line, at).size() + 1;
  if (at >= line.size() || line[at] != '"') return npos;
  const std::size_t close = line.find("\" ", at + 1);
  if (close == npos) return npos;
  to->reason = line.substr(at + 1, close - at - 1);
  return close + 2;
}

bool read_text(std::string_view line, EnvoyLine* to) noexcept {
  constexpr std::size_t kLongestStamp = 40;
  if (line.empty() || line[0] != '[') return false;
  const std::size_t stamp = line.substr(0, kLongestStamp).find("] \"");
  if (stamp == npos) return false;
  to->stamp = line.substr(1, stamp - 1);
  const std::size_t request = stamp + 3;
  std::size_t quote = line.find('"', request), at = npos;
  while (quote != npos && (at = skip_code(line, quote, to)) == npos) quote = line.find('"', quote + 1);
  if (quote == npos) return false;
  to->request = line.substr(request, quote - request);
  const auto shown = static_cast<std::size_t>(to->flags.data() - line.data());
  if (!is_count(word_of(line, at)) || !is_count(word_of(line, at + word_of(line, at).size() + 1))) {
    at = skip_details(line, at, to);
    if (at == npos) return false;
  }
  to->shown = line.substr(shown, at - 1 - shown);
  for (int i = 0; i < 4; ++i) {
    const std::string_view word = word_of(line, at);
    if (!is_count(word)) return false;
    at += word.size() + 1;
  }
  if (at >= line.size() || line[at] != '"') return false;
  EnvoyLine other;
  for (std::size_t q = line.find('"', at); q != npos && !to->suspect; q = line.find('"', q + 1)) {
    to->suspect = skip_code(line, q, &other) != npos;
  }
  // What the client writes stands before the last two quotes.
  const std::size_t close = line.rfind('"');
  const std::size_t open = line.rfind('"', close - 1);
  if (open < at + 2 || !base::stands_at(line, open - 2, "\" ")) return false;
  to->host = line.substr(open + 1, close - open - 1);
  const std::size_t authority = line.rfind('"', open - 3);
  if (authority == npos || authority < at) return false;
  to->authority = line.substr(authority + 1, open - 2 - authority - 1);
  if (base::stands_at(line, close, "\" ")) to->cluster = word_of(line, close + 2);
  return true;
}

enum In : std::uint8_t {
  time,
  flags,
  status,
  details,
  reason,
  host,
  cluster,
  authority,
  method,
  path,
  protocol,
  client,
  count
};

constexpr JsonMember kMembers[] = {
    {"", "start_time", time},
    {"", "startTime", time},
    {"", "timestamp", time},
    {"", "time", time},
    {"", "response_flags", flags},
    {"", "responseFlags", flags},
    {"", "flags", flags},
    {"", "response_code", status},
    {"", "responseCode", status},
    {"", "status", status},
    {"", "code", status},
    {"", "response_code_details", details},
    {"", "responseCodeDetails", details},
    {"", "details", details},
    {"", "upstream_transport_failure_reason", reason},
    {"", "upstreamTransportFailureReason", reason},
    {"", "upstream_host", host},
    {"", "upstreamHost", host},
    {"", "upstream_cluster", cluster},
    {"", "upstreamCluster", cluster},
    {"", "authority", authority},
    {"", "host", authority},
    {"", "method", method},
    {"", "path", path},
    {"", "protocol", protocol},
    {"", "downstream_remote_address", client},
    {"", "downstreamRemoteAddress", client},
};

bool read_json(std::string_view line, EnvoyLine* to) noexcept {
  if (line.empty() || line[0] != '{' || is_shippers(line) || scan::find_text(line, "lags\"") == npos) return false;
  std::array<JsonValue, In::count> v;
  if (!read_json_members(line, kMembers, v)) return false;
  to->flags = v[flags].string();
  if (to->flags.empty() || !are_flags(to->flags)) return false;
  // Any program may have flags and a status: these two are Envoy's alone.
  if (!v[details].is_there() && !v[host].is_there() && !v[cluster].is_there()) return false;
  to->status = whole_number(v[status]);
  if (to->status < 0 || to->status > 999) return false;
  to->stamp = v[time].string();
  to->details = v[details].string();
  to->reason = v[reason].string();
  to->host = v[host].string();
  to->cluster = v[cluster].string();
  to->authority = v[authority].string();
  to->method = v[method].string();
  to->path = v[path].string();
  to->protocol = v[protocol].string();
  to->client = v[client].string();
  return true;
}

bool is_told(std::string_view value) noexcept { return !value.empty() && value != "-"; }

// Anything but an upstream's own answer has a flag; its own 5xx has none, and as Envoy's own 5xx has none either,
// the details tell which it is, or that there was a host.
bool is_interesting(const EnvoyLine& line) noexcept {
  if (line.flags != "-") return true;
  if (line.status < 500) return false;
  return is_told(line.details) ? line.details == "via_upstream" : is_told(line.host);
}

bool had_begun(const EnvoyLine& line) noexcept {
  return (line.status >= 200 && line.status < 400) || line.details.starts_with("upstream_reset_after_response_started");
}

Told told_of(const EnvoyLine& line) noexcept {
  Told told;
  told.message.state = line.flags.substr(0, line.flags.find(','));
  if (had_begun(line)) told.message.at = Phase::read_body;
  told.is_failure = line.status >= 500 || told.message.state == "UF";
  told.status = line.status < 100 ? 0 : line.status;
  told.suspect = line.suspect;
  return told;
}

Told told_of_json(const EnvoyLine& line, Unescaped& text) {
  Told told = told_of(line);
  const std::size_t begin = text.size();
  text.append_plain(line.flags);
  for (const std::string_view part : {line.details, line.reason}) {
    if (!is_told(part)) continue;
    text.append_plain(" ");
    text.append(part);
  }
  told.message.text = told.shown = text.since(begin);
  told.upstream = text.add(is_told(line.host) ? line.host : is_told(line.cluster) ? line.cluster : "");
  told.host = text.add(is_told(line.authority) ? line.authority : "");
  told.client = without_port(text.add(is_told(line.client) ? line.client : ""));
  if (is_told(line.path)) {
    const auto told_of = [](std::string_view part) { return is_told(part) ? part : std::string_view(); };
    told.request = text.add_words({told_of(line.method), line.path, told_of(line.protocol)});
  }
  told.made = text.all();
  return told;
}

}  // namespace

bool envoy_head(std::string_view line, StampReader& stamps, Head* head) {
  EnvoyLine found;
  if (read_json(line, &found)) {
    if (!found.stamp.empty() && !stamps.read_iso(found.stamp, &head->time)) return false;
  } else if (!read_text(line, &found) || !stamps.read_iso(found.stamp, &head->time)) {
    return false;
  }
  set_interest(line, is_interesting(found), head);
  return true;
}

Outcome envoy_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  EnvoyLine line;
  if (record.text.starts_with('{')) {
    if (!read_json(record.text, &line) || !is_interesting(line)) return Outcome::other;
    Unescaped text(record.text, record.side);
    return tell(record, Format::envoy, told_of_json(line, text), matcher, on_event);
  }
  if (!read_text(record.text, &line) || !is_interesting(line)) return Outcome::other;
  Told told = told_of(line);
  told.message.text = told.shown = line.shown;
  told.upstream = is_told(line.host) ? line.host : is_told(line.cluster) ? line.cluster : std::string_view();
  told.host = is_told(line.authority) ? line.authority : std::string_view();
  if (line.request != "- - -") told.request = line.request;
  return tell(record, Format::envoy, told, matcher, on_event);
}

}  // namespace why502::format
