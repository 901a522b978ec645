// gateways_bench.cc -- the other gateways' records: those that tell of failures, and their ordinary traffic.
//
// The failing ones are the samples of the server's rules, over and over, so what must come out is known from the
// rules. Each is read by the Scanner, and as a yardstick by std::getline and find().
#include <benchmark/benchmark.h>

#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>

#include "bench/fixture.h"
#include "bench/gateways_bench.h"
#include "why502/catalog.h"
#include "why502/scanner.h"
#include "why502/source.h"

namespace why502::bench {
namespace {

constexpr std::size_t kBytes = std::size_t{4} << 20;

struct Gateway {
  std::string_view server;
  std::string_view ordinary;  // a record in which nothing went wrong
};

constexpr Gateway kGateways[] = {
    {"haproxy",
     R"log(203.0.113.7:42176 [22/Nov/2026:13:50:47.760] fe~ app/s1 0/0/1/12/13 200 2170 - - ---- 12/9/3/1/0 0/0 {curl/8.0} "GET /cart?id=7 HTTP/1.1")log"},
    {"envoy",
     R"log([2026-11-22T13:50:47.760Z] "GET /cart?id=7 HTTP/1.1" 200 - 0 2170 13 12 "203.0.113.7" "curl/8.0" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "app.example" "10.0.0.12:8080")log"},
    {"cloudflare",
     R"log({"ClientIP":"203.0.113.7","ClientRequestHost":"www.example.com","ClientRequestMethod":"GET","ClientRequestURI":"/cart?id=7","EdgeResponseStatus":200,"EdgeStartTimestamp":1795355447760000000,"OriginIP":"198.51.100.9","OriginResponseStatus":200,"OriginResponseDurationMs":12,"RayID":"3a6050bcbe121a87"})log"},
    {"ingress_nginx",
     R"log(203.0.113.7 - - [22/Nov/2026:13:50:47 +0000] "GET /cart?id=7 HTTP/1.1" 200 2170 "-" "curl/8.0" 75 0.013 [default-app-8080] [] 10.1.1.5:8080 2170 0.012 200 4b1f0c5f7e8a4a0a9f3b2c1d0e9f8a7b)log"},
    {"caddy",
     R"log({"level":"info","ts":1795356165.99,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"203.0.113.7","remote_port":"40028","proto":"HTTP/1.1","method":"GET","host":"app.example","uri":"/cart?id=7","headers":{"User-Agent":["curl/8.0"],"Accept":["*/*"]}},"user_id":"","duration":0.013,"size":2170,"status":200,"resp_headers":{"Server":["Caddy"]}})log"},
    {"traefik",
     R"log(203.0.113.7 - - [22/Nov/2026:13:50:47 +0000] "GET /cart?id=7 HTTP/1.1" 200 2170 "-" "curl/8.0" 7 "web@docker" "http://10.0.0.12:8080" 13ms)log"},
    {"lighttpd",
     R"log(2026-11-22 14:01:30: (gw_backend.c.351) gw-server re-enabled: tcp:127.0.0.1:19100 127.0.0.1 19100 )log"},
    {"varnish", R"log(**  << BeReq    >> 4
--  Begin          bereq 3 pass
--  VCL_use        boot
--  Timestamp      Start: 1795696110.498762 0.000000 0.000000
--  BereqMethod    GET
--  BereqURL       /cart?id=7
--  BereqProtocol  HTTP/1.1
--  BereqHeader    Host: app.example
--  BereqHeader    User-Agent: curl/8.0
--  BereqHeader    X-Varnish: 4
--  VCL_call       BACKEND_FETCH
--  VCL_return     fetch
--  Timestamp      Fetch: 1795696110.498774 0.000012 0.000012
--  Timestamp      Connected: 1795696110.498891 0.000128 0.000116
--  BackendOpen    22 ok 127.0.0.1 36959 127.0.0.1 58512 connect
--  Timestamp      Bereq: 1795696110.498917 0.000155 0.000026
--  Timestamp      Beresp: 1795696110.499482 0.000720 0.000565
--  BerespProtocol HTTP/1.1
--  BerespStatus   200
--  BerespReason   OK
--  BackendClose   22 ok close Backend/VCL requested close
--  BereqAcct      113 0 113 57 3 60
--  End
)log"},
};

struct Records {
  std::string text;
  std::uint64_t records = 0, lines = 0, failures = 0;

  void add(std::string_view record, bool fails) {
    text.append(record).append("\n");
    ++records;
    for (const char c : record) lines += c == '\n' ? 1 : 0;
    ++lines;
    failures += fails ? 1 : 0;
  }
};

Records ordinary_of(const Gateway& gateway) {
  Records made;
  while (made.text.size() < kBytes) made.add(gateway.ordinary, false);
  return made;
}

Records failing_of(const Gateway& gateway) {
  Records made;
  while (made.text.size() < kBytes) {
    for (const RuleInfo& rule : rules()) {
      if (rule.server == gateway.server && rule.role == Role::failure) made.add(rule.sample, true);
    }
  }
  return made;
}

void report(benchmark::State& state, const Records& records) {
  const auto rounds = static_cast<std::uint64_t>(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(rounds * records.text.size()));
  state.counters["records"] =
      benchmark::Counter(static_cast<double>(rounds * records.records), benchmark::Counter::kIsRate);
}

// "" if all that must come out does.
std::string scan(const Records& records) {
  Source source = Source::from_memory(std::string_view(records.text));
  Scanner scanner(parser(), source);
  std::uint64_t failures = 0;
  for (const Event& event : scanner) failures += event.role() == Role::failure && !event.suspect();
  const Counters& counters = scanner.counters();
  if (failures != records.failures) return "failures differ: " + std::to_string(failures);
  if (counters.event != records.failures || counters.event + counters.other != records.records) return "records differ";
  return counters.lines() == records.lines && counters.unrecognized == 0 ? "" : "lines differ";
}

void read(benchmark::State& state, const Records& records, int* wrong_answers) {
  if (const std::string difference = scan(records); !difference.empty()) {
    ++*wrong_answers;
    state.SkipWithError(difference.c_str());
    return;
  }
  while (state.KeepRunning()) benchmark::DoNotOptimize(scan(records));
  report(state, records);
}

void getline(benchmark::State& state, const Records& records) {
  std::istringstream stream(records.text);
  while (state.KeepRunning()) {
    stream.clear();
    stream.seekg(0);
    std::uint64_t found = 0;
    for (std::string line; std::getline(stream, line);) found += line.find(" 503 ") != std::string::npos;
    benchmark::DoNotOptimize(found);
  }
  report(state, records);
}

}  // namespace

void register_gateways(int* wrong_answers) {
  for (const Gateway& gateway : kGateways) {
    for (const bool fails : {false, true}) {
      const std::string kind = std::string(gateway.server) + (fails ? "/failing" : "/ordinary");
      const auto make = [&gateway, fails] { return fails ? failing_of(gateway) : ordinary_of(gateway); };
      benchmark::RegisterBenchmark(("Gateway/" + kind).c_str(), [make, wrong_answers](benchmark::State& state) {
        read(state, make(), wrong_answers);
      })->Unit(benchmark::kMillisecond);
      benchmark::RegisterBenchmark(("GatewayGetline/" + kind).c_str(), [make](benchmark::State& state) {
        getline(state, make());
      })->Unit(benchmark::kMillisecond);
    }
  }
}

}  // namespace why502::bench
