// linear_test.cc -- lines made of what a reader looks for, over and over: each takes time in proportion to its length.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

#include "tests/engine/records.h"
#include "tests/roads/roads.h"
#include "why502/redact.h"
#include "why502/report.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

struct Shape {
  const char* name;
  std::string begin;
  std::string_view again;
  std::string_view end;
};

const std::string kRecord = kHead + kRefused + ", client: 1, server: a, request: \"";
const std::string kApache = "[Thu Nov 26 00:02:17.123456 2026] [proxy:error] [pid 7:tid 8] ";

const Shape kShapes[] = {
    {"while", kHead + "FastCGI sent in stderr: \"", " while reading response header from upstream, client: ", ""},
    {"server", kHead + kRefused + ", client: 1", ", server: ", ""},
    {"upstream", kRecord, "\", upstream: \"", ""},
    {"host", kRecord, "\", host: \"", ""},
    {"referrer", kRecord, "\", referrer: \"", ""},
    {"uris", kRecord + "GET /", "?a=http://1.1.1.1/?", " HTTP/1.1\", upstream: \"http://a:1/\", host: \"a\""},
    {"peer", kRecord + "GET / HTTP/1.1\", upstream: \"http://", "@:/[]", "\", host: \"a\""},
    {"health_check", kHead + "x", ", health check \"", ""},
    {"lua", kHead + "[lua] x", ", context: ngx.timer, client: ", ""},
    {"login", kHead + kRefused + ", client: 1, server: a, login: \"", "\", upstream: ", ""},
    {"angie", kHead + kRefused + ", client: \"1", "\", server: \"", ""},
    {"apache_errno", kApache, "(", ""},
    {"apache_peer", kApache + "AH00957: ", "http: attempt to connect to ", ""},
    {"apache_referer", kApache + "(111)Connection refused: AH00957: x", ", referer: ", ""},
    {"brackets", "", "[a]", ""},
    {"envoy", "[2026-11-22T13:50:47.760Z] \"GET ", "\" 503 UF ", "0 0 0 - \"-\" \"x\" \"-\" \"h\" \"1.2.3.4:80\""},
    {"envoy_json", "{\"flags\":\"UF\",\"status\":503", ",\"path\":\"x\"", ",\"upstream_host\":\"a\"}"},
    {"haproxy", "1:2 [22/Nov/2026:13:50:47.760] ", "f b/s ", ""},
    {"ingress", "1.2.3.4 - ", "[22/Nov/2026:13:50:47 +0000] \"", ""},
    {"json", "{\"message\":\"", "\\u0041", "\"}"},
    {"json_depth", "", "{\"a\":", ""},
    {"docker", "{\"log\":\"", "\\\\\\\"", "\",\"stream\":\"stderr\",\"time\":\"2026-08-20T12:34:56Z\"}"},
    {"php_fpm", "[26-Nov-2026 00:02:17] WARNING: [pool www] ", "child 1 said into stderr: \"", ""},
    {"mod_jk", "[Thu Nov 26 00:02:17 2026] [1:2] [error] ", "x::y (1): ", ""},
    {"syslog", "<11>1 2026-08-20T12:34:56Z web1 nginx 7 - ", "[a b=\"\\]\"]", ""},
    {"octal", "Aug 20 12:34:56 web1 nginx[7]: ", "#012", ""},
    {"colours", "", "\x1b[36m", ""},
    {"prefixes", "", "a: b] c> ", ""},
    {"blanks", "", " ", ""},
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kSize = 100'000;
#else
constexpr std::size_t kSize = 1'000'000;
#endif

TEST(Lines, OfWhatAReaderLooksForTakeLinearTime) {
  constexpr auto kMost = std::chrono::seconds(20);  // quadratic, it is many minutes; linear, milliseconds
  const why502::Parser parser = make_parser();
  why502::Redactor redactor;
  std::string json;
  for (const Shape& shape : kShapes) {
    std::string line = shape.begin;
    while (line.size() < kSize) line += shape.again;
    line.append(shape.end).append("\n");
    auto on_event = [&](const why502::Event& event) {
      json.clear();
      why502::append_json(redactor.redact(event), &json);
    };
    const auto begin = std::chrono::steady_clock::now();
    why502::Feed feed(parser);
    for (int i = 0; i < 2; ++i) feed.write(line, on_event);
    feed.finish(on_event);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kMost) << shape.name;
    EXPECT_EQ(feed.counters().lines(), 2u) << shape.name;
  }
}

}  // namespace
}  // namespace why502_tests
