// apache_head.h -- what stands before a message in Apache's error log.
#ifndef WHY502_LIB_FORMAT_APACHE_HEAD_H_
#define WHY502_LIB_FORMAT_APACHE_HEAD_H_

#include <cstddef>
#include <string_view>

#include "why502/event.h"

namespace why502::format {

// Views into the line.
struct ApacheHead {
  std::string_view stamp;    // without its brackets
  std::string_view module;   // "proxy_http"; empty in 2.2
  std::string_view process;  // "11586:tid 11610", "18418"; may be empty
  std::string_view peer;     // "127.0.0.1:49552"; may be empty
  Severity severity = Severity::unknown;
  bool is_remote = false;    // the peer stands in [remote ...], not in [client ...]
  bool is_start_up = false;  // no stamp, no level: only a code
  int error = 0;             // "(111)", "(OS 10061)"; "(EAI 2)" is 670002
  std::size_t message = 0;   // where it begins
  // Of an ErrorLogFormat of one's own:
  std::size_t message_end = std::string_view::npos;
  std::string_view server;  // "%v"
  bool has_level = true;    // else every record is taken as one of level error
};

// Reads the built-in formats of 2.4 and 2.2, and the ErrorLogFormats that are in wide use.
// False if `line` has no such head; the stamp is not looked at. O(head).
// Source: httpd 2.4.68 server/log.c do_errorlog_default(), log_apr_status(); 2.2.34 log_error_core().
bool read_apache_head(std::string_view line, ApacheHead* head) noexcept;

// The level that Apache and mod_jk call so; unknown if there is none of that name.
Severity apache_level(std::string_view name) noexcept;

// "127.0.0.1:49552" without the port. `bare`: there is no port to take off, if it is IPv6.
std::string_view without_port(std::string_view peer, bool bare) noexcept;

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_APACHE_HEAD_H_
