// nginx_event.cc -- the event that a record tells of.
#include "lib/format/nginx_event.h"

#include "lib/base/hash.h"
#include "lib/format/role.h"
#include "lib/format/upstream_name.h"

namespace why502::format {
namespace {

std::string_view word(std::string_view message, int number) noexcept {
  std::size_t begin = 0;
  for (int i = 1; i < number; ++i) {
    begin = message.find(' ', begin);
    if (begin == std::string_view::npos) return {};
    ++begin;
  }
  const std::size_t end = message.find(' ', begin);
  return end == std::string_view::npos ? std::string_view{} : message.substr(begin, end - begin);
}

// What stands behind the first `mark`: to a blank, a quote, a parenthesis, a comma or the end.
std::string_view name_after(std::string_view message, std::string_view mark) noexcept {
  const std::size_t at = message.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = message.substr(at + mark.size());
  return rest.substr(0, rest.find_first_of(" \"(),"));
}

// The upstream's name as the rule finds it in the message; `known`: what the field tells.
UpstreamName name_in_message(const knowledge::Rule& rule, const NginxContext& context, UpstreamName known) noexcept {
  const std::string_view message = context.message;
  if (!rule.name_after.empty()) return upstream_name(name_after(message, rule.name_after), true, context.request);
  switch (rule.names) {
    case knowledge::Names::field: break;
    case knowledge::Names::first_word: known.name = word(message, 1); break;
    case knowledge::Names::third_word: known.name = word(message, 3); break;
    case knowledge::Names::last_word: known.name = message.substr(message.find_last_of(' ') + 1); break;
    default: break;  // other servers'
  }
  return known;
}

// The rule's status, where the record can tell one: a subrequest's is its request's
// to decide, stream and mail have none, and a websocket's client had 101 where others had 200.
int status_of(int status, const NginxContext& context) noexcept {
  if (context.has_subrequest || context.is_stream || context.is_mail) return 0;
  return status == 200 && context.is_upgraded ? 101 : status;
}

std::uint64_t attempt_key(std::string_view record, const Head& head, const NginxContext& context) noexcept {
  if (!head.has_connection() || !context.names_request()) return 0;
  // "71#71: *9" stands in one piece.
  const std::string_view who = record.substr(head.process_begin, head.connection_end - head.process_begin);
  std::uint64_t key = base::stable_hash(who, 0);
  key = base::stable_hash(context.request, key);
  key = base::stable_hash(context.host, key);
  return key == 0 ? 1 : key;
}

}  // namespace

EventBuilder nginx_event(const Record& record, const NginxContext& context, const MessageMemo::Known& known,
                         bool truncated) noexcept {
  const knowledge::Rule* rule = known.rule;
  EventBuilder build(record.text);
  UpstreamName upstream;
  if (context.has_upstream) upstream = upstream_name(context.upstream, context.upstream_closed, context.request);
  if (rule != nullptr) {
    if (upstream.name.empty()) upstream = name_in_message(*rule, context, upstream);
    build.meaning(rule->cause, role_of(rule->counts, context.names_request()),
                  rule->phase == Phase::unknown ? context.action : rule->phase, status_of(rule->status, context),
                  rule->id);
  } else {
    build.meaning(Cause::other, Role::failure, context.action, 0, {});
  }
  build.record(Format::nginx, record.head.severity, rule != nullptr && rule->own_number ? 0 : known.number,
               attempt_key(record.text, record.head, context));
  if (record.head.time) build.time(*record.head.time);
  build.trust(truncated, context.ambiguous || record.after_carrier);
  build.place(record.source, record.offset);
  build.field(Field::message, context.message);
  build.field(Field::upstream, upstream.name);
  build.field(Field::protocol, upstream.protocol);
  build.field(Field::server, context.server);
  build.field(Field::host, context.host);
  build.field(Field::request, context.request);
  build.field(Field::client, context.client);
  return build;
}

}  // namespace why502::format
