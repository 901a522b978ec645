// gateway.cc -- the event of a line of another gateway's.
#include "lib/format/gateway.h"

#include "lib/base/bytes.h"
#include "lib/format/event_builder.h"
#include "lib/format/role.h"

namespace why502::format {

Outcome tell(const Record& record, Format format, const Told& told, const match::Matcher& matcher, EventFn on_event) {
  const knowledge::Rule* const rule = matcher.find(told.message);
  if (rule == nullptr && (!told.is_failure || matcher.is_look_alike(told.message))) return Outcome::other;

  EventBuilder build(told.made.data() == nullptr ? record.text : told.made);
  if (rule != nullptr) {
    const Role role = role_of(rule->counts, !told.request.empty());
    const int status = told.is_unseen ? 0 : told.status != 0 ? told.status : rule->status;
    build.meaning(rule->cause, role, rule->phase == Phase::unknown ? told.message.at : rule->phase, status, rule->id);
  } else {
    build.meaning(Cause::other, Role::failure, told.message.at, told.is_unseen ? 0 : told.status, {});
  }
  build.record(format, told.message.severity, told.errno_value, told.attempt_key);
  if (record.head.time) build.time(*record.head.time);
  build.trust(told.truncated, told.suspect);
  build.place(record.source, record.offset);
  build.field(Field::message, told.shown);
  build.field(Field::upstream, told.upstream);
  build.field(Field::protocol, told.protocol);
  build.field(Field::server, told.server);
  build.field(Field::host, told.host);
  build.field(Field::request, told.request);
  build.field(Field::client, told.client);
  if (told.made.data() != nullptr) build.beside(record.text);
  on_event(build.event());
  return Outcome::event;
}

void set_interest(std::string_view line, bool is_interesting, Head* head) noexcept {
  head->message = static_cast<std::uint32_t>(line.size());
  head->severity = is_interesting ? Severity::emerg : Severity::info;
}

std::string_view without_port(std::string_view address) noexcept {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || base::skip_digits(address, colon + 1) != address.size()) return address;
  return address.substr(0, colon);
}

}  // namespace why502::format
