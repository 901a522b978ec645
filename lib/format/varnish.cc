// varnish.cc -- what varnishlog prints: transactions (-g request, vxid, session), or the raw log (-g raw).
//
//   *   << BeReq    >> 65545
//   -   Timestamp      Start: 1795696112.339274 0.000000 0.000000
//   -   FetchError     backend refused: fail errno 111 (Connection refused)
//   -   End
//
//            3 FetchError     b backend refused: fail errno 111 (Connection refused)
//
// A fetch fails in one line and is tried again in the next ones, so only its whole transaction tells what
// became of it.
//
// Source: Varnish 7.1.1 lib/libvarnishapi/vsl.c VSL_PrintTransactions(), bin/varnishd/cache/cache_backend.c,
// http1/cache_http1_fetch.c.
#include <cstddef>
#include <optional>

#include "lib/base/bytes.h"
#include "lib/format/gateway.h"
#include "lib/format/go_error.h"
#include "lib/format/unescaped.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kMark = 4;  // "**  ", "-   ", "*4* "
constexpr std::size_t kKind = 8;  // "BeReq   "
constexpr std::size_t kVxid = 10, kTag = 14;

// A line of Varnish's log.
struct VslLine {
  std::string_view tag, value;
};

// The level of a transaction: one to three of `mark`, or its number between two.
bool has_mark(std::string_view line, char mark) noexcept {
  if (line.size() < kMark || line[0] != mark || line[3] != ' ') return false;
  if (base::is_digit(line[1])) return line[2] == mark;
  return (line[1] == mark || line[1] == ' ') && (line[2] == ' ' || (line[2] == mark && line[1] == mark));
}

// "BeReq   " of "*   << BeReq    >> 65545     "; "" if it is none.
std::string_view kind_of(std::string_view line) noexcept {
  constexpr std::string_view kBefore = "<< ", kBehind = " >> ";
  constexpr std::size_t kAt = kMark + kBefore.size(), kNumber = kAt + kKind + kBehind.size();
  if (!has_mark(line, '*') || !base::stands_at(line, kMark, kBefore) || !base::stands_at(line, kAt + kKind, kBehind))
    return {};
  const std::string_view kind = line.substr(kAt, kKind);
  for (const std::string_view known : {"BeReq   ", "Request ", "Session ", "Unknown ", "Record  "}) {
    if (kind != known) continue;
    const std::size_t end = base::skip_digits(line, kNumber);
    return end > kNumber && line.find_first_not_of(' ', end) == npos ? kind : std::string_view();
  }
  return {};
}

// "         3 FetchError     b No backend": the type is c, b or -.
bool read_raw(std::string_view line, VslLine* to, char* type) noexcept {
  std::size_t at = 0;
  while (at < line.size() && at < kVxid && line[at] == ' ') ++at;
  const std::size_t end = base::skip_digits(line, at);
  if (end == at || end < kVxid || (at > 0 && end > kVxid) || end >= line.size() || line[end] != ' ') return false;
  const std::size_t begin = end + 1;
  std::size_t behind = begin;
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  while (behind < line.size() && is_letter(line[behind])) ++behind;
  if (behind == begin || line[begin] > 'Z') return false;
  to->tag = line.substr(begin, behind - begin);
  while (behind < line.size() && behind < begin + kTag && line[behind] == ' ') ++behind;
  if (behind < begin + kTag || behind + 1 >= line.size() || line[behind] != ' ') return false;
  *type = line[behind + 1];
  if (*type != 'c' && *type != 'b' && *type != '-') return false;
  if (behind + 2 < line.size() && line[behind + 2] != ' ') return false;
  to->value = behind + 3 < line.size() ? line.substr(behind + 3) : std::string_view();
  return true;
}

// Takes the first line off, without its ending.
std::string_view next_line(std::string_view* text) noexcept {
  const std::size_t end = text->find('\n');
  std::string_view line = text->substr(0, end);
  *text = end == npos ? std::string_view() : text->substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// The next line of a transaction; false: there is none.
bool next_of(std::string_view* text, VslLine* to) noexcept {
  while (!text->empty()) {
    const std::string_view line = next_line(text);
    if (!has_mark(line, '-')) continue;
    const std::string_view rest = line.substr(kMark);
    const std::size_t end = rest.find(' ');
    to->tag = rest.substr(0, end);
    const std::size_t value = end == npos ? npos : rest.find_first_not_of(' ', end);
    to->value = value == npos ? std::string_view() : rest.substr(value);
    return true;
  }
  return false;
}

// "Start: 1795696112.339274 0.000000 0.000000"
std::optional<Timestamp> time_in(std::string_view value) noexcept {
  const std::size_t at = value.find(": ");
  if (at == npos) return std::nullopt;
  const std::string_view rest = value.substr(at + 2);
  return unix_time(rest.substr(0, rest.find(' ')));
}

// The status; 0 if it is none.
int status_in(std::string_view value) noexcept {
  return value.size() == 3 && base::skip_digits(value, 0) == 3 ? base::to_int(value) : 0;
}

bool is_host(std::string_view header) noexcept {
  constexpr std::string_view kHost = "host: ";
  if (header.size() < kHost.size()) return false;
  for (std::size_t i = 0; i < kHost.size(); ++i) {
    const char c = header[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != kHost[i]) return false;
  }
  return true;
}

// "refused" of "backend refused: fail errno 111 (Connection refused)"
std::string_view backend_in(std::string_view detail) noexcept {
  constexpr std::string_view kBefore = "backend ";
  if (!detail.starts_with(kBefore)) return {};
  const std::size_t end = detail.find(": ");
  const std::string_view name = detail.substr(kBefore.size(), end == npos ? 0 : end - kBefore.size());
  return name.find(' ') == npos ? name : std::string_view();
}

// What a transaction with a backend tells.
struct Fetch {
  std::string_view detail, backend, method, url, protocol, host;
  std::string_view answer, reason;  // of the backend's last attempt
  int status = 0;                   // what came of it in the end
  bool is_background = false;       // no client waits for it
  bool is_closed = false;           // the attempt is over
};

void set_once(std::string_view value, std::string_view* field) noexcept {
  if (field->empty()) *field = value;
}

void take(const VslLine& line, Fetch* fetch) noexcept {
  const std::string_view tag = line.tag, value = line.value;
  if (tag == "Begin") {
    fetch->is_background = value.ends_with(" bgfetch");
  } else if (tag == "BereqMethod") {
    set_once(value, &fetch->method);
  } else if (tag == "BereqURL") {
    set_once(value, &fetch->url);
  } else if (tag == "BereqProtocol") {
    set_once(value, &fetch->protocol);
  } else if (tag == "BereqHeader" && is_host(value)) {
    set_once(value.substr(value.find(' ') + 1), &fetch->host);
  } else if (tag == "BackendOpen") {
    // "22 refused 127.0.0.1 36959 127.0.0.1 58512 connect": what failed before is tried once more.
    const std::size_t name = value.find(' ');
    fetch->backend = name == npos ? std::string_view() : value.substr(name + 1, value.find(' ', name + 1) - name - 1);
    fetch->detail = fetch->answer = fetch->reason = {};
    fetch->status = 0;
    fetch->is_closed = false;
  } else if (tag == "BackendClose") {
    fetch->is_closed = true;
  } else if ((tag == "FetchError" || tag == "Error") && (fetch->detail.empty() || fetch->is_closed)) {
    fetch->detail = value;
    fetch->status = 0;  // if the backend's header has come, nobody knows here whether the client got it
    fetch->is_closed = false;
    if (const std::string_view name = backend_in(value); !name.empty()) fetch->backend = name;
  } else if (tag == "BerespStatus") {
    set_once(value, &fetch->answer);
    if (const int status = status_in(value); status >= 100 && status <= 599) fetch->status = status;
  } else if (tag == "BerespReason" && !fetch->answer.empty()) {
    set_once(value, &fetch->reason);
  }
}

// One that the backend's last attempt did not bring.
bool has_failed(const Fetch& fetch) noexcept {
  const int answer = status_in(fetch.answer);
  return !fetch.detail.empty() || (!fetch.backend.empty() && answer >= 500 && answer <= 599);
}

Outcome tell_fetch(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  std::string_view text = record.text;
  Fetch fetch;
  for (VslLine line; next_of(&text, &line);) take(line, &fetch);
  if (!has_failed(fetch)) return Outcome::other;

  Unescaped made(record.text, record.side);
  const auto add = [&](std::string_view value) {
    const std::size_t begin = made.size();
    made.append_plain(value);
    return made.since(begin);
  };
  Told told;
  if (!fetch.detail.empty()) {
    told.shown = told.message.text = told.message.state = add(fetch.detail);
  } else {
    const std::size_t begin = made.size();
    made.append_plain(fetch.answer);
    if (!fetch.reason.empty()) made.append_plain(" ");
    made.append_plain(fetch.reason);
    told.shown = made.since(begin);
    told.message.state = "own";
  }
  told.is_failure = true;
  told.status = fetch.status;
  told.is_unseen = fetch.is_background;
  told.upstream = add(fetch.backend);
  told.host = add(fetch.host);
  const std::size_t request = made.size();
  for (const std::string_view part : {fetch.method, fetch.url, fetch.protocol}) {
    if (part.empty()) continue;
    if (made.size() > request) made.append_plain(" ");
    made.append_plain(part);
  }
  told.request = made.since(request);
  told.made = made.all();
  return tell(record, Format::varnish, told, matcher, on_event);
}

}  // namespace

bool varnish_head(std::string_view line, StampReader& /*stamps*/, Head* head) {
  if (line.empty() || (line[0] != '*' && line[0] != ' ' && !base::is_digit(line[0]))) return false;
  line = next_line(&line);  // of a whole record, the first
  VslLine raw;
  char type;
  head->time.reset();
  if (const std::string_view kind = kind_of(line); !kind.empty()) {
    set_interest(line, kind == "BeReq   ", head);
  } else if (read_raw(line, &raw, &type)) {
    if (raw.tag == "Timestamp") head->time = time_in(raw.value);
    set_interest(line, (raw.tag == "FetchError" && type == 'b') || raw.tag == "Backend_health", head);
  } else {
    return false;
  }
  return true;
}

// An empty line ends it, which varnishlog writes behind each group; so does the next head.
bool varnish_is_open(const Record& record) { return record.text.starts_with('*') && !record.text.ends_with('\n'); }

bool varnish_is_further(std::string_view line) { return has_mark(line, '-'); }

std::optional<Timestamp> varnish_late_time(std::string_view text) {
  if (!text.starts_with('*')) return std::nullopt;
  for (VslLine line; next_of(&text, &line);) {
    if (line.tag == "Timestamp") return time_in(line.value);
  }
  return std::nullopt;
}

Outcome varnish_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  if (varnish_is_open(record) && !record.given_up) return Outcome::open;
  if (record.text.starts_with('*')) {
    std::string_view first = record.text;
    if (kind_of(next_line(&first)) != "BeReq   ") return Outcome::other;
    Record whole = record;
    if (whole.text.ends_with('\n')) whole.text.remove_suffix(1);
    if (whole.text.ends_with('\r')) whole.text.remove_suffix(1);
    return tell_fetch(whole, matcher, on_event);
  }
  VslLine raw;
  char type;
  if (!read_raw(record.text, &raw, &type) || raw.value.empty()) return Outcome::other;
  Told told;
  told.shown = told.message.text = raw.value;
  if (raw.tag == "FetchError" && type == 'b') {
    told.message.state = raw.value;
    told.is_failure = true;
    told.upstream = backend_in(raw.value);
  } else if (raw.tag == "Backend_health") {
    told.upstream = raw.value.substr(0, raw.value.find(' '));
  } else {
    return Outcome::other;
  }
  return tell(record, Format::varnish, told, matcher, on_event);
}

}  // namespace why502::format
