// engine_bench.cc -- the stages of the engine, each checked against the log's truth before it is timed.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "bench/fixture.h"
#include "bench/gateways_bench.h"
#include "why502/report.h"
#include "why502/scanner.h"
#include "why502/source.h"

namespace why502::bench {
namespace {

int wrong_answers = 0;

// Stops the benchmark if `difference` says anything.
bool wrong(benchmark::State& state, const std::string& difference) {
  if (difference.empty()) return false;
  ++wrong_answers;
  state.SkipWithError(difference.c_str());
  return true;
}

// Bytes and lines a second of a benchmark that reads all of `sample` each time.
void report_speed(benchmark::State& state, Sample sample) {
  const Truth& truth = log_of(sample).truth;
  const auto rounds = static_cast<std::uint64_t>(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(rounds * truth.bytes));
  state.counters["lines"] = benchmark::Counter(static_cast<double>(rounds * truth.lines), benchmark::Counter::kIsRate);
}

Source memory_of(Sample sample) { return Source::from_memory(std::string_view(log_of(sample).text)); }

// Runs `pass` once for its answer and then for its time. pass(check) gives what
// is different, and looks for that only if `check`.
template <typename Pass>
void measure(benchmark::State& state, Sample sample, Pass pass) {
  if (wrong(state, pass(true))) return;
  while (state.KeepRunning()) pass(false);
  report_speed(state, sample);
}

std::string both(const Counters& counters, const EventCount& count, const Truth& truth) {
  const std::string lines = differs(counters, truth), events = count.differs(truth);
  return lines.empty() ? events : lines + "; " + events;
}

// --- a yardstick: what a page of code does

void GetlineFind(benchmark::State& state, Sample sample) {
  const Log& log = log_of(sample);
  std::istringstream stream(log.text);
  measure(state, sample, [&](bool check) {
    stream.clear();
    stream.seekg(0);
    std::string line;
    std::uint64_t lines = 0, found = 0;
    while (std::getline(stream, line)) {
      ++lines;
      found += line.find("upstream") != std::string::npos;
    }
    benchmark::DoNotOptimize(found);
    return std::string(!check || lines == log.truth.lines ? "" : "lines differ");
  });
}

// --- the stages

void ParseRecords(benchmark::State& state, Sample sample) {
  const std::vector<std::string_view>& lines = lines_of(sample);
  Scratch scratch;
  measure(state, sample, [&](bool check) {
    EventCount count;
    for (const std::string_view line : lines) {
      parser().parse(line, scratch, [&count](const Event& event) { count.add(event); });
    }
    benchmark::DoNotOptimize(count);
    return check ? count.differs(log_of(sample).truth) : std::string();
  });
}

void ScanMemory(benchmark::State& state, Sample sample) {
  measure(state, sample, [&](bool check) {
    Source source = memory_of(sample);
    Scanner scanner(parser(), source);
    EventCount count;
    for (const Event& event : scanner) count.add(event);
    return check ? both(scanner.counters(), count, log_of(sample).truth) : std::string();
  });
}

void ScanFile(benchmark::State& state, Sample sample) {
  const std::string& path = file_of(sample);
  measure(state, sample, [&](bool check) {
    Result<Source> source = Source::open(path);
    if (!source) return source.error().message;
    Scanner scanner(parser(), *source);
    EventCount count;
    for (const Event& event : scanner) count.add(event);
    return check ? both(scanner.counters(), count, log_of(sample).truth) : std::string();
  });
}

void FeedChunks(benchmark::State& state, Sample sample) {
  const std::string_view text = log_of(sample).text;
  const auto chunk = static_cast<std::size_t>(state.range(0));
  measure(state, sample, [&](bool check) {
    Feed feed(parser());
    EventCount count;
    const auto on_event = [&count](const Event& event) { count.add(event); };
    for (std::size_t at = 0; at < text.size(); at += chunk) feed.write(text.substr(at, chunk), on_event);
    feed.finish(on_event);
    return check ? both(feed.counters(), count, log_of(sample).truth) : std::string();
  });
}

void AddEvents(benchmark::State& state, Sample sample) {
  std::vector<OwnedEvent> owned;
  Scratch scratch;
  for (const std::string_view line : lines_of(sample)) {
    parser().parse(line, scratch, [&owned](const Event& event) { owned.emplace_back(event); });
  }
  std::vector<Event> events;  // views of `owned`, which grows no more
  events.reserve(owned.size());
  for (const OwnedEvent& event : owned) events.push_back(event.view());
  measure(state, sample, [&](bool check) {
    Result<Aggregate> sum = Aggregate::create();
    if (!sum) return sum.error().message;
    for (const Event& event : events) sum->add(event);
    return check ? differs(*sum, log_of(sample).truth) : std::string();
  });
}

// --- the whole

// Gives the report's size, so that nothing of it can be left out.
std::size_t report_size(const Aggregate& sum, ReportId report) {
  std::size_t bytes = 0;
  const auto count = [&bytes](std::string_view text) { bytes += text.size(); };
  const Result<bool> written = write_report(sum, report, {}, count);
  return written ? bytes : 0;
}

void Diagnose(benchmark::State& state, Sample sample, bool from_file) {
  measure(state, sample, [&](bool check) {
    Result<Source> source = from_file ? Source::open(file_of(sample)) : Result<Source>(memory_of(sample));
    if (!source) return source.error().message;
    const Result<Aggregate> sum = aggregate(parser(), *std::move(source));
    if (!sum) return sum.error().message;
    const std::size_t bytes = report_size(*sum, ReportId::json);
    if (bytes == 0) return std::string("no report");
    if (!check) return std::string();
    const std::string lines = differs(sum->counters(), log_of(sample).truth);
    return lines.empty() ? differs(*sum, log_of(sample).truth) : lines;
  });
}

void Merge(benchmark::State& state, Sample sample) {
  const Result<Aggregate> part = aggregate(parser(), memory_of(sample));
  if (!part) {
    wrong(state, part.error().message);
    return;
  }
  measure(state, sample, [&](bool check) {
    Result<Aggregate> sum = Aggregate::create();
    if (!sum) return sum.error().message;
    sum->merge(*part);
    return check ? differs(*sum, log_of(sample).truth) : std::string();
  });
}

void Report(benchmark::State& state, Sample sample, ReportId report) {
  const Result<Aggregate> sum = aggregate(parser(), memory_of(sample));
  if (wrong(state, sum ? differs(*sum, log_of(sample).truth) : sum.error().message)) return;
  std::size_t bytes = 0;
  while (state.KeepRunning()) bytes += report_size(*sum, report);
  if (bytes == 0) wrong(state, "no report");
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

#define WHY502_BENCHMARK(...) BENCHMARK_CAPTURE(__VA_ARGS__)->Unit(benchmark::kMillisecond)

WHY502_BENCHMARK(GetlineFind, dense, Sample::dense);
WHY502_BENCHMARK(GetlineFind, sparse, Sample::sparse);
WHY502_BENCHMARK(ParseRecords, dense, Sample::dense);
WHY502_BENCHMARK(ParseRecords, sparse, Sample::sparse);
WHY502_BENCHMARK(ScanMemory, dense, Sample::dense);
WHY502_BENCHMARK(ScanMemory, sparse, Sample::sparse);
WHY502_BENCHMARK(ScanFile, dense, Sample::dense);
WHY502_BENCHMARK(ScanFile, sparse, Sample::sparse);
WHY502_BENCHMARK(FeedChunks, dense, Sample::dense)->Arg(4096)->Arg(64 << 10);
WHY502_BENCHMARK(FeedChunks, sparse, Sample::sparse)->Arg(4096)->Arg(64 << 10);
WHY502_BENCHMARK(AddEvents, dense, Sample::dense);
WHY502_BENCHMARK(AddEvents, wide, Sample::wide);
WHY502_BENCHMARK(Diagnose, dense_memory, Sample::dense, false);
WHY502_BENCHMARK(Diagnose, sparse_memory, Sample::sparse, false);
WHY502_BENCHMARK(Diagnose, wide_memory, Sample::wide, false);
WHY502_BENCHMARK(Diagnose, dense_file, Sample::dense, true);
WHY502_BENCHMARK(Diagnose, sparse_file, Sample::sparse, true);
WHY502_BENCHMARK(Merge, dense, Sample::dense);
WHY502_BENCHMARK(Merge, wide, Sample::wide);
WHY502_BENCHMARK(Report, dense_json, Sample::dense, ReportId::json);
WHY502_BENCHMARK(Report, dense_text, Sample::dense, ReportId::text);
WHY502_BENCHMARK(Report, wide_json, Sample::wide, ReportId::json);

}  // namespace
}  // namespace why502::bench

// A benchmark that was wrong makes the program fail, unlike benchmark's own main().
int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  why502::bench::register_gateways(&why502::bench::wrong_answers);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return why502::bench::wrong_answers == 0 ? 0 : 1;
}
