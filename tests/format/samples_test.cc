// samples_test.cc -- the logs that real servers wrote: no failure twice, none missed, and mixed as alone.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>

#include "tests/engine/parsed.h"
#include "why502/aggregate.h"
#include "why502/scanner.h"

namespace why502 {
namespace {

using why502_tests::make_parser;

std::string log_of(const std::string& name) {
  std::ifstream in(std::string(WHY502_SAMPLES) + "/logs/" + name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  EXPECT_GT(text.size(), 100u) << name;
  return text;
}

using Kinds = std::map<std::tuple<std::string, std::string, std::string, std::string>, int>;

// How many events of each format, role, rule and upstream.
Kinds kinds_of(const std::string& log) {
  Kinds kinds;
  const auto counted = for_each_event(make_parser(), Source::from_memory(log), [&](const Event& event) {
    ++kinds[{std::string(id(event.format())), std::string(id(event.role())), std::string(event.rule()),
             std::string(event.upstream())}];
  });
  EXPECT_TRUE(counted.has_value());
  return kinds;
}

Aggregate sum_of(const std::string& log) {
  auto sum = aggregate(make_parser(), Source::from_memory(log));
  EXPECT_TRUE(sum.has_value());
  return *std::move(sum);
}

Totals totals_of(const std::string& log) { return sum_of(log).totals(); }

TEST(ApacheSample, FailuresAreTheFailedAttemptsOfTheAccessLog) {
  std::map<std::pair<std::string, std::string>, std::uint64_t> expected, seen;
  std::istringstream truth(log_of("apache.truth.tsv"));
  for (std::string line; std::getline(truth, line);) {
    if (line.starts_with('#')) continue;
    const std::size_t one = line.find('\t'), two = line.rfind('\t');
    expected[{line.substr(0, one), line.substr(one + 1, two - one - 1)}] = std::stoull(line.substr(two + 1));
  }
  ASSERT_GT(expected.size(), 10u);
  const Aggregate sum = sum_of(log_of("apache.log"));
  for (const Row& row : sum.rows()) seen[{std::string(row.keys[0]), std::string(row.keys[1])}] = row.failures;
  EXPECT_EQ(seen, expected);
}

// A request that another member answered is none of those that failed, but its attempt is told.
TEST(ApacheSample, RequestsAreNoMoreThanFailedOrWereTriedAgain) {
  std::istringstream access(log_of("apache.access.log"));
  std::uint64_t requests = 0;
  for (std::string line; std::getline(access, line);) {
    const bool failed = line.find(" 50") != std::string::npos;
    if (failed || line.find("/pair/1 ") != std::string::npos || line.find("/cut/") != std::string::npos) ++requests;
  }
  const Totals totals = totals_of(log_of("apache.log"));
  EXPECT_LE(totals.requests.at_least, requests);
  EXPECT_GE(totals.requests.at_least, requests * 3 / 4) << "a thread that fails twice in a second may have one";
  EXPECT_LT(totals.requests.at_least, totals.failures) << "the dead pair is tried twice a request";
  EXPECT_GT(totals.echoes, 0u);
  EXPECT_EQ(totals.echoes_without_failure, 0u);
}

// Without the lines with the address, those of the client stand alone.
TEST(ApacheSample, EchoesWithoutTheirFailureAreTold) {
  std::istringstream lines(log_of("apache.log"));
  std::string log;
  std::uint64_t alone = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(" AH00957: ") != std::string::npos || line.find(" AH02454: ") != std::string::npos) continue;
    alone += line.find(" AH01114: ") != std::string::npos || line.find(" AH01079: ") != std::string::npos ||
                     line.find(" AH00896: ") != std::string::npos
                 ? 1
                 : 0;
    log += line + "\n";
  }
  ASSERT_GT(alone, 10u);
  EXPECT_GE(totals_of(log).echoes_without_failure, alone / 2) << "another failure of the thread and second may hide it";
  EXPECT_LE(totals_of(log).echoes_without_failure, alone);
}

// The live lab's: the same attempts on the same upstreams as its judge took from the access log.
TEST(ApacheSample, FailuresOfTheLabAreThoseOfItsTruth) {
  for (const std::string name : {"apache.event", "apache.prefork"}) {
    SCOPED_TRACE(name);
    std::map<std::string, int> expected, seen;
    std::istringstream truth(log_of(name + ".truth.tsv"));
    std::string line;
    std::getline(truth, line);
    while (std::getline(truth, line)) {
      std::istringstream columns(line);
      std::string column[5];
      for (std::string& each : column) std::getline(columns, each, '\t');
      // Known gap: core's line without mod_fcgid's is an echo. mod_jk has a log of its own.
      if (column[3].ends_with("-fcgid-no-header") || column[4].starts_with("jk_")) continue;
      ++expected[column[4] == "-" ? "" : column[4]];
    }
    ASSERT_GT(expected.size(), 30u);
    for (const auto& [kind, count] : kinds_of(log_of(name + ".log"))) {
      if (std::get<1>(kind) == "failure") seen[std::get<3>(kind)] += count;
    }
    EXPECT_EQ(seen, expected);
    EXPECT_LE(totals_of(log_of(name + ".log")).echoes_without_failure, 2u);
  }
}

TEST(MixedLogs, GiveTheSumOfTheSingleOnes) {
  const std::string names[] = {
      "apache.log",  "nginx.log",      "php_fpm.log",        "php_fpm_slow.log",  "apache.event.log",
      "mod_jk.log",  "nginx.http.log", "apache.prefork.log", "php_fpm.pools.log", "php_fpm_slow.pools.log",
      "php.log",     "angie_json.log", "haproxy.log",        "caddy.log",         "lighttpd.log",
      "varnish.log", "varnish.raw.log"};
  Kinds sum;
  std::string all;
  std::uint64_t failures = 0, echoes = 0, evidence = 0, requests = 0;
  for (const std::string& name : names) {
    const std::string log = log_of(name);
    for (const auto& [kind, count] : kinds_of(log)) sum[kind] += count;
    const Totals totals = totals_of(log);
    failures += totals.failures;
    echoes += totals.echoes;
    evidence += totals.evidence;
    requests += totals.requests.at_least;
    all += log;
  }
  EXPECT_EQ(kinds_of(all), sum);
  const Totals totals = totals_of(all);
  EXPECT_EQ(totals.failures, failures);
  EXPECT_EQ(totals.echoes, echoes);
  EXPECT_EQ(totals.evidence, evidence);
  EXPECT_EQ(totals.requests.at_least, requests);
}

}  // namespace
}  // namespace why502
