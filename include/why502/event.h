// event.h -- what one record tells of an upstream failure, as views of it.
#ifndef WHY502_EVENT_H_
#define WHY502_EVENT_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "why502/attributes.h"
#include "why502/cause.h"

namespace why502 {

// A moment in UTC. Microseconds are the finest that any format writes.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

// syslog's levels as nginx and Apache name them (Apache's trace1-8: debug).
enum class Severity : std::uint8_t { unknown, debug, info, notice, warn, error, crit, alert, emerg };

// Whose grammar the record has.
enum class Format : std::uint8_t {
  unknown,
  nginx,
  apache,
  mod_jk,
  php_fpm,
  php_fpm_slow,
  php,
  angie_json,
  haproxy,
  envoy,
  cloudflare,
  ingress_nginx,
  caddy,
  traefik,
  lighttpd,
  varnish
};

// What the record travelled in; of several envelopes, the outermost. `none`: the
// server's own file. envelopes() describes them.
enum class Envelope : std::uint8_t {
  none,
  docker,
  journald,
  json,
  cri,
  syslog,
  fluentd,
  timestamp,
  kubectl,
  compose,
  prefix
};

// What a record counts for. Decided by the record alone.
enum class Role : std::uint8_t {
  failure,   // one failed attempt on an upstream; only these are counted as failures
  echo,      // a further record on an attempt that another record tells (Apache's AH01114)
  evidence,  // no attempt of its own, but it explains some (pm.max_children reached)
};

// How far the exchange with the upstream had come.
enum class Phase : std::uint8_t {
  unknown,
  config,
  resolve,
  select,
  connect,
  tls,
  send,
  read_header,
  read_body,
  backend,
  gateway
};

// The parts of a record that an Event can point at.
enum class Field : std::uint8_t { message, upstream, protocol, server, host, request, client, container };
inline constexpr std::size_t kFieldCount = 8;

// The words for these, as they stand in JSON: the enumerators' own names;
// Severity::unknown, Phase::unknown and Format::unknown give "". Static storage.
std::string_view id(Severity severity) noexcept;
std::string_view id(Format format) noexcept;
std::string_view id(Envelope envelope) noexcept;
std::string_view id(Role role) noexcept;
std::string_view id(Phase phase) noexcept;

// An Event is a set of offsets into the text of one record, plus the few
// values decoded from it. For this record of nginx (folded here):
//
//   2026/08/22 10:00:01 [error] 71#71: *9 connect() failed (111: Connection
//   ^time()              ^severity()      ^message()        ^errno_value()
//   refused) while connecting to upstream, client: 10.0.0.9, server: a.io,
//                  ^phase()                        ^client()         ^server()
//   request: "GET / HTTP/1.1", upstream: "http://10.1.2.3:8080/", host: "a.io"
//             ^request()       protocol() ^      ^upstream()             ^host()
//
// LIFETIME. Every string_view got from an Event points into the record's text
// (or into the side text of what is no substring of it), never into the Event:
//   * from a Scanner or a Feed: until its next event, or its end;
//   * from Parser::parse(): as long as the record and the Scratch stay unchanged.
// rule() and all id() views are static. To keep an event, make an OwnedEvent.
//
// COST. Copying is trivial (at most four cache lines) and extends no lifetime.
// Every method is O(1) and allocates nothing.
//
// THREADS. const methods may be called from several threads at once.
class Event {
 public:
  Cause cause() const noexcept { return cause_; }
  Role role() const noexcept { return role_; }
  Phase phase() const noexcept { return phase_; }

  // What the client gets if no other peer is tried: 502, 503, 504, 500, 404;
  // 200 or 101 if the header had gone out before; 0 where the record cannot
  // tell (the release, the method or a subrequest decides; stream and mail have
  // none). A fact of the message and the server, not of the cause: Apache
  // answers 503 where nginx answers 502 for the same refused connection.
  int status() const noexcept { return status_; }

  // A hash of what the record tells of its request (nginx: process, connection,
  // request line, host; Apache: process, thread, second); 0 if nothing. Attempts of one request share it; so may
  // later requests of a keep-alive connection, hence: a key's requests = the
  // most attempts on any one of its peers. The same on every machine.
  std::uint64_t attempt_key() const noexcept { return attempt_key_; }

  // The operating system's error number as the record gives it, 0 if none.
  int errno_value() const noexcept { return errno_; }

  // The id of the rule that knew the record, as in rules(); "" for Cause::other.
  std::string_view rule() const noexcept { return rule_; }

  // The record was cut by its writer: fields may be missing or incomplete.
  bool truncated() const noexcept { return truncated_; }

  // A client may have forged the record. Counted apart, never as a failure.
  bool suspect() const noexcept { return suspect_; }

  Severity severity() const noexcept { return severity_; }
  Format format() const noexcept { return format_; }
  Envelope envelope() const noexcept { return envelope_; }

  // When, in UTC; nothing if the record has no readable time. Stamps without a
  // zone are read in ParserOptions::time_zone. Where an envelope tells when the
  // record was written (docker, CRI, journald, syslog with a zone), that counts.
  std::optional<Timestamp> time() const noexcept { return has_time_ ? std::optional(time_) : std::nullopt; }

  // "10.1.2.3:8080", "[::1]:80", "unix:/run/php.sock": scheme, URI and quotes
  // cut off; a group's name for no_live_upstreams, a host's for dns_failure.
  // Empty if the record names none.
  std::string_view upstream() const noexcept { return field(Field::upstream); }
  // "http", "fastcgi", "grpc", ... as the record says; may be empty.
  std::string_view protocol() const noexcept { return field(Field::protocol); }
  // The gateway's own server: nginx's server_name.
  std::string_view server() const noexcept { return field(Field::server); }
  // The Host header.
  std::string_view host() const noexcept { return field(Field::host); }
  // The request line: "GET /a HTTP/1.1".
  std::string_view request() const noexcept { return field(Field::request); }
  std::string_view client() const noexcept { return field(Field::client); }
  // Who wrote it, where an envelope says so: the innermost name.
  std::string_view container() const noexcept { return field(Field::container); }
  // What failed, without stamp and context: "connect() failed (111: Connection refused)".
  std::string_view message() const noexcept { return field(Field::message); }

  // Any field by its number; empty if absent.
  std::string_view field(Field f) const noexcept {
    const auto i = static_cast<std::size_t>(f);
    const char* base = (side_fields_ >> i & 1u) != 0 ? side_ : text_;
    return {base + spans_[i].pos, spans_[i].len};
  }

  // The record, unwrapped from its envelope, without its last line ending.
  std::string_view text() const noexcept { return {text_, text_len_}; }

  // What it was read from: a path, "<stdin>", "<memory>". As long as its Source
  // or Feed.
  std::string_view source() const noexcept { return {source_, source_len_}; }

  // Where the record's raw first line begins in its source, in bytes (of the
  // decompressed stream). Line numbers are not kept.
  std::uint64_t offset() const noexcept { return offset_; }

 private:
  friend class EventBuilder;  // lib/format: the only writer of an Event
  friend class OwnedEvent;
  struct Span {
    std::uint32_t pos = 0, len = 0;
  };

  const char* text_ = "";
  const char* side_ = "";
  const char* source_ = "";
  std::uint32_t text_len_ = 0, side_len_ = 0, source_len_ = 0;
  std::int32_t errno_ = 0;
  std::uint64_t attempt_key_ = 0, offset_ = 0;
  std::string_view rule_;
  Timestamp time_{};
  std::array<Span, kFieldCount> spans_{};
  std::uint16_t status_ = 0, side_fields_ = 0;
  Cause cause_ = Cause::none;
  Role role_ = Role::failure;
  Phase phase_ = Phase::unknown;
  Severity severity_ = Severity::unknown;
  Format format_ = Format::unknown;
  Envelope envelope_ = Envelope::none;
  bool has_time_ = false, truncated_ = false, suspect_ = false;
};

static_assert(std::is_trivially_copyable_v<Event>);
static_assert(sizeof(Event) <= 256, "four cache lines");

// An Event that owns its text.
//
// LIFETIME. Free of the parser, the source and the log it came from.
// COST. Two allocations (one if the event has no side text and a short source).
class OwnedEvent {
 public:
  explicit OwnedEvent(const Event& event)
      : text_(event.text()), rest_(std::string(event.side_, event.side_len_).append(event.source())), event_(event) {}

  // The event; its views live as long as *this stays unmoved and unchanged.
  Event view() const& noexcept WHY502_LIFETIME_BOUND {
    Event e = event_;
    e.text_ = text_.data();
    e.side_ = rest_.data();
    e.source_ = rest_.data() + e.side_len_;
    return e;
  }
  Event view() const&& = delete;

 private:
  std::string text_;
  std::string rest_;
  Event event_;
};

}  // namespace why502

#endif  // WHY502_EVENT_H_
