// php_fpm.cc -- the record of PHP-FPM's log.
#include "lib/format/php_fpm.h"

#include <cstddef>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/format/event_builder.h"
#include "lib/format/peer_name.h"
#include "lib/format/role.h"

namespace why502::format {
namespace {

using base::is_digit;
using base::skip_digits;
using base::stands_at;
constexpr std::size_t npos = std::string_view::npos;

// Longer messages are cut, or go on in a record of their own (zlog.h, log_limit).
constexpr std::size_t kLogLimit = 1024;

struct FpmHead {
  std::string_view stamp;    // empty: what a child wrote before its pool took its output
  std::string_view pool;     // "pool www"
  std::string_view request;  // "GET /sleep.php"
  Severity severity = Severity::unknown;
  std::size_t text = 0;     // behind the level
  std::size_t message = 0;  // behind the pool, the child and the quoted request: what rules look at
};

constexpr std::pair<std::string_view, Severity> kLevels[] = {{"WARNING: ", Severity::warn},
                                                             {"NOTICE: ", Severity::notice},
                                                             {"ERROR: ", Severity::error},
                                                             {"ALERT: ", Severity::alert},
                                                             {"DEBUG: ", Severity::debug}};

// "pid 15832, fpm_children_bury(), line 303: ", which log_level=debug prints.
std::size_t skip_place(std::string_view line, std::size_t at) noexcept {
  if (!stands_at(line, at, "pid ")) return at;
  const std::size_t digits = skip_digits(line, at + 4);
  const std::size_t name = line.find("(), line ", digits);
  if (!stands_at(line, digits, ", ") || name == npos) return at;
  const std::size_t end = skip_digits(line, name + 9);
  return stands_at(line, end, ": ") ? end + 2 : at;
}

// A request is a client's text, but the last quote that a parenthesis and a blank follow ends it.
void read_request(std::string_view line, FpmHead* head) noexcept {
  constexpr std::string_view kScript = "script '", kRequest = "' (request: \"", kEnd = "\") ";
  if (!stands_at(line, head->message, kScript)) return;
  const std::size_t request = line.find(kRequest, head->message), end = line.rfind(kEnd);
  if (request == npos || end == npos || end < request + kRequest.size()) return;
  head->request = line.substr(request + kRequest.size(), end - request - kRequest.size());
  head->message = end + kEnd.size();
}

bool read_fpm_head(std::string_view line, FpmHead* head) noexcept {
  std::size_t at = 0;
  if (!line.empty() && line[0] == '[') {
    constexpr std::size_t kShortest = 20, kLongest = 27;
    const std::size_t end = line.substr(0, kLongest + 2).find(']');
    if (end == npos || end < kShortest || !stands_at(line, end, "] ")) return false;
    head->stamp = line.substr(1, end - 1);
    at = end + 2;
  }
  for (const auto& [name, severity] : kLevels) {
    if (!stands_at(line, at, name)) continue;
    head->severity = severity;
    at += name.size();
    break;
  }
  if (head->severity == Severity::unknown) return false;
  constexpr std::string_view kPool = "[pool ", kPhp = "PHP message: ";
  if (head->stamp.empty() && !stands_at(line, at, kPool) && !stands_at(line, at, kPhp)) return false;
  at = skip_place(line, at);
  head->text = at;
  if (stands_at(line, at, kPool)) {
    const std::size_t end = line.find("] ", at);
    if (end != npos) {
      head->pool = line.substr(at + 1, end - at - 1);
      at = end + 2;
    }
  }
  if (stands_at(line, at, "child ") && at + 6 < line.size() && is_digit(line[at + 6])) {
    std::size_t end = skip_digits(line, at + 6);
    if (stands_at(line, end, ",")) ++end;
    if (stands_at(line, end, " ")) at = end + 1;
  }
  head->message = at;
  read_request(line, head);
  return true;
}

// The number in ": No such file or directory (2)" at the end; 0 if there is none.
int errno_in(std::string_view message) noexcept {
  const std::size_t open = message.rfind(" (");
  if (open == npos || !message.ends_with(')')) return 0;
  const std::size_t end = skip_digits(message, open + 2);
  return end > open + 2 && end + 1 == message.size() ? base::to_int(message.substr(open + 2, end - open - 2)) : 0;
}

}  // namespace

bool php_fpm_head(std::string_view line, StampReader& stamps, Head* head) {
  FpmHead found;
  std::optional<Timestamp> time;
  if (!read_fpm_head(line, &found)) return false;
  if (!found.stamp.empty() && !stamps.read_php(found.stamp, &time)) return false;
  head->message = static_cast<std::uint32_t>(found.message);
  head->severity = found.severity;
  head->time = time;
  head->weak = found.stamp.empty();
  return true;
}

Outcome php_fpm_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  FpmHead head;
  if (!read_fpm_head(record.text, &head)) return Outcome::other;
  match::Message message;
  message.text = record.text.substr(head.message);
  message.severity = head.severity;
  const int number = errno_in(message.text);
  message.error = knowledge::errno_of(number);
  const knowledge::Rule* rule = matcher.find(message);
  if (rule == nullptr) return Outcome::other;

  EventBuilder build(record.text);
  build.meaning(rule->cause, role_of(rule->counts, false), rule->phase, rule->status, rule->id);
  PeerSource names{};
  names.message = message.text;
  names.pool = head.pool;
  name_peer(names, rule, record.side, &build);
  build.record(Format::php_fpm, head.severity, number, 0);
  if (record.head.time) build.time(*record.head.time);
  build.trust(record.text.size() >= kLogLimit && record.text.ends_with("..."), false);
  build.place(record.source, record.offset);
  build.field(Field::message, record.text.substr(head.text));
  build.field(Field::request, head.request);
  on_event(build.event());
  return Outcome::event;
}

}  // namespace why502::format
