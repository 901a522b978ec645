// signals_test.cc -- SIGINT and SIGTERM in the middle of a large log, and a FIFO that stops.
//
// While a pipe or FIFO waits for more: tests/command/live_test.cc.
#include <algorithm>
#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/faults/faulty.h"

namespace why502::test {
namespace {

using testing::HasSubstr;

constexpr int kFailures = kIsSanitized ? 20'000 : 40'000;

struct Stop {
  int signal;
  const char* jobs;
};

class Stopped : public testing::TestWithParam<Stop> {};
INSTANTIATE_TEST_SUITE_P(All, Stopped,
                         testing::Values(Stop{SIGINT, "1"}, Stop{SIGINT, "4"}, Stop{SIGTERM, "1"}, Stop{SIGTERM, "4"}));

// It waits in the middle of the log since nobody takes its events.
TEST_P(Stopped, InALargeLogTheEventsSoFarAreWholeAndInOrder) {
  const Folder folder;
  const std::string path = folder.file("error.log", failures(kFailures));
  Process process(Call{.arguments = {"-o", "events", "-j", GetParam().jobs, path}});
  ASSERT_TRUE(process.read_until("\n"));
  process.signal(GetParam().signal);
  const Result result = process.finish();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  const std::vector<int> numbers = numbers_of(result.out);
  // Several threads stop each in its own slice.
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
  if (GetParam().jobs == std::string_view("1")) {
    EXPECT_TRUE(numbers == up_to(numbers.size()));
  }
  EXPECT_LT(numbers.size(), std::size_t{kFailures}) << "it went on";
}

TEST_P(Stopped, ASecondSignalEndsItAtOnce) {
  const Folder folder;
  Process process(
      Call{.arguments = {"-o", "events", "-j", GetParam().jobs, folder.file("error.log", failures(kFailures))}});
  ASSERT_TRUE(process.read_until("\n"));
  process.signal(GetParam().signal);
  usleep(100'000);  // it still waits for its reader: two signals at once would be one
  process.signal(GetParam().signal);
  EXPECT_EQ(process.finish().exit_code, 128 + GetParam().signal);
}

TEST_P(Stopped, TheFileHoldsTheReportOfWhatWasRead) {
  const Folder folder;
  const std::string report = folder.file("report.json", "old");
  Process process(
      Call{.arguments = {"-o", "json", "--output-file", report, "--progress", "always", "-j", GetParam().jobs}});
  ASSERT_TRUE(process.write(failures(3)));
  usleep(300'000);  // no event tells that it was read
  process.signal(GetParam().signal);
  usleep(200'000);
  EXPECT_EQ(process.finish().exit_code, 0);
  EXPECT_EQ(nlohmann::json::parse(read_file(report), nullptr, false)["totals"]["failures"], 3);
}

// The writer goes away in the middle of a record: what is there is its last line, and counted as one.
TEST(FifoThatStops, InMidRecordIsReadToItsLastByte) {
  const std::string half = refused("14:00:01", 1).substr(0, 100);
  const Folder folder;
  const std::string fifo = folder.path("live.log");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  Process process(Call{.arguments = {"-o", "json", fifo}});
  const int writer = open(fifo.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_NE(writer, -1);
  const std::string log = failures(1) + half;
  EXPECT_EQ(write(writer, log.data(), log.size()), static_cast<ssize_t>(log.size()));
  close(writer);
  const Result result = process.finish();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const nlohmann::json report = report_of(result);
  EXPECT_EQ(report["input"]["bytes"], log.size());
  int lines = 0;
  for (const auto& [verdict, number] : report["input"]["lines"].items()) lines += number.get<int>();
  EXPECT_EQ(lines, 2);
}

// It stays open and says nothing more: the others are read first to last, and it is waited for.
TEST(FifoThatStops, HoldsUpNothingThatCameBefore) {
  const Folder folder;
  const std::string fifo = folder.path("live.log");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  Process process(Call{.arguments = {"-o", "events", fifo}});
  const int writer = open(fifo.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_NE(writer, -1);
  const std::string log = failures(2) + refused("14:00:01", 2).substr(0, 100);
  EXPECT_EQ(write(writer, log.data(), log.size()), static_cast<ssize_t>(log.size()));
  EXPECT_TRUE(process.read_until("id=1 ")) << "the half record holds nothing up";
  process.signal(SIGTERM);
  const Result result = process.finish();
  close(writer);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("id=1 "));
}

}  // namespace
}  // namespace why502::test
