// nginx_context.cc -- the fields behind a message: client, server, request, upstream, host.
#include "lib/format/nginx_context.h"

#include <iterator>

#include "lib/base/bytes.h"

namespace why502::format {
namespace {

using base::stands_at;
constexpr std::size_t npos = std::string_view::npos;

constexpr std::string_view kClient = ", client: ";
constexpr std::string_view kServer = ", server: ";
constexpr std::string_view kRequest = ", request: \"";
constexpr std::string_view kSubrequest = ", subrequest: \"";
constexpr std::string_view kUpstream = ", upstream: \"";
constexpr std::string_view kHost = ", host: \"";
constexpr std::string_view kReferrer = ", referrer: \"";
constexpr std::string_view kBytes = ", bytes from/to ";
constexpr std::string_view kWhile = " while ";

struct Action {
  std::string_view text;
  Phase phase;
};
constexpr Action kActions[] = {
#define WHY502_ACTION(text, phase) {text, Phase::phase},
#include "lib/knowledge/actions.inc"
#undef WHY502_ACTION
};

constexpr std::string_view kFreeText[] = {
#define WHY502_FREE_TEXT(text) text,
#include "lib/knowledge/free_text.inc"
#undef WHY502_FREE_TEXT
};

// The action whose words are exactly `words`.
Phase action_of(std::string_view words) noexcept {
  for (const Action& action : kActions) {
    if (words == action.text) return action.phase;
  }
  return Phase::unknown;
}

// Reads the fields one after the other.
class FieldReader {
 public:
  FieldReader(std::string_view record, std::size_t at) noexcept : all_(record), at_(at) {}

  // Takes `name` if it comes next.
  bool take(std::string_view name) noexcept {
    if (!stands_at(all_, at_, name)) return false;
    at_ += name.size();
    return true;
  }

  // To the next `,` or the end.
  std::string_view until_comma() noexcept { return take_to(all_.find(',', at_)); }

  // To the name of the next field, or the end.
  std::string_view until_field() noexcept {
    std::size_t comma = all_.find(',', at_);
    while (comma != npos && !is_name(comma)) comma = all_.find(',', comma + 1);
    return take_to(comma);
  }

  // A request line: to the first quote behind ` HTTP/d.d` and before a follower,
  // else as quoted().
  std::string_view request_line(bool* closed) noexcept {
    for (std::size_t quote = find_quote(at_); quote != npos; quote = find_quote(quote + 1)) {
      if (ends_in_version(quote) && is_follower(quote + 1)) return take_quoted(quote);
    }
    return quoted(closed);
  }

  // To the first quote before a follower; without one to the end, and not closed.
  std::string_view quoted(bool* closed) noexcept {
    for (std::size_t quote = find_quote(at_); quote != npos; quote = find_quote(quote + 1)) {
      if (is_follower(quote + 1)) return take_quoted(quote);
    }
    *closed = false;
    return take_to(npos);
  }

  // To the last `", host: "` before the first `", referrer: "`, else as quoted().
  std::string_view upstream(bool* closed) noexcept {
    const std::size_t last = before_referrer();
    constexpr std::string_view kEnd = "\", host: \"";
    const std::string_view part = all_.substr(0, last);
    std::size_t found = npos;
    for (std::size_t next = part.find(kEnd, at_); next != npos; next = part.find(kEnd, next + 1)) found = next;
    return found != npos ? take_quoted(found) : quoted(closed);
  }

  // To `", referrer: "`, else to the quote that ends the record.
  std::string_view host(bool* closed) noexcept {
    if (const std::size_t end = all_.find("\", referrer: \"", at_); end != npos) return take_quoted(end);
    return last_quoted(closed);
  }

  // To the quote that ends the record.
  std::string_view last_quoted(bool* closed) noexcept {
    if (all_.size() > at_ && all_.back() == '"') return take_quoted(all_.size() - 1);
    *closed = false;
    return take_to(npos);
  }

 private:
  std::size_t find_quote(std::size_t from) const noexcept { return all_.find('"', from); }

  std::size_t before_referrer() const noexcept {
    const std::size_t referrer = all_.find("\", referrer: \"", at_);
    return referrer == npos ? all_.size() : referrer;
  }

  // Is this comma the start of a field's name?
  bool is_name(std::size_t comma) const noexcept {
    if (comma + 3 > all_.size() || all_[comma + 1] != ' ') return false;
    switch (all_[comma + 2]) {
      case 'r': return stands_at(all_, comma, kRequest) || stands_at(all_, comma, kReferrer);
      case 's': return stands_at(all_, comma, kSubrequest);
      case 'u': return stands_at(all_, comma, kUpstream);
      case 'h': return stands_at(all_, comma, kHost);
      case 'b': return stands_at(all_, comma, kBytes);
      default: return false;
    }
  }

  bool is_follower(std::size_t at) const noexcept { return at == all_.size() || (all_[at] == ',' && is_name(at)); }

  // ` HTTP/d.d` before `quote`.
  bool ends_in_version(std::size_t quote) const noexcept {
    if (quote < at_ + 9) return false;
    const std::string_view version = all_.substr(quote - 9, 9);
    return version.starts_with(" HTTP/") && base::is_digit(version[6]) && version[7] == '.' &&
           base::is_digit(version[8]);
  }

  std::string_view take_to(std::size_t end) noexcept {
    if (end == npos) end = all_.size();
    const std::string_view value = all_.substr(at_, end - at_);
    at_ = end;
    return value;
  }
  std::string_view take_quoted(std::size_t quote) noexcept {
    const std::string_view value = take_to(quote);
    at_ = quote + 1;
    return value;
  }

  std::string_view all_;
  std::size_t at_;
};

// Where the context begins, with the action before it taken off the message.
std::size_t find_context(std::string_view record, std::size_t message, NginxContext* c) noexcept {
  const bool free_text = nginx_is_free_text(record.substr(message));
  std::size_t found = npos;
  std::size_t message_end = npos;
  for (std::size_t comma = record.find(kClient, message); comma != npos; comma = record.find(kClient, comma + 1)) {
    const std::string_view before = record.substr(message, comma - message);
    const std::size_t action = before.rfind(kWhile);
    const Phase phase = action == npos ? Phase::unknown : action_of(before.substr(action + kWhile.size()));
    if (free_text && phase == Phase::unknown) continue;
    if (found != npos) {
      c->ambiguous = true;
      break;
    }
    found = comma;
    c->action = phase;
    message_end = message + (action == npos ? before.size() : action);
    if (!free_text) break;
  }
  if (found != npos) {
    c->message = record.substr(message, message_end - message);
    return found;
  }
  // No context: an action may stand there all the same (health checks, timers).
  c->message = record.substr(message);
  for (std::size_t at = c->message.find(kWhile); at != npos; at = c->message.find(kWhile, at + 1)) {
    for (const Action& action : kActions) {
      if (stands_at(c->message, at + kWhile.size(), action.text)) {
        c->action = action.phase;
        c->message = c->message.substr(0, at);
        return npos;
      }
    }
  }
  return npos;
}

// The tail that nginx appends to an open() record whose decoded path ended in a
// forged record: `" failed (2: No such file or directory), client: ...`.
bool has_foreign_tail(std::string_view record, std::size_t context) noexcept {
  const std::size_t tail = record.find("\" failed (", context);
  return tail != npos && record.find(kClient, tail) != npos;
}

}  // namespace

bool nginx_is_free_text(std::string_view message) noexcept {
  for (const std::string_view start : kFreeText) {
    if (message.starts_with(start)) return true;
  }
  return false;
}

NginxContext nginx_context(std::string_view record, std::size_t message) noexcept {
  NginxContext c;
  const std::size_t begin = find_context(record, message, &c);
  if (begin == npos) return c;
  c.present = true;

  FieldReader in(record, begin + kClient.size());
  c.client = in.until_comma();
  if (in.take(kServer)) c.server = in.until_field();
  if (in.take(kRequest)) c.request = in.request_line(&c.closed);
  if (in.take(kSubrequest)) {
    c.has_subrequest = true;
    in.quoted(&c.closed);
  }
  if (in.take(kUpstream)) {
    c.has_upstream = true;
    c.upstream = in.upstream(&c.closed);
    c.upstream_closed = c.closed;
  }
  if (in.take(kHost)) c.host = in.host(&c.closed);
  if (in.take(kReferrer)) in.last_quoted(&c.closed);
  if (has_foreign_tail(record, begin)) c.ambiguous = true;
  return c;
}

}  // namespace why502::format
