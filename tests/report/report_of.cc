// report_of.cc -- logs made into reports, for tests.
#include "tests/report/report_of.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <utility>

#include "why502/parser.h"
#include "why502/scanner.h"
#include "why502/source.h"

namespace why502::report_tests {
namespace {

const Parser& parser() {
  static const Result<Parser> parser = Parser::create();
  return *parser;
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream file(std::string(WHY502_SOURCE_DIR "/tests/report/") + path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

Aggregate aggregate_of(std::string_view log, const AggregateOptions& options) {
  Result<Aggregate> result = aggregate(parser(), Source::from_memory(log, "error.log"), options);
  EXPECT_TRUE(result.has_value());
  return *std::move(result);
}

Aggregate aggregate_of(std::string_view log, const FilterOptions& options) {
  Result<Aggregate> result = Aggregate::create();
  const Result<Filter> filter = Filter::create(options);
  EXPECT_TRUE(filter.has_value());
  const auto add = [&](const Event& event) {
    if (filter->matches(event)) result->add(event);
  };
  Feed feed(parser(), "error.log");
  feed.write(log, add);
  feed.finish(add);
  result->add(Input{"error.log", feed.counters(), {}, {}});
  return *std::move(result);
}

std::string report_of(const Aggregate& aggregate, ReportId report, const ReportOptions& options) {
  std::string text;
  const Result<bool> written = write_report(aggregate, report, options, [&](std::string_view piece) { text += piece; });
  EXPECT_TRUE(written.has_value() && *written);
  return text;
}

std::string events_of(std::string_view log) {
  std::string text;
  const Result<Counters> read = for_each_event(parser(), Source::from_memory(log, "error.log"),
                                               [&](const Event& event) { append_json(event, &text); });
  EXPECT_TRUE(read.has_value());
  return text;
}

std::string record(int second, std::string_view message, std::string_view action, std::string_view upstream,
                   std::string_view uri) {
  std::array<char, 32> stamp{};
  std::snprintf(stamp.data(), stamp.size(), "2026/11/22 %02d:%02d:%02d", second / 3600 % 24, second / 60 % 60,
                second % 60);
  std::string line = std::string(stamp.data()) + " [error] 71#71: *" + std::to_string(second + 1) + ' ';
  line.append(message).append(" while ").append(action);
  line.append(", client: 203.0.113.9, server: shop.example.com, request: \"GET ").append(uri);
  line.append(" HTTP/1.1\", upstream: \"http://")
      .append(upstream)
      .append(uri)
      .append("\", host: \"shop.example.com\"\n");
  return line;
}

std::string refused(int second, std::string_view upstream) {
  return record(second, "connect() failed (111: Connection refused)", "connecting to upstream", upstream);
}

}  // namespace why502::report_tests
