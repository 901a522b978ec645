// php.cc -- the record of PHP's own error log.
#include <cstddef>
#include <optional>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/format/event_builder.h"
#include "lib/format/php_fpm.h"
#include "lib/format/role.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

constexpr std::pair<std::string_view, Severity> kKinds[] = {{"PHP Fatal error:", Severity::error},
                                                            {"PHP Parse error:", Severity::error},
                                                            {"PHP Recoverable fatal error:", Severity::error},
                                                            {"PHP Warning:", Severity::warn},
                                                            {"PHP Notice:", Severity::notice},
                                                            {"PHP Deprecated:", Severity::notice}};

}  // namespace

bool php_head(std::string_view line, StampReader& stamps, Head* head) {
  constexpr std::size_t kShortest = 24, kLongestStamp = 80;
  std::optional<Timestamp> time;
  if (line.size() < kShortest || line[0] != '[') return false;
  const std::size_t end = line.substr(0, kLongestStamp).find("] ");
  if (end == npos || !stamps.read_php_zoned(line.substr(1, end - 1), &time)) return false;
  head->message = static_cast<std::uint32_t>(end + 2);
  head->severity = Severity::unknown;
  for (const auto& [start, severity] : kKinds) {
    if (base::stands_at(line, end + 2, start)) head->severity = severity;
  }
  head->time = time;
  return true;
}

// What was not caught comes with its trace, and the last line says where it was thrown.
bool php_is_open(const Record& record) {
  return base::stands_at(record.text, record.head.message, "PHP Fatal error:  Uncaught ") &&
         record.text.find("\n  thrown in ") == npos;
}

Outcome php_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  if (php_is_open(record) && !record.given_up) return Outcome::open;
  match::Message message;
  message.text = record.text.substr(record.head.message);
  message.severity = record.head.severity;
  const knowledge::Rule* rule = matcher.find(message);
  if (rule == nullptr) return Outcome::other;

  EventBuilder build(record.text);
  build.meaning(rule->cause, role_of(rule->counts, false), rule->phase, rule->status, rule->id);
  build.record(Format::php, record.head.severity, 0, 0);
  if (record.head.time) build.time(*record.head.time);
  build.place(record.source, record.offset);
  build.field(Field::message, message.text);
  on_event(build.event());
  return Outcome::event;
}

}  // namespace why502::format
