// recipes_test.cc -- every recipe of docs/recipes.md does what it says.
#include <ctime>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/recipes/sandbox.h"

namespace why502::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string sample(const std::string& name) { return read_file(std::string(WHY502_SAMPLES) + "/logs/" + name); }

// As nginx writes it, so many minutes ago, in UTC.
std::string refused_ago(int minutes, int connection, std::string_view upstream) {
  const std::time_t time = std::time(nullptr) - minutes * 60;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%Y/%m/%d %H:%M:%S", &parts);
  return stamp + refused("14:00:00", connection, upstream).substr(19);
}

// Of a report: -1 if it tells none.
int failed_attempts(const std::string& report) {
  std::smatch match;
  return std::regex_search(report, match, std::regex("Failed attempts +([0-9]+)")) ? std::stoi(match[1]) : -1;
}

TEST(Recipe, OneUpstream) {
  const Sandbox sandbox;
  sandbox.var("log/nginx/error.log", sample("nginx.log"));
  const Result result = sandbox.cook("One upstream");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("10.0.3.21:8083"));
  EXPECT_THAT(result.out, Not(HasSubstr("10.0.3.31")));
}

TEST(Recipe, TheLastHour) {
  const Sandbox sandbox;
  sandbox.var("log/nginx/error.log", refused_ago(180, 1, "10.0.0.1:80") + refused_ago(10, 2, "10.0.0.2:80"));
  const Result result = sandbox.cook("The last hour");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(failed_attempts(result.out), 1);
  EXPECT_THAT(result.out, HasSubstr("10.0.0.2:80"));
}

TEST(Recipe, SinceTheDeploy) {
  const Sandbox sandbox;
  sandbox.var("log/nginx/error.log", sample("nginx.log"));
  const Result result = sandbox.cook("Since the deploy");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("What has changed\n"));
  EXPECT_THAT(result.out, HasSubstr("+37        37         0  connection refused, 10.0.3.21:8083 (new)"));
}

TEST(Recipe, CronMailsOnlyIfTooMuchFailed) {
  const Sandbox sandbox;
  sandbox.var("log/nginx/error.log", refused_ago(2, 1, "10.0.0.1:80"));
  const Result quiet = sandbox.cook("Cron, and mail only if too much failed");
  EXPECT_EQ(quiet.out + quiet.err, "") << "cron mails what is printed";
  EXPECT_EQ(failed_attempts(sandbox.read_var("tmp/why502.txt")), 1);

  std::string log;
  for (int i = 0; i < 25; ++i) log += refused_ago(2, i, "10.0.0.1:80");
  sandbox.var("log/nginx/error.log", log);
  const Result mail = sandbox.cook("Cron, and mail only if too much failed");
  EXPECT_EQ(mail.err, "why502: 25 failures, more than --max-failures 20\n");
  EXPECT_EQ(failed_attempts(mail.out), 25);
}

// docker logs gives a container's stderr on its own stderr.
TEST(Recipe, Docker) {
  const Sandbox sandbox;
  sandbox.stand_in("docker", R"([[ $1 == logs ]] && cat "$SAMPLES/logs/nginx.log" >&2)");
  const Result result = sandbox.cook("Docker");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out, StartsWith("<stdin>: 753 lines of nginx"));
  EXPECT_EQ(failed_attempts(result.out), failed_attempts(run({}, sample("nginx.log")).out));
}

// The prefix is kubectl's documented one, the lines behind it are nginx's.
TEST(Recipe, Kubernetes) {
  const Sandbox sandbox;
  sandbox.stand_in("kubectl", R"([[ $1 == logs && " $* " == *" --prefix "* && " $* " == *" --tail=-1 "* ]] || exit 1
sed 's|^|[pod/web-7d4b9c-x2x5k/nginx] |' "$SAMPLES/logs/nginx.log"
sed 's|^|[pod/web-7d4b9c-k9q1z/nginx] |' "$SAMPLES/logs/nginx.http.log")");
  const Result result = sandbox.cook("Kubernetes");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(failed_attempts(result.out),
            failed_attempts(run({}, sample("nginx.log")).out) + failed_attempts(run({}, sample("nginx.http.log")).out));
}

// What a real journalctl printed: samples/README.md.
TEST(Recipe, TheJournal) {
  const Sandbox sandbox;
  sandbox.stand_in("journalctl", R"([[ " $* " == *" -o json "* ]] && cat "$SAMPLES/wrapped/journal_syslog_json.log")");
  const Result result = sandbox.cook("The journal");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(failed_attempts(result.out),
            failed_attempts(run({std::string(WHY502_SAMPLES) + "/wrapped/plain.log"}).out));
}

TEST(Recipe, Prometheus) {
  const Sandbox sandbox;
  sandbox.var("log/nginx/error.log", refused_ago(60, 1, "10.0.0.1:80") + refused_ago(2, 2, "10.0.0.2:80"));
  sandbox.var("lib/prometheus/node-exporter/why502.prom", "old\n");
  const Result result = sandbox.cook("Prometheus, by node_exporter's textfile collector");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out + result.err, "");
  const std::string gauges = sandbox.read_var("lib/prometheus/node-exporter/why502.prom");
  EXPECT_THAT(gauges, HasSubstr(R"(why502_failures{cause="connect_refused",upstream="10.0.0.2:80",status="502"} 1)"));
  EXPECT_THAT(gauges, Not(HasSubstr("10.0.0.1:80")));
  EXPECT_THAT(gauges, Not(HasSubstr("old")));
}

// ssh runs the words as a command line on the machine, of which ours has a /var. Now is an hour
// after nginx.log was half written, so that captured logs have a last hour.
TEST(Recipe, ManyMachines) {
  const Sandbox sandbox;
  sandbox.stand_in("date", "[[ $* == \"-u -d 1 hour ago +%FT%TZ\" ]] && echo 2026-11-25T20:19:00Z");
  sandbox.stand_in("ssh", R"(host=$1; shift; command=$*; exec bash -c "${command//"${SANDBOX}var"/$SANDBOX$host}")");
  int expected = 0;
  for (const auto& [host, name] :
       {std::pair("web1", "nginx.log"), {"web2", "nginx.http.log"}, {"web3", "nginx.stream.log"}}) {
    const std::string folder = sandbox.path(std::string(host) + "/log/nginx");
    std::filesystem::create_directories(folder);
    std::filesystem::copy_file(std::string(WHY502_SAMPLES) + "/logs/" + name, folder + "/error.log");
    expected += failed_attempts(run({"--since", "2026-11-25T20:19:00Z", folder}).out);
  }
  const Result result = sandbox.cook("Many machines, no log copied");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out, HasSubstr("Only events: since 2026-11-25 20:19:00"));
  EXPECT_EQ(failed_attempts(result.out), expected);
}

TEST(Recipe, APage) {
  const Sandbox sandbox;
  sandbox.var("log/nginx/error.log", refused_ago(2, 2, "10.0.0.2:80"));
  const Result result = sandbox.cook("A page for the incident's channel");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const std::string page = sandbox.read_var("tmp/incident.html");
  EXPECT_THAT(page, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(page, HasSubstr("10.0.0.2:80"));
  EXPECT_THAT(page, HasSubstr("client-"));
  EXPECT_THAT(page, Not(HasSubstr("192.0.2.9")));
  EXPECT_THAT(page, Not(HasSubstr("id=2")));
}

TEST(Recipes, AreAllRunHere) {
  const std::set<std::string> run_above = {"One upstream",
                                           "The last hour",
                                           "Since the deploy",
                                           "Cron, and mail only if too much failed",
                                           "Docker",
                                           "Kubernetes",
                                           "The journal",
                                           "Prometheus, by node_exporter's textfile collector",
                                           "Many machines, no log copied",
                                           "A page for the incident's channel"};
  std::set<std::string> written;
  for (const auto& [heading, block] : recipes()) written.insert(heading);
  EXPECT_EQ(written, run_above);
  EXPECT_EQ(count(read_file(WHY502_SOURCE_DIR "/README.md"), "(docs/recipes.md)"), 1U) << "who reads it finds them";
}

}  // namespace
}  // namespace why502::test
