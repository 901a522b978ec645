// limits_test.cc -- little memory, few descriptors, no room to complain: the whole answer, or one sentence and exit 2.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/faults/faulty.h"

namespace why502::test {
namespace {

using testing::HasSubstr;

// Under a limit of the shell.
Result limited(const std::string& limit, const std::string& arguments) {
  return run_call({.arguments = {"-c", "ulimit " + limit + " && exec '" WHY502_COMMAND "' " + arguments},
                   .in = Stdin::null,
                   .program = "/bin/bash"});
}

// The program's own libraries did not find room: it never began.
bool was_not_loaded(const Result& result) {
  return result.exit_code == 127 && result.err.find("error while loading shared libraries") != std::string::npos;
}

class LittleMemory : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Jobs, LittleMemory, testing::Values("1", "4"));

// From too little to begin with to enough. In between is all or nothing: a report that looks whole is.
TEST_P(LittleMemory, IsEnoughOrIsTold) {
  if (kIsSanitized) GTEST_SKIP() << "not run: a sanitizer maps terabytes";
  const Folder folder;
  std::string log;
  for (int i = 0; i < 20'000; ++i)
    log += refused("14:00:00", i, "10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250) + ":80");
  const std::string arguments =
      std::string("--tz UTC --top 1 -j ") + GetParam() + " '" + folder.file("error.log", log) + "'";
  int began = 0, told = 0, whole = 0;
  for (int mebibytes = 8; mebibytes <= 512; mebibytes += mebibytes < 40 ? 2 : 118) {
    SCOPED_TRACE(mebibytes);
    const Result result = limited("-v " + std::to_string(mebibytes * 1024), arguments);
    if (was_not_loaded(result)) continue;
    ++began;
    if (result.exit_code == 0) {
      ++whole;
      EXPECT_THAT(result.out, HasSubstr("20,000 failed attempts"));
    } else {
      ++told;
      EXPECT_EQ(result.exit_code, 2) << result.err;
      EXPECT_EQ(result.err, "why502: out of memory\n");
      EXPECT_EQ(result.out, "");
    }
  }
  EXPECT_GT(told, 0) << "no limit was low enough";
  EXPECT_GT(whole, 0) << "no limit was high enough";
  EXPECT_EQ(began, told + whole);
}

TEST(FewDescriptors, AreEnoughOrAreTold) {
  if (kIsSanitized) GTEST_SKIP() << "not run: a sanitizer needs some of its own";
  const Folder folder;
  std::string files;
  for (int i = 0; i < 20; ++i) {
    files += " '" + folder.file("log" + std::to_string(i), refused("14:00:00", i)) + "'";
  }
  int whole = 0;
  for (int descriptors = 3; descriptors <= 8; ++descriptors) {
    for (const char* const jobs : {"1", "4"}) {
      SCOPED_TRACE(std::to_string(descriptors) + ", -j " + jobs);
      const Result result =
          limited("-n " + std::to_string(descriptors), std::string("--tz UTC -o json -j ") + jobs + files);
      if (was_not_loaded(result)) continue;
      const nlohmann::json report = report_of(result);
      const std::size_t told = count(result.err, "too many open files\n");
      EXPECT_EQ(result.exit_code, told == 0 ? 0 : 2);
      EXPECT_EQ(count(result.err, "\n"), told) << result.err;
      EXPECT_EQ(report["totals"]["failures"].get<std::size_t>() + told, 20U) << "counted or told";
      if (told == 0) ++whole;
    }
  }
  EXPECT_GT(whole, 0);
}

// Once, files that --seek had looked into stayed open to the end.
TEST(FewDescriptors, AreEnoughToSeekInManyFiles) {
  if (kIsSanitized) GTEST_SKIP() << "not run: a sanitizer needs some of its own";
  constexpr int kFiles = 100;
  const Folder folder;
  for (int i = 0; i < kFiles; ++i) {
    folder.file("logs/" + std::to_string(i) + ".log", refused("13:00:00", i) + refused("14:00:00", i));
  }
  for (const char* const jobs : {"1", "4"}) {
    const Result result = limited("-n 32", std::string("--tz UTC --seek --since 2026-11-22T13:30 -o json -j ") + jobs +
                                               " '" + folder.path("logs") + "'");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(report_of(result)["totals"]["failures"], kFiles);
  }
}

// What cannot be listed is told, not taken for empty.
TEST(FewDescriptors, OfADirectoryAreTold) {
  if (kIsSanitized) GTEST_SKIP() << "not run: a sanitizer needs some of its own";
  const Folder folder;
  folder.file("logs/error.log", refused());
  const Result result =
      run_call({.arguments = {"-c", "exec '" WHY502_COMMAND "' --tz UTC -o json '" + folder.path("logs") + "' <&-"},
                .program = "/bin/bash"});
  EXPECT_EQ(result.exit_code, 0) << result.err << "standard input is not needed";
  for (int descriptors = 3; descriptors <= 6; ++descriptors) {
    SCOPED_TRACE(descriptors);
    const Result few = limited("-n " + std::to_string(descriptors), "--tz UTC -o json '" + folder.path("logs") + "'");
    if (was_not_loaded(few)) continue;
    const nlohmann::json report = report_of(few);
    if (report["totals"]["failures"] == 1) continue;
    EXPECT_EQ(few.exit_code, 2);
    EXPECT_THAT(few.err, HasSubstr("too many open files"));
  }
}

// Nobody can be told; the exit code still says it.
TEST(NoRoomToComplain, LeavesTheExitCode) {
  const auto code = [](const std::string& arguments) {
    return run_call({.arguments = {"-c", "exec '" WHY502_COMMAND "' " + arguments + " 2>/dev/full"},
                     .in = Stdin::null,
                     .program = "/bin/bash"})
        .exit_code;
  };
  EXPECT_EQ(code("/no/such.log"), 2);
  EXPECT_EQ(code("--no-such-option"), 2);
  EXPECT_EQ(code("--stats --progress always -"), 0);
}

}  // namespace
}  // namespace why502::test
