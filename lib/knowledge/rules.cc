// rules.cc -- the tables of rules and look-alikes, proved when they are compiled.
#include "lib/knowledge/rules.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "lib/knowledge/rules_check.h"

namespace why502::knowledge {
namespace {

// A message belongs to the first rule that fits, so the order within a file is part of
// the knowledge. So is the order of the files that are not by name:
constexpr Rule kRules[] = {
// [emerg] of messages that are a request's at [error].
#include "lib/knowledge/nginx/config.inc"
#include "lib/knowledge/nginx/config_tls.inc"
// An address that http_connect.inc would take for any other; calls that are the resolver's, mail's and Lua's.
#include "lib/knowledge/nginx/health.inc"
#include "lib/knowledge/nginx/http_select.inc"
#include "lib/knowledge/nginx/lua.inc"
#include "lib/knowledge/nginx/mail.inc"
#include "lib/knowledge/nginx/resolver.inc"
#include "lib/knowledge/nginx/udp.inc"
// By name; gateway.inc knows the commoner addresses that gateway_config.inc would take.
#include "lib/knowledge/nginx/angie.inc"
#include "lib/knowledge/nginx/gateway.inc"
#include "lib/knowledge/nginx/gateway_config.inc"
#include "lib/knowledge/nginx/gateway_error.inc"
#include "lib/knowledge/nginx/gateway_local.inc"
#include "lib/knowledge/nginx/gateway_storage.inc"
#include "lib/knowledge/nginx/http_connect.inc"
#include "lib/knowledge/nginx/http_exchange.inc"
#include "lib/knowledge/nginx/http_exchange_rare.inc"
#include "lib/knowledge/nginx/http_fastcgi.inc"
#include "lib/knowledge/nginx/http_resolve.inc"
#include "lib/knowledge/nginx/http_response.inc"
#include "lib/knowledge/nginx/http_service.inc"
#include "lib/knowledge/nginx/http_timeout.inc"
#include "lib/knowledge/nginx/http_tls.inc"
#include "lib/knowledge/nginx/ingress.inc"
#include "lib/knowledge/nginx/lua_timer.inc"
#include "lib/knowledge/nginx/mail_timeout.inc"
#include "lib/knowledge/nginx/resolver_answer.inc"
#include "lib/knowledge/nginx/stream.inc"
#include "lib/knowledge/nginx/tengine.inc"
// What is left of "upstream sent ...".
#include "lib/knowledge/nginx/http2.inc"
#include "lib/knowledge/nginx/http_response_rest.inc"
// Apache's by name: no two of its files know one message.
#include "lib/knowledge/apache/balancer.inc"
#include "lib/knowledge/apache/fastcgi.inc"
#include "lib/knowledge/apache/fcgid.inc"
#include "lib/knowledge/apache/httpd22.inc"
#include "lib/knowledge/apache/httpd22_exchange.inc"
#include "lib/knowledge/apache/mpm.inc"
#include "lib/knowledge/apache/proxy_ajp.inc"
#include "lib/knowledge/apache/proxy_connect.inc"
#include "lib/knowledge/apache/proxy_fcgi.inc"
#include "lib/knowledge/apache/proxy_http.inc"
#include "lib/knowledge/apache/proxy_other.inc"
#include "lib/knowledge/apache/script.inc"
#include "lib/knowledge/apache/ssl.inc"
#include "lib/knowledge/apache/wsgi.inc"
// The servers in the order of the enum.
#include "lib/knowledge/mod_jk/mod_jk.inc"
// PHP-FPM's.
#include "lib/knowledge/php_fpm/pool.inc"
#include "lib/knowledge/php_fpm/process.inc"
#include "lib/knowledge/php_fpm/slow.inc"
// PHP's.
#include "lib/knowledge/php/errors.inc"
// HAProxy's.
#include "lib/knowledge/haproxy/health.inc"
#include "lib/knowledge/haproxy/request.inc"
// Envoy's.
#include "lib/knowledge/envoy/request.inc"
// Cloudflare's and ingress-nginx's.
#include "lib/knowledge/cloudflare/request.inc"
#include "lib/knowledge/ingress_nginx/attempt.inc"
};

constexpr LookAlike kLookAlikes[] = {
#include "lib/knowledge/nginx/look_alikes.inc"
#include "lib/knowledge/nginx/look_alikes_modules.inc"
#include "lib/knowledge/nginx/look_alikes_rare.inc"
// The other servers behind it, in the order of the enum.
#include "lib/knowledge/apache/look_alikes.inc"
#include "lib/knowledge/apache/look_alikes22.inc"
#include "lib/knowledge/mod_jk/look_alikes.inc"
// Envoy's.
#include "lib/knowledge/envoy/look_alikes.inc"
// Cloudflare's.
#include "lib/knowledge/cloudflare/look_alikes.inc"
};

// Orders entries, and servers, by server.
struct ByServer {
  template <typename Entry>
  bool operator()(const Entry& entry, Server server) const noexcept {
    return entry.server < server;
  }
  template <typename Entry>
  bool operator()(Server server, const Entry& entry) const noexcept {
    return server < entry.server;
  }
};

// One entry, checked on its own: an error names its number in the table, and the
// compiler's budget for constant evaluation is spent per entry, not per table.
template <std::size_t i>
struct RuleIsSound {
  static constexpr const Rule& kRule = kRules[i];
  static constexpr Facts kFacts = facts_of(kRule.server, kRule.sample);

  static_assert(is_id(kRule.id, id(kRule.server), word(kRule.module)), "an id is server.module.name");
  static_assert(is_first_of_its_id(kRules, i), "two rules have this id");
  static_assert(is_look(kRule.look), "exactly one of begins (6 bytes or more) and after_word");
  static_assert(!kRule.origin.empty() && !kRule.sample.empty(), "a rule shows its origin and a sample");
  static_assert(kRule.status == 0 || (kRule.status >= 100 && kRule.status < 600), "an HTTP status, or 0");
  static_assert(errno_stands_in(kRule.server, kRule.sample, kRule.expect.errno_value), "the sample has another errno");
  static_assert(kRule.phase == Phase::unknown || kRule.phase == kRule.expect.phase, "the rule's phase comes out");
  static_assert(kRule.phase != Phase::unknown || kFacts.at == kRule.expect.phase, "the action's phase comes out");
  static_assert(fits(kRule.look, kFacts, errno_of(kRule.expect.errno_value)), "the look does not fit the sample");
  static_assert(first_fitting(kRules, kRule.server, kFacts, errno_of(kRule.expect.errno_value)) == i,
                "an earlier rule claims this sample");
  static_assert(!is_covered_by_earlier(kRules, i), "an earlier rule leaves this one nothing");
  static constexpr bool value = true;
};

template <std::size_t i>
struct LookAlikeIsSound {
  static constexpr const LookAlike& kLookAlike = kLookAlikes[i];
  static constexpr Facts kFacts = facts_of(kLookAlike.server, kLookAlike.sample);
  static constexpr Errno kErrno =
      kLookAlike.server == Server::nginx ? errno_in(kLookAlike.sample) : kLookAlike.look.error;

  static_assert(is_id(kLookAlike.id, id(kLookAlike.server), ""), "an id is server.module.name");
  static_assert(is_first_of_its_id(kLookAlikes, i), "two look-alikes have this id");
  static_assert(is_look(kLookAlike.look), "exactly one of begins (6 bytes or more) and after_word");
  static_assert(!kLookAlike.reason.empty() && !kLookAlike.sample.empty(), "a look-alike shows its reason and a sample");
  static_assert(fits(kLookAlike.look, kFacts, kErrno), "the look does not fit the sample");
  static_assert(first_fitting(kLookAlikes, kLookAlike.server, kFacts, kErrno) == i,
                "an earlier look-alike claims this sample");
  static_assert(!is_covered_by_earlier(kLookAlikes, i), "an earlier look-alike leaves this one nothing");
  static_assert(kLookAlike.before_rules || first_fitting(kRules, kLookAlike.server, kFacts, kErrno) == kNone,
                "a rule takes this look-alike for a failure");
  static constexpr bool value = true;
};

// Each server's entries stand together.
template <typename Entry, std::size_t count>
constexpr bool are_together(const Entry (&table)[count]) noexcept {
  for (std::size_t i = 1; i < count; ++i) {
    if (table[i].server < table[i - 1].server) return false;
  }
  return true;
}
static_assert(are_together(kRules) && are_together(kLookAlikes));

template <typename Entry, std::size_t count>
std::span<const Entry> of(Server server, const Entry (&table)[count]) noexcept {
  const auto [begin, end] = std::equal_range(std::begin(table), std::end(table), server, ByServer{});
  return {begin, end};
}

template <std::size_t... i>
constexpr bool rules_are_sound(std::index_sequence<i...>) {
  // A list, since clang bounds how deep an expression nests.
  const bool all[] = {RuleIsSound<i>::value...};
  return std::size(all) == sizeof...(i);
}
template <std::size_t... i>
constexpr bool look_alikes_are_sound(std::index_sequence<i...>) {
  const bool all[] = {LookAlikeIsSound<i>::value...};
  return std::size(all) == sizeof...(i);
}
static_assert(rules_are_sound(std::make_index_sequence<std::size(kRules)>()));
static_assert(look_alikes_are_sound(std::make_index_sequence<std::size(kLookAlikes)>()));

}  // namespace

std::span<const Rule> rules() noexcept { return kRules; }

std::span<const LookAlike> look_alikes() noexcept { return kLookAlikes; }

std::span<const Rule> rules(Server server) noexcept { return of(server, kRules); }

std::span<const LookAlike> look_alikes(Server server) noexcept { return of(server, kLookAlikes); }

}  // namespace why502::knowledge
