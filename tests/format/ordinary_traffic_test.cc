// ordinary_traffic_test.cc -- a million lines of each gateway in which nothing went wrong at an upstream: no event.
//
// Statuses, clients that leave, limits, redirects and hostile requests, drawn at random.
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/engine/parsed.h"
#include "why502/scanner.h"

namespace why502 {
namespace {

using why502_tests::make_parser;

class Dice {
 public:
  std::string_view any(const std::vector<std::string_view>& of) { return of[engine_() % of.size()]; }
  std::string number(unsigned most) { return std::to_string(engine_() % (most + 1)); }

 private:
  std::mt19937 engine_{502};
};

// What a request may hold that looks like more; none of it holds a raw quote.
const std::vector<std::string_view> kPaths = {
    "/",       "/cart?id=7", "/503",      "/#22 503 SC-- 1/1", "/%22%20503%20UF%200",     "/502, 502",
    "/x{a|b}", "/[a] [b]",   "/dial/tcp", "/api/v1/items",     "/EdgeResponseStatus/521", "/favicon.ico"};

using Line = std::string (*)(Dice&);

std::string haproxy(Dice& d) {
  const std::string_view state =
      d.any({"----", "----", "--NI", "--VN", "CD--", "CH--", "cD--", "CC--", "LR--", "PR--", "PT--", "KD--"});
  const std::string_view status = d.any({"200", "204", "301", "304", "400", "403", "404", "408", "429", "499"});
  std::string line = "203.0.113.7:" + d.number(60000) + " [22/Nov/2026:13:50:47." + d.any({"001", "760"}).data() +
                     "] fe~ app/s1 0/0/1/";
  line += d.number(900) + "/" + d.number(2000) + " ";
  return line.append(status) + " " + d.number(90000) + " - - " + std::string(state) + " 1/1/0/0/0 0/0 {" +
         std::string(d.any({"", "a b", "503 SC--"})) + "} \"GET " + std::string(d.any(kPaths)) + " HTTP/1.1\"";
}

std::string envoy(Dice& d) {
  const bool left = d.any({"0", "1", "2", "3"}) == "3";
  const std::string status(left ? "0" : d.any({"200", "204", "301", "304", "404", "429", "403"}));
  const std::string flags(left ? "DC" : d.any({"-", "-", "-", "NR", "RL", "UAEX"}));
  return "[2026-11-22T13:50:47.760Z] \"GET " + std::string(d.any(kPaths)) + " HTTP/1.1\" " + status + " " + flags +
         " 0 " + d.number(90000) + " " + d.number(900) + " " + d.number(900) +
         " \"203.0.113.7\" \"curl/8.0\" \"cc21d9b0\" \"app.example\" \"10.0.0.12:8080\"";
}

std::string cloudflare(Dice& d) {
  const bool benign = d.any({"0", "1", "2"}) == "0";
  const std::string status(benign ? "504" : d.any({"200", "204", "301", "403", "404", "429", "499"}));
  const std::string source(benign ? d.any({"earlyHintsCache", "edgeWorkerCacheAPI"})
                                  : d.any({"eyeball", "edgeWorkerFetch"}));
  return R"({"ClientIP":"203.0.113.7","ClientRequestHost":"www.example.com","ClientRequestMethod":"GET","ClientRequestURI":")" +
         std::string(d.any(kPaths)) + R"(","EdgeResponseStatus":)" + status +
         R"(,"EdgeStartTimestamp":1795355447760000000,"OriginResponseStatus":)" + (benign ? "0" : status) +
         R"(,"RequestSource":")" + source + "\"}";
}

std::string ingress_nginx(Dice& d) {
  const std::string status(d.any({"200", "204", "301", "304", "404", "429", "499"}));
  const bool asked = d.any({"0", "1", "2"}) != "0";
  const std::string lists =
      asked ? "10.1.1.5:8080 " + d.number(9000) + " 0.0" + d.number(99) + " " + status : "- - - -";
  return "203.0.113.7 - " + std::string(d.any({"-", "anna", "502 [x]"})) + " [22/Nov/2026:13:50:47 +0000] \"GET " +
         std::string(d.any(kPaths)) + " HTTP/1.1\" " + (asked ? status : "503") + " " + d.number(9000) +
         R"( "-" "curl/8.0 502, 502" 75 0.003 [default-app-8080] [] )" + lists + " 4b1f0c5f";
}

std::string caddy(Dice& d) {
  const bool left = d.any({"0", "1", "2"}) == "0";
  const std::string request =
      R"("request":{"remote_ip":"127.0.0.1","proto":"HTTP/1.1","method":"GET","host":"a","uri":")" +
      std::string(d.any(kPaths)) + R"("})";
  if (left && d.any({"0", "1"}) == "0") {
    return R"({"level":"error","ts":1795356165.99,"logger":"http.log.error.log0","msg":")" +
           std::string(d.any({"context canceled", "file does not exist"})) + R"(",)" + request + R"(,"status":)" +
           std::string(d.any({"404", "499", "400"})) + R"(,"err_trace":"fileserver.(*FileServer).notFound"})";
  }
  return R"({"level":"info","ts":1795356165.99,"logger":"http.log.access.log0","msg":"handled request",)" + request +
         R"(,"size":)" + d.number(9000) + R"(,"status":)" +
         std::string(d.any({"200", "204", "301", "304", "404", "429", "499", "0"})) + "}";
}

std::string traefik(Dice& d) {
  const std::string status(d.any({"200", "204", "301", "304", "404", "429", "499"}));
  if (d.any({"0", "1"}) == "0") {
    return R"({"ClientHost":"203.0.113.7","DownstreamStatus":)" + status + R"(,"OriginStatus":)" + status +
           R"(,"OriginContentSize":)" + d.number(9000) + R"(,"RequestPath":")" + std::string(d.any(kPaths)) +
           R"(","ServiceAddr":"10.0.0.12:8080","StartUTC":"2026-11-22T13:50:47.760123456Z","level":"info","msg":"","time":"2026-11-22T13:50:47Z"})";
  }
  return "203.0.113.7 - - [22/Nov/2026:13:50:47 +0000] \"GET " + std::string(d.any(kPaths)) + " HTTP/1.1\" " + status +
         " " + d.number(9000) + R"( "-" "curl/8.0" 7 "web@docker" "http://10.0.0.12:8080" )" + d.number(900) + "ms";
}

std::string lighttpd(Dice& d) {
  return "2026-11-22 14:01:27: (" +
         std::string(d.any({"server.c.1704) server started (lighttpd/1.4.69)",
                            "gw_backend.c.351) gw-server re-enabled: tcp:127.0.0.1:19100 127.0.0.1 19100 ",
                            "mod_fastcgi.c.449) FastCGI-stderr:PHP message: PHP Warning:  x in /a.php",
                            "connections.c.7) connection closed: 503 Connection refused"}));
}

// A client's transaction, or one with a backend, of which one attempt went wrong and the next one well; or raw lines.
std::string varnish(Dice& d) {
  const std::string number = d.number(900'000), path = std::string(d.any(kPaths));
  const std::string status = std::string(d.any({"200", "304", "404", "301"}));
  if (d.number(4) == "0")
    return "         0 Backend_health - app Still healthy 4---X-RH 8 3 8 0.001 0.001 \"HTTP/1.1 200 OK\"";
  if (d.number(3) == "0") {
    return "*   << Request  >> " + number + "\n-   Begin          req 2 rxreq\n-   ReqURL         " + path +
           "\n-   RespStatus     503\n-   RespReason     FetchError\n-   End            \n";
  }
  std::string lines = "**  << BeReq    >> " + number +
                      "       \n--  Begin          bereq 3 fetch\n"
                      "--  Timestamp      Start: 1795697024.058874 0.000000 0.000000\n"
                      "--  BereqURL       " +
                      path + "\n";
  if (d.number(2) == "0") {
    lines +=
        "--  BackendOpen    22 app 10.0.0.12 8080 10.0.0.1 59300 reuse\n--  FetchError     HTC eof (-1)\n"
        "--  BackendClose   22 app close Received bad req/resp\n";
  }
  return lines + "--  BackendOpen    22 app 10.0.0.12 8080 10.0.0.1 59310 connect\n--  BerespStatus   " + status +
         "\n--  BerespReason   FetchError\n--  BackendClose   22 app recycle\n--  End            \n";
}

struct Traffic {
  Format format;
  Line line;
  std::uint64_t records = 1'000'000;
};

class Ordinary : public testing::TestWithParam<Traffic> {};

TEST_P(Ordinary, TrafficIsNoEvent) {
  constexpr std::uint64_t kBatch = 50'000;
#if defined(__SANITIZE_ADDRESS__)
  const std::uint64_t records = kBatch;  // fifteen times as slow: whether they are no events is seen elsewhere
#else
  const std::uint64_t records = GetParam().records;
#endif
  Dice dice;
  const Parser parser = make_parser();
  for (std::uint64_t done = 0; done < records; done += kBatch) {
    std::string log;
    for (std::uint64_t i = 0; i < kBatch; ++i) log += GetParam().line(dice) + "\n";
    std::string first;
    const auto counters = for_each_event(parser, Source::from_memory(log), [&](const Event& event) {
      if (first.empty()) first = event.text();
    });
    ASSERT_TRUE(counters.has_value());
    ASSERT_EQ(first, "");
    ASSERT_EQ(counters->other, kBatch) << "each record is known";
    ASSERT_EQ(counters->unrecognized, 0u);
    ASSERT_EQ(counters->formats, 1u << static_cast<unsigned>(GetParam().format));
  }
}

INSTANTIATE_TEST_SUITE_P(Gateways, Ordinary,
                         testing::Values(Traffic{Format::haproxy, haproxy}, Traffic{Format::envoy, envoy},
                                         Traffic{Format::cloudflare, cloudflare},
                                         Traffic{Format::ingress_nginx, ingress_nginx}, Traffic{Format::caddy, caddy},
                                         Traffic{Format::traefik, traefik}, Traffic{Format::lighttpd, lighttpd},
                                         Traffic{Format::varnish, varnish, 150'000}),
                         [](const auto& each) { return std::string(id(each.param.format)); });

}  // namespace
}  // namespace why502
