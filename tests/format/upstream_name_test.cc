// upstream_name_test.cc -- the peer's name in nginx's upstream field, as a table.
#include "lib/format/upstream_name.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string_view>

namespace why502::format {
namespace {

struct Case {
  std::string_view value;
  std::string_view protocol, name;
  std::string_view request = "GET /x HTTP/1.1";
  bool closed = true;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.value << (c.closed ? "" : " (cut)") << " for " << c.request;
}

class Named : public testing::TestWithParam<Case> {};

TEST_P(Named, Is) {
  const Case& c = GetParam();
  const UpstreamName got = upstream_name(c.value, c.closed, c.request);
  EXPECT_EQ(got.protocol, c.protocol);
  EXPECT_EQ(got.name, c.name);
  // Views into the value.
  if (!got.name.empty()) {
    EXPECT_GE(got.name.data(), c.value.data());
    EXPECT_LE(got.name.data() + got.name.size(), c.value.data() + c.value.size());
  }
}

INSTANTIATE_TEST_SUITE_P(Hosts, Named,
                         testing::Values(Case{"http://10.0.0.1:8080/x", "http", "10.0.0.1:8080"},
                                         Case{"http://10.0.0.1:8080", "http", "10.0.0.1:8080"},
                                         Case{"https://[::1]:443/x?y=1", "https", "[::1]:443"},
                                         Case{"http://[2001:db8::17]:8080/", "http", "[2001:db8::17]:8080"},
                                         Case{"http://backend/x", "http", "backend"},
                                         Case{"http://shop.example.com/a/b", "http", "shop.example.com"},
                                         Case{"fastcgi://127.0.0.1:9000", "fastcgi", "127.0.0.1:9000"},
                                         Case{"grpc://10.0.0.1:50051", "grpc", "10.0.0.1:50051"},
                                         Case{"grpcs://10.0.0.1:50051/pkg.Service/Call", "grpcs", "10.0.0.1:50051"},
                                         Case{"uwsgi://10.0.0.1:3031", "uwsgi", "10.0.0.1:3031"},
                                         Case{"memcached://10.0.0.1:11211", "memcached", "10.0.0.1:11211"},
                                         Case{"10.0.0.5:5432", "", "10.0.0.5:5432"},
                                         Case{"[::1]:5432", "", "[::1]:5432"}, Case{"http:///x", "http", ""},
                                         Case{"http://", "http", ""}, Case{"", "", ""}, Case{"/x", "", ""},
                                         Case{"http://a/http://b", "http", "a"}));

// A scheme ends within the first 16 bytes.
INSTANTIATE_TEST_SUITE_P(Schemes, Named,
                         testing::Values(Case{"abcdefghijklm://a/x", "abcdefghijklm", "a"},
                                         Case{"abcdefghijklmn://a/x", "", "abcdefghijklmn:"}, Case{"://a/x", "", "a"}));

INSTANTIATE_TEST_SUITE_P(UnixSockets, Named,
                         testing::Values(Case{"fastcgi://unix:/run/php.sock:", "fastcgi", "unix:/run/php.sock"},
                                         Case{"fastcgi://unix:/run/php.sock", "fastcgi", "unix:/run/php.sock"},
                                         Case{"http://unix:/run/app.sock:/x", "http", "unix:/run/app.sock"},
                                         Case{"http://unix:/run/app.sock/x", "http", "unix:/run/app.sock"},
                                         Case{"http://unix:/run/app.socket:/x", "http", "unix:/run/app.socket"},
                                         Case{"http://unix:/run/app.socket/x", "http", "unix:/run/app.socket"},
                                         Case{"unix:/run/stream.sock", "", "unix:/run/stream.sock"},
                                         Case{"http://unix:/run/a.socks/b.sock:/x", "http", "unix:/run/a.socks/b.sock"},
                                         Case{"http://unix:/run.sock/b.sock:/x", "http", "unix:/run.sock"},
                                         Case{"http://unix:/run/a.sock.old:/x", "http", "unix:/run/a.sock.old"}));

INSTANTIATE_TEST_SUITE_P(
    UnixByTheRequest, Named,
    testing::Values(Case{"http://unix:/run/app:/x", "http", "unix:/run/app"},
                    Case{"http://unix:/run/app/x", "http", "unix:/run/app"},
                    Case{"http://unix:/run/app:/y/z?q=1", "http", "unix:/run/app", "GET /y/z?q=1 HTTP/1.1"},
                    Case{"http://unix:/run/app/y/z?q=1", "http", "unix:/run/app", "GET /y/z?q=1 HTTP/1.1"},
                    Case{"http://unix:/run/app/x", "http", "unix:/run/app", "GET /x"},
                    Case{"http://unix:/run/app:/rewritten", "http", "unix:/run/app"},
                    Case{"http://unix:/run/app/rewritten", "http", "unix:/run/app/rewritten"},
                    Case{"fastcgi://unix:/run/app:", "fastcgi", "unix:/run/app"},
                    Case{"fastcgi://unix:/run/app", "fastcgi", "unix:/run/app"},
                    Case{"http://unix:/run/app:", "http", "unix:/run/app", ""},
                    Case{"http://unix:/x", "http", "unix:/x"}));

// A name that reaches the end of a cut field may be cut: it is not given.
INSTANTIATE_TEST_SUITE_P(
    Cut, Named,
    testing::Values(Case{"http://10.0.0.1:8", "http", "", "GET /x HTTP/1.1", false},
                    Case{"http://10.0.0.1:8080/", "http", "10.0.0.1:8080", "GET /x HTTP/1.1", false},
                    Case{"http:/", "", "http:", "GET /x HTTP/1.1", false},
                    Case{"htt", "", "", "GET /x HTTP/1.1", false},
                    Case{"http://unix:/run/a.sock", "http", "", "GET /x HTTP/1.1", false},
                    Case{"http://unix:/run/a.sock:", "http", "unix:/run/a.sock", "GET /x HTTP/1.1", false},
                    Case{"http://unix:/run/app", "http", "", "GET /x HTTP/1.1", false},
                    Case{"http://unix:/run/a.sock/x", "http", "unix:/run/a.sock", "GET /x HTTP/1.1", false}));

}  // namespace
}  // namespace why502::format
