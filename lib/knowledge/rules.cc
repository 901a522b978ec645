// rules.cc -- the tables of rules and look-alikes, proved when they are compiled.
#include "lib/knowledge/rules.h"

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
};

constexpr LookAlike kLookAlikes[] = {
#include "lib/knowledge/nginx/look_alikes.inc"
#include "lib/knowledge/nginx/look_alikes_rare.inc"
};

// One entry, checked on its own: an error names its number in the table, and the
// compiler's budget for constant evaluation is spent per entry, not per table.
template <std::size_t i>
struct RuleIsSound {
  static constexpr const Rule& kRule = kRules[i];
  static constexpr Facts kFacts = facts_of(kRule.sample);

  static_assert(is_id(kRule.id, id(kRule.server), word(kRule.module)), "an id is server.module.name");
  static_assert(is_first_of_its_id(kRules, i), "two rules have this id");
  static_assert(is_look(kRule.look), "exactly one of begins (6 bytes or more) and after_word");
  static_assert(!kRule.origin.empty() && !kRule.sample.empty(), "a rule shows its origin and a sample");
  static_assert(kRule.status == 0 || (kRule.status >= 100 && kRule.status < 600), "an HTTP status, or 0");
  static_assert(errno_stands_in(kRule.sample, kRule.expect.errno_value), "the sample has another errno");
  static_assert(kRule.phase == Phase::unknown || kRule.phase == kRule.expect.phase, "the rule's phase comes out");
  static_assert(kRule.phase != Phase::unknown || kFacts.at == kRule.expect.phase, "the action's phase comes out");
  static_assert(fits(kRule.look, kFacts, errno_of(kRule.expect.errno_value)), "the look does not fit the sample");
  static_assert(first_fitting(kRules, kFacts, errno_of(kRule.expect.errno_value)) == i,
                "an earlier rule claims this sample");
  static_assert(!is_covered_by_earlier(kRules, i), "an earlier rule leaves this one nothing");
  static constexpr bool value = true;
};

template <std::size_t i>
struct LookAlikeIsSound {
  static constexpr const LookAlike& kLookAlike = kLookAlikes[i];
  static constexpr Facts kFacts = facts_of(kLookAlike.sample);
  static constexpr Errno kErrno = errno_in(kLookAlike.sample);

  static_assert(is_id(kLookAlike.id, id(kLookAlike.server), ""), "an id is server.module.name");
  static_assert(is_first_of_its_id(kLookAlikes, i), "two look-alikes have this id");
  static_assert(is_look(kLookAlike.look), "exactly one of begins (6 bytes or more) and after_word");
  static_assert(!kLookAlike.reason.empty() && !kLookAlike.sample.empty(), "a look-alike shows its reason and a sample");
  static_assert(fits(kLookAlike.look, kFacts, kErrno), "the look does not fit the sample");
  static_assert(first_fitting(kLookAlikes, kFacts, kErrno) == i, "an earlier look-alike claims this sample");
  static_assert(!is_covered_by_earlier(kLookAlikes, i), "an earlier look-alike leaves this one nothing");
  static_assert(kLookAlike.before_rules || first_fitting(kRules, kFacts, kErrno) == kNone, "a rule takes this look-alike for a failure");
  static constexpr bool value = true;
};

// Arrays, not folds: clang nests no more than 256 operands.
template <std::size_t... i>
constexpr bool rules_are_sound(std::index_sequence<i...>) {
  constexpr bool kSound[] = {RuleIsSound<i>::value...};
  return std::size(kSound) == sizeof...(i);
}
template <std::size_t... i>
constexpr bool look_alikes_are_sound(std::index_sequence<i...>) {
  constexpr bool kSound[] = {LookAlikeIsSound<i>::value...};
  return std::size(kSound) == sizeof...(i);
}
static_assert(rules_are_sound(std::make_index_sequence<std::size(kRules)>()));
static_assert(look_alikes_are_sound(std::make_index_sequence<std::size(kLookAlikes)>()));

}  // namespace

std::span<const Rule> rules() noexcept { return kRules; }

std::span<const LookAlike> look_alikes() noexcept { return kLookAlikes; }

}  // namespace why502::knowledge
