// gateways.h -- the twin's reading of the other gateways' lines: is it one, and what does it tell?
#ifndef WHY502_TESTS_TWIN_GATEWAYS_H_
#define WHY502_TESTS_TWIN_GATEWAYS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/knowledge/rule.h"
#include "tests/twin/head.h"
#include "tests/twin/json.h"
#include "tests/twin/record.h"
#include "tests/twin/twin.h"

namespace why502_tests {

// The head, if the line is one of this gateway's; and what comes of it, without what is known of
// the line from outside. REQUIRES: the line is one.
std::optional<Head> haproxy_head_of(const std::string& line);
std::vector<TwinEvent> haproxy_events(const std::string& line);
std::optional<Head> envoy_head_of(const std::string& line);
std::vector<TwinEvent> envoy_events(const std::string& line);
std::optional<Head> cloudflare_head_of(const std::string& line);
std::vector<TwinEvent> cloudflare_events(const std::string& line);
std::optional<Head> caddy_head_of(const std::string& line);
std::vector<TwinEvent> caddy_events(const std::string& line);
std::optional<Head> traefik_head_of(const std::string& line);
std::vector<TwinEvent> traefik_events(const std::string& line);
std::optional<Head> lighttpd_head_of(const std::string& line);
std::vector<TwinEvent> lighttpd_events(const std::string& line);
std::optional<Head> varnish_head_of(const std::string& text);
bool varnish_is_open(const std::string& text);
bool varnish_is_further(const std::string& line);
std::vector<TwinEvent> varnish_events(const std::string& text);
std::optional<Head> ingress_nginx_head_of(const std::string& line);
std::vector<TwinEvent> ingress_nginx_events(const std::string& line);

// What they have in common.

// What rules ask of such a line.
struct Asked {
  std::string state, message;
  why502::Phase at = why502::Phase::unknown;
  why502::Severity severity = why502::Severity::unknown;
  int number = 0;           // errno
  bool is_failure = false;  // of whatever cause
  bool is_unseen = false;   // no client waited for it: no status
};

// `event` with what a rule says of it, as the only one; none if it is none.
std::vector<TwinEvent> judged(why502::knowledge::Server server, const Asked& asked, TwinEvent event);

// "22/Nov/2026:13:50:47[.760][ +0000]"; outer nothing: it is none of these.
std::optional<std::optional<why502::Timestamp>> clf_time(const std::string& stamp);

// "2026-11-22T13:50:47[.760][Z]", a blank for the T, "+00:00" or "+0000" for the Z; and does it name a zone?
std::optional<std::pair<std::optional<why502::Timestamp>, bool>> iso_time(const std::string& stamp);

// The object's own members that are strings or numbers. Of two of one name, the first; of several names
// for one thing, the first of these that is there.
class Members {
 public:
  explicit Members(const Json& json) : json_(&json) {}
  bool has(const std::vector<std::string>& keys) const { return !find(keys).empty(); }
  std::string text(const std::vector<std::string>& keys) const;    // "" if it is a number, or is not there
  std::string number(const std::vector<std::string>& keys) const;  // as it stands there, "" if it is a string
  std::string either(const std::vector<std::string>& keys) const;

 private:
  std::string find(const std::vector<std::string>& keys) const;  // the kind and the key
  const Json* json_;
};
// The peer that an error of Go's names; "" if it names none.
std::string go_peer(const std::string& error);
// Digits, at most nine, as a number; else -1.
int whole(const std::string& text);
// Does the line begin as an object of a shipper's?
bool is_shippers(const std::string& line);

std::vector<std::string> split(const std::string& text, char mark);
bool is_number(const std::string& text);  // digits only
std::string without_port(const std::string& address);

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_GATEWAYS_H_
