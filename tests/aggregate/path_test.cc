// path_test.cc -- requests of one kind have one path.
#include "lib/aggregate/path.h"

#include <gtest/gtest.h>

#include <string>

namespace why502_tests {
namespace {

std::string path(std::string_view request) {
  std::string room = "left from before";
  return std::string(why502::counting::path_of(request, &room));
}

TEST(Path, IsWhatStandsBetweenMethodAndQuery) {
  EXPECT_EQ(path("GET /a/b HTTP/1.1"), "/a/b");
  EXPECT_EQ(path("GET /a/b?id=42 HTTP/1.1"), "/a/b");
  EXPECT_EQ(path("GET /a;jsessionid=AB12 HTTP/1.1"), "/a");
  EXPECT_EQ(path("GET / HTTP/1.1"), "/");
  EXPECT_EQ(path("GET /old"), "/old");
  EXPECT_EQ(path("GET http://example.com/a?b HTTP/1.1"), "/a");
  EXPECT_EQ(path("GET http://example.com HTTP/1.1"), "/");
  EXPECT_EQ(path("OPTIONS * HTTP/1.1"), "*");
  EXPECT_EQ(path(""), "");
}

TEST(Path, IdsBecomeOne) {
  EXPECT_EQ(path("GET /users/42/cart HTTP/1.1"), "/users/*/cart");
  EXPECT_EQ(path("GET /42 HTTP/1.1"), "/*");
  EXPECT_EQ(path("GET /42/ HTTP/1.1"), "/*/");
  EXPECT_EQ(path("GET /o/550e8400-e29b-41d4-a716-446655440000 HTTP/1.1"), "/o/*");
  EXPECT_EQ(path("GET /c/9fceb02d HTTP/1.1"), "/c/*");
  EXPECT_EQ(path("GET /t/eyJhbGciOiJIUzI1NiIsInR5cCI6 HTTP/1.1"), "/t/*");
  EXPECT_EQ(path("GET /a/1/b/2?x=3 HTTP/1.1"), "/a/*/b/*");
}

TEST(Path, WordsStay) {
  EXPECT_EQ(path("GET /v2/api HTTP/1.1"), "/v2/api");
  EXPECT_EQ(path("GET /wp-login.php HTTP/1.1"), "/wp-login.php");
  EXPECT_EQ(path("GET /facade/deadbeef HTTP/1.1"), "/facade/deadbeef") << "no digit";
  EXPECT_EQ(path("GET /jquery-3.6.0.slim.min.js HTTP/1.1"), "/jquery-3.6.0.slim.min.js");
}

TEST(Path, IsBounded) { EXPECT_EQ(path("GET /" + std::string(10'000, 'x') + " HTTP/1.1").size(), 256u); }

}  // namespace
}  // namespace why502_tests
