// dev_test.cc -- tools/dev is what the README says it is.
#include <filesystem>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {
namespace {

using testing::HasSubstr;

const std::string kRoot = WHY502_SOURCE_DIR;

Result dev(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), kRoot + "/tools/dev");
  return run_call(Call{.arguments = std::move(arguments), .program = "/bin/bash"});
}

TEST(Dev, HelpHasTheReadmesCommands) {
  const std::string readme = read_file(kRoot + "/README.md");
  const Result help = dev({"help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* const command : {"tools/dev run samples/logs/nginx.log", "tools/dev test"}) {
    EXPECT_THAT(help.out, HasSubstr(command));
    EXPECT_THAT(readme, HasSubstr(command));
  }
  EXPECT_TRUE(std::filesystem::exists(kRoot + "/samples/logs/nginx.log"));
}

TEST(Readme, ShowsWhatTheCommandPrints) {
  const std::string readme = read_file(kRoot + "/README.md");
  const std::string command = "--tz UTC --cause backlog_full samples/logs/nginx.log";
  EXPECT_THAT(readme, HasSubstr("$ why502 " + command));
  const Call call{.arguments = {"-c", "cd '" + kRoot + "' && '" + WHY502_COMMAND + "' " + command},
                  .program = "/bin/bash"};
  std::istringstream lines(run_call(call).out);
  std::string block;
  for (std::string line; std::getline(lines, line);) block += (line.empty() ? "" : "    " + line) + "\n";
  EXPECT_THAT(readme, HasSubstr(block)) << "the README's first screen is this report";
}

TEST(Dev, UnknownSubCommandsAreAnError) {
  const Result result = dev({"tset"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("there is no sub-command 'tset'"));
}

TEST(Dev, CiRunsTheReadmesTestCommand) { EXPECT_THAT(read_file(kRoot + "/.ci/run"), HasSubstr(" tools/dev test\n")); }

TEST(Dev, InstallsNoServer) {
  const std::string packages = read_file(kRoot + "/tools/packages.txt");
  for (const char* const server : {"nginx", "apache", "php", "haproxy"}) {
    EXPECT_EQ(count(packages, server), 0u) << server;
  }
}

}  // namespace
}  // namespace why502::test
