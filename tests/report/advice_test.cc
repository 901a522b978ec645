// advice_test.cc -- what to look at first: which failures, in whose words.
#include "lib/report/advice.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "tests/report/report_of.h"

namespace why502::report_tests {
namespace {

using report::entry_for;
using report::filled_in;
using report::leads;
using report::Overview;

constexpr const char* kRefused = "connect() failed (111: Connection refused)";
constexpr const char* kTimedOut = "upstream timed out (110: Connection timed out)";

TEST(FilledIn, TakesFromTheUpstreamWhatItHas) {
  EXPECT_EQ(filled_in("curl http://ADDRESS/ from HOST, port PORT", "10.0.0.1:80"),
            "curl http://10.0.0.1:80/ from 10.0.0.1, port 80");
  EXPECT_EQ(filled_in("nc HOST PORT", "[::1]:80"), "nc [::1] 80");
  EXPECT_EQ(filled_in("ls -l SOCKET; curl ADDRESS", "unix:/run/php.sock"), "ls -l /run/php.sock; curl ADDRESS");
  EXPECT_EQ(filled_in("dig NAME @RESOLVER", "db.example.com"), "dig db.example.com @RESOLVER");
  EXPECT_EQ(filled_in("worker.NAME.host, %{BALANCER_WORKER_NAME}e", "tomcat1"),
            "worker.tomcat1.host, %{BALANCER_WORKER_NAME}e");
  EXPECT_EQ(filled_in("dig NAME", ""), "dig NAME");
  EXPECT_EQ(filled_in("-connect ADDRESS -servername NAME", "10.0.0.1:443"), "-connect 10.0.0.1:443 -servername NAME");
  EXPECT_EQ(filled_in("-connect ADDRESS -servername NAME", "a1.io:443"), "-connect a1.io:443 -servername a1.io");
}

// Where a client can choose the upstream's name, it must not choose a command.
TEST(FilledIn, NeverMakesACommandOfAName) {
  for (const char* name :
       {"a;reboot:80", "$(reboot):80", "`reboot`", "a b:80", "a\nb", "unix:/run/x'y.sock", "a&b:1"}) {
    EXPECT_EQ(filled_in("curl http://ADDRESS/ HOST NAME SOCKET", name), "curl http://ADDRESS/ HOST NAME SOCKET");
  }
}

TEST(EntryFor, IsThatOfTheServerThatWroteIt) {
  const std::string nginx = refused(1, "10.0.0.1:80");
  const std::string apache =
      "[Sun Nov 22 10:00:01.123456 2026] [proxy:error] [pid 7:tid 8] (111)Connection refused: AH00957: http: attempt "
      "to "
      "connect to 10.0.0.2:80 (10.0.0.2:80) failed\n";
  for (const auto& [log, upstream, server] :
       {std::tuple(nginx, "10.0.0.1:80", "nginx"), std::tuple(apache, "10.0.0.2:80", "apache"),
        std::tuple(nginx + apache, "10.0.0.1:80", "nginx"), std::tuple(nginx + apache, "10.0.0.2:80", "apache")}) {
    const Aggregate aggregate = aggregate_of(log);
    bool found = false;
    aggregate.each_upstream([&, upstream = upstream, server = server](const Row& row) {
      if (row.keys[1] != upstream) return true;
      const LookFirst* const entry = entry_for(aggregate, row);
      found = entry != nullptr;
      EXPECT_EQ(found ? entry->server : "", server);
      return true;
    });
    EXPECT_TRUE(found) << upstream;
  }
}

// Noise of all day may be more than an outage of five minutes; the outage comes first.
TEST(Leads, BeginWithTheIncident) {
  std::string log;
  for (int minute = 0; minute < 60; ++minute) {
    for (int i = 0; i < 2; ++i)
      log += record(minute * 60 + i, kTimedOut, "reading response header from upstream", "slow:80");
    if (minute < 30 || minute > 33) continue;
    for (int i = 0; i < 20; ++i) log += record(minute * 60 + 10 + i, kRefused, "connecting to upstream", "down:80");
  }
  const Aggregate aggregate = aggregate_of(log);
  const Overview overview(aggregate);
  ASSERT_EQ(overview.incidents.size(), 1u);
  ASSERT_GT(overview.causes[0].failures, overview.incidents[0].failures);
  const std::vector<Row> rows = leads(aggregate, overview, 3);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].cause, Cause::connect_refused);
  EXPECT_EQ(rows[1].cause, Cause::response_timeout);
  EXPECT_EQ(leads(aggregate, overview, 1).size(), 1u);
}

// The same cause elsewhere is not what the incident is about.
TEST(Leads, NameTheIncidentsUpstream) {
  std::string log;
  for (int minute = 0; minute < 60; ++minute) {
    for (int i = 0; i < 2; ++i) log += record(minute * 60 + i, kRefused, "connecting to upstream", "noise:80");
    if (minute < 30 || minute > 33) continue;
    for (int i = 0; i < 20; ++i) log += record(minute * 60 + 10 + i, kRefused, "connecting to upstream", "down:80");
  }
  const Aggregate aggregate = aggregate_of(log);
  const std::vector<Row> rows = leads(aggregate, Overview(aggregate), 3);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].keys[1], "down:80");
}

// PHP-FPM's own log has no failures, but says what to do.
TEST(EntryFor, OfEvidenceIsTheBackends) {
  const Aggregate aggregate = aggregate_of(
      "[22-Nov-2026 13:44:54] WARNING: [pool www] server reached pm.max_children setting (5), consider raising it\n");
  const std::vector<EvidenceRow> rows = aggregate.evidence();
  ASSERT_EQ(rows.size(), 1u);
  const LookFirst* const entry = entry_for(aggregate, rows[0]);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->server, "php_fpm");
  EXPECT_NE(report_of(aggregate, ReportId::text, {}).find("pm.status_path"), std::string::npos);
}

TEST(Leads, OfNothingAreNone) {
  const Aggregate aggregate = aggregate_of("");
  EXPECT_TRUE(leads(aggregate, Overview(aggregate), 3).empty());
}

}  // namespace
}  // namespace why502::report_tests
