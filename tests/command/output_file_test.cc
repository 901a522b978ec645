// output_file_test.cc -- --output-file: the new file whole, or the old one as it was.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class OutputFile : public testing::Test {
 protected:
  OutputFile() {
    std::string name = testing::TempDir() + "why502.XXXXXX";
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~OutputFile() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void put(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  std::string read(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  unsigned mode(const std::string& name) const {
    struct stat file {};
    EXPECT_EQ(stat(path(name).c_str(), &file), 0);
    return file.st_mode & 07777U;
  }
  std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(folder_), {}); }

  const std::string log_ = refused("14:00:00", 1, "10.0.0.7:8080");
  fs::path folder_;
};

TEST_F(OutputFile, HoldsWhatStandardOutputWould) {
  for (const char* report : {"text", "json", "csv", "html", "prometheus", "partial", "events"}) {
    const Result printed = run({"-o", report}, log_);
    const Result written = run({"-o", report, "--output-file", path("report")}, log_);
    EXPECT_EQ(written.exit_code, 0) << written.err;
    EXPECT_EQ(written.out, "");
    EXPECT_NE(printed.out, "");
    EXPECT_EQ(read("report"), printed.out) << report;
    EXPECT_EQ(mode("report"), 0644U);
    EXPECT_EQ(files(), 1);
  }
}

TEST_F(OutputFile, KeepsTheModeAndTheLink) {
  put("old", "old");
  ASSERT_EQ(chmod(path("old").c_str(), 0600), 0);
  fs::create_symlink("old", path("link"));
  EXPECT_EQ(run({"-o", "csv", "--output-file", path("link")}, log_).exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_THAT(read("old"), HasSubstr("10.0.0.7:8080"));
  EXPECT_EQ(mode("old"), 0600U);
}

TEST_F(OutputFile, IsNoInputAndNoFolder) {
  put("error.log", log_);
  const Result input = run({path("error.log"), "--output-file", path("error.log")});
  EXPECT_EQ(input.exit_code, 2);
  EXPECT_THAT(input.err, HasSubstr("--output-file would overwrite the input"));
  EXPECT_EQ(read("error.log"), log_);
  const Result folder = run({"--output-file", folder_.string()}, log_);
  EXPECT_EQ(folder.exit_code, 2);
  EXPECT_THAT(folder.err, HasSubstr("and '" + folder_.string() + "' is none"));
  EXPECT_EQ(files(), 1);
}

TEST_F(OutputFile, StaysAsItWasWhenNothingCouldBeRead) {
  put("report", "old");
  EXPECT_EQ(run({path("not_there.log"), "--output-file", path("report")}).exit_code, 2);
  EXPECT_EQ(read("report"), "old");
  EXPECT_EQ(files(), 1);
}

TEST_F(OutputFile, OfAFolderThatCannotBeWrittenIsOneSentence) {
  const Result gone = run({"--output-file", path("gone/report")}, log_);
  EXPECT_EQ(gone.exit_code, 2);
  EXPECT_EQ(gone.err, "why502: cannot write '" + path("gone/report") + "': no such file or directory\n");
  if (geteuid() != 0) GTEST_SKIP() << "not run: only root can become nobody";
  ASSERT_EQ(chmod(folder_.c_str(), 0755), 0);
  put("report", "old");
  const Result denied = run_call({.arguments = {"--output-file", path("report")}, .as_nobody = true}, log_);
  EXPECT_EQ(denied.exit_code, 2);
  EXPECT_EQ(denied.err, "why502: cannot write '" + path("report") + "': permission denied\n");
  EXPECT_EQ(read("report"), "old");
  EXPECT_EQ(files(), 1);
}

TEST_F(OutputFile, OfAFullDiskLeavesTheOldFileAndNothingElse) {
  fs::create_directory(path("full"));
  if (mount("tmpfs", path("full").c_str(), "tmpfs", 0, "size=8k") != 0) GTEST_SKIP() << "not run: no file system here";
  put("full/report", "old");
  std::string log;
  for (int i = 0; i < 200; ++i) log += refused("14:00:00", i, "10.0.0.7:8080");
  const Result full = run({"-o", "events", "--output-file", path("full/report")}, log);
  const std::string old = read("full/report");
  const std::ptrdiff_t files = std::distance(fs::directory_iterator(path("full")), {});
  EXPECT_EQ(umount(path("full").c_str()), 0);
  EXPECT_EQ(full.exit_code, 2);
  EXPECT_EQ(full.err, "why502: cannot write '" + path("full/report") + "': no space left on device\n");
  EXPECT_EQ(old, "old");
  EXPECT_EQ(files, 1);
}

}  // namespace
}  // namespace why502::test
