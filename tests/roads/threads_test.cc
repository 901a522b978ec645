// threads_test.cc -- several threads give the answer of one, whatever the slices.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/input/folder.h"
#include "tests/input/packed.h"
#include "tests/roads/roads.h"
#include "tests/roads/sliced.h"
#include "tests/twin/edges.h"
#include "tests/twin/mutate.h"
#include "tests/twin/pool.h"
#include "tests/twin/same.h"
#include "why502/report.h"
#include "why502/run.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::RunOptions;

// ThreadSanitizer is so slow that logs must be shorter, and slices with them.
#if defined(__SANITIZE_THREAD__)
constexpr std::size_t kShrink = 16;
const why502::counting::Cuts kCuts = {64 * 1024, {}};
#else
constexpr std::size_t kShrink = 1;
const why502::counting::Cuts kCuts = {};
#endif
constexpr std::uint64_t kLogs = 800 / kShrink;

constexpr std::size_t mega(std::size_t n) { return (n << 20) / kShrink; }

constexpr std::uint64_t kFarEnough = (std::uint64_t{1} << 20) + (1 << 16);

std::string json_of(const Aggregate& sum) {
  std::string json;
  EXPECT_TRUE(why502::write_report(sum, why502::ReportId::json, {}, [&](std::string_view piece) { json += piece; }));
  return json;
}

// A log of `bytes` or a little more: what is in `pool`, in any order.
std::string long_log(std::size_t bytes, std::uint64_t seed, const std::vector<std::string>& pool) {
  Mutator choose(seed, pool);
  std::string log;
  while (log.size() < bytes) log += choose.any(pool) + "\n";
  return log;
}

class Threads : public testing::Test {
 protected:
  Aggregate run(const std::vector<std::string>& inputs, RunOptions options) {
    options.block_bytes /= kShrink;
    return why502::counting::run_with(parser_, inputs, options, kCuts, nullptr);
  }
  std::string json(const std::vector<std::string>& inputs, std::size_t jobs) {
    RunOptions options;
    options.jobs = jobs;
    return json_of(run(inputs, options));
  }

  const why502::Parser parser_ = make_parser();
  const Folder folder_;
};

TEST_F(Threads, GiveTheEventsOfOneInTheirOrderOnEveryEdge) {
  const why502::Parser parser = make_parser(4096);
  std::string together;
  std::vector<Edge> all = edges();
  for (const Edge& edge : all) {
    if (edge.bytes.size() < 8000) together += edge.bytes + "\n";
  }
  all.push_back({"together", "", together});
  for (const Edge& edge : all) {
    SCOPED_TRACE(edge.name);
    const TwinResult expected = by_memory(parser, edge.bytes);
    const std::string log = folder_.file("edge.log", edge.bytes);
    for (const std::size_t slice : {std::size_t{1}, std::size_t{300}, std::size_t{5000}}) {
      if (edge.bytes.size() > slice * 300) continue;
      EXPECT_EQ(difference(expected, by_slices(parser, log, 1 + slice % 7, cuts(slice, kFarEnough))), "") << slice;
      EXPECT_EQ(difference(expected, by_slices(parser, log, 3, cuts(slice, 0))), "") << slice << ", all guesses empty";
    }
  }
}

// The twin knows nothing of slices.
TEST_F(Threads, AgreeWithTheTwinOnDamagedLogsWhateverTheCuts) {
  const why502::Parser parser = make_parser(4096, why502::Format::nginx);
  const std::vector<std::string> pool = record_pool();
  std::size_t anew = 0, most_anew = 0;
  for (std::uint64_t seed = 1; seed <= kLogs; ++seed) {
    Mutator mutator(seed, pool);
    std::string bytes;
    for (std::size_t logs = 1 + mutator.below(4); logs > 0; --logs) bytes += mutator.log();
    const std::string log = folder_.file("mutated.log", bytes);
    const TwinResult expected = twin(bytes, "UTC", 4096);
    const std::size_t jobs = 2 + mutator.below(7);
    const std::uint64_t slice = 1 + mutator.below(bytes.size() / 2 + 2), lead = mutator.below(400);
    std::size_t read_anew = 0;
    ASSERT_EQ(difference(expected, by_slices(parser, log, jobs, cuts(slice, lead), &read_anew)), "")
        << "seed " << seed << ", " << jobs << " jobs, slices of " << slice << ", lead " << lead;
    anew += read_anew;
    ++most_anew;
    const std::string json = json_by_slices(parser, {log}, 1, {});
    ASSERT_EQ(json, json_by_slices(parser, {log}, jobs, cuts(slice, lead))) << "seed " << seed;
    ASSERT_EQ(json, json_by_slices(parser, {log}, jobs, cuts(slice, kFarEnough), &read_anew)) << "seed " << seed;
    ASSERT_EQ(read_anew, 0u) << "seed " << seed << ": all that came before was read, so no guess is wrong";
  }
  EXPECT_GT(anew, most_anew / 50) << "short leads must go wrong now and then, or this tests nothing";
  EXPECT_LT(anew, most_anew);
}

// One record over many lines, each of which is a slice.
TEST_F(Threads, ARecordOverManySlicesIsOneRecord) {
  const std::string bytes = kGood + "\n" + record_over_lines() + "\n" + kGood + "\n";
  const std::string log = folder_.file("trace.log", bytes);
  const TwinResult expected = by_memory(parser_, bytes);
  for (const std::size_t jobs : {1u, 2u, 8u}) {
    std::size_t anew = 0;
    EXPECT_EQ(difference(expected, by_slices(parser_, log, jobs, cuts(1, kFarEnough), &anew)), "");
    EXPECT_EQ(anew, 0u);
    EXPECT_EQ(difference(expected, by_slices(parser_, log, jobs, cuts(1, 100), &anew)), "");
    EXPECT_EQ(anew, jobs == 1 ? 0u : 1u) << "100 bytes do not show where the record began";
  }
}

TEST_F(Threads, OneReportForAnyNumberOfThem) {
  const std::vector<std::string> pool = record_pool();
  const std::string log = folder_.file("long.log", long_log(mega(20), 1, pool));
  const std::string one = json({log}, 1);
  for (const std::size_t jobs : {2u, 3u, 8u}) EXPECT_EQ(one, json({log}, jobs)) << jobs << " jobs";
}

TEST_F(Threads, ManyInputsOfAllKindsAreOneReport) {
  const std::vector<std::string> pool = record_pool();
  std::vector<std::string> inputs = {folder_.file("big.log", long_log(mega(9), 2, pool)), folder_ / "missing.log"};
  for (int i = 0; i < 12; ++i) {
    inputs.push_back(folder_.file("small" + std::to_string(i), long_log(1000u << (i % 8), 3, pool)));
  }
  for (const Packer& packer : packers()) {
    inputs.push_back(folder_.file("packed" + std::string(packer.suffix), packer.pack(long_log(mega(3), 4, pool))));
  }
  const std::string broken = packers()[0].pack(long_log(mega(2), 5, pool));
  inputs.push_back(folder_.file("broken.gz", broken.substr(0, broken.size() / 2)));
  folder_.folder("tree");
  folder_.file("tree/notes.txt", "hello\n");
  folder_.file("tree/huge.log", long_log(mega(9), 6, pool));
  inputs.push_back(folder_ / "tree");
  const std::string one = json(inputs, 1);
  EXPECT_NE(one.find("data ends in the middle"), std::string::npos);
  for (const std::size_t jobs : {2u, 5u}) EXPECT_EQ(one, json(inputs, jobs)) << jobs << " jobs";
}

TEST_F(Threads, TellEventsAndRejectsInTheOrderOfTheInputs) {
  const std::vector<std::string> pool = record_pool();
  std::vector<std::string> inputs;
  for (const std::size_t size : {std::size_t{10}, mega(5), mega(1) / 5, mega(9), std::size_t{40}}) {
    inputs.push_back(folder_.file(std::to_string(size) + ".log", long_log(size, size, pool)));
  }
  inputs.push_back(folder_.file("packed.gz", packers()[0].pack(long_log(mega(4), 9, pool))));
  const auto told = [&](std::size_t jobs) {
    std::vector<std::pair<std::string, std::uint64_t>> order;
    std::atomic<int> inside{0};
    const auto note = [&](std::string_view source, std::uint64_t offset) {
      EXPECT_EQ(++inside, 1) << "never two at once";
      order.emplace_back(source, offset);
      --inside;
    };
    const auto on_event = [&](const why502::Event& event) { note(event.source(), event.offset()); };
    const auto on_reject = [&](const why502::Reject& reject) { note(reject.source, reject.offset); };
    const auto on_read = [&] { EXPECT_EQ(inside, 0); };
    RunOptions options;
    options.jobs = jobs;
    options.on_event = on_event;
    options.on_reject = on_reject;
    options.on_read = on_read;
    const Aggregate sum = run(inputs, options);
    EXPECT_GT(order.size(), 10'000u / kShrink);
    return std::pair(std::move(order), json_of(sum));
  };
  const auto one = told(1);
  for (const std::size_t jobs : {2u, 8u}) EXPECT_TRUE(one == told(jobs)) << jobs << " jobs";
}

TEST_F(Threads, TellTheFirstRejects) {
  const std::vector<std::string> pool = record_pool();
  std::vector<std::string> inputs = {folder_.file("a.log", "one\n" + long_log(mega(9), 1, pool)),
                                     folder_.file("b.log", "two\n")};
  const auto first = [&](std::size_t jobs, std::size_t most) {
    std::vector<std::string> lines;
    const auto on_reject = [&](const why502::Reject& reject) { lines.emplace_back(reject.line); };
    RunOptions options;
    options.jobs = jobs;
    options.on_reject = on_reject;
    options.most_rejects = most;
    run(inputs, options);
    return lines;
  };
  const auto all = first(1, std::size_t(-1));
  ASSERT_GT(all.size(), 5u);
  for (const std::size_t most : {std::size_t{0}, std::size_t{5}, all.size(), std::size_t(-1)}) {
    const std::size_t count = std::min(most, all.size());
    const std::vector<std::string> expected(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
    for (const std::size_t jobs : {1u, 4u}) EXPECT_TRUE(first(jobs, most) == expected) << most << ", " << jobs;
  }
}

TEST_F(Threads, AStopOfACallbackStopsAll) {
  const std::string log = folder_.file("long.log", long_log(mega(9), 1, record_pool()));
  for (const std::size_t jobs : {1u, 4u}) {
    std::uint64_t events = 0;
    RunOptions options;
    options.jobs = jobs;
    const auto on_event = [&](const why502::Event&) { return ++events < 1000; };
    options.on_event = on_event;
    const Aggregate sum = run({log, folder_.file("b.log", kGood + "\n")}, options);
    EXPECT_EQ(events, 1000u) << "and is called no more";
    const auto totals = sum.totals();
    EXPECT_EQ(totals.failures + totals.client_errors + totals.evidence + totals.echoes + totals.suspect, events)
        << "what was told is what was counted";
  }
}

TEST_F(Threads, AStopFromOutsideEndsThemSoon) {
  const std::string log = folder_.file("long.log", long_log(mega(20), 1, record_pool()));
  std::atomic<bool> stop{false};
  RunOptions options;
  options.jobs = 4;
  options.stop = &stop;
  std::atomic<int> reads{0};
  const auto on_read = [&] {
    if (++reads == 8) stop = true;
  };
  options.on_read = on_read;
  const Aggregate sum = run({log}, options);
  ASSERT_EQ(sum.inputs().size(), 1u);
  EXPECT_EQ(sum.inputs()[0].error, "");
  EXPECT_GT(sum.counters().bytes, 0u);
  EXPECT_LT(sum.counters().bytes, mega(20));
  EXPECT_GT(sum.totals().failures, 0u) << "the result is what was read";
}

// copytruncate cuts a log while it is read.
TEST_F(Threads, AFileThatShrinksOrGrowsWhileItIsReadIsCountedAsFarAsItWasRead) {
  const std::string bytes = long_log(mega(20), 1, record_pool());
  for (const bool shrinks : {true, false}) {
    const std::string log = folder_.file("busy.log", bytes);
    RunOptions options;
    options.jobs = 3;
    std::atomic<int> reads{0};
    const auto on_read = [&] {
      if (++reads != 10) return;
      if (shrinks) {
        EXPECT_EQ(::truncate(log.c_str(), mega(1) / 10), 0);
      } else {
        std::ofstream(log, std::ios::binary | std::ios::app) << kGood << "\n";
      }
    };
    options.on_read = on_read;
    const Aggregate sum = run({log}, options);
    ASSERT_EQ(sum.inputs().size(), 1u);
    EXPECT_EQ(sum.inputs()[0].error,
              shrinks ? "cannot read '" + log + "' to its end: it became shorter meanwhile" : std::string());
    EXPECT_GT(sum.totals().failures, 0u);
    if (shrinks) {
      EXPECT_LT(sum.counters().bytes, bytes.size());
    } else {
      EXPECT_GE(sum.counters().bytes, bytes.size());
    }
  }
}

TEST_F(Threads, SeveralPipesAreReadAtOnce) {
  const std::string bytes = long_log(mega(1), 1, record_pool());
  std::vector<std::string> fifos;
  std::vector<std::thread> writers;
  for (int i = 0; i < 3; ++i) fifos.push_back(folder_.fifo("fifo" + std::to_string(i)));
  for (const std::string& fifo : fifos) {
    writers.emplace_back([&bytes, fifo] { std::ofstream(fifo, std::ios::binary) << bytes; });
  }
  RunOptions options;
  options.jobs = 4;
  const Aggregate sum = run(fifos, options);
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(sum.counters().bytes, 3 * bytes.size());
  EXPECT_EQ(sum.inputs().size(), 3u);
}

}  // namespace
}  // namespace why502_tests
