// collisions_test.cc -- names that are chosen so that they collide in a table: nobody can choose them, since the
// tables' hash is another in every process; and what is the same in every process only samples.
#include <absl/hash/hash.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "tests/engine/records.h"
#include "tests/roads/roads.h"
#include "why502/aggregate.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

constexpr std::string_view kName = "10.0.0.1:8080";

// What the test below runs in processes of its own.
TEST(Collisions, PrintAHash) {
  if (std::getenv("WHY502_PRINT_HASH") != nullptr) std::printf("hash %zx\n", absl::HashOf(kName));
  SUCCEED();
}

TEST(Collisions, TheTablesHashIsAnotherInEveryProcess) {
  if (std::FILE* file = std::fopen("/proc/sys/kernel/randomize_va_space", "r")) {
    const bool is_off = std::fgetc(file) == '0';
    std::fclose(file);
    if (is_off) GTEST_SKIP() << "address space layout is not random here, and the salt is an address";
  }
  char self[4096];
  const ssize_t size = ::readlink("/proc/self/exe", self, sizeof self - 1);
  ASSERT_GT(size, 0);
  const std::string command = "WHY502_PRINT_HASH=1 '" + std::string(self, static_cast<std::size_t>(size)) +
                              "' --gtest_filter=Collisions.PrintAHash | grep '^hash'";
  std::set<std::string> hashes;
  for (int i = 0; i < 4; ++i) {
    std::FILE* out = ::popen(command.c_str(), "r");
    ASSERT_NE(out, nullptr);
    char line[64] = "";
    ASSERT_NE(std::fgets(line, sizeof line, out), nullptr);
    ::pclose(out);
    hashes.insert(line);
  }
  EXPECT_GT(hashes.size(), 1u) << "under setarch -R it is always the same: so never run it";
}

// The key of a request is a hash that is the same everywhere (XXH3), so who can choose requests can choose keys.
// All that they can do with it is to make an estimate wrong, and never above the number of failures.
TEST(Collisions, ManyAttemptsOfOneKeyAreNoMoreThanTheFailures) {
  constexpr std::uint64_t kRecords = 100'000;
  const why502::Parser parser = make_parser();
  auto sum = why502::Aggregate::create();
  ASSERT_TRUE(sum);
  why502::Feed feed(parser);
  auto add = [&](const why502::Event& event) { sum->add(event); };
  std::string log;
  for (std::uint64_t i = 0; i < kRecords; ++i) {
    log += kHead + kRefused + ", client: 10.0.0.9, server: a.io, request: \"GET /x HTTP/1.1\", upstream: \"http://u" +
           std::to_string(i % 1000) + ":80/\", host: \"a.io\"\n";
  }
  feed.write(log, add);
  feed.finish(add);
  const why502::Totals totals = sum->totals();
  EXPECT_EQ(totals.failures, kRecords);
  EXPECT_EQ(totals.requests.at_least, kRecords / 1000) << "as many as one peer was tried by one request";
}

}  // namespace
}  // namespace why502_tests
