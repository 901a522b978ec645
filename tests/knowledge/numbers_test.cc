// numbers_test.cc -- which number of a record is its errno, whatever the system and its language say beside it.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/engine/parsed.h"

namespace why502 {
namespace {

using why502_tests::event_of;

constexpr std::string_view kHead = "2026/08/20 12:34:56 [error] 2911#2911: *48213 ";
constexpr std::string_view kContext =
    ", client: 198.51.100.23, server: shop.example.com, request: \"GET / HTTP/1.1\", upstream: "
    "\"http://10.0.3.17:8080/\", host: \"shop.example.com\"";

struct Case {
  std::string_view message;  // with its action
  int errno_value;
  std::string_view cause;
};

void expect_all(std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    const auto owned = event_of(std::string(kHead) + std::string(each.message) + std::string(kContext));
    ASSERT_TRUE(owned.has_value()) << each.message;
    EXPECT_EQ(owned->view().errno_value(), each.errno_value) << each.message;
    EXPECT_EQ(id(owned->view().cause()), each.cause) << each.message;
  }
}

TEST(Errno, IsKnownByItsNumberOnEverySystem) {
  expect_all({
      {"connect() failed (111: Connection refused) while connecting to upstream", 111, "connect_refused"},
      {"connect() failed (61: Connection refused) while connecting to upstream", 61, "connect_refused"},
      {"connect() failed (10061: No connection could be made because the target machine actively refused it) while "
       "connecting to upstream",
       10061, "connect_refused"},
      {"connect() failed (113: No route to host) while connecting to upstream", 113, "unreachable"},
      {"connect() failed (113: Host is unreachable) while connecting to upstream", 113, "unreachable"},  // musl
      {"connect() failed (65: No route to host) while connecting to upstream", 65, "unreachable"},
      {"connect() failed (110: Operation timed out) while connecting to upstream", 110, "connect_timeout"},  // musl
      {"connect() to 10.0.3.17:8080 failed (99: Address not available) while connecting to upstream", 99,
       "gateway_exhausted"},  // musl
      {"connect() to 10.0.3.17:8080 failed (49: Can't assign requested address) while connecting to upstream", 49,
       "gateway_exhausted"},
      {"connect() to 10.0.3.17:8080 failed (10013: An attempt was made to access a socket in a way forbidden by its "
       "access permissions) while connecting to upstream",
       10013, "permission_denied"},
  });
}

// nginx up to 1.19.7 on glibc 2.32 and later.
TEST(Errno, TextMayBeUnknownError) {
  expect_all({
      {"connect() failed (111: Unknown error) while connecting to upstream", 111, "connect_refused"},
      {"recv() failed (104: Unknown error) while reading response header from upstream", 104, "connection_reset"},
      {"connect() to unix:/run/app.sock failed (2: Unknown error) while connecting to upstream", 2, "socket_missing"},
      {"connect() to unix:/run/app.sock failed (11: Unknown error) while connecting to upstream", 11, "backlog_full"},
  });
}

// Windows' texts have commas, and are in the system's language: here German in CP1252 and Chinese in GBK.
TEST(Errno, TextMayHaveCommasAndBytesOfAnyCode) {
  expect_all({
      {"upstream timed out (10060: A connection attempt failed because the connected party did not properly respond "
       "after a period of time, or established connection failed because connected host has failed to respond) while "
       "connecting to upstream",
       10060, "connect_timeout"},
      {"connect() failed (10061: Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die Verbindung "
       "verweigerte) while connecting to upstream",
       10061, "connect_refused"},
      {"WSARecv() failed (10054: Eine vorhandene Verbindung wurde vom Remotehost geschlossen (\xfc"
       "berraschend)) "
       "while reading response header from upstream",
       10054, "connection_reset"},
      {"WSARecv() failed (10054: \xd4\xb6\xb3\xcc\xd6\xf7\xbb\xfa) while reading response header from upstream", 10054,
       "connection_reset"},
      {"connect() failed (111: ) while connecting to upstream", 111, "connect_refused"},
  });
}

TEST(Errno, IsTheLastOfSeveralGroups) {
  expect_all({
      {"SSL_read() failed (SSL: error:80000068:system library::Connection reset by peer) (104: Connection reset by "
       "peer) while reading response header from upstream",
       104, "connection_reset"},
      {"connect() failed (111: Connection refused), upstream: redis.internal:6379(10.0.3.20)", 111, "connect_refused"},
  });
}

TEST(NoErrno, DnsReplyCodes) {
  expect_all({
      {"backend.internal could not be resolved (3: Host not found)", 0, "dns_failure"},
      {"backend.internal could not be resolved (2: Server failure)", 0, "dns_failure"},
      {"backend.internal could not be resolved (110: Operation timed out)", 0, "dns_failure"},
      {"service _http._tcp of backend.internal could not be resolved (2: Server failure)", 0, "dns_failure"},
      {"proxy_connect: i.example.net could not be resolved (3: Host not found)", 0, "dns_failure"},
  });
  const auto answer = event_of("2026/08/20 12:34:56 [error] 2911#2911: DNS error (1: Format error), query id:40807");
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->view().errno_value(), 0);
}

TEST(NoErrno, CertificateCodes) {
  expect_all({
      {"upstream SSL certificate verify error: (18:self-signed certificate) while SSL handshaking to upstream", 0,
       "tls_verify"},
      {"upstream SSL certificate verify error: (20:unable to get local issuer certificate) while SSL handshaking to "
       "upstream",
       0, "tls_verify"},
      {"lua ssl certificate verify error: (20: unable to get local issuer certificate)", 0, "tls_verify"},
  });
}

TEST(NoErrno, OpenSslErrors) {
  expect_all({
      {"SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number "
       "40) while SSL handshaking to upstream",
       0, "tls_handshake"},
      {"SSL_do_handshake() failed (SSL: error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:SSL "
       "alert number 40) while SSL handshaking to upstream",
       0, "tls_handshake"},
      {"SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to "
       "upstream",
       0, "wrong_protocol"},
  });
}

TEST(NoErrno, Http2ErrorCodesAndFrames) {
  expect_all({
      {"upstream rejected request with error 2 while reading response header from upstream", 0, "stream_rejected"},
      {"upstream sent goaway with error 11 while reading response header from upstream", 0, "stream_rejected"},
      {"upstream sent too large http2 frame: 4740180 while reading response header from upstream", 0, "wrong_protocol"},
  });
}

// A backend's own words may look like an errno group.
TEST(NoErrno, WhatABackendWrote) {
  expect_all({
      {"upstream sent invalid header: \"X: (111: Connection refused)\\x00...\" while reading response header from "
       "upstream",
       0, "invalid_response"},
      {"memcached sent invalid response: \"SERVER_ERROR (12: Cannot allocate memory)\" while reading response header "
       "from upstream",
       0, "invalid_response"},
  });
}

}  // namespace
}  // namespace why502
