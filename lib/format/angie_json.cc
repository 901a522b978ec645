// angie_json.cc -- the record that Angie's error_log writes with format=json.
#include "lib/format/angie_json.h"

#include <functional>
#include <string>

#include "lib/base/bytes.h"
#include "lib/base/json_text.h"
#include "lib/format/angie_record.h"
#include "lib/format/event_builder.h"
#include "lib/format/nginx_context.h"
#include "lib/format/nginx_meaning.h"
#include "lib/format/role.h"
#include "lib/format/upstream_name.h"

namespace why502::format {
namespace {

struct Action {
  std::string_view text;
  Phase phase;
  knowledge::Module module;
};
constexpr Action kActions[] = {
#define WHY502_ACTION(text, phase, module) {text, Phase::phase, knowledge::Module::module},
#include "lib/knowledge/actions.inc"
#undef WHY502_ACTION
};

constexpr Severity kLevels[] = {Severity::debug, Severity::info, Severity::notice, Severity::warn,
                                Severity::error, Severity::crit, Severity::alert,  Severity::emerg};

Severity severity_of(std::string_view level) noexcept {
  for (const Severity severity : kLevels) {
    if (id(severity) == level) return severity;
  }
  return Severity::unknown;
}

// The text of the fields, unescaped where that is needed: views of the record or of `side`, in
// which nothing moves, since it has room for all.
class Unescaper {
 public:
  // What is told besides the fields: "71#71: *9", " (111: )". Some fields stand there twice.
  static constexpr std::size_t kMore = 64;

  Unescaper(std::string_view record, std::string* side) : side_(side) {
    side_->clear();
    side_->reserve(2 * record.size() + kMore);
  }

  // The value, where it is if it has no escapes.
  std::string_view of(std::string_view value) {
    if (value.find('\\') == std::string_view::npos) return value;
    const std::size_t begin = size();
    append(value);
    return since(begin);
  }

  std::size_t size() const noexcept { return side_->size(); }
  std::string_view since(std::size_t begin) const noexcept { return std::string_view(*side_).substr(begin); }
  void append_plain(std::string_view text) { side_->append(text); }
  void append(std::string_view value) {
    for (std::size_t at = 0; at < value.size();) {
      const std::size_t backslash = value.find('\\', at);
      side_->append(value.substr(at, backslash - at));
      if (backslash == std::string_view::npos) return;
      const base::JsonEscape escape = base::read_json_escape(value.substr(backslash));
      side_->append(escape.bytes, escape.size);
      at = backslash + escape.length;
    }
  }

 private:
  std::string* side_;
};

// "connect() failed (111: Connection refused)", as nginx writes it.
std::string_view message_of(const AngieRecord& r, Unescaper& text) {
  if (!r.has(AngieField::error_code)) return text.of(r[AngieField::message]);
  const std::size_t begin = text.size();
  text.append(r[AngieField::message]);
  text.append_plain(" (");
  text.append_plain(r[AngieField::error_code]);
  text.append_plain(": ");
  text.append(r[AngieField::error_text]);
  text.append_plain(")");
  return text.since(begin);
}

// "71#71: *9"; empty without a connection.
std::string_view who_of(const AngieRecord& r, Unescaper& text) {
  if (!r.has(AngieField::connection)) return {};
  const std::size_t begin = text.size();
  text.append_plain(r[AngieField::pid]);
  text.append_plain("#");
  text.append_plain(r[AngieField::tid]);
  text.append_plain(": *");
  text.append_plain(r[AngieField::connection]);
  return text.since(begin);
}

void take_action(const AngieRecord& r, Unescaper& text, NginxContext* c) {
  constexpr std::string_view kResolver = ", resolver: ";  // as the table has it
  std::string_view words = text.of(r[AngieField::action]);
  if (r.has(AngieField::resolver)) {
    const std::size_t begin = text.size();
    text.append_plain(words);
    text.append_plain(kResolver);
    words = text.since(begin);
  }
  for (const Action& action : kActions) {
    if (action.text != words) continue;
    c->action = action.phase;
    c->is_upgraded = action.text == "proxying upgraded connection";
    c->is_mail = c->is_mail || action.module == knowledge::Module::mail;
    return;
  }
}

NginxContext context_of(const AngieRecord& r, Unescaper& text) {
  const std::size_t begin = text.size();
  NginxContext c;
  c.message = message_of(r, text);
  if (r.has(AngieField::text)) {
    if (text.size() == begin) text.append_plain(c.message);
    text.append(r[AngieField::text]);
    return nginx_context(text.since(begin), 0);
  }
  c.present = r.context != AngieContext::none;
  c.is_stream = r.context == AngieContext::stream;
  c.is_mail = r.context == AngieContext::mail;
  take_action(r, text, &c);
  if (r[AngieField::protocol] == "udp") c.context = knowledge::Context::udp;
  c.client = text.of(r[AngieField::client]);
  c.server = text.of(r[AngieField::server]);
  c.request = text.of(r[AngieField::request_line]);
  c.host = text.of(r[AngieField::host]);
  c.has_subrequest = r.has(AngieField::subrequest);
  c.has_upstream = r.has(AngieField::upstream);
  c.upstream = text.of(r[AngieField::upstream]);
  c.upstream_closed = !r.is_truncated || r.may_be_cut.data() != r[AngieField::upstream].data();
  return c;
}

int errno_of(const AngieRecord& r, const NginxContext& c) noexcept {
  constexpr std::size_t kLongest = 6;
  if (const std::string_view code = r[AngieField::error_code]; !code.empty()) {
    return code.size() > kLongest ? 0 : base::to_int(code);
  }
  const int number = errno_in_message(c.message);
  return number == 0 || nginx_context(c.message, 0).is_free_text ? 0 : number;
}

// Sets fields that lie in the record or beside it.
class Fields {
 public:
  Fields(EventBuilder* build, const std::string& side) noexcept : build_(build), side_(side) {}

  void set(Field field, std::string_view value) noexcept {
    const std::less<const char*> before;
    const bool is_beside =
        !value.empty() && !before(value.data(), side_.data()) && before(value.data(), side_.data() + side_.size());
    if (!is_beside) return build_->field(field, value);
    build_->side_field(field, side_, static_cast<std::size_t>(value.data() - side_.data()), value.size());
  }

 private:
  EventBuilder* build_;
  std::string_view side_;
};

}  // namespace

bool angie_json_head(std::string_view line, StampReader& stamps, Head* head) {
  AngieRecord r;
  if (!read_angie_record(line, &r)) return false;
  const std::string_view message = r[AngieField::message];
  head->severity = severity_of(r[AngieField::level]);
  if (head->severity == Severity::unknown || !r[AngieField::time].ends_with('Z')) return false;
  if (!stamps.read_iso(r[AngieField::time], &head->time)) return false;
  head->message = static_cast<std::uint32_t>(message.data() - line.data());
  // The first bytes of an escaped message are not what rules know, so they must not be asked
  // about: the head claims a message of nothing, of a level at which that is looked at.
  if (message.find('\\') != std::string_view::npos) {
    head->message = static_cast<std::uint32_t>(line.size());
    head->severity = Severity::emerg;
  }
  return true;
}

Outcome angie_json_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  AngieRecord r;
  if (!read_angie_record(record.text, &r)) return Outcome::other;
  Unescaper text(record.text, record.side);
  const NginxContext c = context_of(r, text);
  const std::string_view who = who_of(r, text);

  match::Message message;
  message.text = c.message;
  message.severity = severity_of(r[AngieField::level]);
  message.at = c.action;
  const int number = errno_of(r, c);
  message.error = knowledge::errno_of(number);
  message.context = c.context;
  const knowledge::Rule* rule = matcher.find(message);
  if (rule == nullptr) {
    const bool tells_of_upstream =
        (c.action != Phase::unknown || c.has_upstream) && c.context != knowledge::Context::check;
    if (message.severity < Severity::error || !tells_of_upstream || matcher.is_look_alike(message)) {
      return Outcome::other;
    }
  }

  EventBuilder build(record.text);
  UpstreamName upstream;
  if (c.has_upstream) upstream = upstream_name(c.upstream, c.upstream_closed, c.request);
  if (rule != nullptr) {
    if (upstream.name.empty()) upstream = upstream_in_message(*rule, c, upstream);
    build.meaning(rule->cause, role_of(rule->counts, c.names_request()),
                  rule->phase == Phase::unknown ? c.action : rule->phase, status_of_client(rule->status, c), rule->id);
  } else {
    build.meaning(Cause::other, Role::failure, c.action, 0, {});
  }
  build.record(Format::angie_json, message.severity, rule != nullptr && rule->own_number ? 0 : number,
               attempt_key_of(who, c));
  if (record.head.time) build.time(*record.head.time);
  build.trust(r.is_truncated, c.ambiguous || record.after_carrier);
  build.place(record.source, record.offset);
  Fields fields(&build, *record.side);
  fields.set(Field::message, c.message);
  fields.set(Field::upstream, upstream.name);
  fields.set(Field::protocol, upstream.protocol);
  fields.set(Field::server, c.server);
  fields.set(Field::host, c.host);
  fields.set(Field::request, c.request);
  fields.set(Field::client, c.client);
  on_event(build.event());
  return Outcome::event;
}

}  // namespace why502::format
