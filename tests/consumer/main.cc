// main.cc -- a program of somebody else: counts the failures of one line.
#include <cstdio>
#include <string>

#include "why502/report.h"
#include "why502/scanner.h"

int main() {
  const auto parser = why502::Parser::create();
  auto aggregate = why502::Aggregate::create();
  if (!parser || !aggregate) return 1;
  const auto counters = why502::for_each_event(
      *parser,
      why502::Source::from_memory("2026/08/22 10:00:01 [error] 71#71: *9 connect() failed (111: Connection refused) "
                                  "while connecting to upstream, client: 10.0.0.9, server: a.io, request: \"GET / "
                                  "HTTP/1.1\", upstream: \"http://10.1.2.3:8080/\", host: \"a.io\"\n"),
      [&](const why502::Event& event) { aggregate->add(event); });
  if (!counters || counters->event != 1 || aggregate->totals().failures != 1) return 1;
  std::string json;
  const auto written =
      why502::write_report(*aggregate, why502::ReportId::json, {}, [&](std::string_view piece) { json.append(piece); });
  if (!written || json.find("connect_refused") == json.npos) return 1;
  std::puts("consumer: ok");
  return 0;
}
