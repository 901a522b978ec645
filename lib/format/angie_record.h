// angie_record.h -- the members of one of Angie's JSON records, as they stand in it.
#ifndef WHY502_LIB_FORMAT_ANGIE_RECORD_H_
#define WHY502_LIB_FORMAT_ANGIE_RECORD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace why502::format {

// What a record may tell. `text` is a context of a module that knows no JSON.
enum class AngieField : std::uint8_t {
  time,
  level,
  pid,
  tid,
  connection,
  message,
  error_code,
  error_text,
  text,
  action,
  resolver,
  client,
  server,
  protocol,
  request_line,
  subrequest,
  upstream,
  host,
};
inline constexpr std::size_t kAngieFieldCount = static_cast<std::size_t>(AngieField::host) + 1;

// Whose context it is.
enum class AngieContext : std::uint8_t { none, other, http, stream, mail };

// LIFETIME. Views into the line.
struct AngieRecord {
  // Still escaped, without quotes; data() == nullptr if there is none.
  std::array<std::string_view, kAngieFieldCount> values{};
  AngieContext context = AngieContext::none;
  bool is_truncated = false;
  std::string_view may_be_cut;  // if so: the last string

  std::string_view operator[](AngieField field) const noexcept { return values[static_cast<std::size_t>(field)]; }
  bool has(AngieField field) const noexcept { return (*this)[field].data() != nullptr; }
};

// Is the whole line such a record? O(line.size()); nested at most 32 deep.
// Source: Angie 1.13.0, src/core/ngx_log.c ngx_log_create_json_message(), ngx_log_object() and
// the handlers: ngx_http_request.c ngx_http_log_error_handler(), ngx_stream_proxy_module.c
// ngx_stream_proxy_log_error(), ngx_mail_handler.c ngx_mail_log_error().
bool read_angie_record(std::string_view line, AngieRecord* record) noexcept;

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_ANGIE_RECORD_H_
