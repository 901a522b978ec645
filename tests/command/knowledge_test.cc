// knowledge_test.cc -- --list and --explain tell all that the library's catalogue holds.
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/command/logs.h"
#include "tests/command/process.h"
#include "why502/catalog.h"

namespace why502::test {
namespace {

using testing::HasSubstr;

// The first word of each line of `why502 --list WHAT`.
std::vector<std::string> listed(const std::string& what) {
  const Result result = run({"--list", what});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  std::vector<std::string> ids;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) ids.push_back(line.substr(0, line.find(' ')));
  return ids;
}

template <typename Entries>
std::vector<std::string> ids_of(const Entries& entries) {
  std::vector<std::string> ids;
  for (const auto& entry : entries) ids.emplace_back(entry.id);
  return ids;
}

TEST(List, IsTheCatalogue) {
  EXPECT_EQ(listed("causes"), ids_of(causes()));
  EXPECT_EQ(listed("rules"), ids_of(rules()));
  EXPECT_EQ(listed("formats"), ids_of(formats()));
  EXPECT_EQ(listed("envelopes"), ids_of(envelopes()));
  std::vector<std::string> outputs = ids_of(reports());
  outputs.emplace_back("events");
  EXPECT_EQ(listed("reports"), outputs);
}

TEST(List, RulesHaveIdCauseAndProof) {
  const std::string out = run({"--list", "rules"}).out;
  std::istringstream lines(out);
  std::string name, cause, proof;
  for (const RuleInfo& rule : rules()) {
    lines >> name >> cause >> proof;
    EXPECT_EQ(name, rule.id);
    EXPECT_EQ(cause, rule.cause == Cause::none ? "-" : id(rule.cause));
    EXPECT_EQ(proof, id(rule.proof));
  }
}

TEST(List, OutputsAreWhatHelpAndTheOptionTake) {
  std::string all;
  for (const std::string& output : listed("reports")) {
    all += (all.empty() ? "" : "|") + output;
    EXPECT_EQ(run({"-o", output}, refused()).exit_code, 0);
  }
  EXPECT_THAT(run({"--help"}).out, HasSubstr("--output " + all + "\n"));
}

TEST(List, FitsTheTerminal) {
  for (const char* const what : {"causes", "formats", "envelopes", "reports"}) {
    const Result result = run_call(Call{.arguments = {"--list", what}, .out = Stdout::terminal, .columns = 72});
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 73u) << line;  // and a '\r'
  }
}

TEST(Explain, EveryCause) {
  for (const CauseInfo& cause : causes()) {
    const Result result = run({"--explain", std::string(cause.id)});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.err, "");
    EXPECT_THAT(result.out, testing::StartsWith(std::string(cause.id) + ": " + std::string(cause.title) + "\n"));
    EXPECT_THAT(result.out, HasSubstr("Look first:\n"));
    // Wrapped, so only the first words are looked for.
    EXPECT_THAT(result.out, HasSubstr(std::string(cause.meaning.substr(0, 20))));
    EXPECT_THAT(result.out, HasSubstr(std::string(cause.look_first.substr(0, 20))));
  }
}

TEST(Explain, ShowsWhatServersWrite) {
  const std::string out = run({"--explain", "connect_refused"}).out;
  EXPECT_THAT(out, HasSubstr("Check, where nginx wrote it:\n"));
  EXPECT_THAT(out, HasSubstr("ss -ltnp"));
  EXPECT_THAT(out, HasSubstr("proxy_pass"));
  EXPECT_THAT(out, HasSubstr("What nginx writes"));
  EXPECT_THAT(out, HasSubstr("502  connect() failed (111: Connection refused)"));
}

}  // namespace
}  // namespace why502::test
