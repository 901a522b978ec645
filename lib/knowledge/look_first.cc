// look_first.cc -- what to check, by server, as a table.
//
// Each entry is WHY502_LOOK_FIRST(server, cause, what to do with commands that work, which
// setting it concerns), in look_first.inc beside the server's rules. Words in capitals are to
// be filled in from the report.
#include "why502/catalog.h"

namespace why502 {
namespace {

constexpr LookFirst kLookFirst[] = {
#define WHY502_LOOK_FIRST(server, cause, check, setting) {#server, Cause::cause, check, setting},
#include "lib/knowledge/apache/look_first.inc"
#include "lib/knowledge/caddy/look_first.inc"
#include "lib/knowledge/cloudflare/look_first.inc"
#include "lib/knowledge/envoy/look_first.inc"
#include "lib/knowledge/haproxy/look_first.inc"
#include "lib/knowledge/ingress_nginx/look_first.inc"
#include "lib/knowledge/lighttpd/look_first.inc"
#include "lib/knowledge/mod_jk/look_first.inc"
#include "lib/knowledge/nginx/look_first.inc"
#include "lib/knowledge/php/look_first.inc"
#include "lib/knowledge/php_fpm/look_first.inc"
#include "lib/knowledge/traefik/look_first.inc"
#include "lib/knowledge/varnish/look_first.inc"
#undef WHY502_LOOK_FIRST
};

}  // namespace

std::span<const LookFirst> look_first() noexcept { return kLookFirst; }

const LookFirst* look_first(Cause cause, std::string_view server) noexcept {
  for (const LookFirst& look : kLookFirst) {
    if (look.cause == cause && look.server == server) return &look;
  }
  return nullptr;
}

}  // namespace why502
