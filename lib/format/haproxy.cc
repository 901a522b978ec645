// haproxy.cc -- HAProxy's lines: of requests (option httplog, httpslog, tcplog), of servers and checks.
//
//   CLIENT [STAMP] FRONTEND BACKEND/SERVER TR/Tw/Tc/Tr/Ta STATUS BYTES COOKIE COOKIE STATE CONNS QUEUES {} {} "REQUEST"
//   CLIENT [STAMP] FRONTEND BACKEND/SERVER Tw/Tc/Tt BYTES STATE CONNS QUEUES
//
// All that stands before the request is words; in the request and in captured headers HAProxy
// writes quotes, braces and control bytes as #22.
// Source: HAProxy 2.6 doc/configuration.txt 8.2.2, 8.2.3, 8.5; src/server.c, src/check.c.
#include <algorithm>
#include <cstddef>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/format/gateway.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

// "10.0.0.9:42176", "2001:db8::9:42176" or "unix:1".
bool is_client(std::string_view word) noexcept {
  if (word.starts_with("unix:")) return base::skip_digits(word, 5) == word.size();
  return word.find(':') != npos && std::all_of(word.begin(), word.end(), [](char c) {
           return base::is_digit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
         });
}

// A line of a request.
struct HaproxyLine {
  std::string_view client, stamp, frontend, peer, backend, state, request, shown;
  int status = 0;           // 0: none was sent, or the frontend is tcp
  bool has_server = false;  // one was chosen
  bool truncated = false;   // in the request
};

// The word at *at, which a blank ends, or the line.
std::string_view next_word(std::string_view line, std::size_t* at) noexcept {
  const std::size_t begin = *at, end = std::min(line.find(' ', begin), line.size());
  if (begin >= line.size()) return {};
  *at = end + 1;
  return line.substr(begin, end - begin);
}

// `count` numbers with slashes between them; a sign may stand before each.
bool are_numbers(std::string_view word, int count) noexcept {
  std::size_t at = 0;
  for (int i = 0; i < count; ++i) {
    if (i > 0) {
      if (at >= word.size() || word[at] != '/') return false;
      ++at;
    }
    if (at < word.size() && (word[at] == '-' || word[at] == '+')) ++at;
    const std::size_t end = base::skip_digits(word, at);
    if (end == at) return false;
    at = end;
  }
  return at == word.size();
}

bool is_state(std::string_view word) noexcept {
  for (const char c : word) {
    if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '-') return false;
  }
  return true;
}

// Behind the queues: captured headers, then the quoted request, then what httpslog adds.
void read_request(std::string_view line, std::size_t at, HaproxyLine* to) noexcept {
  const std::size_t open = at == 0 ? npos : line.find(" \"", at - 1);
  if (open == npos) {
    to->truncated = true;
    return;
  }
  const std::size_t close = line.find('"', open + 2);
  to->truncated = close == npos;
  to->request = line.substr(open + 2, close == npos ? npos : close - open - 2);
}

bool read_line(std::string_view line, HaproxyLine* to) noexcept {
  constexpr std::size_t kLongestClient = 56;  // and the blank and the bracket behind it
  const std::size_t open = line.substr(0, kLongestClient).find(" [");
  if (open == npos || open == 0 || !is_client(line.substr(0, open))) return false;
  const std::size_t close = line.find("] ", open);
  if (close == npos) return false;
  to->client = line.substr(0, open);
  to->stamp = line.substr(open + 2, close - open - 2);
  std::size_t at = close + 2;
  to->frontend = next_word(line, &at);
  const std::size_t peer = at;
  to->peer = next_word(line, &at);
  const std::size_t slash = to->peer.find('/');
  if (slash == npos || slash == 0) return false;
  to->backend = to->peer.substr(0, slash);
  const std::string_view server = to->peer.substr(slash + 1);
  to->has_server = server != "<NOSRV>" && server != "<STATS>";
  const std::string_view timers = next_word(line, &at);
  const bool is_http = are_numbers(timers, 5);
  if (!is_http && !are_numbers(timers, 3)) return false;
  if (is_http) {
    const std::string_view status = next_word(line, &at);
    if (!are_numbers(status, 1)) return false;
    to->status = status.size() == 3 && base::is_digit(status[0]) ? base::to_int(status) : 0;
  }
  if (!are_numbers(next_word(line, &at), 1)) return false;
  if (is_http) {
    next_word(line, &at);
    next_word(line, &at);
  }
  to->state = next_word(line, &at);
  if (to->state.size() != (is_http ? 4u : 2u) || !is_state(to->state)) return false;
  to->shown = line.substr(peer, static_cast<std::size_t>(to->state.data() - line.data()) + to->state.size() - peer);
  to->state = to->state.substr(0, 2);
  if (!are_numbers(next_word(line, &at), 5) || !are_numbers(next_word(line, &at), 2)) return false;
  if (is_http) read_request(line, at, to);
  return true;
}

// Did anything but the client end it? Most of P are HAProxy's own answers, which no rule knows.
bool is_interesting(const HaproxyLine& line) noexcept {
  constexpr std::string_view kEnders = "SsPRDI";
  if (kEnders.find(line.state[0]) != npos) return true;
  return line.state == "--" && line.status >= 500 && line.has_server;
}

// What HAProxy itself says: "Server be/s1 is DOWN, reason: ..."
struct HaproxyMessage {
  std::size_t begin = 0;
  Severity severity = Severity::unknown;
  std::string_view name;
};

constexpr std::pair<std::string_view, Severity> kLevels[] = {
    {"[ALERT]", Severity::alert}, {"[WARNING]", Severity::warn}, {"[NOTICE]", Severity::notice}};
struct Opening {
  std::string_view begins, goes_on;  // a name between them
};
constexpr Opening kOpenings[] = {{"Server ", " is DOWN"},
                                 {"Server ", " is UP"},
                                 {"Backup Server ", " is DOWN"},
                                 {"Backup Server ", " is UP"},
                                 {"backend ", " has no server"},
                                 {"Health check for server ", " failed, reason: "},
                                 {"Health check for server ", " succeeded, reason: "}};

// "[WARNING]  (20638) : " or "[WARNING] 325/135044 (20638) : ": what goes to the console.
bool skip_console(std::string_view line, HaproxyMessage* to) noexcept {
  constexpr std::string_view kEnd = ") : ";
  if (line.empty() || line[0] != '[') return true;
  for (const auto& [level, severity] : kLevels) {
    if (!line.starts_with(level)) continue;
    const std::size_t end = line.substr(0, 48).find(kEnd);
    if (end == npos) return false;
    to->severity = severity;
    to->begin = end + kEnd.size();
    return true;
  }
  return false;
}

bool read_message(std::string_view line, HaproxyMessage* to) noexcept {
  if (base::is_digit(line[0])) return false;
  if (!skip_console(line, to)) return false;
  for (const Opening& opening : kOpenings) {
    if (!base::stands_at(line, to->begin, opening.begins)) continue;
    const std::size_t name = to->begin + opening.begins.size(), end = line.find(' ', name);
    if (end == npos || !base::stands_at(line, end, opening.goes_on)) continue;
    to->name = line.substr(name, end - name);
    return true;
  }
  return false;
}

}  // namespace

bool haproxy_head(std::string_view line, StampReader& stamps, Head* head) {
  HaproxyLine found;
  HaproxyMessage message;
  if (line.empty()) return false;
  if (read_line(line, &found)) {
    if (!stamps.read_clf(found.stamp, &head->time)) return false;
    set_interest(line, is_interesting(found), head);
    return true;
  }
  if (!read_message(line, &message)) return false;
  head->message = static_cast<std::uint32_t>(message.begin);
  head->severity = message.severity;
  head->weak = true;
  return true;
}

Outcome haproxy_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  HaproxyLine line;
  Told told;
  if (!read_line(record.text, &line)) {
    HaproxyMessage message;
    if (!read_message(record.text, &message)) return Outcome::other;
    told.message.text = told.shown = record.text.substr(message.begin);
    told.message.severity = message.severity;
    told.upstream = message.name;
    return tell(record, Format::haproxy, told, matcher, on_event);
  }
  if (!is_interesting(line)) return Outcome::other;
  told.message.state = line.state;
  if (!line.has_server) told.message.at = Phase::select;
  told.is_failure = line.state[0] != 'P' && line.state[0] != '-';
  told.status = line.status;
  told.truncated = line.truncated;
  told.upstream = line.has_server ? line.peer : line.backend;
  told.server = line.frontend;
  told.request = line.request;
  told.client = without_port(line.client);
  told.shown = line.shown;
  return tell(record, Format::haproxy, told, matcher, on_event);
}

}  // namespace why502::format
