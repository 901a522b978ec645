// options_test.cc -- what each option takes, and what a wrong one is told.
#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/command/logs.h"
#include "tests/command/long_options.h"
#include "tests/command/process.h"

namespace why502::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

nlohmann::json report_of(std::vector<std::string> arguments, std::string_view input) {
  arguments.insert(arguments.begin(), {"-o", "json"});
  const Result result = run(std::move(arguments), input);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return nlohmann::json::parse(result.out, nullptr, false);
}

TEST(Help, FitsEightyColumnsAndTellsExitCodes) {
  for (const char* const option : {"--help", "-h"}) {
    const Result result = run({option});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.err, "");
    EXPECT_THAT(result.out, HasSubstr("Examples:"));
    EXPECT_THAT(result.out, HasSubstr("Exit code:"));
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
  }
}

TEST(Help, HasEveryOptionOfThisVersionOnce) {
  EXPECT_THAT(long_options(),
              testing::UnorderedElementsAre("--output", "--output-file", "--by", "--window", "--tz", "--top", "--since",
                                            "--until", "--cause", "--upstream", "--server", "--format",
                                            "--apache-format", "--json-key", "--redact", "--rejects", "--list",
                                            "--explain", "--generate", "--color", "--stats", "--max-failures", "--jobs",
                                            "--merge", "--against", "--seek", "--progress", "--version", "--help"));
}

TEST(Help, EveryOptionIsKnownToTheParser) {
  for (const std::string& name : long_options()) {
    EXPECT_THAT(run({name + "=no such value", "--bogus"}).err, testing::Not(HasSubstr("unknown option '" + name)));
  }
}

TEST(Version, IsOneLine) {
  const Result result = run({"--version"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, testing::MatchesRegex("why502 [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

struct WrongCase {
  std::vector<std::string> arguments;
  std::string says;  // a part of the one sentence on stderr
};

class WrongOption : public testing::TestWithParam<WrongCase> {};

TEST_P(WrongOption, IsOneSentenceAndNothingIsRead) {
  const Folder folder;
  std::vector<std::string> arguments = GetParam().arguments;
  arguments.push_back(folder.file("error.log", refused()));
  // The options that want a value come last, so the file stands in front.
  std::rotate(arguments.begin(), arguments.end() - 1, arguments.end());
  const Result result = run(arguments);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, StartsWith("why502: "));
  EXPECT_THAT(result.err, HasSubstr(GetParam().says));
  EXPECT_EQ(count(result.err, "\n"), 1u) << result.err;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, WrongOption,
    testing::Values(
        WrongCase{{"--outptu", "json"}, "unknown option '--outptu'; did you mean '--output'?"},
        WrongCase{{"--outptu=json"}, "unknown option '--outptu'; did you mean '--output'?"},
        WrongCase{{"--max-failure", "3"}, "did you mean '--max-failures'?"},
        WrongCase{{"--zzzzzzzz"}, "unknown option '--zzzzzzzz'; 'why502 --help' shows all"},
        WrongCase{{"-x"}, "unknown option '-x'"}, WrongCase{{"--jobs", "many"}, "--jobs takes a whole number"},
        WrongCase{{"-j", "5000"}, "--jobs takes 0 to 1024"},
        WrongCase{{"--seek", "-"}, "--seek needs --since or --until"},
        WrongCase{{"--progress", "loud"}, "--progress takes auto, always or never, not 'loud'"},
        WrongCase{{"--by=sever"},
                  "--by takes cause, upstream, server, host, path, client, phase, protocol, format, file or status, "
                  "not 'sever'"},
        WrongCase{{"--by", "server,"}, "not ''"}, WrongCase{{"--by", "path,path"}, "--by names 'path' twice"},
        WrongCase{{"--by", "cause,path,host,file,client"}, "--by takes at most 4 dimensions, not 5"},
        WrongCase{{"-o", "xml"}, "--output takes text, json, csv, html, prometheus, partial or events, not 'xml'"},
        WrongCase{{"-o"}, "--output needs a value: text|json|csv|html|prometheus|partial|events"},
        WrongCase{{"--output"}, "--output needs a value: text|json|csv|html|prometheus|partial|events"},
        WrongCase{{"--stats=yes"}, "--stats takes no value"},
        WrongCase{{"-w", "soon"}, "--window: 'soon' is no duration"}, WrongCase{{"-w", "0s"}, "--window"},
        WrongCase{{"--top", "-5"}, "--top takes a whole number"},
        WrongCase{{"--top", "5x"}, "--top takes a whole number, 0 or more, not '5x'"},
        WrongCase{{"--top", "99999999999999999999999"}, "--top takes a whole number"},
        WrongCase{{"--tz", "Europe/Berlim"}, "Europe/Berlim"},
        WrongCase{{"--since", "25:99"}, "--since: '25:99' is no time"},
        WrongCase{{"--until", "later"}, "--until: 'later' is no time"},
        WrongCase{{"--since", "2026-11-22", "--until", "2026-11-21"}, "since"},
        WrongCase{{"--cause", "conect_refused"}, "unknown cause 'conect_refused'; did you mean 'connect_refused'?"},
        WrongCase{{"--cause", "connect_refused,"}, "unknown cause ''"},
        WrongCase{{"--cause", "qqqqqqqqq"}, "'why502 --list causes' shows them"},
        WrongCase{{"--format", "iis"},
                  "--format takes nginx, apache, mod_jk, php_fpm, php_fpm_slow, php, haproxy, ingress_nginx, lighttpd, "
                  "varnish, "
                  "angie_json, envoy, cloudflare, caddy or traefik, not 'iis'"},
        WrongCase{{"--apache-format", "[%t] %Q"}, "--apache-format: the ErrorLogFormat cannot be read at byte 6, '%Q'"},
        WrongCase{{"--color", "blue"}, "--color takes auto, always or never, not 'blue'"},
        WrongCase{{"--max-failures", "many"}, "--max-failures takes a whole number"},
        WrongCase{{"--rejects", "/no/such/folder/file"}, "cannot write '/no/such/folder/file': no such file"},
        WrongCase{{"--list", "everything"}, "--list takes causes, rules, formats, envelopes or reports"},
        WrongCase{{"--explain", "closed_erly"}, "did you mean 'closed_early'?"},
        WrongCase{{"--explain", "none"}, "unknown cause 'none'"}));

TEST(WrongOptions, OnlyTheFirstIsTold) {
  const Result result = run({"--bogus", "--top", "x", "--color", "y"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(count(result.err, "\n"), 1u);
}

TEST(Options, StandAnywhereAndTheLastWins) {
  const Folder folder;
  const std::string log = folder.file("error.log", refused());
  const Result result = run({"-ojson", log, "--output", "text", "--output=json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("{"));
}

TEST(Options, BehindTwoDashesAreFiles) {
  const Result result = run({"--", "--help"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("'--help': no such file"));
}

TEST(Options, FileNamesAreTakenAsTheyAre) {
  const Folder folder;
  for (const char* const name : {"[a,b].log", "with space.log", "++", "a=b"}) {
    const std::string log = folder.file(name, refused());
    EXPECT_EQ(run({"--max-failures", "0", log}).exit_code, 1) << name;
  }
}

TEST(Window, IsTheWidthOfTheSeries) {
  const std::string log = refused("14:00:01") + refused("14:03:00", 2) + refused("14:07:00", 3);
  EXPECT_EQ(report_of({"-w", "5m"}, log)["groups"][0]["series"].dump(),
            R"([["2026-11-22T14:00:00Z",2],["2026-11-22T14:05:00Z",1]])");
  EXPECT_EQ(report_of({"--window", "auto"}, log)["groups"][0]["series"].size(), 3u);
}

TEST(TimeZone, IsThatOfTheStamps) {
  const auto first = [](const nlohmann::json& report) { return report["groups"][0]["first"].get<std::string>(); };
  EXPECT_EQ(first(report_of({"--tz", "UTC"}, refused())), "2026-11-22T14:00:00Z");
  EXPECT_EQ(first(report_of({"--tz", "+02:00"}, refused())), "2026-11-22T12:00:00Z");
  EXPECT_EQ(first(report_of({"--tz", "America/New_York"}, refused())), "2026-11-22T19:00:00Z");
}

TEST(TimeZone, IsTheMachinesByDefault) {
  const auto first = [](std::vector<std::pair<std::string, std::string>> environment) {
    const Result result = run({"-o", "json"}, refused(), std::move(environment));
    EXPECT_EQ(result.err, "");
    return nlohmann::json::parse(result.out)["groups"][0]["first"].get<std::string>();
  };
  EXPECT_EQ(first({{"TZ", "America/New_York"}}), "2026-11-22T19:00:00Z");
  EXPECT_EQ(first({{"TZ", ":America/New_York"}}), "2026-11-22T19:00:00Z");
  EXPECT_EQ(first({{"TZ", "/usr/share/zoneinfo/America/New_York"}}), "2026-11-22T19:00:00Z");
  EXPECT_EQ(first({{"TZ", "EST5"}}), "2026-11-22T19:00:00Z");
  EXPECT_EQ(first({{"TZ", "<-05>5"}}), "2026-11-22T19:00:00Z");
  EXPECT_EQ(first({{"TZ", "<+0530>-5:30"}}), "2026-11-22T08:30:00Z");
  EXPECT_EQ(first({{"TZ", ""}}), "2026-11-22T14:00:00Z");
}

TEST(TimeZone, OfTheMachineThatIsUnknownIsToldAndTakenAsUtc) {
  const Result result = run({"-o", "json"}, refused(), {{"TZ", "CET-1CEST,M3.5.0,M10.5.0/3"}});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("time zone 'CET-1CEST,M3.5.0,M10.5.0/3' is unknown here"));
  EXPECT_EQ(nlohmann::json::parse(result.out)["groups"][0]["first"], "2026-11-22T14:00:00Z");
}

TEST(Filters, LetThroughWhatTheySay) {
  const std::string log =
      refused("13:59:59", 1) + refused("14:00:00", 2) + timed_out("14:30:00", 3) + refused("15:00:00", 4);
  const auto failures = [&log](std::vector<std::string> arguments) {
    return report_of(std::move(arguments), log)["totals"]["failures"].get<int>();
  };
  EXPECT_EQ(failures({}), 4);
  EXPECT_EQ(failures({"--since", "2026-11-22 14:00"}), 3);
  EXPECT_EQ(failures({"--until", "2026-11-22T15:00:00Z"}), 3);
  EXPECT_EQ(failures({"--since", "2026-11-22 14:00", "--until", "2026-11-22 15:00"}), 2);
  EXPECT_EQ(failures({"--since", "2026-11-22 14:00", "--tz", "+01:00"}), 3) << "times without a zone are in --tz's";
  EXPECT_EQ(failures({"--cause", "response_timeout"}), 1);
  EXPECT_EQ(failures({"--cause", "connect_refused,response_timeout"}), 4);
  EXPECT_EQ(failures({"--cause", "connect_refused", "--cause", "response_timeout"}), 4);
  EXPECT_EQ(failures({"--cause", "closed_early"}), 0);
  EXPECT_EQ(failures({"--format", "nginx"}), 4);
}

TEST(MaxFailures, DecidesTheExitCode) {
  const std::string log = refused("14:00:00", 1) + refused("14:00:01", 2);
  EXPECT_EQ(run({"--max-failures", "2"}, log).exit_code, 0);
  const Result result = run({"--max-failures", "1"}, log);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.out, "");
  EXPECT_EQ(result.err, "why502: 2 failures, more than --max-failures 1\n");
  EXPECT_EQ(run({"--max-failures", "1", "-o", "events"}, log).exit_code, 1);
  EXPECT_EQ(run({"--max-failures", "1", "-", "/no/such.log"}, log).exit_code, 2) << "an input that failed wins";
  EXPECT_EQ(run({"--max-failures", "0"}, notice()).exit_code, 0);
}

}  // namespace
}  // namespace why502::test
