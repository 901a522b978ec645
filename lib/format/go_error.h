// go_error.h -- what Go's net package prints, and how Go's loggers, and Varnish, print times: Caddy's and Traefik's.
#ifndef WHY502_LIB_FORMAT_GO_ERROR_H_
#define WHY502_LIB_FORMAT_GO_ERROR_H_

#include <optional>
#include <string_view>

#include "why502/event.h"

namespace why502::format {

// "10.0.0.1:80" of "dial tcp 10.0.0.1:80: connect: connection refused", of "read tcp 10.0.0.9:5->10.0.0.1:80: ...";
// "backend" of "dial tcp: lookup backend on ..."; "unix:" is not put before a path. "" if it names none.
std::string_view peer_of_go_error(std::string_view error) noexcept;

// "1795356164.81227": seconds of at most 10 digits, and what is finer than microseconds is cut off.
std::optional<Timestamp> unix_time(std::string_view number) noexcept;

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_GO_ERROR_H_
