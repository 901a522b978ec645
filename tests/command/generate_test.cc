// generate_test.cc -- the manual page and the completions, in man and in the shells that they are for.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/command/logs.h"
#include "tests/command/long_options.h"
#include "tests/command/process.h"
#include "why502/catalog.h"

namespace why502::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;

std::string generated(const std::string& what) {
  const Result result = run({"--generate", what});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return result.out;
}

Result in_shell(const std::string& shell, std::vector<std::string> arguments) {
  return run_call({.arguments = std::move(arguments), .program = shell});
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

// What bash offers for the last of the words that it makes of a command line.
std::vector<std::string> bash_offers(const std::string& words) {
  const Folder folder;
  const std::string file = folder.file("why502", generated("bash"));
  const Result result = in_shell("/bin/bash", {"-c",
                                               "set -u; source \"$0\"; COMP_WORDS=(why502 " + words +
                                                   "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _why502; "
                                                   "((${#COMPREPLY[@]} == 0)) || printf '%s\\n' \"${COMPREPLY[@]}\"",
                                               file});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  return lines(result.out);
}

std::vector<std::string> fish_offers(const std::string& line) {
  const Folder folder;
  const std::string file = folder.file("why502.fish", generated("fish"));
  const Result result = run_call({.arguments = {"--no-config", "-c", "source " + file + "; complete -C '" + line + "'"},
                                  .environment = {{"HOME", folder.path()}},
                                  .program = "/usr/bin/fish"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  std::vector<std::string> offers;
  for (const std::string& each : lines(result.out)) offers.push_back(each.substr(0, each.find('\t')));
  std::sort(offers.begin(), offers.end());
  return offers;
}

TEST(ManPage, IsCorrectAndTellsOfEveryOptionAndCause) {
  const Folder folder;
  const std::string file = folder.file("why502.1", generated("man"));
  const Result page = run_call(
      {.arguments = {"--warnings", "-l", file}, .environment = {{"MANWIDTH", "200"}}, .program = "/usr/bin/man"});
  EXPECT_EQ(page.exit_code, 0);
  EXPECT_EQ(page.err, "") << "man and groff have nothing to say against it";
  for (const std::string& option : long_options()) EXPECT_THAT(page.out, HasSubstr(option));
  for (const CauseInfo& cause : causes()) EXPECT_THAT(page.out, HasSubstr(std::string(cause.id)));
  EXPECT_THAT(page.out, HasSubstr("-o, --output text|json|csv|"));
  EXPECT_THAT(page.out, HasSubstr("why502 --since '2h ago' -w 1m FILE")) << "what is copied from it works";
}

// What begins a line with a dot or an apostrophe would be a request.
TEST(ManPage, HoldsNoRequestThatWasText) {
  for (const std::string& line : lines(generated("man"))) {
    if (line.empty() || (line[0] != '.' && line[0] != '\'')) continue;
    const std::string request = line.substr(0, line.find(' '));
    EXPECT_THAT(request,
                testing::AnyOf(".\\\"", ".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".BR", ".RS", ".RE", ".nf", ".fi"));
  }
}

TEST(BashCompletion, OffersOptionsAndTheirValues) {
  std::vector<std::string> options = long_options();
  options.insert(options.end(), {"-o", "-h", "-j", "-w"});
  EXPECT_THAT(bash_offers("-"), testing::UnorderedElementsAreArray(options));
  EXPECT_THAT(bash_offers("--max-f"), ElementsAre("--max-failures"));
  EXPECT_THAT(bash_offers("-o p"), ElementsAre("prometheus", "partial"));
  EXPECT_THAT(bash_offers("--output ''"), IsSupersetOf({"text", "json", "csv", "events"}));
  EXPECT_THAT(bash_offers("--output = js"), ElementsAre("json"));
  EXPECT_THAT(bash_offers("--output ="), IsSupersetOf({"text", "events"}));
  EXPECT_THAT(bash_offers("--explain closed"), ElementsAre("closed_early"));
  EXPECT_THAT(bash_offers("--cause connect_"), ElementsAre("connect_refused", "connect_timeout"));
  EXPECT_THAT(bash_offers("--cause other,connect_r"), ElementsAre("other,connect_refused"));
  EXPECT_THAT(bash_offers("--by cause,ser"), ElementsAre("cause,server"));
  EXPECT_THAT(bash_offers("--format php"), ElementsAre("php_fpm", "php_fpm_slow", "php"));
  EXPECT_THAT(bash_offers("--list c"), ElementsAre("causes"));
  // Files are readline's.
  EXPECT_THAT(bash_offers("/var/log/"), IsEmpty());
  EXPECT_THAT(bash_offers("--rejects /tm"), IsEmpty());
  EXPECT_THAT(bash_offers("--since 2"), IsEmpty());
}

TEST(BashCompletion, OffersEveryReportAndCause) {
  std::vector<std::string> names;
  for (const ReportInfo& report : reports()) names.emplace_back(report.id);
  names.emplace_back("events");
  EXPECT_THAT(bash_offers("-o ''"), testing::UnorderedElementsAreArray(names));
  names.clear();
  for (const CauseInfo& cause : causes()) names.emplace_back(cause.id);
  EXPECT_THAT(bash_offers("--explain ''"), testing::UnorderedElementsAreArray(names));
}

TEST(FishCompletion, OffersOptionsAndTheirValues) {
  EXPECT_THAT(fish_offers("why502 --max-f"), ElementsAre("--max-failures"));
  EXPECT_THAT(fish_offers("why502 -o p"), ElementsAre("partial", "prometheus"));
  EXPECT_THAT(fish_offers("why502 --cause other,connect_"),
              ElementsAre("other,connect_refused", "other,connect_timeout"));
  EXPECT_THAT(fish_offers("why502 --"), IsSupersetOf(long_options()));
}

TEST(ZshCompletion, IsItsLanguageAndOffersAValue) {
  const Folder folder;
  const std::string file = folder.file("_why502", generated("zsh"));
  const Result checked = in_shell("/bin/zsh", {"-f", "-n", file});
  EXPECT_EQ(checked.exit_code, 0);
  EXPECT_EQ(checked.err, "");
  // Completion needs a terminal with a line editor: zsh's own module makes one.
  const Result completed =
      in_shell("/bin/zsh", {"-f", "-c",
                            "zmodload zsh/zpty; zpty z zsh -f -i; "
                            "zpty -w z 'fpath=(" +
                                folder.path() +
                                " $fpath); autoload -Uz compinit; compinit -u -D; print re\"a\"dy'; "
                                "zpty -r z line '*ready*'; "
                                "zpty -w -n z $'print -r -- why502 --cause other,response_t\\t'; "
                                "zpty -w -n z $'\\n'; "
                                "zpty -w -n z $'why502 --output=prom\\t'; "
                                "zpty -r -m z line '*prometheus*' && print -r -- found; zpty -d z"});
  EXPECT_THAT(completed.out, HasSubstr("found")) << completed.err;
}

}  // namespace
}  // namespace why502::test
