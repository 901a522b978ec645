// mod_jk.cc -- the record of mod_jk's own log.
#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/format/apache.h"
#include "lib/format/apache_head.h"
#include "lib/format/event_builder.h"
#include "lib/format/peer_name.h"
#include "lib/format/role.h"
#include "lib/scan/find.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

struct ModJkHead {
  std::string_view stamp, process, worker;
  Severity severity = Severity::unknown;
  std::size_t text = 0;     // behind "func::file.c (line): "
  std::size_t message = 0;  // behind the "(worker) " that stands there, if it does
};

// The next "[...] ".
bool read_group(std::string_view line, std::size_t* at, std::string_view* group) noexcept {
  if (*at >= line.size() || line[*at] != '[') return false;
  const std::size_t end = scan::find_near(line, ']', *at);
  if (end == npos || end + 1 >= line.size() || line[end + 1] != ' ') return false;
  *group = line.substr(*at + 1, end - *at - 1);
  *at = end + 2;
  return true;
}

// "19639:140276942296768"
bool is_process(std::string_view group) noexcept {
  const std::size_t colon = base::skip_digits(group, 0);
  return colon > 0 && colon + 1 < group.size() && group[colon] == ':' &&
         base::skip_digits(group, colon + 1) == group.size();
}

bool read_mod_jk_head(std::string_view line, ModJkHead* head) noexcept {
  std::size_t at = 0;
  std::string_view level;
  if (!read_group(line, &at, &head->stamp) || !read_group(line, &at, &head->process)) return false;
  if (!is_process(head->process) && (!read_group(line, &at, &head->process) || !is_process(head->process))) {
    return false;
  }
  if (!read_group(line, &at, &level)) return false;
  head->severity = apache_level(level);
  if (head->severity == Severity::unknown) return false;
  // "ajp_service::jk_ajp_common.c (2774): "
  const std::size_t open = line.find(" (", at);
  if (open == npos) return false;
  const std::size_t digits = base::skip_digits(line, open + 2);
  if (digits == open + 2 || !base::stands_at(line, digits, "): ")) return false;
  if (line.substr(at, open - at).find("::") == npos) return false;
  head->text = head->message = digits + 3;
  if (head->text < line.size() && line[head->text] == '(') {
    const std::size_t end = line.find(") ", head->text);
    if (end != npos) {
      head->worker = line.substr(head->text + 1, end - head->text - 1);
      head->message = end + 2;
    }
  }
  return true;
}

// The number in "(errno=111)", or 0.
int errno_in(std::string_view message) noexcept {
  constexpr std::string_view kName = "(errno=";
  const std::size_t at = message.rfind(kName);
  if (at == npos) return 0;
  const std::size_t begin = at + kName.size(), end = base::skip_digits(message, begin);
  return end < message.size() && message[end] == ')' ? base::to_int(message.substr(begin, end - begin)) : 0;
}

std::uint64_t attempt_key(const ModJkHead& head) noexcept {
  constexpr std::size_t kSecond = 19, kYear = 4;
  std::uint64_t key = base::stable_hash(head.process, 0);
  key = base::stable_hash(head.stamp.substr(0, kSecond), key);
  key = base::stable_hash(head.stamp.substr(head.stamp.size() - kYear), key);
  return key == 0 ? 1 : key;
}

}  // namespace

bool mod_jk_head(std::string_view line, StampReader& stamps, Head* head) {
  ModJkHead found;
  std::optional<Timestamp> time;
  if (line.empty() || line[0] != '[' || !read_mod_jk_head(line, &found) || !stamps.read_ctime(found.stamp, &time)) {
    return false;
  }
  head->message = static_cast<std::uint32_t>(found.message);
  head->severity = found.severity;
  head->time = time;
  return true;
}

Outcome mod_jk_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  ModJkHead head;
  if (!read_mod_jk_head(record.text, &head)) return Outcome::other;
  PeerSource names{};
  names.message = record.text.substr(head.message);
  names.worker = head.worker;
  names.protocol = "ajp";

  match::Message message;
  message.text = names.message;
  message.severity = head.severity;
  const int number = errno_in(names.message);
  message.error = knowledge::errno_of(number);
  const knowledge::Rule* rule = matcher.find(message);
  // An error that names a worker tells of it, in whatever words.
  if (rule == nullptr && (head.severity < Severity::error || head.worker.empty() || matcher.is_look_alike(message))) {
    return Outcome::other;
  }

  EventBuilder build(record.text);
  if (rule != nullptr) {
    build.meaning(rule->cause, role_of(rule->counts, false), rule->phase, rule->status, rule->id);
  } else {
    build.meaning(Cause::other, Role::failure, Phase::unknown, 0, {});
  }
  name_peer(names, rule, record.side, &build);
  if (rule == nullptr) build.field(Field::upstream, head.worker);
  build.record(Format::mod_jk, head.severity, number, attempt_key(head));
  if (record.head.time) build.time(*record.head.time);
  build.place(record.source, record.offset);
  build.field(Field::message, record.text.substr(head.text));
  on_event(build.event());
  return Outcome::event;
}

}  // namespace why502::format
