// rule.h -- the shape of an entry of the built-in knowledge.
//
// Knowledge is data with proof. A rule says what a message looks like, what it
// means, where in the server's source it comes from, and shows a record with it
// and what must come out of that record. No sample, no rule.
#ifndef WHY502_LIB_KNOWLEDGE_RULE_H_
#define WHY502_LIB_KNOWLEDGE_RULE_H_

#include <cstdint>
#include <string_view>

#include "lib/knowledge/errno.h"
#include "why502/catalog.h"
#include "why502/cause.h"
#include "why502/event.h"

namespace why502::knowledge {

enum class Server : std::uint8_t { nginx };

// The part of the server that logs. It decides the context's grammar.
enum class Module : std::uint8_t { core, http, stream, mail, udp };

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

// What a message looks like. All that is given must hold. Exactly one of `begins`
// and `after_word` is given: a message is known by how it starts, never by a
// search, since requests, referrers and a backend's own words can hold anything.
// (One look needs neither: that for health checks which no other knows.)
struct Look {
  std::string_view begins = {};       // the message starts with this
  std::string_view after_word = {};   // this follows the message's first word, which has no blank
  std::string_view holds = {};        // this stands anywhere in the message, context excluded
  Errno error = Errno::any;           // the number in the errno group
  Phase at = Phase::unknown;          // what the record's action means (actions.inc); unknown: any or none
  Severity lowest = Severity::error;  // the lowest level at which it tells of a failure
  Context context = Context::any;
};

struct Rule {
  std::string_view id;  // server.module.name; never changes
  Server server = Server::nginx;
  Module module = Module::http;
  Look look;
  Cause cause = Cause::other;
  Counts counts = Counts::failure;
  int status = 0;                // see Event::status()
  Phase phase = Phase::unknown;  // unknown: what the action means
  Names names = Names::field;
  std::string_view name_after =
      {};                   // if given, the upstream's name stands behind the first of these (instead of `names`)
  bool own_number = false;  // the number in parentheses is no errno (DNS's reply codes)
  std::string_view origin;  // file and function in the server's source
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
  }
  return {};
}

}  // namespace why502::knowledge

#endif  // WHY502_LIB_KNOWLEDGE_RULE_H_
