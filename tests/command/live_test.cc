// live_test.cc -- pipes that stay open, readers that go away, Ctrl-C.
#include <csignal>
#include <string>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {
namespace {

using testing::HasSubstr;

TEST(Live, EventsComeAfterEachReadOfAPipe) {
  Process process(Call{.arguments = {"-o", "events"}});
  for (int i = 1; i <= 3; ++i) {
    ASSERT_TRUE(process.write(refused("14:00:00", i)));
    ASSERT_TRUE(process.read_until("/cart?id=" + std::to_string(i) + " ")) << "the pipe is still open";
  }
  const Result result = process.finish();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(count(result.out, "\n"), 3u);
}

TEST(Live, AnEventWaitsForItsNewline) {
  Process process(Call{.arguments = {"-o", "events"}});
  const std::string one = refused("14:00:00", 1), two = refused("14:00:01", 2);
  ASSERT_TRUE(process.write(one + two.substr(0, 60)));
  ASSERT_TRUE(process.read_until("id=1 "));
  ASSERT_TRUE(process.write(two.substr(60)));
  ASSERT_TRUE(process.read_until("id=2 "));
  EXPECT_EQ(process.finish().exit_code, 0);
}

// The events show that all before the signal was read.
class Interrupted : public testing::TestWithParam<int> {};

TEST_P(Interrupted, PrintsTheReportOfWhatWasRead) {
  const Folder folder;
  const std::string rejects = folder.path("rejects");
  Process process(Call{.arguments = {"-o", "events", "--stats", "--rejects", rejects}});
  ASSERT_TRUE(process.write("no record\n" + refused()));
  ASSERT_TRUE(process.read_until("\n"));
  process.signal(GetParam());
  const Result result = process.finish();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, testing::ContainsRegex("lines +2\n"));
  EXPECT_EQ(read_file(rejects), "no record\n");
}

INSTANTIATE_TEST_SUITE_P(Signals, Interrupted, testing::Values(SIGINT, SIGTERM));

// Waits until all that was written to a FIFO was read from it.
bool is_drained(int fifo) {
  for (int i = 0; i < 60'000; ++i) {
    int waiting = 0;
    if (ioctl(fifo, FIONREAD, &waiting) == 0 && waiting == 0) return true;
    usleep(1'000);
  }
  return false;
}

TEST(InterruptedFifo, ReportOfWhatCameBefore) {
  const Folder folder;
  const std::string fifo = folder.path("live.log");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  Process process(Call{.arguments = {fifo}});
  const int writer = open(fifo.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_NE(writer, -1);
  const std::string log = refused();
  ASSERT_EQ(write(writer, log.data(), log.size()), static_cast<ssize_t>(log.size()));
  ASSERT_TRUE(is_drained(writer));
  process.signal(SIGINT);
  const Result result = process.finish();
  close(writer);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("10.0.0.1:8080"));
  EXPECT_THAT(result.out, HasSubstr("connection refused"));
}

TEST(InterruptedFifo, WhileAFifoHasNoWriter) {
  const Folder folder;
  const std::string fifo = folder.path("live.log");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  Process process(Call{.arguments = {"-o", "events", "-", fifo}});
  ASSERT_TRUE(process.write(refused()));
  process.close_stdin();
  ASSERT_TRUE(process.read_until("\n"));
  process.signal(SIGINT);
  EXPECT_EQ(process.finish().exit_code, 0);
}

TEST(ClosedPipe, EndsQuietlyWithTheExitCodeOfWhatWasRead) {
  const Folder folder;
  std::string log;
  for (int i = 0; i < 20'000; ++i) log += refused("14:00:00", i);
  const std::string path = folder.file("error.log", log);
  Process process(Call{.arguments = {"-o", "events", path}});
  ASSERT_TRUE(process.read_until("\n"));
  process.close_stdout();
  const Result result = process.finish();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
}

TEST(ClosedPipe, EndsTheReadingOfALivePipe) {
  Process process(Call{.arguments = {"-o", "events"}});
  ASSERT_TRUE(process.write(refused()));
  ASSERT_TRUE(process.read_until("\n"));
  process.close_stdout();
  // The command finds out when it writes; then it goes, and so does our pipe.
  bool open = true;
  for (int i = 0; i < 1'000 && open; ++i) {
    open = process.write(refused());
    usleep(10'000);
  }
  EXPECT_FALSE(open);
  const Result result = process.finish();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
}

TEST(ClosedPipe, IsQuietForEveryReport) {
  const Folder folder;
  const std::string path = folder.file("error.log", refused());
  for (const std::string& arguments : {"-o text " + path, "-o json " + path, std::string("--help"),
                                       std::string("--list rules"), std::string("--explain closed_early")}) {
    const std::string script = std::string("'") + WHY502_COMMAND + "' " + arguments + " | true; echo ${PIPESTATUS[0]}";
    const Result result = run_call(Call{.arguments = {"-c", script}, .program = "/bin/bash"});
    EXPECT_EQ(result.out, "0\n") << arguments;
    EXPECT_EQ(result.err, "") << arguments;
  }
}

}  // namespace
}  // namespace why502::test
