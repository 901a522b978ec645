// gateway.h -- the grammars of the other gateways, and what they have in common.
//
// Most of their lines tell of one request each, as an access log does, and nearly all of these went
// well. So a head reads its line and says at once whether anybody should look at it, as the severity
// of a message of nothing, which triage() takes at its word: set_interest().
#ifndef WHY502_LIB_FORMAT_GATEWAY_H_
#define WHY502_LIB_FORMAT_GATEWAY_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/format/format.h"

namespace why502::format {

// A line that tells of a request, or of a server; as far as it tells it.
struct Told {
  match::Message message;   // what rules look at
  bool is_failure = false;  // where no rule knows it, it is an upstream's failure all the same
  int status = 0;           // what the client got; 0: it says nothing, or nothing was sent
  bool is_unseen = false;   // no client waited for it, so its status is nobody's
  int errno_value = 0;
  bool truncated = false, suspect = false;
  std::uint64_t attempt_key = 0;
  std::string_view upstream = {}, protocol = {}, server = {}, host = {}, request = {}, client = {}, shown = {};
  // The text that these are parts of, if they are none of the record: what JSON holds, unescaped.
  std::string_view made = {};
};

// Gives out the event of `told`, if it is one.
Outcome tell(const Record& record, Format format, const Told& told, const match::Matcher& matcher, EventFn on_event);

// A head without a message for triage(): nobody need look, or somebody must.
void set_interest(std::string_view line, bool is_interesting, Head* head) noexcept;

// "127.0.0.1" of "127.0.0.1:42176"; as it is if there is no port.
std::string_view without_port(std::string_view address) noexcept;

bool haproxy_head(std::string_view line, StampReader& stamps, Head* head);
Outcome haproxy_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

bool envoy_head(std::string_view line, StampReader& stamps, Head* head);
Outcome envoy_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

bool cloudflare_head(std::string_view line, StampReader& stamps, Head* head);
Outcome cloudflare_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

bool caddy_head(std::string_view line, StampReader& stamps, Head* head);
Outcome caddy_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

bool traefik_head(std::string_view line, StampReader& stamps, Head* head);
Outcome traefik_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

bool lighttpd_head(std::string_view line, StampReader& stamps, Head* head);
Outcome lighttpd_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

bool varnish_head(std::string_view line, StampReader& stamps, Head* head);
bool varnish_is_open(const Record& record);
bool varnish_is_further(std::string_view line);
std::optional<Timestamp> varnish_late_time(std::string_view text);
Outcome varnish_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

bool ingress_nginx_head(std::string_view line, StampReader& stamps, Head* head);
Outcome ingress_nginx_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_GATEWAY_H_
