// generate.cc -- the program why502-generate: an error log of any size, and what it really says.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include "bench/apache_writer.h"
#include "bench/envelope.h"
#include "bench/log_writer.h"

namespace {

constexpr char kUsage[] =
    "usage: why502-generate dense|sparse|debug [--bytes N] [--seed N] [--upstreams N]\n"
    "                       [--start 2026-11-22T00:00:00Z] [--server nginx|apache] [--envelope none|docker]\n"
    "                       [--truth FILE]\n"
    "Writes an error log (of Apache: dense or sparse) to standard output, and its true counts as JSON to FILE.\n"
    "N may end in K, M or G; with an envelope it counts what is inside. The same options give the same bytes on every "
    "machine.\n";

// "64", "64K", "256M", "1G".
bool read_number(std::string_view text, std::uint64_t* n) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *n);
  if (error != std::errc() || text.empty()) return false;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const int shift = unit.empty() ? 0 : unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : -1;
  if (shift < 0) return false;
  *n <<= shift;
  return true;
}

bool read_time(const char* text, std::int64_t* seconds) {
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  int length = 0;
  if (std::sscanf(text, "%4d-%2u-%2uT%2u:%2u:%2uZ%n", &year, &month, &day, &hour, &minute, &second, &length) != 6)
    return false;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59 || text[length] != '\0' || length == 0) return false;
  *seconds =
      std::chrono::sys_days(date).time_since_epoch().count() * std::int64_t{86400} + hour * 3600 + minute * 60 + second;
  return true;
}

struct Options {
  why502::bench::LogOptions log;
  bool is_apache = false, in_docker = false;
  std::string truth_path;
};

bool read_options(int argc, char** argv, Options* all) {
  why502::bench::LogOptions* options = &all->log;
  if (argc < 2 || argc % 2 != 0) return false;
  const std::string_view kind = argv[1];
  using why502::bench::LogKind;
  if (kind != "dense" && kind != "sparse" && kind != "debug") return false;
  options->kind = kind == "dense" ? LogKind::dense : kind == "sparse" ? LogKind::sparse : LogKind::debug;
  for (int i = 2; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const char* value = argv[i + 1];
    std::uint64_t n = 0;
    bool good = true;
    if (name == "--truth") {
      all->truth_path = value;
    } else if (name == "--envelope") {
      all->in_docker = std::string_view(value) == "docker";
      good = all->in_docker || std::string_view(value) == "none";
    } else if (name == "--server") {
      all->is_apache = std::string_view(value) == "apache";
      good = all->is_apache || std::string_view(value) == "nginx";
    } else if (name == "--start") {
      good = read_time(value, &options->start);
    } else if (name == "--bytes") {
      good = read_number(value, &n) && n > 0 && n <= std::uint64_t{1} << 44;
      options->bytes = n;
    } else if (name == "--seed") {
      good = read_number(value, &options->seed);
    } else if (name == "--upstreams") {
      good = read_number(value, &n) && n > 0 && n <= 1'000'000;
      options->upstreams = static_cast<std::size_t>(n);
    } else {
      good = false;
    }
    if (!good) return false;
  }
  return !all->is_apache || options->kind != LogKind::debug;
}

bool write(std::string_view text, std::FILE* file) {
  return std::fwrite(text.data(), 1, text.size(), file) == text.size();
}

// The whole log to standard output, and its truth.
template <typename Writer>
int generate(const Options& options) {
  Writer writer(options.log);
  constexpr std::size_t kBlock = 64 * 1024;
  std::string block, wrapped;
  std::uint64_t bytes = 0;
  block.reserve(2 * kBlock);
  while (writer.fill(&block, kBlock)) {
    if (options.in_docker) {
      wrapped.clear();
      why502::bench::append_docker(block, &wrapped);
    }
    const std::string& all = options.in_docker ? wrapped : block;
    bytes += all.size();
    if (!write(all, stdout)) break;
    block.clear();
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::perror("why502-generate: standard output");
    return 2;
  }
  if (options.truth_path.empty()) return 0;
  why502::bench::Truth truth = writer.truth();
  truth.bytes = bytes;
  std::FILE* file = std::fopen(options.truth_path.c_str(), "wb");
  const bool written = file != nullptr && write(to_json(truth), file);
  if ((file != nullptr && std::fclose(file) != 0) || !written) {
    std::fprintf(stderr, "why502-generate: cannot write %s\n", options.truth_path.c_str());
    return 2;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read_options(argc, argv, &options)) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  return options.is_apache ? generate<why502::bench::ApacheWriter>(options)
                           : generate<why502::bench::LogWriter>(options);
}
