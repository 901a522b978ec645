// nginx_context.cc -- the fields behind a message: client, server, request, upstream, host.
#include "lib/format/nginx_context.h"

#include <array>
#include <cstdint>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/scan/find.h"
#include "lib/scan/quotes.h"

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
constexpr std::string_view kHostAfterQuote = "\", host: \"";
constexpr std::string_view kReferrerAfterQuote = "\", referrer: \"";
constexpr std::string_view kWhile = " while ";

struct Action {
  std::string_view text;
  Phase phase;
  std::uint64_t key;  // key_of(text), which tells them all apart
};

// The 8 bytes that end 8 bytes before the end. REQUIRES: text.size() >= 16.
constexpr std::uint64_t key_of(std::string_view text) noexcept {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    key |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[text.size() - 16 + i])) << (8 * i);
  }
  return key;
}

constexpr Action kActions[] = {
#define WHY502_ACTION(text, phase) {text, Phase::phase, key_of(text)},
#include "lib/knowledge/actions.inc"
#undef WHY502_ACTION
};

constexpr std::string_view kFreeText[] = {
#define WHY502_FREE_TEXT(text) text,
#include "lib/knowledge/free_text.inc"
#undef WHY502_FREE_TEXT
};

void take_action(const Action& action, NginxContext* c) noexcept {
  c->action = action.phase;
  c->is_upgraded = action.text == "proxying upgraded connection";
}

// The fields behind `server`, in their order. `none` is no field, `end` the end of all.
enum class Name : std::uint8_t { none, request, subrequest, upstream, host, referrer, bytes, end };

// The field whose name begins at this comma.
Name name_at(std::string_view record, std::size_t comma) noexcept {
  if (comma + 3 > record.size() || record[comma + 1] != ' ') return Name::none;
  const auto is = [&](std::string_view text, Name name) { return stands_at(record, comma, text) ? name : Name::none; };
  switch (record[comma + 2]) {
    case 'r': return stands_at(record, comma, kRequest) ? Name::request : is(kReferrer, Name::referrer);
    case 's': return is(kSubrequest, Name::subrequest);
    case 'u': return is(kUpstream, Name::upstream);
    case 'h': return is(kHost, Name::host);
    case 'b': return is(kBytes, Name::bytes);
    default: return Name::none;
  }
}

// Reads the fields one after the other. They end at quotes, so it looks once at each
// quote and what follows it.
class FieldReader {
 public:
  // REQUIRES: `at` is where the context begins, or behind.
  FieldReader(std::string_view record, std::size_t at) noexcept : all_(record), quotes_(record, at), at_(at) {
    for (std::size_t i = 0; i < quotes_.indexed(); ++i) follows_[i] = name_behind(quotes_[i]);
  }

  // Takes `name` if it comes next.
  bool take(std::string_view name) noexcept {
    if (!is_at(name)) return false;
    at_ += name.size();
    while (quotes_[quote_] < at_) ++quote_;
    return true;
  }

  bool is_at(std::string_view name) const noexcept { return stands_at(all_, at_, name); }

  // To the next `,` or the end.
  std::string_view until_comma() noexcept { return take_to(scan::find_near(all_, ',', at_)); }

  // To the name of the next field, or the end.
  std::string_view until_field() noexcept {
    std::size_t comma = scan::find_near(all_, ',', at_);
    while (comma != npos && name_at(all_, comma) == Name::none) comma = scan::find_near(all_, ',', comma + 1);
    return take_to(comma);
  }

  // A request line: to the first quote behind ` HTTP/d.d` and before a follower,
  // else as quoted().
  std::string_view request_line(bool* closed) noexcept {
    for (std::size_t i = quote_; quotes_[i] != npos; ++i) {
      if (follows(i) > Name::request && ends_in_version(quotes_[i])) return take_quoted(i);
    }
    return quoted(Name::request, closed);
  }

  // To the first quote that a later field than `field` follows, or nothing; without
  // one to the end, and not closed.
  std::string_view quoted(Name field, bool* closed) noexcept {
    for (std::size_t i = quote_; quotes_[i] != npos; ++i) {
      if (follows(i) > field) return take_quoted(i);
    }
    *closed = false;
    return take_to(npos);
  }

  // To the last `", host: "` before the first `", referrer: "`, else as quoted().
  std::string_view upstream(bool* closed) noexcept {
    std::size_t host = npos, host_before = npos;
    for (std::size_t i = quote_; quotes_[i] != npos; ++i) {
      if (follows(i) == Name::host) {
        host_before = std::exchange(host, i);
      } else if (follows(i) == Name::referrer) {
        // They may not share a quote.
        if (host != npos && quotes_[host] + 1 + kHost.size() > quotes_[i]) host = host_before;
        break;
      }
    }
    return host != npos ? take_quoted(host) : quoted(Name::upstream, closed);
  }

  // To `", referrer: "`, else to the quote that ends the record.
  std::string_view host(bool* closed) noexcept {
    for (std::size_t i = quote_; quotes_[i] != npos; ++i) {
      if (follows(i) == Name::referrer) return take_quoted(i);
    }
    return last_quoted(closed);
  }

  // To the quote that ends the record.
  std::string_view last_quoted(bool* closed) noexcept {
    if (all_.size() > at_ && all_.back() == '"') return take_to(all_.size() - 1);
    *closed = false;
    return take_to(npos);
  }

  // The tail that nginx appends to an open() record whose decoded path ended in a
  // forged record: `" failed (2: No such file or directory), client: ...`.
  bool has_foreign_tail() noexcept {
    if (!quotes_.any_before_blank()) return false;
    for (std::size_t i = 0; quotes_[i] != npos; ++i) {
      if (stands_at(all_, quotes_[i], "\" failed (")) return all_.find(kClient, quotes_[i]) != npos;
    }
    return false;
  }

 private:
  // What begins behind the quote at `at`.
  Name name_behind(std::size_t at) const noexcept {
    if (at + 1 == all_.size()) return Name::end;
    return all_[at + 1] == ',' ? name_at(all_, at + 1) : Name::none;
  }
  Name follows(std::size_t i) noexcept { return i < quotes_.indexed() ? follows_[i] : name_behind(quotes_[i]); }

  // ` HTTP/d.d` before `quote`.
  bool ends_in_version(std::size_t quote) const noexcept {
    if (quote < at_ + 9) return false;
    const char* version = all_.data() + quote - 9;
    return base::same(version, " HTTP/", 6) && base::is_digit(version[6]) && version[7] == '.' &&
           base::is_digit(version[8]);
  }

  std::string_view take_to(std::size_t end) noexcept {
    if (end == npos) end = all_.size();
    const std::string_view value(all_.data() + at_, end - at_);
    at_ = end;
    return value;
  }
  // To quote number `i`.
  std::string_view take_quoted(std::size_t i) noexcept {
    const std::string_view value = take_to(quotes_[i]);
    ++at_;
    quote_ = i + 1;
    return value;
  }

  std::string_view all_;
  scan::Quotes quotes_;
  std::size_t at_;
  std::size_t quote_ = 0;  // the first quote at or after at_
  std::array<Name, scan::Quotes::kIndexed> follows_;
};

// Takes ` while ACTION` off the end of a message. If the words behind its last
// ` while ` are no action that we know, they go too, and mean nothing.
const Action* take_action_off(std::string_view* message) noexcept {
  const std::uint64_t key = message->size() < 16 ? 0 : key_of(*message);
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
  const bool free_text = nginx_is_free_text(record.substr(message));
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

}  // namespace

bool nginx_is_free_text(std::string_view message) noexcept {
  for (const std::string_view start : kFreeText) {
    if (stands_at(message, 0, start)) return true;
  }
  return false;
}

NginxContext nginx_context(std::string_view record, std::size_t message) noexcept {
  NginxContext c;
  const std::size_t begin = find_context(record, message, &c);
  if (begin == npos) {
    c.ambiguous = !nginx_is_free_text(record.substr(message)) && has_foreign_field(record, message);
    return c;
  }
  c.present = true;

  FieldReader in(record, begin + kClient.size());
  c.client = in.until_comma();
  if (in.take(kServer)) c.server = in.until_field();
  if (in.take(kRequest)) c.request = in.request_line(&c.closed);
  if (in.take(kSubrequest)) {
    c.has_subrequest = true;
    in.quoted(Name::subrequest, &c.closed);
  }
  if (in.take(kUpstream)) {
    c.has_upstream = true;
    c.upstream = in.upstream(&c.closed);
    c.upstream_closed = c.closed;
  }
  c.is_stream = in.is_at(kBytes);
  if (in.take(kHost)) c.host = in.host(&c.closed);
  if (in.take(kReferrer)) in.last_quoted(&c.closed);
  if (in.has_foreign_tail()) c.ambiguous = true;
  return c;
}

}  // namespace why502::format
