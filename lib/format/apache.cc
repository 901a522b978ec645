// apache.cc -- the record of Apache httpd's error log.
#include "lib/format/apache.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/format/apache_format.h"
#include "lib/format/apache_head.h"
#include "lib/format/event_builder.h"
#include "lib/format/peer_name.h"
#include "lib/format/role.h"
#include "lib/knowledge/facts.h"
#include "lib/scan/find_text.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

// Apache cuts a record at 8190 bytes and a line feed (server/log.c write_logline()).
constexpr std::size_t kLongestRecord = 8190;

constexpr std::string_view kProbes[] = {
#define WHY502_PROBE(name) name,
#include "lib/knowledge/apache/probes.inc"
#undef WHY502_PROBE
};

// The message without what ErrorLogFormat puts behind it. A referer is the client's, so it
// begins at the first place where it may: what stands behind must never be taken for the
// server's words. PHP's words are quoted, and may hold a comma.
std::string_view without_referer(std::string_view message) noexcept {
  constexpr std::string_view kQuoted = "AH01071: Got error '", kQuotedEnd = "', referer";
  constexpr std::string_view kReferer = ", referer";
  const bool quoted = message.starts_with(kQuoted);
  const std::string_view name = quoted ? kQuotedEnd : kReferer;
  for (std::size_t at = scan::find_text(message, name); at != npos; at = scan::find_text(message, name, at + 1)) {
    const std::size_t end = at + name.size();
    if (end < message.size() && (message[end] == ' ' || message[end] == ':')) {
      return message.substr(0, at + (quoted ? 1 : 0));
    }
  }
  return message;
}

bool is_probe(std::string_view message) noexcept {
  const std::size_t colon = message.starts_with("AH") ? scan::find_text(message, ": ") : npos;
  if (colon == npos) return false;
  const std::string_view rest = message.substr(colon + 2);
  return std::any_of(std::begin(kProbes), std::end(kProbes),
                     [&](std::string_view probe) { return rest.starts_with(probe); });
}

// Lines of one attempt are written by one thread, microseconds apart, and the line with the
// address has no client: what they share is thread and second.
std::uint64_t attempt_key(const ApacheHead& head) noexcept {
  constexpr std::size_t kSecond = 19, kYear = 4;
  if (head.process.empty() || head.stamp.size() < kSecond + kYear) return 0;
  // One hash of all, since they are short: "2911:tid 140499826612096" is the longest process.
  char text[64];
  const std::string_view process = head.process.substr(0, sizeof text - kSecond - kYear);
  char* end = std::copy(process.begin(), process.end(), text);
  end = std::copy_n(head.stamp.data(), kSecond, end);
  // "Thu Nov 26 00:02:17" has no year yet.
  if (!base::is_digit(head.stamp[0])) end = std::copy_n(head.stamp.data() + head.stamp.size() - kYear, kYear, end);
  const std::uint64_t key = base::stable_hash({text, static_cast<std::size_t>(end - text)}, 0);
  return key == 0 ? 1 : key;
}

// What the module tells of the protocol. proxy_http may be http or https.
std::string_view protocol_of(std::string_view module) noexcept {
  if (module == "proxy_fcgi" || module == "fcgid" || module == "fastcgi") return "fastcgi";
  if (module == "proxy_ajp") return "ajp";
  if (module == "proxy_scgi") return "scgi";
  if (module == "proxy_uwsgi") return "uwsgi";
  return {};
}

// The peer is who asked, not who was asked.
bool is_client(const ApacheHead& head) noexcept {
  return !head.peer.empty() && (!head.is_remote || head.module == "wsgi");
}

// By the ErrorLogFormat that was given, else by those in wide use.
bool read_head(std::string_view line, const ApacheFormat* format, ApacheHead* head) noexcept {
  return (format != nullptr && format->read(line, head)) || read_apache_head(line, head);
}

// Does an error of mod_proxy tell of an upstream, in whatever words? 2.2 names no module, but begins with one.
bool is_of_proxy(std::string_view module, std::string_view message) noexcept {
  if (module.empty()) return message.starts_with("proxy: ");
  return module.starts_with("proxy") && module != "proxy_hcheck" && module != "proxy_html";
}

}  // namespace

bool apache_head(std::string_view line, StampReader& stamps, Head* head) {
  StampReader::LastHead& last = stamps.last_apache;
  ApacheHead& found = last.head;
  last.line = nullptr;
  if (!read_head(line, stamps.apache_format, &found)) return false;
  last.line = line.data();
  last.size = line.size();
  std::optional<Timestamp> time;
  const bool is_own = found.message_end != npos;  // its stamp may be one that we cannot read
  if (!found.is_start_up && !stamps.read_ctime(found.stamp, &time) && !stamps.read_iso(found.stamp, &time) && !is_own) {
    return false;
  }
  head->message = static_cast<std::uint32_t>(found.message);
  head->severity = found.has_level ? found.severity : Severity::error;
  head->time = time;
  head->weak = found.is_start_up;
  return true;
}

bool never_open(const Record& /*record*/) { return false; }

Outcome apache_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  ApacheHead again;
  const StampReader::LastHead* last = record.last_apache;
  const bool is_last = last != nullptr && last->line == record.text.data() && last->size == record.text.size();
  if (!is_last && !read_head(record.text, record.apache_format, &again)) return Outcome::other;
  const ApacheHead& head = is_last ? last->head : again;
  if (head.is_start_up) return Outcome::other;
  PeerSource names{};
  names.message = without_referer(
      record.text.substr(head.message, head.message_end == npos ? npos : head.message_end - head.message));

  match::Message message;
  message.text = names.message;
  message.severity = record.head.severity;
  message.error = knowledge::errno_of(head.error);
  message.from = knowledge::writer_of(head.module, head.is_remote);
  const knowledge::Rule* rule = matcher.find(message);
  if (rule == nullptr &&
      (head.severity < Severity::error || !is_of_proxy(head.module, names.message) || matcher.is_look_alike(message))) {
    return Outcome::other;
  }
  if (is_probe(names.message)) return Outcome::other;

  EventBuilder build(record.text);
  const bool truncated = record.text.size() + (record.cr ? 1 : 0) >= kLongestRecord;
  const bool has_client = is_client(head);
  if (rule != nullptr) {
    build.meaning(rule->cause, role_of(rule->counts, has_client), rule->phase, rule->status, rule->id);
  } else {
    build.meaning(Cause::other, Role::failure, Phase::unknown, 0, {});
  }
  names.remote = head.is_remote ? head.peer : std::string_view{};
  names.protocol = protocol_of(head.module);
  names.cut = truncated;
  name_peer(names, rule, record.side, &build);
  build.record(Format::apache, head.severity, head.error, attempt_key(head));
  if (record.head.time) build.time(*record.head.time);
  build.trust(truncated, false);
  build.place(record.source, record.offset);
  build.field(Field::message, names.message);
  build.field(Field::server, head.server);
  // 2.2 prints no port.
  if (has_client) build.field(Field::client, without_port(head.peer, head.module.empty() && head.process.empty()));
  on_event(build.event());
  return Outcome::event;
}

}  // namespace why502::format
