// output_test.cc -- where the report goes: terminals, pipes, files.
#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kEscape = "\x1b[";

std::string busy_log() {
  std::string log;
  for (int i = 0; i < 300; ++i) {
    const std::string minute = std::to_string(10 + i / 10);
    log += refused("14:" + minute + ":00", i, "10.0." + std::to_string(i % 30) + ".1:8080");
  }
  return log;
}

// Terminal columns: bytes that do not continue a UTF-8 character.
std::size_t widest(const std::string& text) {
  std::size_t most = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::size_t width = 0;
    for (const char c : line) width += (static_cast<unsigned char>(c) & 0xc0) != 0x80 && c != '\r' ? 1 : 0;
    most = std::max(most, width);
  }
  return most;
}

bool is_ascii(const std::string& text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

TEST(Text, TellsCauseAndUpstream) {
  const Result result = run({}, refused());
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out, AllOf(HasSubstr("connection refused"), HasSubstr("10.0.0.1:8080")));
  EXPECT_THAT(result.out, Not(HasSubstr(kEscape)));
}

TEST(Text, FitsAHundredColumnsInAPipeAndTheTerminalElse) {
  const Folder folder;
  const std::string log = folder.file("error.log", busy_log());
  EXPECT_LE(widest(run({log}).out), 100u);
  for (const int columns : {60, 80, 132}) {
    const Result result =
        run_call(Call{.arguments = {"--color", "never", log}, .out = Stdout::terminal, .columns = columns});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_LE(widest(result.out), static_cast<std::size_t>(columns));
    EXPECT_THAT(result.out, HasSubstr("connection refused"));
  }
}

TEST(Text, TakesTheWidthFromColumnsWhereTheTerminalDoesNotSay) {
  const Folder folder;
  const Result result = run_call(Call{.arguments = {"--color", "never", folder.file("error.log", busy_log())},
                                      .environment = {{"COLUMNS", "70"}},
                                      .out = Stdout::terminal});
  EXPECT_LE(widest(result.out), 70u);
}

TEST(Text, TopLimitsTheRows) {
  const std::string log = busy_log();
  const std::size_t two = count(run({"--top", "2"}, log).out, "\n");
  const std::size_t five = count(run({"--top", "5"}, log).out, "\n");
  const std::size_t all = count(run({"--top", "0"}, log).out, "\n");
  EXPECT_LT(two, five);
  EXPECT_LT(five, all);
}

TEST(Color, IsForTerminalsUnlessSaidOtherwise) {
  const Folder folder;
  const std::string log = folder.file("error.log", refused());
  const auto on_terminal = [&](std::vector<std::string> arguments,
                               std::vector<std::pair<std::string, std::string>> environment) {
    arguments.push_back(log);
    return run_call(Call{.arguments = arguments,
                         .environment = std::move(environment),
                         .out = Stdout::terminal,
                         .columns = 80})
        .out;
  };
  EXPECT_THAT(on_terminal({}, {}), HasSubstr(kEscape));
  EXPECT_THAT(on_terminal({}, {{"NO_COLOR", "1"}}), Not(HasSubstr(kEscape)));
  EXPECT_THAT(on_terminal({}, {{"NO_COLOR", ""}}), HasSubstr(kEscape)) << "no-color.org: when not empty";
  EXPECT_THAT(on_terminal({}, {{"TERM", "dumb"}}), Not(HasSubstr(kEscape)));
  EXPECT_THAT(on_terminal({"--color", "never"}, {}), Not(HasSubstr(kEscape)));
  EXPECT_THAT(on_terminal({"--color", "always"}, {{"NO_COLOR", "1"}}), HasSubstr(kEscape));
  EXPECT_THAT(run({"--color", "always", log}).out, HasSubstr(kEscape));
  EXPECT_THAT(run({"--color", "auto", log}).out, Not(HasSubstr(kEscape)));
}

TEST(Unicode, FollowsTheLocale) {
  const auto text = [](std::vector<std::pair<std::string, std::string>> environment) {
    return run({}, busy_log(), std::move(environment)).out;
  };
  EXPECT_FALSE(is_ascii(text({{"LC_ALL", "C.UTF-8"}})));
  EXPECT_FALSE(is_ascii(text({{"LC_ALL", "(unset)"}, {"LC_CTYPE", "en_US.utf8"}, {"LANG", "C"}})));
  EXPECT_FALSE(is_ascii(text({{"LC_ALL", ""}, {"LANG", "de_DE.UTF-8@euro"}})));
  EXPECT_FALSE(is_ascii(text({{"LC_ALL", "(unset)"}}))) << "no locale is set at all";
  EXPECT_TRUE(is_ascii(text({{"LC_ALL", "C"}, {"LANG", "en_US.UTF-8"}})));
  EXPECT_TRUE(is_ascii(text({{"LC_ALL", "(unset)"}, {"LANG", "de_DE.ISO-8859-1"}})));
}

TEST(Json, IsOneObjectWithASchema) {
  const Result result = run({"-o", "json"}, refused() + timed_out());
  const nlohmann::json report = nlohmann::json::parse(result.out);
  EXPECT_EQ(report["schema"], 1);
  EXPECT_EQ(report["totals"]["by_cause"]["connect_refused"], 1);
  EXPECT_EQ(report["totals"]["by_cause"]["response_timeout"], 1);
}

TEST(Redact, LeavesNoClientAndNoQueryInAnyOutput) {
  const std::string log =
      "2026/11/22 14:00:00 [error] 71#71: *9 connect() failed (111: Connection refused) while connecting to upstream, "
      "client: 192.0.2.77, server: a.io, request: \"GET /a?mail=jane HTTP/1.1\", upstream: "
      "\"http://10.1.2.3:80/a?mail=jane\", host: \"a.io\"\n"
      "192.0.2.77 - jane [22/Nov/2026:14:00:00 +0000] \"GET /a?mail=jane HTTP/1.1\" 502 157\n";
  const Folder folder;
  for (const char* output : {"text", "json", "html", "events"}) {
    for (const char* by : {"cause,upstream", "client,path,upstream"}) {
      const Result result = run({"--redact", "-o", output, "--by", by, "--rejects", folder.path("rejects")}, log);
      EXPECT_EQ(result.exit_code, 0) << result.err;
      EXPECT_THAT(result.out, AllOf(HasSubstr("10.1.2.3:80"), Not(HasSubstr("192.0.2.77")), Not(HasSubstr("jane"))));
      EXPECT_EQ(result.out.find("client-") != std::string::npos, by[1] == 'l' || std::string_view(output) != "text");
    }
  }
}

TEST(By, MakesTheGroupsOfTextAndJson) {
  const Result text = run({"--by", "host,phase"}, refused());
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, testing::ContainsRegex("\n  failed  host +phase +first +last\n +1  [^ ]+ +connect  14:00:00"));
  const Result result = run({"--by=server", "--by", "status,upstream", "-o", "json"}, refused());
  const auto report = nlohmann::json::parse(result.out);
  EXPECT_EQ(report["options"]["by"], (nlohmann::json{"status", "upstream"})) << "the last wins";
  ASSERT_EQ(report["groups"].size(), 1u);
  EXPECT_EQ(report["groups"][0]["keys"], (nlohmann::json{{"status", "502"}, {"upstream", "10.0.0.1:8080"}}));
}

TEST(Events, AreOneObjectALineInInputOrder) {
  const Folder folder;
  const Result result =
      run({"-o", "events", folder.file("b.log", refused() + notice()), folder.file("a.log", timed_out())});
  EXPECT_EQ(result.exit_code, 0);
  std::vector<std::string> causes;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) causes.push_back(nlohmann::json::parse(line)["cause"]);
  EXPECT_EQ(causes, (std::vector<std::string>{"connect_refused", "response_timeout"}));
}

TEST(Events, PassTheFilter) {
  const Result result = run({"-o", "events", "--cause", "response_timeout"}, refused() + timed_out());
  EXPECT_EQ(count(result.out, "\n"), 1u);
  EXPECT_THAT(result.out, HasSubstr("response_timeout"));
}

TEST(Rejects, AreTheRawLines) {
  const Folder folder;
  const std::string rejects = folder.file("rejects", "what was here before, and is longer than what comes\n");
  const std::string strange("\0\xff\x1b[31m", 7);
  const Result result = run({"--rejects", rejects}, "first\n" + refused() + strange + "\nlast");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(read_file(rejects), "first\n" + strange + "\nlast\n");
}

TEST(Rejects, DoNotOverwriteAnInput) {
  const Folder folder;
  const std::string log = folder.file("error.log", refused());
  const Result result = run({"--rejects", log, log});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--rejects would overwrite the input"));
  EXPECT_EQ(read_file(log), refused());
}

TEST(Rejects, ThatCannotBeWrittenAreAnError) {
  const Result result = run({"--rejects", "/dev/full"}, "no record\n" + refused());
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err, "why502: cannot write '/dev/full': no space left on device\n");
  EXPECT_THAT(result.out, HasSubstr("10.0.0.1:8080"));
}

TEST(Stats, GoToStderr) {
  const Result result = run({"--stats"}, refused() + notice());
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, run({}, refused() + notice()).out);
  EXPECT_THAT(result.err, testing::ContainsRegex("lines +2\n"));
  EXPECT_THAT(result.err, testing::ContainsRegex("events +1\n"));
  for (const char* const name : {"bytes", "seconds", "MB/s", "peak MiB"}) EXPECT_THAT(result.err, HasSubstr(name));
}

TEST(Output, ThatCannotBeWrittenIsAnError) {
  for (const char* const report : {"text", "json", "html", "events"}) {
    const Result full = run_call(Call{.arguments = {"-o", report}, .out = Stdout::full}, refused());
    EXPECT_EQ(full.exit_code, 2);
    EXPECT_EQ(full.err, "why502: cannot write the output: no space left on device\n");
    const Result closed = run_call(Call{.arguments = {"-o", report}, .out = Stdout::closed}, refused());
    EXPECT_EQ(closed.exit_code, 2);
    EXPECT_THAT(closed.err, HasSubstr("cannot write the output"));
  }
  EXPECT_EQ(run_call(Call{.arguments = {"--help"}, .out = Stdout::full}).exit_code, 2);
}

}  // namespace
}  // namespace why502::test
