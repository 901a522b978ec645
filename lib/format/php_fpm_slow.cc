// php_fpm_slow.cc -- the record of PHP-FPM's slow log.
#include <cstddef>
#include <optional>

#include "lib/base/bytes.h"
#include "lib/format/event_builder.h"
#include "lib/format/php_fpm.h"
#include "lib/format/role.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kStamp = 20;  // "26-Nov-2026 00:02:17"
constexpr std::string_view kPool = "]  [pool ";

}  // namespace

bool php_fpm_slow_head(std::string_view line, StampReader& stamps, Head* head) {
  std::optional<Timestamp> time;
  line = line.substr(0, line.find('\n'));  // of a whole record, the first
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty() || line[0] != '[' || !base::stands_at(line, kStamp + 1, kPool)) return false;
  const std::size_t end = line.find("] pid ", kStamp + kPool.size());
  if (end == npos || end + 6 == line.size() || base::skip_digits(line, end + 6) != line.size()) return false;
  if (!stamps.read_php(line.substr(1, kStamp), &time)) return false;
  head->message = static_cast<std::uint32_t>(kStamp + 4);
  head->severity = Severity::unknown;
  head->time = time;
  return true;
}

// An empty line ends it, which PHP-FPM writes before the next one.
bool php_fpm_slow_is_open(const Record& record) { return !record.text.ends_with('\n'); }

Outcome php_fpm_slow_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  if (php_fpm_slow_is_open(record) && !record.given_up) return Outcome::open;
  std::string_view text = record.text;
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  const std::size_t script = text.find("\nscript_filename = ");
  if (script == npos) return Outcome::other;
  match::Message message;
  message.text = text.substr(script + 1);
  const knowledge::Rule* rule = matcher.find(message);
  if (rule == nullptr) return Outcome::other;

  EventBuilder build(text);
  build.meaning(rule->cause, role_of(rule->counts, false), rule->phase, rule->status, rule->id);
  build.record(Format::php_fpm_slow, Severity::unknown, 0, 0);
  if (record.head.time) build.time(*record.head.time);
  build.place(record.source, record.offset);
  build.field(Field::message, message.text);
  // "[pool www] pid 14178"
  const std::size_t pool = record.head.message + 1;
  build.field(Field::upstream, text.substr(pool, text.find("] pid ", pool) - pool));
  on_event(build.event());
  return Outcome::event;
}

}  // namespace why502::format
