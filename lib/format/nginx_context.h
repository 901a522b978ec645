// nginx_context.h -- the fields behind a message: client, server, request, upstream, host.
#ifndef WHY502_LIB_FORMAT_NGINX_CONTEXT_H_
#define WHY502_LIB_FORMAT_NGINX_CONTEXT_H_

#include <cstddef>
#include <string_view>

#include "lib/knowledge/rule.h"
#include "why502/event.h"

namespace why502::format {

// What stands where in a record. Views into it.
struct NginxContext {
  std::string_view message;  // without action and context
  Phase action = Phase::unknown;

  bool is_free_text = false;  // the message quotes what a backend or a client wrote (free_text.inc)
  bool present = false;       // there are fields behind the message
  knowledge::Context context = knowledge::Context::any;
  std::string_view client, server, request, upstream, host, referrer;
  bool has_subrequest = false;
  bool is_upgraded = false;  // a websocket: the client had its 101
  bool is_stream = false;    // not http, so there is no status
  bool is_mail = false;      // the same
  bool has_upstream = false;
  bool upstream_closed = false;       // its quote is
  bool closed = true;                 // every quote is
  bool is_decoded_text_open = false;  // one that is not: it may have a line feed of the client in it
  bool ambiguous = false;             // the fields may be forged

  // A session of stream and mail is what a request is for http.
  bool names_request() const noexcept { return !request.empty() || is_stream || is_mail; }
};

// Reads `record` from `message` on. O(record.size()).
// Source: nginx 1.31.4, src/http/ngx_http_request.c ngx_http_log_error_handler()
// and ngx_http_log_error(): one order of fields, nothing escaped.
NginxContext nginx_context(std::string_view record, std::size_t message) noexcept;

// Does the message begin as a Lua timer's does?
bool may_be_timer(std::string_view message) noexcept;

// Reads the fields that begin at `at`, behind `, client: `.
void read_client_fields(std::string_view record, std::size_t at, NginxContext* context) noexcept;

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_NGINX_CONTEXT_H_
