// long_work_test.cc -- large logs: threads, seeking, progress.
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// A failure each second of a day, from `from` to `to` o'clock: 1.1 MB an hour.
std::string hours(int from, int to) {
  std::string log;
  for (int second = from * 3600; second < to * 3600; ++second) {
    log += refused(two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60), second,
                   "10.0.0." + std::to_string(second % 7) + ":80");
  }
  return log;
}

json report(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"-o", "json"});
  const Result result = run(std::move(arguments));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return json::parse(result.out);
}

TEST(Jobs, AnyNumberPrintsTheSame) {
  const Folder folder;
  const std::string log = folder.file("error.log", "what is this?\n" + hours(0, 10) + "\nand this?\n");
  for (const char* const output : {"text", "json", "events"}) {
    const std::string rejects = folder.path("rejects");
    const std::string one = run({"-o", output, "-j", "1", "--rejects", rejects, log}).out;
    const std::string one_rejects = read_file(rejects);
    EXPECT_EQ(count(one_rejects, "\n"), 3u);
    for (const char* const jobs : {"0", "2", "7"}) {
      const Result result = run({"-o", output, "--jobs", jobs, "--rejects", rejects, log});
      EXPECT_EQ(result.exit_code, 0);
      EXPECT_TRUE(result.out == one) << output << ", " << jobs;
      EXPECT_EQ(read_file(rejects), one_rejects);
      EXPECT_TRUE(run({"-o", output, "-j", jobs, log}).out == one) << output << ", " << jobs;
    }
  }
}

TEST(Jobs, ALiveStreamIsNotKeptWaiting) {
  Process process(Call{.arguments = {"-o", "events", "-j", "4"}});
  for (int i = 0; i < 3; ++i) {
    const std::string upstream = "10.0.0." + std::to_string(i) + ":80";
    ASSERT_TRUE(process.write(refused("14:00:00", i, upstream)));
    ASSERT_TRUE(process.read_until(upstream)) << "while nothing more comes";
  }
  EXPECT_EQ(process.finish().exit_code, 0);
}

TEST(Jobs, AnInterruptPrintsTheReport) {
  Process process(Call{.arguments = {"-o", "json", "-j", "4"}});
  ASSERT_TRUE(process.write(refused()));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  process.signal(SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const Result result = process.finish();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(json::parse(result.out)["totals"]["failures"], 1);
}

TEST(Seek, TellsTheSameOfItsTimeAndSaysWhatItDidNotRead) {
  const Folder folder;
  const std::string log = folder.file("error.log", hours(0, 24));
  const std::vector<std::vector<std::string>> stretches = {
      {"--since", "2026-11-22 20:00"},
      {"--until", "2026-11-22 03:30"},
      {"--since", "2026-11-22 11:59", "--until", "2026-11-22 12:01"},
      {"--since", "2026-11-23"},
  };
  for (std::vector<std::string> arguments : stretches) {
    SCOPED_TRACE(testing::PrintToString(arguments));
    arguments.push_back(log);
    const json all = report(arguments);
    EXPECT_TRUE(all["input"]["files"][0]["skipped"].is_null());
    for (const char* const jobs : {"1", "3"}) {
      arguments.insert(arguments.begin(), {"--seek", "-j", jobs});
      const json sought = report(arguments);
      EXPECT_EQ(sought["groups"].size(), all["groups"].size());
      EXPECT_EQ(sought["totals"], all["totals"]);
      EXPECT_LT(sought["input"]["bytes"], all["input"]["bytes"].get<int>() / 3);
      EXPECT_THAT(sought["input"]["files"][0]["skipped"].get<std::string>(),
                  MatchesRegex("only bytes [0-9]+ to [0-9]+ of [0-9]+ were read: .*"));
      arguments.erase(arguments.begin(), arguments.begin() + 3);
    }
  }
  const Result text = run({"--seek", "--since", "2026-11-22 20:00", log});
  EXPECT_THAT(text.out, HasSubstr("error.log: "));
  EXPECT_THAT(text.out, HasSubstr("only bytes "));
}

TEST(Seek, ReadsTwoHoursMore) {
  const Folder folder;
  const std::string log = folder.file("error.log", hours(0, 24));
  const json sought = report({"--seek", "--since", "2026-11-22 12:00", "--until", "2026-11-22 13:00", log});
  EXPECT_LE(sought["input"]["first"].get<std::string>(), "2026-11-22T10:00:00Z");
  EXPECT_GE(sought["input"]["first"].get<std::string>(), "2026-11-22T09:55:00Z");
  EXPECT_GE(sought["input"]["last"].get<std::string>(), "2026-11-22T14:59:59Z");
  EXPECT_LE(sought["input"]["last"].get<std::string>(), "2026-11-22T15:05:00Z");
}

TEST(Seek, LeavesOutFilesOfAnotherTime) {
  const Folder folder;
  const std::string old = folder.file("old.log", hours(0, 1)), later = folder.file("later.log", hours(20, 21));
  const std::string now = folder.file("now.log", hours(12, 13));
  ASSERT_EQ(std::system(("gzip '" + later + "'").c_str()), 0);
  const auto an_hour_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 365 * 20);
  std::filesystem::last_write_time(old, an_hour_ago);
  const json sought = report({"--seek", "--since", "2026-11-22 12:00", "--until", "2026-11-22 13:00", folder.path()});
  EXPECT_EQ(sought["totals"]["failures"], 3600);
  std::vector<std::string> skipped;
  for (const json& file : sought["input"]["files"]) {
    if (!file["skipped"].is_null()) skipped.push_back(file["skipped"]);
  }
  EXPECT_EQ(skipped, (std::vector<std::string>{"it begins long after the time that is asked for",
                                               "it was last changed long before the time that is asked for"}));
}

TEST(Seek, ReadsAllWhereNoTimeShowsTheWay) {
  const Folder folder;
  // No year and no record: nothing tells where the middle is.
  std::string log = refused("12:00:00");
  while (log.size() < 3'000'000) log += "a line of something else\n";
  log += refused("12:30:00", 2);
  const json sought = report({"--seek", "--since", "2026-11-22 12:00", folder.file("error.log", log)});
  EXPECT_EQ(sought["totals"]["failures"], 2);
  EXPECT_TRUE(sought["input"]["files"][0]["skipped"].is_null());
}

TEST(Seek, IsNotLedAstrayByLongRecordsAndEnvelopes) {
  const Folder folder;
  std::string log;
  for (int second = 0; second < 24 * 3600; second += 4) {
    const std::string time = two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60);
    std::string record = refused(time, second);
    log += "2026-11-22T" + time + "Z stderr F " + record;
    if (second % 40 == 0) log += "2026-11-22T" + time + "Z stdout F not a record\n";
  }
  const std::string file = folder.file("cri.log", log);
  const std::vector<std::string> stretch = {"--since", "2026-11-22 12:00", "--until", "2026-11-22 13:00", file};
  std::vector<std::string> seeking = stretch;
  seeking.insert(seeking.begin(), "--seek");
  const json sought = report(seeking);
  EXPECT_EQ(sought["totals"], report(stretch)["totals"]);
  EXPECT_EQ(sought["totals"]["failures"], 900);
  EXPECT_TRUE(sought["input"]["files"][0]["skipped"].is_string());
}

// A line may be longer than what is left to look at.
TEST(Seek, IsNotLedAstrayByALongLine) {
  const Folder folder;
  for (const char* const since : {"2026-11-22 00:30", "2026-11-22 03:00"}) {
    std::vector<std::string> arguments = {"--since", since,
                                          folder.file("error.log", hours(0, 1) + std::string(700'000, 'x') + "\n" +
                                                                       hours(1, 2) + std::string(700'000, 'x') + "\n")};
    const json all = report(arguments);
    arguments.insert(arguments.begin(), "--seek");
    EXPECT_EQ(report(arguments)["totals"], all["totals"]) << since;
  }
}

TEST(Progress, IsToldLineByLineIntoAPipeIfAsked) {
  const Folder folder;
  const std::string log = folder.file("error.log", hours(0, 2));
  const Result result = run({"--progress", "always", log});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, MatchesRegex("[0-9.]+ [kM]?B of 1\\.[0-9] MB, [0-9]+ %, [0-9.]+ [kMG]?B/s\n.*"));
  EXPECT_EQ(result.out, run({log}).out);
}

TEST(Progress, OfAStreamHasNoEnd) {
  const Result result = run({"--progress", "always"}, refused());
  EXPECT_THAT(result.err, MatchesRegex("[0-9.]+ k?B, [0-9.]+ [kMG]?B/s\n"));
}

// Reads a pipe that needs a little more than a second.
Result slow(const Call& call) {
  Process process(call);
  for (int i = 0; i < 4; ++i) {
    EXPECT_TRUE(process.write(refused("14:00:00", i)));
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
  return process.finish();
}

TEST(Progress, OnATerminalComesAfterASecondAndGoesBeforeTheReport) {
  const Result result = slow(Call{.err = Stderr::terminal, .columns = 80});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, MatchesRegex("\r[0-9.]+ k?B, [0-9.]+ k?B/s.*\r +\r"));
}

TEST(Progress, IsSilentElsewhereOrIfAsked) {
  EXPECT_THAT(slow(Call{}).err, IsEmpty()) << "no terminal";
  EXPECT_THAT(slow(Call{.arguments = {"--progress", "never"}, .err = Stderr::terminal}).err, IsEmpty());
  const Folder folder;
  EXPECT_THAT(run_call(Call{.arguments = {folder.file("error.log", refused())}, .err = Stderr::terminal}).err,
              IsEmpty())
      << "that was quick";
}

TEST(Progress, DoesNotMixWithEventsOnOneTerminal) {
  const Result result =
      slow(Call{.arguments = {"-o", "events"}, .out = Stdout::terminal, .err = Stderr::terminal, .columns = 80});
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, Not(HasSubstr("B/s")));
}

}  // namespace
}  // namespace why502::test
