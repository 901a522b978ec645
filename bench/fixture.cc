// fixture.cc -- generated logs in memory and in files, and comparisons with their truth.
#include "bench/fixture.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

namespace why502::bench {
namespace {

constexpr std::size_t kSamples = 3;

struct TemporaryFile {
  std::string path;
  ~TemporaryFile() {
    std::error_code ignored;
    if (!path.empty()) std::filesystem::remove(path, ignored);
  }
};

LogOptions options_of(Sample sample) {
  const char* mib = std::getenv("WHY502_BENCH_MIB");
  LogOptions options;
  options.kind = sample == Sample::sparse ? LogKind::sparse : LogKind::dense;
  options.bytes = (mib != nullptr && std::atoi(mib) > 0 ? static_cast<std::uint64_t>(std::atoi(mib)) : 16) << 20;
  options.upstreams = sample == Sample::wide ? 100'000 : 45;
  return options;
}

// Adds "what: true N, told M" if they differ.
void compare(const std::string& what, std::uint64_t truth, std::uint64_t told, std::string* out) {
  if (truth == told) return;
  if (!out->empty()) *out += "; ";
  *out += what + ": true " + std::to_string(truth) + ", told " + std::to_string(told);
}

template <typename Map>
void compare_maps(const std::string& what, const Map& truth, const Map& told, std::string* out) {
  if (truth == told) return;
  if (!out->empty()) *out += "; ";
  *out += what + " differ";
}

}  // namespace

const Log& log_of(Sample sample) {
  static std::array<std::optional<Log>, kSamples> logs;
  std::optional<Log>& log = logs[static_cast<std::size_t>(sample)];
  if (!log) log = make_log(options_of(sample));
  return *log;
}

const std::vector<std::string_view>& lines_of(Sample sample) {
  static std::array<std::vector<std::string_view>, kSamples> all;
  std::vector<std::string_view>& lines = all[static_cast<std::size_t>(sample)];
  if (lines.empty()) {
    const std::string_view text = log_of(sample).text;
    for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end + 1) {
      end = text.find('\n', begin);
      lines.push_back(text.substr(begin, end - begin));
    }
  }
  return lines;
}

const std::string& file_of(Sample sample) {
  static std::array<TemporaryFile, kSamples> files;
  std::string& path = files[static_cast<std::size_t>(sample)].path;
  if (path.empty()) {
    std::string name = (std::filesystem::temp_directory_path() / "why502-bench-XXXXXX").string();
    const int fd = mkstemp(name.data());
    if (fd < 0) {
      std::perror(name.c_str());
      std::exit(2);
    }
    path = name;
    std::FILE* file = fdopen(fd, "wb");
    const std::string& text = log_of(sample).text;
    if (file == nullptr || std::fwrite(text.data(), 1, text.size(), file) != text.size() || std::fclose(file) != 0) {
      std::perror(name.c_str());
      std::exit(2);
    }
  }
  return path;
}

const Parser& parser() {
  static const Result<Parser> parser = Parser::create();
  if (!parser) {
    std::fprintf(stderr, "why502-bench: %s\n", parser.error().message.c_str());
    std::exit(2);
  }
  return *parser;
}

std::string EventCount::differs(const Truth& truth) const {
  std::string out;
  compare("failures", truth.failures, failures_, &out);
  compare("client errors", truth.client_errors, client_errors_, &out);
  compare("evidence", truth.evidence, evidence_, &out);
  return out;
}

std::string differs(const Counters& counters, const Truth& truth) {
  std::string out;
  compare("bytes", truth.bytes, counters.bytes, &out);
  compare("events", truth.events, counters.event, &out);
  compare("others", truth.others, counters.other, &out);
  compare("lines", truth.lines, counters.lines(), &out);
  return out;
}

std::string differs(const Aggregate& aggregate, const Truth& truth) {
  const Totals totals = aggregate.totals();
  std::string out;
  compare("failures", truth.failures, totals.failures, &out);
  compare("client errors", truth.client_errors, totals.client_errors, &out);
  compare("evidence", truth.evidence, totals.evidence, &out);
  compare("suspect", 0, totals.suspect, &out);
  compare("truncated", 0, totals.truncated, &out);

  std::map<std::string, std::uint64_t> by_cause, by_upstream;
  for (const auto& [cause, failures] : totals.by_cause) by_cause[std::string(id(cause))] = failures;
  compare_maps("causes", truth.by_cause, by_cause, &out);
  std::map<int, std::uint64_t> by_status;
  for (const StatusCount& count : totals.by_status) by_status[count.status] = count.failures;
  compare_maps("statuses", truth.by_status, by_status, &out);

  std::uint64_t failures = 0;
  aggregate.each_row([&](const Row& row) {
    by_upstream[std::string(row.keys[1])] += row.failures;
    failures += row.failures;
  });
  compare("sum of rows", truth.failures + truth.client_errors, failures, &out);
  if (totals.exact) {
    compare("groups", truth.groups, aggregate.row_count(), &out);
    compare_maps("upstreams", truth.by_upstream, by_upstream, &out);
  }
  return out;
}

}  // namespace why502::bench
