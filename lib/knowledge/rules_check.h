// rules_check.h -- what rules.cc proves about its tables while it is compiled.
//
// A twin of the matcher that is slow, small and constexpr: enough to show that every
// sample belongs to its own entry and that no entry is out of reach. That all fields
// come out of a sample is for the tests to show: they run the real parser.
#ifndef WHY502_LIB_KNOWLEDGE_RULES_CHECK_H_
#define WHY502_LIB_KNOWLEDGE_RULES_CHECK_H_

#include <cstddef>
#include <string_view>

#include "lib/knowledge/facts.h"
#include "lib/knowledge/facts_gateways.h"
#include "lib/knowledge/rule.h"

namespace why502::knowledge {

inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// A shorter start would be found in too much.
inline constexpr std::size_t kShortestBegins = 6;

constexpr std::string_view word(Module module) noexcept {
  switch (module) {
    case Module::core: return "core";
    case Module::http: return "http";
    case Module::stream: return "stream";
    case Module::mail: return "mail";
    case Module::udp: return "udp";
    case Module::proxy: return "proxy";
    case Module::ssl: return "ssl";
    case Module::mpm: return "mpm";
    case Module::script: return "script";
    case Module::cgi: return "cgi";
    case Module::fcgid: return "fcgid";
    case Module::fastcgi: return "fastcgi";
    case Module::wsgi: return "wsgi";
    case Module::ajp: return "ajp";
    case Module::lb: return "lb";
    case Module::pool: return "pool";
    case Module::process: return "process";
    case Module::slow: return "slow";
    case Module::tls: return "tls";
    case Module::health: return "health";
    case Module::backend: return "backend";
    case Module::controller: return "controller";
  }
  return {};
}

// What an action that follows " while " means.
constexpr Phase phase_of_action(std::string_view text) noexcept {
#define WHY502_ACTION(action, phase, module) \
  if (text.starts_with(action)) return Phase::phase;
#include "lib/knowledge/actions.inc"
#undef WHY502_ACTION
  return Phase::unknown;
}

constexpr Facts nginx_facts(std::string_view record) noexcept {
  Facts facts;
  const std::size_t level = record.find('[');
  const std::size_t level_end = record.find(']');
  const std::size_t head_end = record.find(": ", level_end);
  if (level == std::string_view::npos || head_end == std::string_view::npos) return facts;
  facts.severity = severity_of(record.substr(level + 1, level_end - level - 1));
  std::string_view rest = record.substr(head_end + 2);
  if (rest.starts_with('*')) rest.remove_prefix(rest.find(' ') + 1);
  if (rest.find(", udp client: ") != std::string_view::npos) facts.context = Context::udp;
  if (rest.find(", health check \"") != std::string_view::npos) facts.context = Context::check;
  facts.message = rest;
  constexpr std::string_view kWhile = " while ";
  for (std::size_t i = rest.find(kWhile); i != std::string_view::npos; i = rest.find(kWhile, i + 1)) {
    facts.at = phase_of_action(rest.substr(i + kWhile.size()));
    if (facts.at == Phase::unknown) continue;
    facts.message = rest.substr(0, i);
    break;
  }
  return facts;
}

constexpr Facts facts_of(Server server, std::string_view record) noexcept {
  switch (server) {
    case Server::nginx: return nginx_facts(record);
    case Server::apache: return apache_facts(record);
    case Server::mod_jk: return mod_jk_facts(record);
    case Server::php_fpm: return php_fpm_facts(record);
    case Server::php: return php_facts(record);
    case Server::haproxy: return haproxy_facts(record);
    case Server::envoy: return envoy_facts(record);
    case Server::cloudflare: return cloudflare_facts(record);
    case Server::ingress_nginx: return ingress_nginx_facts(record);
    case Server::caddy: return caddy_facts(record);
    case Server::traefik: return traefik_facts(record);
    case Server::lighttpd: return {.message = record.substr(record.find(") ") + 2)};
    case Server::varnish: return varnish_facts(record);
  }
  return {};
}

// The number in a record's errno group, " (111: Connection refused)": the last one of the message, which it
// must end. The message runs to the context or the known action, as for the parser.
constexpr Errno errno_in(std::string_view record) noexcept {
  std::string_view message = nginx_facts(record).message;
  if (const std::size_t client = message.find(", client: "); client != std::string_view::npos) {
    message = message.substr(0, client);
    message = message.substr(0, message.rfind(" while "));
  }
  if (!message.ends_with(')')) return Errno::none;
  int found = 0;
  for (std::size_t i = message.find(" ("); i != std::string_view::npos; i = message.find(" (", i + 1)) {
    int number = 0;
    std::size_t end = i + 2;
    for (; end < message.size() && message[end] >= '0' && message[end] <= '9' && number < 1000000; ++end) {
      number = number * 10 + (message[end] - '0');
    }
    if (end > i + 2 && message.substr(end).starts_with(": ")) found = number;
  }
  return errno_of(found);
}

// Is `number` 0 or in a group of the record?
constexpr bool errno_stands_in(Server server, std::string_view record, int number) noexcept {
  if (server != Server::nginx) return apache_number_stands_in(record, number);
  return number == 0 || errno_in(record) == errno_of(number);
}

// server.module.name of small letters, digits and underlines; any module if it is "".
constexpr bool is_id(std::string_view id, std::string_view server, std::string_view module) noexcept {
  std::size_t dots = 0;
  bool empty = true;
  for (const char c : id) {
    if (c == '.') {
      if (empty) return false;
      ++dots;
      empty = true;
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_') {
      empty = false;
    } else {
      return false;
    }
  }
  return dots == 2 && !empty && id.starts_with(server) && id[server.size()] == '.' &&
         (module.empty() ||
          (id.substr(server.size() + 1).starts_with(module) && id[server.size() + 1 + module.size()] == '.'));
}

constexpr bool is_look(const Look& look) noexcept {
  if (!look.state.empty()) return look.begins.empty() && look.after_word.empty();
  if (look.context == Context::check && look.begins.empty()) return look.after_word.empty();
  return look.begins.empty() ? !look.after_word.empty()
                             : look.after_word.empty() && look.begins.size() >= kShortestBegins;
}

constexpr bool fits(const Look& look, const Facts& facts, Errno error) noexcept {
  if (look.context != Context::any && look.context != facts.context) return false;
  if (facts.severity < look.lowest || (facts.from & look.from) == 0) return false;
  if (look.at != Phase::unknown && look.at != facts.at) return false;
  if (look.error != Errno::any && look.error != error) return false;
  if (!look.state.empty() && look.state != facts.state) return false;
  if (!facts.message.starts_with(look.begins)) return false;
  if (!look.after_word.empty()) {
    const std::size_t blank = facts.message.find(' ');
    if (blank == std::string_view::npos || !facts.message.substr(blank).starts_with(look.after_word)) return false;
  }
  if (!look.lacks.empty() && facts.message.find(look.lacks) != std::string_view::npos) return false;
  return look.holds.empty() || facts.message.find(look.holds) != std::string_view::npos;
}

// The index of the server's first entry whose look fits, or kNone.
template <typename Entry, std::size_t count>
constexpr std::size_t first_fitting(const Entry (&table)[count], Server server, const Facts& facts,
                                    Errno error) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    if (table[i].server == server && fits(table[i].look, facts, error)) return i;
  }
  return kNone;
}

template <typename Entry, std::size_t count>
constexpr bool is_first_of_its_id(const Entry (&table)[count], std::size_t index) noexcept {
  for (std::size_t i = 0; i < index; ++i) {
    if (table[i].id == table[index].id) return false;
  }
  return true;
}

// Does whatever fits `narrow` fit `wide` as well? Equal looks cover each other.
constexpr bool covers(const Look& wide, const Look& narrow) noexcept {
  return wide.state == narrow.state && wide.begins.empty() == narrow.begins.empty() &&
         narrow.begins.starts_with(wide.begins) && narrow.after_word.starts_with(wide.after_word) &&
         (wide.holds.empty() || wide.holds == narrow.holds) && (wide.lacks.empty() || wide.lacks == narrow.lacks) &&
         (wide.error == Errno::any || wide.error == narrow.error) &&
         (wide.at == Phase::unknown || wide.at == narrow.at) && wide.lowest <= narrow.lowest &&
         (narrow.from & ~wide.from) == 0 && (wide.context == Context::any || wide.context == narrow.context);
}

template <typename Entry, std::size_t count>
constexpr bool is_covered_by_earlier(const Entry (&table)[count], std::size_t index) noexcept {
  for (std::size_t i = 0; i < index; ++i) {
    if (table[i].server == table[index].server && covers(table[i].look, table[index].look)) return true;
  }
  return false;
}

}  // namespace why502::knowledge

#endif  // WHY502_LIB_KNOWLEDGE_RULES_CHECK_H_
