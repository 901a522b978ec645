// inputs_test.cc -- files, folders, pipes, and what bad input gets.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json json_of(const Result& result) {
  json report = json::parse(result.out, nullptr, false);
  EXPECT_FALSE(report.is_discarded()) << result.out;
  return report;
}

json report_of(std::string_view input) {
  const Result result = run({"-o", "json"}, input);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.err, "");
  return json_of(result);
}

std::uint64_t lines(const json& report) {
  std::uint64_t sum = 0;
  for (const auto& [verdict, number] : report["input"]["lines"].items()) sum += number.get<std::uint64_t>();
  return sum;
}

TEST(Inputs, StandardInputIsReadWithoutAndWithItsName) {
  const Result without = run({"-o", "json"}, refused());
  const Result with = run({"-o", "json", "-"}, refused());
  EXPECT_EQ(without.exit_code, 0);
  EXPECT_EQ(without.out, with.out);
  EXPECT_EQ(json_of(without)["totals"]["failures"], 1);
}

// journalctl's and rsyslog's stamps name no year; where the record has no time of its own they count.
TEST(Inputs, StampsWithoutAYearAreOfTheYearInWhichTheFileWasWritten) {
  const Folder folder;
  const std::string path =
      folder.file("syslog.1", "Nov 22 13:45:11 web nginx: 2026/13/40 12:34:56" + refused().substr(19));
  const timespec times[2] = {{1575158400, 0}, {1575158400, 0}};  // 2019-12-01
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  const Result result = run({"-o", "events", path});
  EXPECT_EQ(json::parse(result.out)["time"], "2019-11-22T13:45:11Z") << result.err;
}

TEST(Inputs, FileAndPipeGiveTheSameCounts) {
  const Folder folder;
  const std::string log = notice() + refused() + timed_out();
  json from_file = json_of(run({"-o", "json", folder.file("error.log", log)}));
  json from_pipe = report_of(log);
  EXPECT_EQ(from_file["groups"], from_pipe["groups"]);
  EXPECT_EQ(from_file["totals"], from_pipe["totals"]);
}

TEST(Inputs, TerminalOnStdinIsToldHow) {
  const Result result = run_call(Call{.in = Stdin::terminal});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("nothing to read"));
  EXPECT_THAT(result.err, HasSubstr("why502 --help"));
}

TEST(Inputs, NoInputAtAllIsAnEmptyReport) {
  const Result result = run_call(Call{.arguments = {"-o", "json"}, .in = Stdin::null});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(lines(json_of(result)), 0u);
}

TEST(Inputs, SeveralFilesAreOneReport) {
  const Folder folder;
  const json report = json_of(run({"-o", "json", folder.file("a.log", refused()), folder.file("b.log", timed_out())}));
  EXPECT_EQ(report["totals"]["failures"], 2);
  EXPECT_EQ(report["input"]["files"].size(), 2u);
}

TEST(Inputs, FileNamedTwiceIsReadOnce) {
  const Folder folder;
  const std::string log = folder.file("a.log", refused());
  std::filesystem::create_symlink(log, folder.path("link.log"));
  EXPECT_EQ(json_of(run({"-o", "json", log, log, folder.path("link.log")}))["totals"]["failures"], 1);
}

TEST(Inputs, FolderStandsForItsLogs) {
  const Folder folder;
  folder.file("error.log", refused());
  folder.file("deep/er/error.log", timed_out());
  folder.file("access.log", "192.0.2.9 - - [22/Nov/2026:14:00:00 +0000] \"GET / HTTP/1.1\" 502 0 \"-\" \"-\"\n");
  const Result result = run({"-o", "json", folder.path()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const json report = json_of(result);
  EXPECT_EQ(report["totals"]["failures"], 2);
  std::vector<std::string> skipped;
  for (const json& file : report["input"]["files"]) {
    if (!file["skipped"].is_null()) skipped.push_back(file["name"]);
  }
  EXPECT_EQ(skipped, std::vector<std::string>{folder.path("access.log")});
}

TEST(Inputs, EmptyFolderIsNoError) {
  const Folder folder;
  EXPECT_EQ(run({folder.path()}).exit_code, 0);
}

TEST(BadInput, MissingFileIsNamedAndTheRestIsRead) {
  const Folder folder;
  const std::string missing = folder.path("x.log");
  const Result result = run({"-o", "json", missing, folder.file("error.log", refused())});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err, "why502: cannot open '" + missing + "': no such file\n");
  const json report = json_of(result);
  EXPECT_EQ(report["totals"]["failures"], 1);
  bool named = false;
  for (const json& file : report["input"]["files"]) named |= file["name"] == missing && file["error"].is_string();
  EXPECT_TRUE(named);
}

TEST(BadInput, NothingButMissingFilesGivesNoReport) {
  const Result result = run({"/no/such.log", "/no/other.log"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(count(result.err, "\n"), 2u);
}

TEST(BadInput, UnreadableFileIsNamedAndTheRestIsRead) {
  const Folder folder;
  chmod(folder.path().c_str(), 0755);
  const std::string denied = folder.file("denied.log", refused());
  const std::string log = folder.file("error.log", timed_out());
  chmod(denied.c_str(), 0);
  chmod(log.c_str(), 0644);
  const Result result = run_call(Call{.arguments = {"-o", "json", denied, log}, .as_nobody = geteuid() == 0});
  if (result.exit_code == 126) GTEST_SKIP() << "may not become another user here";
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err, "why502: cannot open '" + denied + "': permission denied\n");
  EXPECT_EQ(json_of(result)["totals"]["failures"], 1);
}

TEST(BadInput, StandardInputThatIsOpenForWritingOnlyIsTold) {
  const Result result =
      run_call({.arguments = {"-c", "exec '" WHY502_COMMAND "' - 0>/dev/null"}, .program = "/bin/bash"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err, "why502: cannot read '<stdin>': the descriptor is not open for reading\n");
}

TEST(BadInput, FileThatFailsWhileReadIsNamed) {
  // Reading a process's memory at 0 gives EIO.
  const Result result = run({"/proc/self/mem", "-"}, refused());
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("/proc/self/mem"));
  EXPECT_EQ(count(result.err, "\n"), 1u);
  EXPECT_THAT(result.out, HasSubstr("10.0.0.1:8080"));
}

TEST(BadInput, SentencesStayOneLineWhateverTheNameHolds) {
  const Result result = run({"/no/\n\x1b[31msuch"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(count(result.err, "\n"), 1u);
  EXPECT_EQ(count(result.err, "\x1b"), 0u);
}

TEST(BadInput, EmptyFileIsAReportThatSaysSo) {
  const Folder folder;
  const Result result = run({folder.file("empty.log", "")});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("no lines"));
}

TEST(BadInput, TextWithoutOneKnownRecordShowsItsFirstLines) {
  const Result result = run({}, "Dear diary,\nnothing failed today.\n");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("Dear diary,"));
  EXPECT_THAT(result.out, HasSubstr("nothing failed today."));
}

TEST(BadInput, BinaryFileIsCountedAndPrintedHarmlessly) {
  const Folder folder;
  std::string bytes;
  for (int i = 0; i < 20'000; ++i) bytes += static_cast<char>(i * 7919 >> 3);
  const Result text = run({folder.file("binary", bytes)});
  EXPECT_EQ(text.exit_code, 0);
  for (const char c : text.out) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  EXPECT_EQ(report_of(bytes)["totals"]["failures"], 0);
}

TEST(BadInput, NothingIsLostAroundStrangeBytes) {
  const std::string log = refused("14:00:00", 1) + std::string("\0\0\0\n", 4) + refused("14:00:01", 2) +
                          "\xff\xfe\xc3\x28\n" + refused("14:00:02", 3) + "\n\n" + refused("14:00:03", 4);
  const json report = report_of(log);
  EXPECT_EQ(report["totals"]["failures"], 4);
  EXPECT_EQ(report["input"]["lines"]["unrecognized"], 4);
  EXPECT_EQ(lines(report), 8u);
  EXPECT_EQ(report["input"]["bytes"], log.size());
}

TEST(BadInput, CarriageReturnsBelongToTheLineEnding) {
  const auto with_cr = [](std::string line) { return line.insert(line.size() - 1, "\r"); };
  const json plain = report_of(refused() + timed_out());
  const json dos = report_of(with_cr(refused()) + with_cr(timed_out()));
  EXPECT_EQ(dos["groups"], plain["groups"]);
}

TEST(BadInput, LastLineNeedsNoNewline) {
  std::string log = refused("14:00:00", 1) + refused("14:00:01", 2);
  log.pop_back();
  EXPECT_EQ(report_of(log)["totals"]["failures"], 2);
}

TEST(BadInput, HugeLineIsSkippedAndCounted) {
  const std::string log = refused("14:00:00", 1) + std::string(5'000'000, 'x') + "\n" + refused("14:00:01", 2);
  const json report = report_of(log);
  EXPECT_EQ(report["totals"]["failures"], 2);
  EXPECT_EQ(report["input"]["lines"]["too_long"], 1);
  EXPECT_EQ(lines(report), 3u);
}

}  // namespace
}  // namespace why502::test
