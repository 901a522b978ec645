// merge_test.cc -- -o partial and --merge: many readers, one report.
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {
namespace {

using testing::HasSubstr;

std::string partial_of(std::string_view log, std::vector<std::string> options = {}) {
  options.insert(options.end(), {"-o", "partial"});
  const Result result = run(options, log);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return result.out;
}

// At most `pieces`, cut where a line begins with a digit or a bracket: nothing is open there,
// since no record of these logs has a further line that does.
std::vector<std::string> cut(const std::string& log, std::size_t pieces, std::mt19937_64& random) {
  std::vector<std::size_t> cuts;
  for (std::size_t end = log.find('\n'); end != std::string::npos && end + 1 < log.size();
       end = log.find('\n', end + 1)) {
    const char next = log[end + 1];
    if (next == '[' || std::isdigit(static_cast<unsigned char>(next)) != 0) cuts.push_back(end + 1);
  }
  std::shuffle(cuts.begin(), cuts.end(), random);
  cuts.resize(std::min(cuts.size(), pieces - 1));
  cuts.insert(cuts.end(), {0, log.size()});
  std::sort(cuts.begin(), cuts.end());
  std::vector<std::string> result;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) result.push_back(log.substr(cuts[i], cuts[i + 1] - cuts[i]));
  return result;
}

class Merge : public testing::TestWithParam<std::string> {};

TEST_P(Merge, FiftyPiecesInAnyOrderGiveTheReportOfTheWhole) {
  const std::string log = read_file(WHY502_SAMPLES "/logs/" + GetParam());
  ASSERT_FALSE(log.empty());
  std::mt19937_64 random(502);
  const Folder folder;
  std::vector<std::string> files;
  for (const std::string& piece : cut(log, 50, random)) {
    files.push_back(folder.file("piece" + std::to_string(files.size()), partial_of(piece)));
  }
  EXPECT_EQ(files.size(), 50U);
  for (int round = 0; round < 3; ++round) {
    std::shuffle(files.begin(), files.end(), random);
    for (const char* report : {"text", "json", "csv", "prometheus", "partial"}) {
      std::vector<std::string> merge{"--merge", "-o", report};
      merge.insert(merge.end(), files.begin(), files.end());
      const Result merged = run(merge);
      const Result whole = run({"-o", report}, log);
      EXPECT_EQ(merged.exit_code, 0) << merged.err;
      EXPECT_FALSE(whole.out.empty());
      EXPECT_EQ(merged.out, whole.out) << report;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Merge, testing::Values("nginx.log", "apache.log", "nginx.stream.log"),
                         [](const auto& each) {
                           std::string name = each.param;
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

TEST(MergeInput, MayBeSeveralPartialsBehindOneAnother) {
  const std::string one = refused("14:00:00", 1), two = refused("14:05:00", 2);
  const std::string both = partial_of(one) + partial_of(two);
  const Result merged = run({"--merge", "-o", "json"}, both);
  EXPECT_EQ(merged.exit_code, 0) << merged.err;
  EXPECT_EQ(merged.out, run({"-o", "json"}, one + two).out);
}

TEST(MergeInput, TellsWhatWasCountedAndWhere) {
  const Folder folder;
  const std::string a = folder.file("a.log", refused("14:00:00", 1, "10.0.0.1:80"));
  const std::string b = folder.file("b.log", refused("14:00:00", 2, "10.0.0.2:80"));
  const std::vector<std::string> options{
      "--by", "upstream,client", "--cause", "connect_refused", "--redact", "--since", "2026-11-22T10:00:00Z", "-w",
      "5m"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), options.begin(), options.end());
    return run(more);
  };
  const std::string first = folder.file("a.partial", with({"-o", "partial", a}).out);
  const std::string second = folder.file("b.partial", with({"-o", "partial", b}).out);
  for (const char* report : {"text", "json"}) {
    const Result whole = with({"-o", report, a, b});
    EXPECT_EQ(run({"--merge", "-o", report, second, first}).out, whole.out);
    EXPECT_THAT(whole.out, HasSubstr("10.0.0.2:80"));
  }
}

TEST(MergeInput, ThatIsNoneIsASentenceAndExitTwo) {
  const Folder folder;
  std::string bytes = partial_of(refused());
  const std::string good = folder.file("good", bytes);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
  const std::string damaged = folder.file("damaged", bytes), log = folder.file("a.log", refused());
  const std::string newer = folder.file("newer", "why502 partial 7\nwhatever comes then");
  const auto says = [&](const std::string& file) {
    const Result result = run({"--merge", file});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(count(result.err, "\n"), 1U) << result.err;
    return result.err;
  };
  EXPECT_EQ(says(damaged), "why502: '" + damaged + "' is damaged: its checksum does not fit\n");
  EXPECT_EQ(says(newer), "why502: '" + newer + "' is a partial of version '7', and this why502 reads version 1\n");
  EXPECT_EQ(says(log), "why502: '" + log + "' is no partial: 'why502 -o partial' writes them\n");
  EXPECT_THAT(says(folder.path("none")), HasSubstr(folder.path("none")));
  EXPECT_THAT(says(folder.path()), HasSubstr("directory"));

  // The others are told all the same, as of logs.
  const Result some = run({"--merge", "-o", "json", damaged, good});
  EXPECT_EQ(some.exit_code, 2);
  EXPECT_THAT(some.out, HasSubstr("\"failures\":1"));
  EXPECT_THAT(some.out, HasSubstr("its checksum does not fit"));
}

TEST(MergeInput, CountedByOtherOptionsIsNotMerged) {
  const Folder folder;
  const std::string one = folder.file("one", partial_of(refused()));
  const std::string two = folder.file("two", partial_of(refused(), {"-w", "1h"}));
  const Result result = run({"--merge", one, two});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            "why502: '" + two + "' cannot be merged: it was counted with --window 3600s, not --window auto\n");
}

TEST(MergeInput, WasCountedAlready) {
  for (const std::vector<std::string>& option : {std::vector<std::string>{"--since", "14:00"},
                                                 {"--by", "path"},
                                                 {"--redact"},
                                                 {"-o", "events"},
                                                 {"-w", "1h"},
                                                 {"--cause", "other"},
                                                 {"--rejects", "/dev/null"}}) {
    std::vector<std::string> arguments = option;
    arguments.emplace_back("--merge");
    const Result result = run(arguments, partial_of(refused()));
    EXPECT_EQ(result.exit_code, 2) << option.front();
    EXPECT_THAT(result.err, HasSubstr("cannot be used with --merge"));
  }
}

TEST(MergeInput, CountsForMaxFailures) {
  EXPECT_EQ(run({"--merge", "--max-failures", "0"}, partial_of(refused())).exit_code, 1);
  EXPECT_EQ(run({"--merge", "--max-failures", "1"}, partial_of(refused())).exit_code, 0);
}

TEST(PartialOutput, IsNotPrintedOnATerminal) {
  const Result result = run_call({.arguments = {"-o", "partial"}, .out = Stdout::terminal}, refused());
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("a partial is no text to read"));
}

}  // namespace
}  // namespace why502::test
