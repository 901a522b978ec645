// angie_json.cc -- the record that Angie's error_log writes with format=json.
#include "lib/format/angie_json.h"

#include <string>

#include "lib/base/bytes.h"
#include "lib/format/angie_record.h"
#include "lib/format/nginx_context.h"
#include "lib/format/nginx_event.h"
#include "lib/format/unescaped.h"

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

constexpr std::size_t kLongestNumber = 6;  // of an errno

constexpr Severity kLevels[] = {Severity::debug, Severity::info, Severity::notice, Severity::warn,
                                Severity::error, Severity::crit, Severity::alert,  Severity::emerg};

Severity severity_of(std::string_view level) noexcept {
  for (const Severity severity : kLevels) {
    if (id(severity) == level) return severity;
  }
  return Severity::unknown;
}

// "connect() failed (111: Connection refused)", as nginx writes it.
std::string_view message_of(const AngieRecord& r, Unescaped& text) {
  const std::size_t begin = text.size();
  text.append(r[AngieField::message]);
  if (r.has(AngieField::error_code)) {
    text.append_plain(" (");
    text.append_plain(r[AngieField::error_code]);
    text.append_plain(": ");
    text.append(r[AngieField::error_text]);
    text.append_plain(")");
  }
  return text.since(begin);
}

// "71#71: *9", where nginx's head has it.
void put_process(const AngieRecord& r, Unescaped& text, Head* head) {
  const auto end = [&] { return static_cast<std::uint32_t>(text.size()); };
  head->process_begin = end();
  text.append_plain(r[AngieField::pid]);
  text.append_plain("#");
  text.append_plain(r[AngieField::tid]);
  head->process_end = end();
  text.append_plain(": *");
  head->connection_begin = end();
  text.append_plain(r[AngieField::connection]);
  head->connection_end = end();
}

void take_action(const AngieRecord& r, Unescaped& text, NginxContext* c) {
  constexpr std::string_view kResolver = ", resolver: ";  // as the table has it
  std::string_view words = text.add(r[AngieField::action]);
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

NginxContext context_of(const AngieRecord& r, Unescaped& text) {
  const std::size_t begin = text.size();
  NginxContext c;
  c.message = message_of(r, text);
  if (r.has(AngieField::text)) {
    text.append(r[AngieField::text]);
    return nginx_context(text.since(begin), 0);
  }
  c.present = r.context != AngieContext::none;
  c.is_stream = r.context == AngieContext::stream;
  c.is_mail = r.context == AngieContext::mail;
  take_action(r, text, &c);
  if (r[AngieField::protocol] == "udp") c.context = knowledge::Context::udp;
  c.client = text.add(r[AngieField::client]);
  c.server = text.add(r[AngieField::server]);
  c.request = text.add(r[AngieField::request_line]);
  c.host = text.add(r[AngieField::host]);
  c.has_subrequest = r.has(AngieField::subrequest);
  c.has_upstream = r.has(AngieField::upstream);
  c.upstream = text.add(r[AngieField::upstream]);
  c.upstream_closed = !r.is_truncated || r.may_be_cut.data() != r[AngieField::upstream].data();
  return c;
}

// The number in ` (111: Connection refused)` at the end of the message; 0 if there is none.
int errno_in(std::string_view message) noexcept {
  if (!message.ends_with(')')) return 0;
  int number = 0;
  for (std::size_t open = message.find(" ("); open != std::string_view::npos; open = message.find(" (", open + 1)) {
    const std::size_t begin = open + 2, end = base::skip_digits(message, begin);
    if (end > begin && end - begin <= kLongestNumber && base::stands_at(message, end, ": ")) {
      number = base::to_int(message.substr(begin, end - begin));
    }
  }
  return number;
}

int errno_of(const AngieRecord& r, const NginxContext& c) noexcept {
  if (const std::string_view code = r[AngieField::error_code]; !code.empty()) {
    return code.size() > kLongestNumber ? 0 : base::to_int(code);
  }
  const int number = errno_in(c.message);
  return number == 0 || nginx_context(c.message, 0).is_free_text ? 0 : number;
}

}  // namespace

bool angie_json_head(std::string_view line, StampReader& stamps, Head* head) {
  if (!may_be_angie_record(line)) return false;
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
  Unescaped text(record.text, record.side);
  const NginxContext c = context_of(r, text);

  match::Message message;
  message.text = c.message;
  message.severity = severity_of(r[AngieField::level]);
  message.at = c.action;
  MessageMemo::Known known;
  known.number = errno_of(r, c);
  message.error = knowledge::errno_of(known.number);
  message.context = c.context;
  known.rule = matcher.find(message);
  if (known.rule == nullptr) {
    const bool may_be_other = tells_of_upstream(c) && c.context != knowledge::Context::check;
    if (message.severity < Severity::error || !may_be_other || matcher.is_look_alike(message)) {
      return Outcome::other;
    }
  }

  // What nginx would have written, as far as an event is made of it.
  Record written = record;
  written.head.severity = message.severity;
  put_process(r, text, &written.head);
  written.text = text.all();
  EventBuilder build = nginx_event(written, c, known, r.is_truncated);
  build.beside(record.text);
  build.format(Format::angie_json);
  on_event(build.event());
  return Outcome::event;
}

}  // namespace why502::format
