// being_read_test.cc -- what happens to a file while it is read, or before its turn comes.
//
// The command is held where it is: its events go into a pipe that nobody empties, so it waits within the file's first
// block (with several threads: some megabytes on at most) until the test goes on reading.
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/faults/faulty.h"

namespace why502::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// With one thread and with several, which read slices.
class BeingRead : public testing::TestWithParam<const char*> {
 protected:
  BeingRead() : path_(folder_.file("error.log", failures(number_))) {}

  // Begins to read, lets something happen, and reads to the end.
  template <typename Happens>
  Result meanwhile(Happens happens, std::vector<std::string> more_inputs = {}) {
    std::vector<std::string> arguments = {"-o", "events", "-j", GetParam(), path_};
    arguments.insert(arguments.end(), more_inputs.begin(), more_inputs.end());
    Process process(Call{.arguments = arguments});
    EXPECT_TRUE(process.read_until("\n"));
    happens();
    return process.finish();
  }

  // All that was in the file when it was opened came out, and nothing was wrong with that.
  void all_of_it(const Result& result) {
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.err, "");
    EXPECT_TRUE(numbers_of(result.out) == up_to(static_cast<std::size_t>(number_)));
  }

  // One thread is a block ahead of its reader, several are some megabytes.
  const int number_ = GetParam() == std::string_view("1") ? 4'000 : kIsSanitized ? 20'000 : 40'000;
  const Folder folder_;
  const std::string path_;
};

INSTANTIATE_TEST_SUITE_P(Jobs, BeingRead, testing::Values("1", "4"));

// What logrotate does without copytruncate.
TEST_P(BeingRead, RotatedIsReadToItsEndAndTheNewFileIsLeftAlone) {
  all_of_it(meanwhile([&] {
    fs::rename(path_, path_ + ".1");
    folder_.file("error.log", refused("15:00:00", 999'999));
  }));
}

TEST_P(BeingRead, DeletedIsReadToItsEnd) {
  all_of_it(meanwhile([&] { fs::remove(path_); }));
}

TEST_P(BeingRead, ReplacedByADirectoryIsReadToItsEnd) {
  all_of_it(meanwhile([&] {
    fs::remove(path_);
    fs::create_directory(path_);
  }));
}

TEST_P(BeingRead, MadeUnreadableIsReadToItsEnd) {
  all_of_it(meanwhile([&] { chmod(path_.c_str(), 0); }));
}

// logrotate's copytruncate. Without the sentence the report would be of a part and look like one of the whole.
TEST_P(BeingRead, TruncatedIsToldAndWhatCameBeforeCounts) {
  const Result result = meanwhile([&] { fs::resize_file(path_, 0); });
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err, "why502: cannot read '" + path_ + "' to its end: it became shorter meanwhile\n");
  const std::vector<int> numbers = numbers_of(result.out);
  EXPECT_GT(numbers.size(), 1U);
  EXPECT_LT(numbers.size(), static_cast<std::size_t>(number_));
  EXPECT_TRUE(numbers == up_to(numbers.size())) << "none is missing between, none is invented";
}

// Cut in mid-record, and written to again by a server that has it open.
TEST_P(BeingRead, TruncatedAndWrittenToAgainIsTold) {
  const Result result = meanwhile([&] {
    fs::resize_file(path_, 1000);
    std::ofstream(path_, std::ios::app) << refused("15:00:00", 999'999);
  });
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("became shorter"));
  const std::vector<int> numbers = numbers_of(result.out);
  EXPECT_TRUE(numbers == up_to(numbers.size()));
}

TEST_P(BeingRead, GrowingIsReadToWhereItEndsThen) {
  const Result result = meanwhile([&] { std::ofstream(path_, std::ios::app) << refused("15:00:00", number_); });
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const std::vector<int> numbers = numbers_of(result.out);
  EXPECT_GE(numbers.size(), static_cast<std::size_t>(number_));
  EXPECT_TRUE(numbers == up_to(numbers.size()));
}

// The same with files that wait for their turn: each is told by name, and the rest is read.
class Waiting : public BeingRead {
 protected:
  Waiting() : waiting_(folder_.file("waiting.log", refused("16:00:00", number_ + 1))) {}

  std::string told(void (*happens)(const std::string& path)) {
    const Result result = meanwhile([&] { happens(waiting_); }, {waiting_});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_TRUE(numbers_of(result.out) == up_to(static_cast<std::size_t>(number_)));
    return result.err;
  }

  const std::string waiting_;
};

// Several threads do not wait for the first file's events before they open the second.
INSTANTIATE_TEST_SUITE_P(Jobs, Waiting, testing::Values("1"));

TEST_P(Waiting, Deleted) {
  EXPECT_EQ(told([](const std::string& path) { fs::remove(path); }),
            "why502: cannot open '" + waiting_ + "': no such file\n");
}

TEST_P(Waiting, ReplacedByADirectory) {
  EXPECT_EQ(told([](const std::string& path) {
              fs::remove(path);
              fs::create_directory(path);
            }),
            "why502: cannot read '" + waiting_ + "': it is a directory\n");
}

TEST_P(Waiting, ReplacedByASymbolicLinkToItself) {
  EXPECT_EQ(told([](const std::string& path) {
              fs::remove(path);
              fs::create_symlink(path, path);
            }),
            "why502: cannot open '" + waiting_ + "': too many symbolic links\n");
}

TEST_P(Waiting, MadeUnreadable) {
  if (geteuid() == 0) {
    chmod(folder_.path().c_str(), 0755);
    Process process(Call{.arguments = {"-o", "events", "-j", "1", path_, waiting_}, .as_nobody = true});
    if (!process.read_until("\n")) GTEST_SKIP() << "may not become another user here";
    chmod(waiting_.c_str(), 0);
    const Result result = process.finish();
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.err, "why502: cannot open '" + waiting_ + "': permission denied\n");
    EXPECT_TRUE(numbers_of(result.out) == up_to(static_cast<std::size_t>(number_)));
    return;
  }
  EXPECT_EQ(told([](const std::string& path) { chmod(path.c_str(), 0); }),
            "why502: cannot open '" + waiting_ + "': permission denied\n");
}

}  // namespace
}  // namespace why502::test
