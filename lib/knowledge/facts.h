// facts.h -- what a look asks of a sample of Apache, mod_jk or PHP: slow, small and constexpr.
//
// Only of samples, which nobody forged: the real readers stand in lib/format/.
#ifndef WHY502_LIB_KNOWLEDGE_FACTS_H_
#define WHY502_LIB_KNOWLEDGE_FACTS_H_

#include <cstddef>
#include <string_view>

#include "lib/knowledge/rule.h"

namespace why502::knowledge {

// What a look asks of a record; of one that nobody forged.
struct Facts {
  std::string_view message = {};  // from its first byte to the known action or the end
  Severity severity = Severity::unknown;
  Phase at = Phase::unknown;
  std::uint16_t from = writer::any;
  Context context = Context::any;
  std::string_view state = {};
};

constexpr Severity severity_of(std::string_view level) noexcept {
  if (level == "info" || level == "INFO") return Severity::info;
  if (level == "notice" || level == "NOTICE") return Severity::notice;
  if (level == "warn" || level == "WARNING") return Severity::warn;
  if (level == "error" || level == "ERROR") return Severity::error;
  if (level == "crit") return Severity::crit;
  if (level == "alert" || level == "ALERT") return Severity::alert;
  if (level == "emerg") return Severity::emerg;
  return Severity::unknown;
}

// The bit of Apache's module of this name. `remote`: the record is about [remote ...].
constexpr std::uint16_t writer_of(std::string_view module, bool remote) noexcept {
  if (module.empty()) return writer::unnamed;
  if (module == "proxy_fcgi" || module == "proxy_uwsgi") return writer::proxy_script;
  if (module == "proxy_scgi") return writer::proxy_scgi;
  if (module.starts_with("proxy")) return writer::proxy;
  if (module == "core" || module == "http" || module == "listen" || module == "unixd" || module.starts_with("mpm_")) {
    return writer::core;
  }
  if (module == "cgi" || module == "cgid") return writer::cgi;
  if (module == "fcgid") return writer::fcgid;
  if (module == "fastcgi") return writer::fastcgi;
  if (module == "wsgi") return writer::wsgi;
  if (module == "ssl") return remote ? writer::ssl_backend : writer::ssl;
  return writer::foreign;
}

// Apache prints "(111)", "(OS 10061)" or "(EAI 2)", mod_jk "errno=111", PHP-FPM "(98)" at
// the end. Does the record have this number in one of these shapes?
constexpr bool apache_number_stands_in(std::string_view record, int number) noexcept {
  if (number == 0) return true;
  char digits[12] = {};
  std::size_t size = 0;
  const bool eai = number > 670000 && number < 670100;
  int rest = eai ? number - 670000 : number;
  for (; rest > 0; rest /= 10) digits[11 - size++] = static_cast<char>('0' + rest % 10);
  const std::string_view text(digits + 12 - size, size);
  for (std::size_t at = record.find(text); at != std::string_view::npos; at = record.find(text, at + 1)) {
    const std::string_view before = record.substr(0, at), behind = record.substr(at + size);
    if (!behind.starts_with(')')) continue;
    if (eai ? before.ends_with("(EAI ") : before.ends_with('(') || before.ends_with("(OS ") || before.ends_with('=')) {
      return true;
    }
  }
  return false;
}

constexpr Facts apache_facts(std::string_view record) noexcept {
  Facts facts;
  std::string_view module;
  bool remote = false, number = false;
  for (;;) {
    if (record.starts_with('[')) {
      const std::size_t end = record.find("] ");
      if (end == std::string_view::npos) break;
      const std::string_view inner = record.substr(1, end - 1);
      const std::size_t colon = inner.find(':');
      if (severity_of(inner) != Severity::unknown) facts.severity = severity_of(inner);
      if (colon != std::string_view::npos && severity_of(inner.substr(colon + 1)) != Severity::unknown) {
        module = inner.substr(0, colon);
        facts.severity = severity_of(inner.substr(colon + 1));
      }
      if (inner.starts_with("remote ")) remote = true;
      record.remove_prefix(end + 2);
    } else if (record.starts_with('(') && !number) {
      number = true;
      record.remove_prefix(record.find(": ") + 2);
    } else {
      break;
    }
  }
  facts.from = writer_of(module, remote);
  facts.message = record.substr(0, record.find(", referer: "));
  return facts;
}

// Behind "func::file.c (line): ", without the worker's "(name) ".
constexpr Facts mod_jk_facts(std::string_view record) noexcept {
  Facts facts = apache_facts(record);
  std::string_view rest = facts.message;
  rest = rest.substr(rest.find("): ") + 3);
  if (rest.starts_with('(')) rest = rest.substr(rest.find(") ") + 2);
  facts.message = rest;
  return facts;
}

// Without the pool, the child, and what of a request is quoted.
constexpr Facts php_fpm_facts(std::string_view record) noexcept {
  Facts facts;
  if (const std::size_t script = record.find("\nscript_filename = "); script != std::string_view::npos) {
    facts.message = record.substr(script + 1);
    return facts;
  }
  if (record.starts_with('[')) record.remove_prefix(record.find("] ") + 2);
  const std::size_t level = record.find(": ");
  facts.severity = severity_of(record.substr(0, level));
  record.remove_prefix(level + 2);
  if (record.starts_with("[pool ")) record.remove_prefix(record.find("] ") + 2);
  if (record.starts_with("child ") && record.size() > 6 && record[6] >= '0' && record[6] <= '9') {
    record.remove_prefix(record.find(' ', 6) + 1);
  }
  if (record.starts_with("script '")) record.remove_prefix(record.rfind("\") ") + 3);
  facts.message = record;
  return facts;
}

constexpr Facts php_facts(std::string_view record) noexcept {
  Facts facts;
  facts.message = record.substr(record.find("] ") + 2);
  if (facts.message.starts_with("PHP Fatal error") || facts.message.starts_with("PHP Parse error") ||
      facts.message.starts_with("PHP Recoverable fatal error")) {
    facts.severity = Severity::error;
  }
  return facts;
}

}  // namespace why502::knowledge

#endif  // WHY502_LIB_KNOWLEDGE_FACTS_H_
