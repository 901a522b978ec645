// faulty_calls_test.cc -- reads and writes that fail, are interrupted, or move a few bytes: the same answer, or the
// truth.
#include <string>
#include <vector>

#include <sys/wait.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/faults/faulty.h"

namespace why502::test {
namespace {

using testing::HasSubstr;

class FaultyCalls : public testing::Test {
 protected:
  void SetUp() override {
    if (kIsSanitized) GTEST_SKIP() << "not run: a sanitizer wants to be preloaded first";
  }

  Result run_at_fault(const std::string& fault, std::vector<std::string> arguments, const std::string& input = "") {
    return run(std::move(arguments), input, {{"LD_PRELOAD", WHY502_FAULTY_CALLS}, {"WHY502_FAULT", fault}});
  }

  const Folder folder_;
};

TEST_F(FaultyCalls, ShortAndInterruptedOnesChangeNothing) {
  const std::string log = failures(60) + "no record\n";
  const std::string path = folder_.file("faulty.log", log);
  const std::string packed = folder_.path("packed_faulty.log.gz");
  ASSERT_EQ(std::system(("gzip -c '" + path + "' >'" + packed + "'").c_str()), 0);
  for (const char* const output : {"text", "json", "events"}) {
    for (const std::string& input : {path, packed, std::string("-")}) {
      const std::vector<std::string> arguments = {"-o", output, "-j", "2", input};
      const Result good = run(arguments, log);
      for (const char* const fault : {"short", "eintr", "short,eintr", "threads"}) {
        const Result result = run_at_fault(fault, arguments, log);
        EXPECT_EQ(result.exit_code, 0) << fault;
        EXPECT_EQ(result.err, "") << fault;
        EXPECT_TRUE(result.out == good.out) << fault << ", " << output << ", " << input;
      }
    }
  }
}

// Slices are read by pread(2): a file that several threads read.
TEST_F(FaultyCalls, InterruptedOnesOfSlicesChangeNothing) {
  const std::string path = folder_.file("faulty.log", failures(40'000));
  const std::vector<std::string> arguments = {"-o", "json", "-j", "4", path};
  const Result good = run(arguments);
  for (const char* const fault : {"eintr", "threads"}) {
    const Result result = run_at_fault(fault, arguments);
    EXPECT_EQ(result.exit_code, 0) << fault << result.err;
    EXPECT_TRUE(result.out == good.out) << fault;
  }
}

TEST_F(FaultyCalls, AFaultyDiskIsToldAndWhatCameBeforeCounts) {
  const std::string path = folder_.file("faulty.log", failures(40'000));  // 9 MB
  const std::string good = folder_.file("good.log", refused("15:00:00", 40'000));
  for (const char* const jobs : {"1", "4"}) {
    const Result result = run_at_fault("eio=3000000", {"-o", "events", "-j", jobs, path, good});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.err, "why502: cannot read '" + path + "': input/output error\n");
    std::vector<int> numbers = numbers_of(result.out);
    ASSERT_FALSE(numbers.empty());
    EXPECT_EQ(numbers.back(), 40'000) << "the other file was read";
    numbers.pop_back();
    EXPECT_TRUE(numbers == up_to(numbers.size())) << jobs;
    EXPECT_LT(numbers.size(), 40'000U);

    const Result json = run_at_fault("eio=3000000", {"-o", "json", "-j", jobs, path});
    EXPECT_EQ(json.exit_code, 2);
    EXPECT_THAT(report_of(json)["input"]["files"][0]["error"].get<std::string>(), HasSubstr("input/output error"));
  }
}

// The first block of a failing stream; nothing came before.
TEST_F(FaultyCalls, AStreamThatFailsAtOnceIsToldAndGivesNoReport) {
  const Result result = run_at_fault("eio=0", {}, refused());
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "why502: cannot read '<stdin>': input/output error\n");
}

// A partial is read whole or not at all.
TEST_F(FaultyCalls, APartialThatCannotBeReadWholeIsNone) {
  const std::string path = folder_.file("faulty.partial", run({"-o", "partial"}, failures(2'000)).out);
  const Result result = run_at_fault("eio=100", {"--merge", path});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "why502: cannot read '" + path + "': input/output error\n");
  EXPECT_EQ(run_at_fault("short,eintr", {"--merge", path}).out, run({"--merge", path}).out);
}

}  // namespace
}  // namespace why502::test
