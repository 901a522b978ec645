// formats.cc -- the table of grammars: a format is its file, its rules and one line here.
#include "lib/format/format.h"

#include <array>
#include <iterator>

#include "lib/format/angie_json.h"
#include "lib/format/apache.h"
#include "lib/format/gateway.h"
#include "lib/format/nginx.h"
#include "lib/format/php_fpm.h"
#include "why502/catalog.h"

namespace why502 {
namespace format {
namespace {

constexpr Grammar kGrammars[] = {
    {Format::nginx, "nginx", "nginx's error_log (http), and that of its forks", knowledge::Server::nginx, nginx_head,
     nginx_sweep, nginx_is_carrier, nginx_is_open, nginx_parse, false, nginx_sweep_inner},
    {Format::apache, "apache", "Apache httpd's ErrorLog, 2.4 and 2.2", knowledge::Server::apache, apache_head, nullptr,
     nullptr, never_open, apache_parse},
    {Format::mod_jk, "mod_jk", "mod_jk's JkLogFile", knowledge::Server::mod_jk, mod_jk_head, nullptr, nullptr,
     never_open, mod_jk_parse},
    {Format::php_fpm, "php_fpm", "PHP-FPM's error_log", knowledge::Server::php_fpm, php_fpm_head, nullptr, nullptr,
     never_open, php_fpm_parse},
    {Format::php_fpm_slow, "php_fpm_slow", "PHP-FPM's slowlog", knowledge::Server::php_fpm, php_fpm_slow_head, nullptr,
     nullptr, php_fpm_slow_is_open, php_fpm_slow_parse},
    {Format::php, "php", "PHP's own error_log", knowledge::Server::php, php_head, nullptr, nullptr, php_is_open,
     php_parse},
    {Format::haproxy, "haproxy", "HAProxy's httplog, httpslog and tcplog, and what it says of its servers",
     knowledge::Server::haproxy, haproxy_head, nullptr, nullptr, never_open, haproxy_parse},
    {Format::ingress_nginx, "ingress_nginx", "ingress-nginx's access log, and its controller's log",
     knowledge::Server::ingress_nginx, ingress_nginx_head, nullptr, nullptr, never_open, ingress_nginx_parse},
    {Format::lighttpd, "lighttpd", "lighttpd's error log", knowledge::Server::lighttpd, lighttpd_head, nullptr, nullptr,
     never_open, lighttpd_parse},
    {Format::varnish, "varnish", "varnishlog's text, grouped or raw", knowledge::Server::varnish, varnish_head, nullptr,
     nullptr, varnish_is_open, varnish_parse, false, nullptr, varnish_is_further, varnish_late_time},
    {Format::angie_json, "angie_json", "Angie's error_log with format=json", knowledge::Server::nginx, angie_json_head,
     nullptr, nullptr, never_open, angie_json_parse, true},
    {Format::envoy, "envoy", "Envoy's access log: its default format, Istio's, and JSON", knowledge::Server::envoy,
     envoy_head, nullptr, nullptr, never_open, envoy_parse, true},
    {Format::cloudflare, "cloudflare", "Cloudflare's Logpush of http_requests", knowledge::Server::cloudflare,
     cloudflare_head, nullptr, nullptr, never_open, cloudflare_parse, true},
    {Format::caddy, "caddy", "Caddy's JSON log", knowledge::Server::caddy, caddy_head, nullptr, nullptr, never_open,
     caddy_parse, true},
    {Format::traefik, "traefik", "Traefik's access log, JSON and common, and its proxy's errors in JSON",
     knowledge::Server::traefik, traefik_head, nullptr, nullptr, never_open, traefik_parse, true},
};

}  // namespace

std::span<const Grammar> grammars() noexcept { return kGrammars; }

}  // namespace format

std::span<const FormatInfo> formats() noexcept {
  static constexpr auto kInfos = [] {
    std::array<FormatInfo, std::size(format::kGrammars)> infos{};
    for (std::size_t i = 0; i < infos.size(); ++i) {
      infos[i] = {format::kGrammars[i].format, format::kGrammars[i].id, format::kGrammars[i].description};
    }
    return infos;
  }();
  return kInfos;
}

std::optional<Format> format_from_id(std::string_view id) noexcept {
  for (const FormatInfo& info : formats()) {
    if (info.id == id) return info.format;
  }
  return std::nullopt;
}

std::string_view id(Format format) noexcept {
  for (const FormatInfo& info : formats()) {
    if (info.format == format) return info.id;
  }
  return {};
}

}  // namespace why502
