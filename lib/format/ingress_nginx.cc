// ingress_nginx.cc -- ingress-nginx's access log (upstreaminfo), and what its controller says of services.
//
//   ADDR - USER [STAMP] "REQUEST" STATUS BYTES "REFERER" "UA" LENGTH TIME [NAME] [ALTERNATIVE] ADDRS LENGTHS TIMES
//   STATUSES ID W1122 13:50:47.760123       7 controller.go:1225] Service "default/app" does not have any active
//   Endpoint.
//
// The lists have an entry for each attempt, with ", " between them and " : " where the request was redirected
// inside nginx. Quotes of a client's nginx writes as \x22.
// Source: ingress-nginx docs/user-guide/nginx-configuration/log-format.md; internal/ingress/controller/controller.go.
#include <algorithm>
#include <array>
#include <cstddef>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/format/gateway.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kMostAttempts = 32;

struct List {
  std::array<std::string_view, kMostAttempts> items;
  std::size_t size = 0;
};

struct IngressLine {
  std::string_view client, stamp, request, shown, id;
  List peers, lengths, times, statuses;
};

// Takes the text up to `end`, and `end`.
bool take_to(std::string_view* rest, std::string_view end, std::string_view* text) noexcept {
  const std::size_t at = rest->find(end);
  if (at == npos) return false;
  *text = rest->substr(0, at);
  rest->remove_prefix(at + end.size());
  return true;
}
bool take(std::string_view* rest, std::string_view text) noexcept {
  if (!rest->starts_with(text)) return false;
  rest->remove_prefix(text.size());
  return true;
}

// "a, b : c " as three.
bool take_list(std::string_view* rest, List* list) noexcept {
  for (;;) {
    std::string_view word;
    if (!take_to(rest, " ", &word) || word.empty() || list->size == kMostAttempts) return false;
    const bool has_comma = word.ends_with(',');
    if (has_comma) word.remove_suffix(1);
    list->items[list->size++] = word;
    if (!has_comma && !take(rest, ": ")) return true;
  }
}

bool is_decimal(std::string_view word) noexcept {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return base::is_digit(c) || c == '.'; });
}

bool read_line(std::string_view line, IngressLine* to) noexcept {
  // Nearly all that comes here is no access log.
  const std::size_t blank = line.find(' ');
  if (blank == npos || !base::stands_at(line, blank, " - ")) return false;
  std::string_view rest = line, skipped;
  const std::size_t quote = line.find('"');
  if (quote == npos || quote < 4 || !base::stands_at(line, quote - 2, "] ")) return false;
  const std::size_t open = line.rfind('[', quote);
  if (open == npos || open + 1 > quote - 2) return false;
  to->stamp = line.substr(open + 1, quote - 2 - open - 1);
  if (!take_to(&rest, " - ", &to->client) || to->client.empty()) return false;
  if (to->client != "unix:" && to->client.find_first_not_of("0123456789abcdef.:") != npos) return false;
  if (rest.data() > line.data() + open) return false;
  rest = line.substr(quote + 1);
  std::string_view status, bytes, length, time;
  if (!take_to(&rest, "\" ", &to->request) || to->request.find('"') != npos) return false;
  if (!take_to(&rest, " ", &status) || !is_decimal(status) || !take_to(&rest, " \"", &bytes) || !is_decimal(bytes)) {
    return false;
  }
  if (!take_to(&rest, "\"", &skipped) || !take(&rest, " \"") || !take_to(&rest, "\"", &skipped) || !take(&rest, " ")) {
    return false;
  }
  if (!take_to(&rest, " ", &length) || !is_decimal(length) || !take_to(&rest, " [", &time) || !is_decimal(time)) {
    return false;
  }
  if (!take_to(&rest, "] [", &skipped) || !take_to(&rest, "] ", &skipped)) return false;
  const std::string_view lists = rest;
  for (List* const list : {&to->peers, &to->lengths, &to->times, &to->statuses}) {
    if (!take_list(&rest, list) || list->size != to->peers.size) return false;
  }
  to->shown = lists.substr(0, lists.size() - rest.size() - 1);
  to->id = rest;
  return !rest.empty() && rest.find(' ') == npos;
}

// What became of an attempt; "" if it went well, or nobody can tell.
std::string_view state_of(const IngressLine& line, std::size_t i) noexcept {
  const std::string_view status = line.statuses.items[i];
  if (status.size() != 3 || status[0] != '5' || base::skip_digits(status, 0) != 3) return {};
  // nginx writes these itself if there was no answer.
  const bool is_nginx = (status == "502" || status == "504") && line.lengths.items[i] == "0";
  return is_nginx ? status : "own";
}

bool is_interesting(const IngressLine& line) noexcept {
  for (std::size_t i = 0; i < line.peers.size; ++i) {
    if (!state_of(line, i).empty()) return true;
  }
  return false;
}

// Of the controller's log: behind "W1122 13:50:47.760123       7 controller.go:1225] "; npos if it is none.
std::size_t skip_klog(std::string_view line, Severity* severity) noexcept {
  constexpr std::string_view kShape = "0000 00:00:00.000000 ";
  constexpr std::string_view kFiles[] = {"controller.go", "nginx.go", "endpointslices.go"};
  switch (line.empty() ? '\0' : line[0]) {
    case 'I': *severity = Severity::info; break;
    case 'W': *severity = Severity::warn; break;
    case 'E': *severity = Severity::error; break;
    case 'F': *severity = Severity::crit; break;
    default: return npos;
  }
  if (line.size() < kShape.size() + 1) return npos;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == '0' ? !base::is_digit(line[i + 1]) : line[i + 1] != kShape[i]) return npos;
  }
  std::size_t at = kShape.size() + 1;
  while (at < line.size() && line[at] == ' ') ++at;
  const std::size_t thread = base::skip_digits(line, at);
  if (thread == at || !base::stands_at(line, thread, " ")) return npos;
  for (const std::string_view file : kFiles) {
    if (!base::stands_at(line, thread + 1, file)) continue;
    const std::size_t colon = thread + 1 + file.size(), end = base::skip_digits(line, colon + 1);
    if (base::stands_at(line, colon, ":") && end > colon + 1 && base::stands_at(line, end, "] ")) return end + 2;
  }
  return npos;
}

}  // namespace

bool ingress_nginx_head(std::string_view line, StampReader& stamps, Head* head) {
  const std::size_t message = skip_klog(line, &head->severity);
  if (message != npos) {
    head->message = static_cast<std::uint32_t>(message);
    return true;
  }
  IngressLine found;
  if (line.starts_with('{') || !read_line(line, &found) || !stamps.read_clf(found.stamp, &head->time)) return false;
  set_interest(line, is_interesting(found), head);
  return true;
}

Outcome ingress_nginx_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  Told told;
  const std::size_t message = skip_klog(record.text, &told.message.severity);
  if (message != npos) {
    told.message.text = told.shown = record.text.substr(message);
    std::string_view rest = told.shown, skipped;
    if (take_to(&rest, "\"", &skipped)) take_to(&rest, "\"", &told.upstream);
    return tell(record, Format::ingress_nginx, told, matcher, on_event);
  }
  IngressLine line;
  if (!read_line(record.text, &line)) return Outcome::other;
  told.request = line.request;
  told.client = line.client;
  told.shown = line.shown;
  told.attempt_key = base::stable_hash(line.id, 0);
  Outcome outcome = Outcome::other;
  for (std::size_t i = 0; i < line.peers.size; ++i) {
    told.message.state = state_of(line, i);
    if (told.message.state.empty()) continue;
    told.status = base::to_int(line.statuses.items[i]);
    told.upstream = line.peers.items[i] == "-" ? std::string_view() : line.peers.items[i];
    if (tell(record, Format::ingress_nginx, told, matcher, on_event) == Outcome::event) outcome = Outcome::event;
  }
  return outcome;
}

}  // namespace why502::format
