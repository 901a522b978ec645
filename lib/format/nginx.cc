// nginx.cc -- the record that nginx's error_log writes.
#include "lib/format/nginx.h"

#include <algorithm>
#include <iterator>

#include "lib/base/bytes.h"
#include "lib/format/nginx_context.h"
#include "lib/format/nginx_event.h"
#include "lib/format/nginx_plain.h"
#include "lib/scan/find.h"

namespace why502::format {
namespace {

using base::skip_digits;
using base::stands_at;

// nginx cuts a record at 2047 bytes and a line feed (ngx_log.c, NGX_MAX_ERROR_STR).
constexpr std::size_t kLongestRecord = 2047;

constexpr std::string_view kCarriers[] = {
#define WHY502_CARRIER(text) text,
#include "lib/knowledge/carriers.inc"
#undef WHY502_CARRIER
};

bool is_open(const Record& record, const NginxContext& context) noexcept {
  return record.head.has_connection() && record.head.severity != Severity::debug &&
         record.text.size() < kLongestRecord - 1 && (!context.present || !context.closed);
}

// The number in ` (111: Connection refused)` at the end of the message; 0 if there
// is none.
int errno_in(std::string_view message) noexcept {
  if (message.empty() || message.back() != ')') return 0;
  int number = 0;
  for (std::size_t open = scan::find_near(message, '(', 0); open != std::string_view::npos;
       open = scan::find_near(message, '(', open + 1)) {
    const std::size_t end = skip_digits(message, open + 1);
    if (open > 0 && message[open - 1] == ' ' && end > open + 1 && end - open < 8 && stands_at(message, end, ": ")) {
      number = base::to_int(message.substr(open + 1, end - open - 1));
    }
  }
  return number;
}

}  // namespace

bool nginx_is_carrier(const Record& record) {
  const std::string_view message = record.text.substr(record.head.message);
  if (std::any_of(std::begin(kCarriers), std::end(kCarriers),
                  [&](std::string_view start) { return stands_at(message, 0, start); })) {
    return true;
  }
  // Nearly all records end in a quote that closes a field.
  if (base::ends_in(message, "\"") && !base::ends_in(message, " \"")) return false;
  // Without quotes there is no field that is not closed.
  if (message.find('"') == std::string_view::npos) return false;
  return nginx_context(record.text, record.head.message).is_decoded_text_open;
}

bool nginx_is_open(const Record& record) { return is_open(record, nginx_context(record.text, record.head.message)); }

namespace {

// What a message means: all that does not depend on the fields behind it.
MessageMemo::Known look_up(const NginxContext& context, Severity severity, const match::Matcher& matcher) noexcept {
  match::Message message;
  message.text = context.message;
  message.severity = severity;
  message.at = context.action;
  MessageMemo::Known known;
  known.number = context.is_free_text ? 0 : errno_in(context.message);
  message.error = knowledge::errno_of(known.number);
  message.context = context.context;
  known.rule = matcher.find(message);
  known.may_be_other = known.rule == nullptr && severity >= Severity::error &&
                       context.context != knowledge::Context::check && !matcher.is_look_alike(message);
  known.size = static_cast<std::uint32_t>(context.message.size());
  known.action = context.action;
  known.is_upgraded = context.is_upgraded;
  return known;
}

// What stands where, and what the message means; `client`: see find_plain_client().
NginxContext context_of(const Record& record, const MessageMemo::Known& known, std::size_t client) noexcept {
  NginxContext context;
  context.message = record.text.substr(record.head.message, known.size);
  context.action = known.action;
  context.is_upgraded = known.is_upgraded;
  read_client_fields(record.text, client, &context);
  return context;
}

}  // namespace

Outcome nginx_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  const std::size_t client =
      record.memo == nullptr ? std::string_view::npos : find_plain_client(record.text, record.head.message);
  std::string_view text;  // the message and its action, if it is one to be known again
  MessageMemo::Known known;
  const MessageMemo::Known* met = nullptr;
  if (client != std::string_view::npos) {
    text = record.text.substr(record.head.message, client - kClient.size() - record.head.message);
    met = record.memo->find(text, record.head.severity);
  }
  const NginxContext context =
      met != nullptr ? context_of(record, *met, client) : nginx_context(record.text, record.head.message);
  const bool open = is_open(record, context);
  if (open && !record.given_up) return Outcome::open;
  if (met != nullptr) {
    known = *met;
  } else {
    known = look_up(context, record.head.severity, matcher);
    // What lies behind the message has a say in the others.
    const bool stands_alone = !context.is_free_text && !context.is_stream && !context.is_mail && !may_be_timer(text);
    if (record.memo != nullptr && !text.empty() && stands_alone) record.memo->put(text, record.head.severity, known);
  }
  if (known.rule == nullptr && !(known.may_be_other && tells_of_upstream(context))) return Outcome::other;
  const bool truncated = open || record.text.size() + (record.cr ? 1 : 0) == kLongestRecord;
  on_event(nginx_event(record, context, known, truncated).event());
  return Outcome::event;
}

}  // namespace why502::format
