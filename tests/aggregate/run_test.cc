// run_test.cc -- run(): files and folders to one Aggregate, its callbacks, its stops.
#include "why502/run.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/aggregate/made.h"
#include "tests/engine/parsed.h"
#include "tests/input/folder.h"
#include "tests/input/packed.h"
#include "why502/time.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::Cause;
using why502::Event;
using why502::Input;
using why502::Progress;
using why502::RunOptions;

class Run : public testing::Test {
 protected:
  Aggregate run(std::vector<std::string> inputs, const RunOptions& options = {}) {
    auto result = why502::run(parser_, inputs, options);
    EXPECT_TRUE(result.has_value());
    return *std::move(result);
  }

  // What became of each input: its error, why it was skipped, or how many lines it has.
  std::map<std::string, std::string> fate(const Aggregate& aggregate) {
    std::map<std::string, std::string> fates;
    for (const Input& input : aggregate.inputs()) {
      std::string name = input.name;
      if (name.starts_with(folder_.path() + "/")) name.erase(0, folder_.path().size() + 1);
      fates[name] = !input.error.empty()     ? "error: " + input.error
                    : !input.skipped.empty() ? "skipped: " + input.skipped
                                             : std::to_string(input.counters.lines());
    }
    return fates;
  }

  using Fates = std::map<std::string, std::string>;
  const why502::Parser parser_ = make_parser();
  Folder folder_;
  const std::string line_ = kGood + "\n";
};

TEST_F(Run, ReadsFiles) {
  const Aggregate sum = run({folder_.file("a.log", line_ + line_), folder_.file("b.log", "hello\n" + line_)});
  EXPECT_EQ(sum.totals().failures, 3u);
  EXPECT_EQ(fate(sum), (Fates{{"a.log", "2"}, {"b.log", "2"}}));
  EXPECT_EQ(sum.counters().lines(), 4u);
  EXPECT_EQ(sum.counters().bytes, 3 * line_.size() + 6);
}

// Last year's archive is last year's, though its stamps name no year; a pipe's are of the parser's time.
TEST_F(Run, StampsWithoutAYearAreOfTheFilesTime) {
  const std::string line = "Nov 22 13:45:11 h nginx: 2026/13/40 12:34:56 [error] 7#7: *9 " + kRefused + kFields + "\n";
  const auto seen_with = [&](std::optional<why502::Timestamp> reference, const char* modified) {
    const std::string path = folder_.file("syslog", line);
    const auto at = why502::parse_time(modified, "UTC", why502::Timestamp());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*at).time_since_epoch().count();
    const timespec times[2] = {{seconds, 0}, {seconds, 0}};
    EXPECT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    const why502::Parser parser = make_parser({.reference_time = reference});
    const std::vector<std::string> inputs = {path};
    std::string seen;
    const auto on_event = [&](const Event& event) {
      seen = event.time() ? why502::format_time(*event.time()) : "none";
    };
    EXPECT_TRUE(why502::run(parser, inputs, {.on_event = on_event}).has_value());
    return seen;
  };
  const why502::Timestamp now = *why502::parse_time("2026-11-26", "UTC", why502::Timestamp());
  EXPECT_EQ(seen_with(now, "2019-12-01"), "2019-11-22T13:45:11Z");
  EXPECT_EQ(seen_with(now, "2019-11-22T13:45:11Z"), "2019-11-22T13:45:11Z");
  EXPECT_EQ(seen_with(now, "2019-11-22"), "2019-11-22T13:45:11Z") << "a day's grace";
  EXPECT_EQ(seen_with(now, "2019-11-01"), "2018-11-22T13:45:11Z");
  EXPECT_EQ(seen_with(now, "2030-01-01"), "2026-11-22T13:45:11Z") << "nobody has seen the future";
  EXPECT_EQ(seen_with(std::nullopt, "2019-12-01"), "none");
}

TEST_F(Run, OfNothingIsNothing) {
  const Aggregate sum = run({});
  EXPECT_EQ(json(sum), json(empty()));
}

TEST_F(Run, AFolderStandsForItsLogs) {
  folder_.folder("logs/old");
  folder_.file("logs/error.log", line_);
  folder_.file("logs/old/error.log.1", line_ + line_);
  folder_.file("logs/notes.txt", "hello\n");
  folder_.file("logs/empty.log");
  folder_.file("logs/late.log", std::string(64 * 1024, 'x') + "\n" + line_);
  folder_.file("logs/just.log", std::string(64 * 1024 - 500, 'x') + "\n" + line_);
  folder_.file("logs/quiet.log", kStamp + " [notice] 1#1: start worker processes\n");
  folder_.fifo("logs/fifo");
  const Aggregate sum = run({folder_ / "logs"});
  const std::string unknown = "skipped: no record of a known format in its first 64 KiB";
  EXPECT_EQ(fate(sum), (Fates{{"logs/empty.log", "skipped: it is empty"},
                              {"logs/error.log", "1"},
                              {"logs/just.log", "2"},
                              {"logs/late.log", unknown},
                              {"logs/notes.txt", unknown},
                              {"logs/old/error.log.1", "2"},
                              {"logs/quiet.log", "1"}}));
  EXPECT_EQ(sum.totals().failures, 4u);
}

// /var/log/nginx has error.log.2.gz beside error.log.
TEST_F(Run, WhatIsCompressedCountsAsIfItWereNot) {
  folder_.folder("logs");
  folder_.file("logs/error.log", line_);
  for (const why502_tests::Packer& packer : why502_tests::packers()) {
    folder_.file("logs/error.log.2" + std::string(packer.suffix), packer.pack(line_ + line_));
  }
  EXPECT_EQ(run({folder_ / "logs"}).totals().failures, 9u);
}

TEST_F(Run, OfADamagedFileWhatCameBeforeIsCounted) {
  const std::string packed = why502_tests::packers()[0].pack(line_ + line_);
  const Aggregate sum = run({folder_.file("error.log.gz", packed.substr(0, packed.size() - 4))});
  EXPECT_EQ(sum.totals().failures, 2u);
  ASSERT_EQ(sum.inputs().size(), 1u);
  EXPECT_NE(sum.inputs()[0].error.find("its gzip data ends in the middle, at byte "), std::string::npos);
}

TEST_F(Run, AFileThatIsNamedIsReadWhateverItHolds) {
  const Aggregate sum = run({folder_.file("notes.txt", "hello\n"), folder_.file("empty.log")});
  EXPECT_EQ(fate(sum), (Fates{{"empty.log", "0"}, {"notes.txt", "1"}}));
  EXPECT_EQ(sum.counters().unrecognized, 1u);
}

TEST_F(Run, TheSameFileIsReadOnce) {
  const std::string a = folder_.file("a.log", line_);
  EXPECT_EQ(run({a, a, folder_.link("b.log", a), folder_.path()}).totals().failures, 1u);
}

TEST_F(Run, WhatCannotBeReadDoesNotStopTheOthers) {
  const std::string missing = folder_ / "missing.log";
  const Aggregate sum = run({missing, folder_.file("a.log", line_)});
  EXPECT_EQ(fate(sum), (Fates{{"a.log", "1"}, {"missing.log", "error: cannot open '" + missing + "': no such file"}}));
  EXPECT_EQ(sum.totals().failures, 1u);
}

TEST_F(Run, CountsOnlyWhatPassesTheFilter) {
  const auto at = [](const char* clock) { return "2026/08/20 " + std::string(clock) + kGood.substr(19) + "\n"; };
  const std::string timeout =
      "2026/08/20 12:00:00 [error] 7#7: *9 upstream timed out (110: Connection timed out) while "
      "reading response header from upstream" +
      kFields + "\n";
  const std::string log = folder_.file("a.log", at("11:59:59") + at("12:00:00") + timeout + at("12:59:59") +
                                                    at("13:00:00") + "2026/13/20 12:00:00" + kGood.substr(19) + "\n");
  const auto hour = [](int h) {
    return why502::Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 8 / 20)) + std::chrono::hours(h);
  };
  const auto count = [&](const why502::FilterOptions& wanted) {
    const auto filter = why502::Filter::create(wanted);
    EXPECT_TRUE(filter.has_value());
    RunOptions options;
    options.filter = &*filter;
    std::uint64_t events = 0;
    const auto on_event = [&](const Event&) { ++events; };
    options.on_event = on_event;
    const Aggregate sum = run({log}, options);
    EXPECT_EQ(sum.totals().failures, events) << "on_event sees what is counted";
    EXPECT_EQ(sum.counters().event, 6u) << "lines are counted all the same";
    return sum.totals().failures;
  };
  EXPECT_EQ(count({}), 6u);
  EXPECT_EQ(count({.since = hour(12), .until = {}}), 4u);
  EXPECT_EQ(count({.since = {}, .until = hour(12)}), 1u);
  EXPECT_EQ(count({.since = hour(12), .until = hour(13)}), 3u);
  EXPECT_EQ(count({.since = {}, .until = {}, .causes = {Cause::response_timeout}}), 1u);
  EXPECT_EQ(count({.since = hour(13), .until = {}, .causes = {Cause::response_timeout}}), 0u);
}

TEST_F(Run, GivesEventsInTheOrderOfTheInputs) {
  std::vector<std::string> order;
  RunOptions options;
  const auto on_event = [&](const Event& event) {
    order.push_back(std::string(event.source().substr(folder_.path().size())) + "@" + std::to_string(event.offset()));
  };
  options.on_event = on_event;
  run({folder_.file("b.log", line_ + line_), folder_.file("a.log", line_)}, options);
  EXPECT_EQ(order, (std::vector<std::string>{"/b.log@0", "/b.log@" + std::to_string(line_.size()), "/a.log@0"}));
}

TEST_F(Run, OnEventFalseStopsAll) {
  int calls = 0;
  RunOptions options;
  const auto on_event = [&](const Event&) { return ++calls < 2; };
  options.on_event = on_event;
  const Aggregate sum = run({folder_.file("a.log", line_ + line_ + line_), folder_.file("b.log", line_)}, options);
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(sum.totals().failures, 2u);
  EXPECT_EQ(fate(sum), (Fates{{"a.log", "2"}})) << "the result is what was read";
}

TEST_F(Run, TheStopFlagEndsItAtTheNextRead) {
  std::atomic<bool> stop{false};
  RunOptions options;
  options.stop = &stop;
  options.block_bytes = line_.size();
  const auto on_event = [&](const Event&) { stop = true; };
  options.on_event = on_event;
  const Aggregate sum = run({folder_.file("a.log", line_ + line_ + line_), folder_.file("b.log", line_)}, options);
  EXPECT_GE(sum.totals().failures, 1u);
  EXPECT_LT(sum.totals().failures, 3u);
  EXPECT_EQ(fate(sum).count("b.log"), 0u);
  EXPECT_EQ(fate(sum).at("a.log"), std::to_string(sum.totals().failures)) << "no error: as if it ended here";
}

TEST_F(Run, AStopBeforeTheBeginningReadsNothing) {
  const std::atomic<bool> stop{true};
  RunOptions options;
  options.stop = &stop;
  EXPECT_EQ(run({folder_.file("a.log", line_)}, options).totals().failures, 0u);
}

// -o events on a pipe flushes then.
TEST_F(Run, OnReadComesAfterTheEventsOfARead) {
  std::string calls;
  RunOptions options;
  options.block_bytes = line_.size();
  const auto on_event = [&](const Event&) { calls += 'e'; };
  const auto on_read = [&] { calls += 'r'; };
  options.on_event = on_event;
  options.on_read = on_read;
  run({folder_.file("a.log", line_ + line_)}, options);
  EXPECT_EQ(calls, "ererr") << "the last read is the end";
}

TEST_F(Run, ProgressCountsBytesOfAllInputs) {
  std::vector<std::uint64_t> bytes;
  std::uint64_t total = 0;
  RunOptions options;
  const auto on_progress = [&](const Progress& progress) {
    bytes.push_back(progress.bytes);
    total = progress.total;
    EXPECT_TRUE(progress.input.ends_with(".log"));
  };
  options.on_progress = on_progress;
  run({folder_.file("a.log", line_), folder_.file("b.log", line_)}, options);
  ASSERT_FALSE(bytes.empty());
  EXPECT_TRUE(std::is_sorted(bytes.begin(), bytes.end()));
  EXPECT_EQ(bytes.back(), 2 * line_.size());
  EXPECT_EQ(total, 2 * line_.size());

  int calls = 0;
  const auto enough = [&](const Progress&) {
    ++calls;
    return false;
  };
  options.on_progress = enough;
  const Aggregate sum = run({folder_ / "a.log", folder_ / "b.log"}, options);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(fate(sum).count("b.log"), 0u);
}

TEST_F(Run, RejectsComeWithTheirFile) {
  std::vector<std::string> rejects;
  RunOptions options;
  const auto on_reject = [&](const why502::Reject& reject) {
    rejects.push_back(std::string(reject.line) + "@" + std::to_string(reject.offset));
  };
  options.on_reject = on_reject;
  folder_.folder("logs");
  folder_.file("logs/notes.txt", "a skipped file's lines are no rejects\n");
  run({folder_.file("a.log", line_ + "hello\n"), folder_ / "logs"}, options);
  EXPECT_EQ(rejects, (std::vector<std::string>{"hello@" + std::to_string(line_.size())}));
}

TEST_F(Run, ABlockOfAnySizeGivesTheSame) {
  const std::string log = folder_.file("a.log", line_ + "hello\n" + line_ + kHead + kRefused + "\nx\n" + line_);
  const std::string expected = json(run({log}));
  for (const std::size_t size : {1u, 3u, 100u, 4096u}) {
    RunOptions options;
    options.block_bytes = size;
    EXPECT_EQ(json(run({log}, options)), expected) << size;
  }
}

TEST_F(Run, RefusesBadOptions) {
  RunOptions no_block, no_groups;
  no_block.block_bytes = 0;
  no_groups.aggregate.max_groups = 0;
  for (const RunOptions& options : {no_block, no_groups}) {
    const auto result = why502::run(parser_, std::vector<std::string>{}, options);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, why502::Errc::bad_option);
  }
}

}  // namespace
}  // namespace why502_tests
