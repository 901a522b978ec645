// gateways_test.cc -- the engine and its twin agree on the other gateways' lines, whole and damaged.
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "lib/knowledge/rules.h"
#include "tests/roads/roads.h"
#include "tests/twin/gateways.h"
#include "tests/twin/mutate.h"
#include "tests/twin/pool.h"
#include "tests/twin/same.h"
#include "why502/catalog.h"

namespace why502_tests {
namespace {

using why502::knowledge::Server;

struct Gateway {
  Server server;
  std::vector<std::string> edges;  // lines on which a quick reading goes wrong
};

const std::vector<Gateway>& gateways() {
  static const std::vector<Gateway> kAll = {
      {Server::haproxy,
       {R"(1:2 [22/Nov/2026:13:50:47.760] f b/s 0/0/0/0/0 503 0 - - ---- 1/1/0/0/0 0/0 {a b|c} {} "GET /x HTTP/1.1" 0/0)",
        R"(1:2 [22/Nov/2026:13:50:47.760] f b/s 0/0/0/0/0 503 0 - - SC-- 1/1/0/0/0 0/0)",
        R"(1:2 [22/Nov/2026:13:50:47.760] f b/s 0/0/0/0/0 503 0 - - SC-- 1/1/0/0/0 0/0 )",
        R"(1:2 [22/Nov/2026:13:50:47.760] f b/s 0/0/0/0/0 503 0 - - SC-- 1/1/0/0/0 0/0 "GET /cut)",
        R"(1:2 [22/Nov/2026:13:50:47.760] f b/s 0/0/0/0/+0 -1 +0 - - sX-- 1/1/0/0/+0 0/0 "")",
        R"(1:2 [22/Nov/2026:13:50:47.760] f b/<NOSRV> -1/0/0 0 SC 1/1/0/0/0 0/0)",
        R"(::1:2 [22/Nov/2026:13:50:47] f b/s 1/0/5000 12 sD 1/1/0/0/0 0/0)",
        R"(unix:1 [22/Nov/2026:13:50:47.5] f b/ 1/0/5000 12 -- 1/1/0/0/0 0/0)",
        R"(1:2 [32/Nov/2026:13:50:47.760] f b/s 1/0/5000 12 SD 1/1/0/0/0 0/0)",
        R"(1:2 [22/Nov/2026:13:50:47.760] f b/<STATS> 0/0/0/0/0 200 0 - - LR-- 1/1/0/0/0 0/0 "GET /x")",
        R"(a b:2 [22/Nov/2026:13:50:47.760] f b/s 1/0/5000 12 SD 1/1/0/0/0 0/0)",
        R"([WARNING]  (1) : Server b/s is DOWN, reason: Layer4 timeout)",
        R"([ALERT] 325/135044 (1) : backend b has no server available!)", "Server b/s is UP, reason: x", "Server b/s",
        "backend is DOWN", "[NOTICE]  (1) : New worker"}},
      {Server::envoy,
       {R"([2026-11-22T13:50:47.760Z] "GET /a" 503 UF 0 0 0 - HTTP/1.1" 200 - 0 91 5 3 "-" "x" "-" "h" "1.2.3.4:80")",
        R"([2026-11-22T13:50:47Z] "GET /a HTTP/2" 200 - 0 91 5 3 "-" "x" 503 UF 0" "-" "h" "1.2.3.4:80")",
        R"([2026-11-22T13:50:47.760Z] "- - -" 0 UF,URX 0 0 5 - "-" "-" "-" "-" "1.2.3.4:80")",
        R"([2026-11-22T13:50:47.760Z] "GET / HTTP/1.1" 503 - via_upstream - "-" 0 1 2 3 "-" "x" "-" "h" "1.2.3.4:80" c -)",
        R"([2026-11-22T13:50:47.760Z] "GET / HTTP/1.1" 503 - direct_response - "-" 0 1 2 - "-" "x" "-" "h" "-" c -)",
        R"([2026-11-22T13:50:47.760Z] "GET / HTTP/1.1" 503 - 0 1 2 3 "-" "x" "-" "h" "-")",
        R"([2026-11-22T13:50:47.760Z] "GET / HTTP/1.1" 503 XY 0 1 2 3 "-" "x" "-" "h" "-" outbound|80||a -)",
        R"([2026-11-22T13:50:47.760Z] "GET / HTTP/1.1" 200 - 0 1 2 3 "-" "x")",
        R"({"flags":"UF,URX","status":"503","upstream_host":null,"upstream_cluster":"c","path":"/","time":"2026-11-22 13:50:47 +01:00"})",
        R"({"response_flags":"-","response_code":502,"upstream_host":"1.2.3.4:80","authority":"-","path":"-"})",
        R"({"flags":"UF","status":503})", R"({"flags":"uf","status":503,"upstream_host":"a"})",
        R"({"flags":"UF","status":503,"details":"a\"b","upstream_host":"\u0041","path":"/\n","method":"GET"})",
        R"({"log":"x","flags":"UF","status":503,"upstream_host":"a"})"}},
      {Server::cloudflare,
       {R"({"EdgeResponseStatus":200,"OriginResponseStatus":200,"EdgeStartTimestamp":1795355447})",
        R"({"EdgeResponseStatus":"521","OriginResponseStatus":0,"EdgeStartTimestamp":"2026-11-22T13:50:47Z"})",
        R"({"EdgeResponseStatus":503,"OriginResponseStatus":503,"EdgeStartTimestamp":17953554477600000,"ClientRequestURI":"/\"EdgeResponseStatus\":521"})",
        R"({"EdgeResponseStatus":527,"EdgeEndTimestamp":1795355447760000000,"OriginIP":""})",
        R"({"EdgeResponseStatus":522,"EdgeStartTimestamp":1795355447760,"ClientIP":"::1"})",
        R"({"EdgeResponseStatus":524,"EdgeStartTimestamp":"1795355447","ClientIP":"::1"})",
        R"({"EdgeResponseStatus":500,"OriginResponseStatus":0})",
        R"({"EdgeResponseStatus":504,"OriginResponseStatus":0,"RequestSource":"eyeball"})",
        R"({"ClientRequestURI":"/","ClientRequestMethod":"GET","EdgeResponseStatus":530,"OriginResponseStatus":-1})",
        R"({"EdgeResponseStatus":5210000000})", R"({"EdgeResponseStatus":null})"}},
      {Server::caddy,
       {R"({"level":"info","ts":1795356160,"logger":"http.log.access","msg":"handled request","size":5,"status":200})",
        R"({"level":"error","ts":"2026-11-22T13:50:47Z","logger":"http.log.access","msg":"handled request","status":503})",
        R"({"level":"error","ts":1.5e9,"logger":"http.log.error","msg":"dial tcp: lookup a: no such host","status":502})",
        R"({"level":"error","ts":"2026/11/22","logger":"http.log.error","msg":"read tcp 1:2-\u003e3:4: x","status":502,"err_trace":"reverseproxy.x"})",
        R"({"level":"error","ts":1,"logger":"http.log.error","msg":"odd","status":502,"err_trace":"staticfiles"})",
        R"({"level":"debug","ts":1,"logger":"http.handlers.reverse_proxy","msg":"upstream roundtrip","error":"EOF"})",
        R"({"level":"warn","ts":1,"logger":"http.handlers.reverse_proxy","msg":"reading from backend","error":"EOF","upstream":"a:1"})",
        R"({"level":"info","ts":1,"logger":"https","msg":"x"})",
        R"({"level":"loud","ts":1,"logger":"http","msg":"x"})"}},
      {Server::traefik,
       {R"(1.2.3.4 - - [22/Nov/2026:13:50:47 +0000] "GET / HTTP/1.1" 502 11 "-" "-" 7 "web@docker" "http://10.0.0.12:8080" 1204ms)",
        R"(1.2.3.4 - - [22/Nov/2026:13:50:47 +0000] "GET / HTTP/1.1" 503 20 "-" "-" 7 "web@docker" "-" 0ms)",
        R"(1.2.3.4 - - [22/Nov/2026:13:50:47 +0000] "GET / HTTP/1.1" 503 20 "-" "-" 7 "-" "-" 0ms)",
        R"(1.2.3.4 - - [22/Nov/2026:13:50:47 +0000] "GET / HTTP/1.1" 504 15 "-" "a" 7 "w" "unix:///run/a.sock" 1ms)",
        R"(1.2.3.4 - a [b] [22/Nov/2026:13:50:47 +0000] "GET /" 502 11 " HTTP/1.1" 200 5 "-" "x" 7 "w" "http://b:80/" 1ms)",
        R"(1.2.3.4 - - [22/Nov/2026:13:50:47 +0000] "GET / HTTP/1.1" 503 61 "-" "a\" 502 11 \"" 7 "w" "h2c://b:80" 1ms)",
        R"({"DownstreamStatus":200,"OriginStatus":200,"ServiceAddr":"a:1","StartUTC":"2026-11-22T13:50:47.760123456Z"})",
        R"({"DownstreamStatus":502,"OriginStatus":0,"ServiceURL":"http://a:1/x","time":"2026-11-22T13:50:47Z"})",
        R"({"DownstreamStatus":502,"OriginStatus":502,"OriginContentSize":12,"ServiceURL":"http://a:1/x"})",
        R"({"DownstreamStatus":503,"ServiceName":"a@docker","RequestPath":"/\u0022"})",
        R"({"DownstreamStatus":503,"ServiceName":""})",
        R"({"DownstreamStatus":500,"OriginStatus":200,"ServiceAddr":"a:1"})",
        R"({"level":"debug","error":"context canceled","time":"2026-11-22T13:50:47Z","message":"499 Client Closed Request"})",
        R"({"level":"debug","error":"odd","time":"2026-11-22T13:50:47Z","message":"hello"})",
        R"({"level":"warn","targetURL":"https://[::1]:80/x","error":"odd","message":"Health check failed."})"}},
      {Server::lighttpd,
       {"2026-11-22 14:01:27: (a b.c.1) x", "2026-11-22 14:01:27: (server.c.1704) server started (lighttpd/1.4.69)",
        "2026-13-22 14:01:27: (gw_backend.c.274) establishing connection failed: socket: unix:/a b: No such file or "
        "directory",
        "2026-11-22T14:01:27: (x.c.1) y", "2026-11-22 14:01:27: (x.c.1) socket: tcp:"}},
      {Server::varnish,
       {"*   << BeReq    >> 4\n-   Begin          bereq 3 bgfetch\n-   BackendOpen    22\n-   FetchError     odd\n-   "
        "End",
        "*   << BeReq    >> 4\n-   Begin          bereq 3 bgfetch\n-   BackendOpen    22 a\n-   BerespStatus   500\n-  "
        " End",
        "*4* << BeReq    >> 4\n-4- FetchError     timeout\n-5- FetchError     overflow\n",
        "*** << BeReq    >> 4 x",
        "**  << BeReq    >> 4\n--  BackendOpen    22 a 1\n--  BerespStatus   503\n--  BerespReason\n--  BerespStatus   "
        "404",
        "**  << BeReq    >> 4\n--  BackendOpen    22 a 1\n--  BerespStatus   5O3\n--  BerespReason   x\n--  "
        "BerespStatus   503",
        "**  << BeReq    >> 4\n--  FetchError     backend a b: busy\n--  BackendClose   22 a\n--  Error          "
        "backend c: busy\n"
        "--  BereqHeader    hOST: x\n--  BereqHeader    Host: y\n--  BereqURL       /\n--  BereqURL       /later",
        "**  << BeReq    >> 4\n--  FetchError     timeout\n--  BackendOpen    22 a 1 2 3 4 connect\n--  BerespStatus   "
        "200\n--  End",
        "**  << BeReq    >> 4\n--  Timestamp      Start: x\n--  Timestamp      Start: 1795697024.05 0 0\n--  "
        "FetchError     timeout",
        "*   << Request  >> 4\n-   FetchError     timeout\n-   Timestamp      Start: 1795697024.05 0 0",
        "         3 FetchError     b backend x: fail errno 111 (Connection refused)",
        "         3 FetchError     c timeout",
        "12345678901234 FetchError     b timeout",
        "1234567890 Timestamp      b Start: 1795697024.1234567 0 0",
        "         3 fetchError     b timeout",
        "         3 FetchError     b",
        "         3 FetchError     b ",
        "         3 Backend_health - a Went sick x",
        "         3 Backend_health - a",
        "         3 ALongTagOfManyLetters b x",
        "   3 FetchError     b timeout",
        "          3 FetchError     b timeout",
        "-   FetchError     timeout",
        ""}},
      {Server::ingress_nginx,
       {R"(1.2.3.4 - - [22/Nov/2026:13:50:47 +0000] "GET / HTTP/1.1" 200 5 "-" "x" 75 0.003 [d-a-80] [] 1:80, 2:80, 3:80 0, 7, 5 0.1, 0.1, 0.1 502, 503, 200 id)",
        R"(1.2.3.4 - - [22/Nov/2026:13:50:47 +0100] "GET / HTTP/1.1" 502 5 "-" "x" 75 0.003 [d-a-80] [] 1:80, 2:80 : 3:80 0, 0 : 0 0.1, 0.1 : 0.1 504, 502 : - id)",
        R"(1.2.3.4 - a [b] "c [22/Nov/2026:13:50:47 +0000] "GET / HTTP/1.1" 502 5 "-" "x" 75 0.003 [] [] - - - - id)",
        R"(1.2.3.4 - [x] - y [22/Nov/2026:13:50:47 -0130] "" 400 0 "-" "-" 0 0.000 [] [] - - - - id)",
        R"(1.2.3.4 - - [22/Nov/2026:13:50:47] "GET /] [ HTTP/1.1" 503 5 "] [" "a] b" 75 0.003 [d-a-80] [] 1:80 9 0.1 503 id)",
        R"(1.2.3.4 - - [22/Nov/2026:13:50:47 +0000] "GET / HTTP/1.1" 502 157 "-" "Mozilla/5.0")",
        R"(E1122 13:50:47.760123       7 controller.go:1225] Service "default/app" is odd.)",
        R"(W1122 13:50:47.760123 7 store.go:1225] Service "default/app" does not have any active Endpoint.)"}},
  };
  return kAll;
}

class TwinGateway : public testing::TestWithParam<Gateway> {
 protected:
  why502::Format format() const { return *why502::format_from_id(why502::knowledge::id(GetParam().server)); }

  std::vector<std::string> pool() const {
    std::vector<std::string> pool = GetParam().edges;
    for (const auto& rule : why502::knowledge::rules(GetParam().server)) pool.emplace_back(rule.sample);
    for (const auto& look_alike : why502::knowledge::look_alikes(GetParam().server)) {
      pool.emplace_back(look_alike.sample);
    }
    for (const auto& path : log_paths()) {
      if (path.stem() != why502::knowledge::id(GetParam().server)) continue;
      std::istringstream file(read_file(path));
      for (std::string line; std::getline(file, line);) pool.push_back(line);
    }
    return pool;
  }
};

void expect_same(const why502::Parser& parser, const std::string& bytes, why502::Format format) {
  const TwinResult expected = twin(bytes, "UTC", 4096, format);
  ASSERT_EQ(difference(expected, by_memory(parser, bytes)), "") << printable(bytes.substr(0, 3000));
  ASSERT_EQ(difference(expected, by_feed(parser, bytes, random_pieces(bytes.size(), 100))), "") << printable(bytes);
}

TEST_P(TwinGateway, FindsInEachSampleWhatItsRuleExpects) {
  for (const auto& rule : why502::knowledge::rules(GetParam().server)) {
    const TwinResult result = twin(rule.sample, "UTC", 1 << 20, format());
    ASSERT_EQ(result.events.size(), 1u) << rule.id;
    const TwinEvent& event = result.events[0];
    EXPECT_EQ(event.rule, rule.id);
    EXPECT_EQ(event.cause, rule.cause);
    EXPECT_EQ(event.phase, rule.expect.phase) << rule.id;
    EXPECT_EQ(event.upstream, rule.expect.upstream) << rule.id;
    EXPECT_EQ(event.server, rule.expect.server) << rule.id;
    EXPECT_EQ(event.host, rule.expect.host) << rule.id;
    EXPECT_EQ(event.request, rule.expect.request) << rule.id;
    EXPECT_EQ(event.client, rule.expect.client) << rule.id;
  }
}

TEST_P(TwinGateway, AgreesOnEveryLine) {
  const why502::Parser parser = make_parser(4096, format());
  std::string all;
  for (const std::string& line : pool()) {
    expect_same(parser, line, format());
    expect_same(parser, line + "\r\n", format());
    all += line + "\n";
  }
  expect_same(parser, all, format());
}

TEST_P(TwinGateway, AgreesOnDamagedLines) {
  constexpr std::uint64_t kLogs = 2'000;
  const why502::Parser parser = make_parser(4096, format());
  const std::vector<std::string> lines = pool();
  for (std::uint64_t seed = 1; seed <= kLogs; ++seed) {
    Mutator mutator(seed, lines);
    const std::string log = mutator.log();
    expect_same(parser, log, format());
    if (HasFatalFailure()) {
      ADD_FAILURE() << "seed " << seed;
      return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, TwinGateway, testing::ValuesIn(gateways()),
                         [](const auto& each) { return std::string(why502::knowledge::id(each.param.server)); });

}  // namespace
}  // namespace why502_tests
