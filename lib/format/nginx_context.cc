// nginx_context.cc -- the fields behind a message: client, server, request, upstream, host.
#include "lib/format/nginx_context.h"

#include <cstdint>

#include "lib/base/bytes.h"
#include "lib/format/nginx_fields.h"
#include "lib/format/nginx_plain.h"
#include "lib/scan/find.h"

namespace why502::format {
namespace {

using base::stands_at;
constexpr std::size_t npos = std::string_view::npos;

constexpr std::string_view kWhile = " while ";
constexpr std::string_view kTimer = ", context: ngx.timer";  // OpenResty
constexpr std::string_view kCheck = ", health check \"";     // NGINX Plus
constexpr std::string_view kOfPeer = "\" of peer ";
constexpr std::string_view kInUpstream = " in upstream \"";

struct Action {
  std::string_view text;
  Phase phase;
  knowledge::Module module;
  std::uint64_t key;  // key_of(text)
};

// The 8 bytes that end 8 bytes before the end; 0 for a text without them.
constexpr std::uint64_t key_of(std::string_view text) noexcept {
  return text.size() < 16 ? 0 : base::word_of(text.substr(text.size() - 16, 8));
}

constexpr Action kActions[] = {
#define WHY502_ACTION(text, phase, module) {text, Phase::phase, knowledge::Module::module, key_of(text)},
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
  c->is_mail = action.module == knowledge::Module::mail;
}

// Takes ` while ACTION` off the end of a message. If the words behind its last
// ` while ` are no action that we know, they go too, and mean nothing.
const Action* take_action_off(std::string_view* message) noexcept {
  const std::uint64_t key = message->size() < 16 ? 0 : base::load8(message->data() + message->size() - 16);
  for (const Action& action : kActions) {
    if ((action.key != key && action.key != 0) || !base::ends_in(*message, action.text)) continue;
    const std::string_view before = message->substr(0, message->size() - action.text.size());
    if (!base::ends_in(before, kWhile)) continue;
    *message = before.substr(0, before.size() - kWhile.size());
    return &action;
  }
  if (const std::size_t words = message->rfind(kWhile); words != npos) *message = message->substr(0, words);
  return nullptr;
}

// Where a client's context begins, behind `client: `; npos if there is none. Takes the
// action before it off the message.
std::size_t find_client(std::string_view record, std::size_t message, NginxContext* c) noexcept {
  const bool free_text = c->is_free_text;
  std::size_t found = npos;
  for (std::size_t comma = scan::find_near(record, ',', message); comma != npos;
       comma = scan::find_near(record, ',', comma + 1)) {
    const bool is_udp = stands_at(record, comma, kUdpClient);
    if (!is_udp && !stands_at(record, comma, kClient)) continue;
    std::string_view before = record.substr(message, comma - message);
    const Action* action = take_action_off(&before);
    if (free_text && action == nullptr) continue;
    if (found != npos) {
      c->ambiguous = true;
      break;
    }
    found = comma + (is_udp ? kUdpClient.size() : kClient.size());
    c->message = before;
    c->context = is_udp ? knowledge::Context::udp : knowledge::Context::any;
    c->is_stream = is_udp;
    if (action != nullptr) take_action(*action, c);
    if (!free_text) break;
  }
  return found;
}

}  // namespace

bool may_be_timer(std::string_view message) noexcept {
  return stands_at(message, 0, "[lua] ") || stands_at(message, 0, "lua ");
}

namespace {

// A Lua timer's record: its message may hold anything, and ends at the last `, context: ngx.timer`.
bool read_timer(std::string_view record, std::size_t message, NginxContext* c) noexcept {
  if (!may_be_timer(record.substr(message))) return false;
  const std::size_t timer = record.rfind(kTimer);
  if (timer == npos || timer < message) return false;
  FieldReader in(record, timer + kTimer.size());
  const bool is_client = in.is_at(kClient);
  if (timer + kTimer.size() != record.size() && !is_client && !in.is_at(kServer)) return false;
  if (in.take(kClient)) c->client = in.until_comma();
  if (in.take(kServer)) c->server = in.rest();
  c->message = record.substr(message, timer - message);
  c->present = true;
  return true;
}

// A health check's: `, health check "M" of peer A in upstream "U"`.
bool read_check(std::string_view record, std::size_t message, NginxContext* c) noexcept {
  const std::size_t check = record.find(kCheck, message);
  if (check == npos) return false;
  c->message = record.substr(message, check - message);
  const Action* action = take_action_off(&c->message);
  if (action != nullptr) take_action(*action, c);
  c->context = knowledge::Context::check;
  c->present = true;
  const std::size_t peer = record.find(kOfPeer, check + kCheck.size());
  if (peer == npos) return true;
  const std::string_view rest = record.substr(peer + kOfPeer.size());
  const std::size_t end = rest.find(kInUpstream);
  c->upstream = rest.substr(0, end);
  c->has_upstream = true;
  c->upstream_closed = end != npos;
  return true;
}

// A record without fields: an action may stand there all the same (the resolver's records).
void read_action(std::string_view record, std::size_t message, NginxContext* c) noexcept {
  c->message = record.substr(message);
  for (std::size_t at = c->message.find(kWhile); at != npos; at = c->message.find(kWhile, at + 1)) {
    for (const Action& action : kActions) {
      if (stands_at(c->message, at + kWhile.size(), action.text)) {
        take_action(action, c);
        c->message = c->message.substr(0, at);
        return;
      }
    }
  }
}

// Fields that only a context has, without one: the tail of a field in which the
// forged record stood.
bool has_foreign_field(std::string_view record, std::size_t message) noexcept {
  return record.find(kHostAfterQuote, message) != npos || record.find(kReferrerAfterQuote, message) != npos;
}

// The fields behind `server`, those of mail left out.
void read_http_fields(FieldReader& in, NginxContext* c) noexcept {
  if (in.take(kRequest) || in.take(kRequestLine)) c->request = in.request_line(&c->closed);
  if (in.take(kSubrequest)) {
    c->has_subrequest = true;
    in.quoted(Name::subrequest, &c->closed);
  }
  if (in.take(kUpstream)) {
    c->has_upstream = true;
    c->upstream = in.upstream(&c->closed);
    c->upstream_closed = c->closed;
  }
  c->is_decoded_text_open = (c->has_subrequest || c->has_upstream) && !c->closed;
  if (in.is_at_counter()) c->is_stream = true;
  if (in.take(kHost)) c->host = in.host(&c->closed);
  if (in.take(kReferrer)) c->referrer = in.last_quoted(&c->closed);
}

// Mail's, behind `login: "`.
void read_login(FieldReader& in, bool is_quoted, NginxContext* c) noexcept {
  c->is_mail = true;
  in.login(is_quoted ? Name::upstream : Name::peer, &c->closed);
  if (is_quoted ? !in.take(kUpstream) : !in.take(kPeer)) return;
  c->has_upstream = true;
  c->upstream = is_quoted ? in.last_quoted(&c->closed) : in.rest();
  c->upstream_closed = c->closed;
  c->is_decoded_text_open = !c->closed;
}

// The same for any record.
void read_fields(std::string_view record, std::size_t at, NginxContext* c) noexcept {
  FieldReader in(record, at);
  const bool is_quoted = in.take("\"");  // Angie
  if (is_quoted) {
    c->client = in.quoted(Name::none, &c->closed);
    if (in.take(kServerQuoted)) c->server = in.quoted(Name::server, &c->closed);
    if (in.take(kProtocol)) {
      c->is_stream = true;
      in.quoted(Name::protocol, &c->closed);
    }
    if (in.take(kStartTlsQuoted)) {
      c->is_mail = true;
      in.quoted(Name::starttls, &c->closed);
    }
  } else {
    c->client = in.until_comma();
    if (c->client.ends_with(kStartTls)) c->client.remove_suffix(kStartTls.size());
    if (in.take(kServer)) c->server = in.until_field();
  }
  if (in.take(kLogin)) {
    read_login(in, is_quoted, c);
  } else {
    read_http_fields(in, c);
  }
  if (in.has_foreign_tail()) c->ambiguous = true;
}

}  // namespace

NginxContext nginx_context(std::string_view record, std::size_t message) noexcept {
  NginxContext c;
  c.is_free_text = is_free_text(record.substr(message));
  if (read_timer(record, message, &c)) return c;
  const std::size_t begin = find_client(record, message, &c);
  if (begin == npos) {
    if (read_check(record, message, &c)) return c;
    read_action(record, message, &c);
    c.ambiguous = !c.is_free_text && has_foreign_field(record, message);
    return c;
  }
  read_client_fields(record, begin, &c);
  return c;
}

void read_client_fields(std::string_view record, std::size_t at, NginxContext* c) noexcept {
  c->present = true;
  if (!read_plain(record, at, c)) read_fields(record, at, c);
}

}  // namespace why502::format
