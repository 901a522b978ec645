// rule.h -- the shape of an entry of the built-in knowledge.
//
// Knowledge is data with proof. A rule says what a message looks like, what it
// means, where in the server's source it comes from, and shows a record with it
// and what must come out of that record. No sample, no rule.
#ifndef WHY502_LIB_KNOWLEDGE_RULE_H_
#define WHY502_LIB_KNOWLEDGE_RULE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/knowledge/errno.h"
#include "why502/catalog.h"
#include "why502/cause.h"
#include "why502/event.h"

namespace why502::knowledge {

// Whose knowledge it is. A rule of one never meets a record of another.
enum class Server : std::uint8_t {
  nginx,
  apache,
  mod_jk,
  php_fpm,
  php,
  haproxy,
  envoy,
  cloudflare,
  ingress_nginx,
  caddy,
  traefik,
  lighttpd,
  varnish
};
inline constexpr std::size_t kServerCount = 13;

// The part of the server that logs. It decides the context's grammar.
enum class Module : std::uint8_t {
  core,
  http,
  stream,
  mail,
  udp,
  // Apache's
  proxy,
  ssl,
  mpm,
  script,
  cgi,
  fcgid,
  fastcgi,
  wsgi,
  // mod_jk's
  ajp,
  lb,
  // PHP-FPM's
  pool,
  process,
  slow,
  // The other gateways' (http and tls are as above)
  tls,
  health,      // checks of servers, and what came of them
  backend,     // a FastCGI backend's process, or its words
  controller,  // ingress-nginx's own log
};

// Which of Apache's modules wrote a record, as a bit: applications write at their own
// will through some of them (wsgi, cgi, php), so the start of a message alone proves
// nothing. Servers without such a field have all bits.
namespace writer {
inline constexpr std::uint16_t any = 0xffff;
inline constexpr std::uint16_t unnamed = 1 << 0;       // a format without the module: 2.2, or of an ErrorLogFormat
inline constexpr std::uint16_t proxy = 1 << 1;         // proxy, proxy_http, ...
inline constexpr std::uint16_t proxy_script = 1 << 2;  // proxy_fcgi, proxy_uwsgi
inline constexpr std::uint16_t core = 1 << 3;          // core, http, mpm_*, ...
inline constexpr std::uint16_t cgi = 1 << 4;           // cgi, cgid
inline constexpr std::uint16_t fcgid = 1 << 5;
inline constexpr std::uint16_t fastcgi = 1 << 6;
inline constexpr std::uint16_t wsgi = 1 << 7;
inline constexpr std::uint16_t ssl_backend = 1 << 8;  // ssl, about [remote ...]: the backend's side
inline constexpr std::uint16_t ssl = 1 << 9;          // ssl otherwise
inline constexpr std::uint16_t foreign = 1 << 10;     // any other
inline constexpr std::uint16_t proxy_scgi = 1 << 11;

inline constexpr std::uint16_t any_proxy = proxy | proxy_script | proxy_scgi | unnamed;
}  // namespace writer

// When a record with the rule's message is a failed attempt.
enum class Counts : std::uint8_t {
  failure,       // always
  evidence,      // never: it explains others
  echo,          // never: another record tells the attempt
  with_request,  // if the record names a client's request or session, else it is evidence
};

// Where the upstream's name stands if the record has no `upstream: ` field.
enum class Names : std::uint8_t {
  field,       // nowhere else
  first_word,  // it is the message's first word: "backend could not be resolved"
  third_word,  // "connect() to 10.0.0.1:80 failed"
  last_word,   // "no resolver defined to resolve backend"
  // Behind Rule::behind, to the bracket or quote that fits its last byte, else to a blank,
  // a comma or the end:
  peer,    // an address and a port, or a URL
  host,    // a name as it stands there
  socket,  // the path of a Unix socket, or an address
  remote,  // Apache's "[remote 10.0.0.12:8443]"
  pool,    // PHP-FPM's "[pool www]"
  worker,  // mod_jk's "(node1)"
};

// What kind of context a record has.
enum class Context : std::uint8_t {
  any,    // in a look: whatever the record has
  udp,    // `, udp client: ` (stream over UDP)
  check,  // `, health check "` (NGINX Plus): no request of a client
};

// What must come out of a sample, besides the rule's cause, role and status.
struct Expect {
  std::string_view upstream = {}, protocol = {}, server = {}, host = {}, request = {}, client = {};
  int errno_value = 0;
  Phase phase = Phase::unknown;
};

// What a message looks like. All that is given must hold. Exactly one of `begins`,
// `after_word` and `state` is given: a message is known by how it starts, never by a
// search, since requests, referrers and a backend's own words can hold anything.
// (One look needs none of them: that for health checks which no other knows.)
struct Look {
  // The word by which a line of an access log tells what became of the request: HAProxy's
  // termination state "SC", Envoy's flag "UF", Cloudflare's status "521". All of it.
  std::string_view state = {};
  std::string_view begins = {};       // the message starts with this
  std::string_view after_word = {};   // this follows the message's first word, which has no blank
  std::string_view holds = {};        // this stands anywhere in the message, context excluded
  std::string_view lacks = {};        // and this nowhere
  Errno error = Errno::any;           // the number in the errno group
  Phase at = Phase::unknown;          // what the record's action means (actions.inc); unknown: any or none
  Severity lowest = Severity::error;  // the lowest level at which it tells of a failure
  std::uint16_t from = writer::any;   // the modules that write it
  Context context = Context::any;
};

struct Rule {
  std::string_view id;  // server.module.name; never changes
  Server server = Server::nginx;
  Module module = Module::http;
  Look look;
  Cause cause = Cause::other;
  Counts counts = Counts::failure;
  int status = 0;                // see Event::status(); of a line that tells it itself, the sample's
  Phase phase = Phase::unknown;  // unknown: what the action means
  Names names = Names::field;
  std::string_view name_after = {};  // if given, the name stands behind the first of these (instead of `names`)
  std::string_view behind = {};      // with Names::peer, host and socket
  bool own_number = false;           // the number in parentheses is no errno (DNS's reply codes)
  std::string_view origin;           // file and function in the server's source
  Proof proof = Proof::source;
  std::string_view sample;  // a whole record
  Expect expect;
};

// A message that looks like an upstream failure to a word search and is none. It
// keeps a record from becoming `other`; no rule may know its sample.
struct LookAlike {
  std::string_view id;
  Server server = Server::nginx;
  Look look;
  bool before_rules = false;  // it is asked before all rules
  std::string_view reason;
  std::string_view sample;
};

// The name of a server, as rules() gives it.
constexpr std::string_view id(Server server) noexcept {
  switch (server) {
    case Server::nginx: return "nginx";
    case Server::apache: return "apache";
    case Server::mod_jk: return "mod_jk";
    case Server::php_fpm: return "php_fpm";
    case Server::php: return "php";
    case Server::haproxy: return "haproxy";
    case Server::envoy: return "envoy";
    case Server::cloudflare: return "cloudflare";
    case Server::ingress_nginx: return "ingress_nginx";
    case Server::caddy: return "caddy";
    case Server::traefik: return "traefik";
    case Server::lighttpd: return "lighttpd";
    case Server::varnish: return "varnish";
  }
  return {};
}

}  // namespace why502::knowledge

#endif  // WHY502_LIB_KNOWLEDGE_RULE_H_
