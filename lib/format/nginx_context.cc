// nginx_context.cc -- the fields behind a message: client, server, request, upstream, host.
#include "lib/format/nginx_context.h"

#include <cstdint>
#include <iterator>

#include "lib/base/bytes.h"
#include "lib/format/nginx_fields.h"
#include "lib/scan/find.h"

namespace why502::format {
namespace {

using base::stands_at;
constexpr std::size_t npos = std::string_view::npos;

constexpr std::string_view kWhile = " while ";

struct Action {
  std::string_view text;
  Phase phase;
  std::uint64_t key;  // key_of(text), which tells them all apart
};

// The 8 bytes that end 8 bytes before the end.
constexpr std::uint64_t key_of(std::string_view text) noexcept {
  return base::word_of(text.substr(text.size() - 16, 8));
}

constexpr Action kActions[] = {
#define WHY502_ACTION(text, phase) {text, Phase::phase, key_of(text)},
#include "lib/knowledge/actions.inc"
#undef WHY502_ACTION
};

struct FreeText {
  std::string_view start;
  std::uint64_t first8;
};
constexpr FreeText kFreeText[] = {
#define WHY502_FREE_TEXT(text) {text, base::word_of(text)},
#include "lib/knowledge/free_text.inc"
#undef WHY502_FREE_TEXT
};

// Does the message quote what a backend or a client wrote? All those starts have 8 bytes.
bool is_free_text(std::string_view message) noexcept {
  if (message.size() < 8) return false;
  const std::uint64_t first8 = base::load8(message.data());
  for (const FreeText& text : kFreeText) {
    if (first8 == text.first8 && stands_at(message, 0, text.start)) return true;
  }
  return false;
}

void take_action(const Action& action, NginxContext* c) noexcept {
  c->action = action.phase;
  c->is_upgraded = action.text == "proxying upgraded connection";
}

// Takes ` while ACTION` off the end of a message. If the words behind its last
// ` while ` are no action that we know, they go too, and mean nothing.
const Action* take_action_off(std::string_view* message) noexcept {
  const std::uint64_t key = message->size() < 16 ? 0 : base::load8(message->data() + message->size() - 16);
  for (const Action& action : kActions) {
    if (action.key != key || !base::ends_in(*message, action.text)) continue;
    const std::string_view before = message->substr(0, message->size() - action.text.size());
    if (!base::ends_in(before, kWhile)) continue;
    *message = before.substr(0, before.size() - kWhile.size());
    return &action;
  }
  if (const std::size_t words = message->rfind(kWhile); words != npos) *message = message->substr(0, words);
  return nullptr;
}

// Where the context begins, with the action before it taken off the message.
std::size_t find_context(std::string_view record, std::size_t message, NginxContext* c) noexcept {
  const bool free_text = c->is_free_text;
  std::size_t found = npos;
  for (std::size_t comma = scan::find_near(record, ',', message); comma != npos;
       comma = scan::find_near(record, ',', comma + 1)) {
    if (!stands_at(record, comma, kClient)) continue;
    std::string_view before = record.substr(message, comma - message);
    const Action* action = take_action_off(&before);
    if (free_text && action == nullptr) continue;
    if (found != npos) {
      c->ambiguous = true;
      break;
    }
    found = comma;
    c->message = before;
    if (action != nullptr) take_action(*action, c);
    if (!free_text) break;
  }
  if (found != npos) return found;
  // No context: an action may stand there all the same (health checks, timers).
  c->message = record.substr(message);
  for (std::size_t at = c->message.find(kWhile); at != npos; at = c->message.find(kWhile, at + 1)) {
    for (const Action& action : kActions) {
      if (stands_at(c->message, at + kWhile.size(), action.text)) {
        take_action(action, c);
        c->message = c->message.substr(0, at);
        return npos;
      }
    }
  }
  return npos;
}

// Fields that only a context has, without one: the tail of a field in which the
// forged record stood.
bool has_foreign_field(std::string_view record, std::size_t message) noexcept {
  return record.find(kHostAfterQuote, message) != npos || record.find(kReferrerAfterQuote, message) != npos;
}

// Where the value of a field goes, and how long its name is with the quote behind it.
struct Slot {
  std::string_view NginxContext::*value;
  std::size_t length;
};
constexpr Slot kSlots[] = {
    {nullptr, 0},
    {&NginxContext::request, kRequest.size()},
    {nullptr, 0},
    {&NginxContext::upstream, kUpstream.size()},
    {&NginxContext::host, kHost.size()},
    {&NginxContext::referrer, kReferrer.size()},
};
static_assert(static_cast<std::size_t>(Name::referrer) + 1 == std::size(kSlots));

// Reads the fields of a record in which nobody put a quote into a value, as nearly all are:
// then each quote is where it must be, and what FieldReader would find is what stands there.
// False, and *c is not to be used, if anything is unusual.
bool read_plain(std::string_view record, std::size_t at, NginxContext* c) noexcept {
  const std::size_t server = scan::find_near(record, ',', at);
  if (server == npos || !stands_at(record, server, kServer)) return false;
  std::size_t comma = scan::find_near(record, ',', server + kServer.size());
  if (comma == npos) return false;
  c->client = record.substr(at, server - at);
  c->server = record.substr(server + kServer.size(), comma - server - kServer.size());
  scan::Quotes quotes(record, comma);
  for (Name name = name_at(record, comma); name != Name::end;) {
    if (name >= Name::bytes || kSlots[static_cast<std::size_t>(name)].length == 0) return false;
    const Slot& slot = kSlots[static_cast<std::size_t>(name)];
    const std::size_t open = comma + slot.length - 1;
    if (quotes.next() != open || open + 1 == record.size() || record[open + 1] == ' ') return false;
    const std::size_t close = quotes.next();
    if (close == npos) return false;
    if (name == Name::request && !ends_in_version(record, open + 1, close)) return false;
    c->*slot.value = record.substr(open + 1, close - open - 1);
    const Name behind = name_behind(record, close);
    if (behind <= name) return false;
    name = behind;
    comma = close + 1;
  }
  c->has_upstream = c->upstream.data() != nullptr;
  c->upstream_closed = c->has_upstream;
  return true;
}

// The same for any record.
void read_fields(std::string_view record, std::size_t at, NginxContext* c) noexcept {
  FieldReader in(record, at);
  c->client = in.until_comma();
  if (in.take(kServer)) c->server = in.until_field();
  if (in.take(kRequest)) c->request = in.request_line(&c->closed);
  if (in.take(kSubrequest)) {
    c->has_subrequest = true;
    in.quoted(Name::subrequest, &c->closed);
  }
  if (in.take(kUpstream)) {
    c->has_upstream = true;
    c->upstream = in.upstream(&c->closed);
    c->upstream_closed = c->closed;
  }
  c->is_stream = in.is_at(kBytes);
  if (in.take(kHost)) c->host = in.host(&c->closed);
  if (in.take(kReferrer)) c->referrer = in.last_quoted(&c->closed);
  if (in.has_foreign_tail()) c->ambiguous = true;
}

}  // namespace

NginxContext nginx_context(std::string_view record, std::size_t message) noexcept {
  NginxContext c;
  c.is_free_text = is_free_text(record.substr(message));
  const std::size_t begin = find_context(record, message, &c);
  if (begin == npos) {
    c.ambiguous = !c.is_free_text && has_foreign_field(record, message);
    return c;
  }
  c.present = true;
  const NginxContext before = c;
  if (!read_plain(record, begin + kClient.size(), &c)) {
    c = before;
    read_fields(record, begin + kClient.size(), &c);
  }
  return c;
}

}  // namespace why502::format
