// upstream_name.h -- the peer's name in nginx's upstream field.
#ifndef WHY502_LIB_FORMAT_UPSTREAM_NAME_H_
#define WHY502_LIB_FORMAT_UPSTREAM_NAME_H_

#include <string_view>

namespace why502::format {

struct UpstreamName {
  std::string_view protocol;  // "http"; empty in stream
  std::string_view name;      // "10.0.0.1:8080", "[::1]:80", "unix:/run/php.sock", "backend"; empty if unsure
};

// Splits `http://10.0.0.1:8080/uri`. `closed`: the field's quote was; a name that
// reaches the end of an unclosed one may be cut, and is not given.
//
// A unix socket and the URI behind it are separated by a colon or by nothing,
// since nginx forgets the address before it logs a timeout (1.3.15 and later:
// ngx_http_upstream_next()); `request` helps to find the end of such a path.
UpstreamName upstream_name(std::string_view value, bool closed, std::string_view request) noexcept;

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_UPSTREAM_NAME_H_
