// csv_test.cc -- CSV, read back by a strict reader of RFC 4180's grammar.
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/report/report_of.h"
#include "why502/scanner.h"

namespace why502::report_tests {
namespace {

using Cells = std::vector<std::string>;

// The RFC's `file`, each record ended by CRLF; nothing if `text` is none.
std::optional<std::vector<Cells>> read_csv(std::string_view text) {
  std::vector<Cells> records;
  Cells cells;
  while (!text.empty()) {
    std::string cell;
    if (text.front() == '"') {
      text.remove_prefix(1);
      while (true) {
        const std::size_t quote = text.find('"');
        if (quote == std::string_view::npos) return {};
        cell += text.substr(0, quote);
        text.remove_prefix(quote + 1);
        if (text.empty() || text.front() != '"') break;
        cell += '"';
        text.remove_prefix(1);
      }
    } else {
      cell = text.substr(0, text.find_first_of(",\"\r\n"));
      text.remove_prefix(cell.size());
    }
    cells.push_back(cell);
    if (text.starts_with(',')) {
      text.remove_prefix(1);
    } else if (text.starts_with("\r\n")) {
      text.remove_prefix(2);
      records.push_back(std::exchange(cells, {}));
    } else {
      return {};
    }
  }
  if (!cells.empty()) return {};
  return records;
}

// Of one failure by host, the host's cell.
std::string cell_of(std::string_view host) {
  Result<Aggregate> aggregate = Aggregate::create({.by = {Dimension::host}});
  const std::string log = refused(0, "a:1");
  const Result<Parser> parser = Parser::create();
  EXPECT_TRUE(aggregate.has_value() && parser.has_value());
  Feed feed(*parser, "error.log");
  const auto add = [&](const Event& event) { aggregate->add(event); };
  const std::string_view mark = "host: \"shop.example.com\"";
  std::string line = log;
  line.replace(line.find(mark), mark.size(), "host: \"" + std::string(host) + "\"");
  feed.write(line, add);
  feed.finish(add);
  const auto records = read_csv(report_of(*aggregate, ReportId::csv));
  if (!records || records->size() != 2 || records->back().size() != 4) return "(no CSV of two records)";
  return records->back().front();
}

TEST(Csv, OfNothingIsTheHeaderAlone) {
  EXPECT_EQ(report_of(aggregate_of(""), ReportId::csv), "cause,upstream,window_start,window_seconds,failures\r\n");
}

TEST(Csv, HasTheKeysAsColumnsAndARowForEachWindow) {
  const std::string log = refused(0, "a:1") + refused(1, "a:1") + refused(60, "a:1") + refused(61, "b:1");
  EXPECT_EQ(report_of(aggregate_of(log, AggregateOptions{.window = std::chrono::minutes(1),
                                                         .by = {Dimension::upstream, Dimension::status}}),
                      ReportId::csv),
            "upstream,status,window_start,window_seconds,failures\r\n"
            "a:1,502,2026-11-22T00:00:00Z,60,2\r\n"
            "a:1,502,2026-11-22T00:01:00Z,60,1\r\n"
            "b:1,502,2026-11-22T00:01:00Z,60,1\r\n");
}

TEST(Csv, TakesNoCellForAFormula) {
  EXPECT_EQ(cell_of("=1+1"), "'=1+1");
  EXPECT_EQ(cell_of("+1"), "'+1");
  EXPECT_EQ(cell_of("-1"), "'-1");
  EXPECT_EQ(cell_of("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(cell_of("\t=1"), "'\t=1");
  EXPECT_EQ(cell_of("a=1"), "a=1");
}

TEST(Csv, QuotesWhatTheGrammarNeedsQuoted) {
  EXPECT_EQ(cell_of("=1,2"), "'=1,2");
  EXPECT_EQ(cell_of("a,b"), "a,b");
  EXPECT_EQ(cell_of(" a "), " a ");
}

TEST(Csv, HoldsNoBytesThatAreNoText) {
  EXPECT_EQ(cell_of("a\xff"), "a\xef\xbf\xbd");
  EXPECT_EQ(cell_of("a\x1b[2J"), "a\xef\xbf\xbd[2J");
  EXPECT_EQ(cell_of("m\xc3\xbcll"), "m\xc3\xbcll");
}

// A key of any bytes: what an embedding program may add.
TEST(Csv, OfHostileKeysIsStillCsv) {
  Result<Aggregate> aggregate = Aggregate::create({.by = {Dimension::file}});
  ASSERT_TRUE(aggregate.has_value());
  const Result<Parser> parser = Parser::create();
  const std::string name = "\r\n=cmd|'/C calc'!A0,\"\"\"\n\xff\xfe";
  Feed feed(*parser, name);
  const auto add = [&](const Event& event) { aggregate->add(event); };
  feed.write(refused(0, "a:1"), add);
  feed.finish(add);
  const auto records = read_csv(report_of(*aggregate, ReportId::csv));
  ASSERT_TRUE(records.has_value());
  ASSERT_EQ(records->size(), 2U);
  EXPECT_EQ(records->back().front(), "'\r\n=cmd|'/C calc'!A0,\"\"\"\n\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(Csv, AddsUpToTheFailures) {
  for (const char* log : {"logs/fpm_overload.log", "logs/many_upstreams.log", "logs/hostile.log"}) {
    const Aggregate aggregate = aggregate_of(read_file(log));
    const auto records = read_csv(report_of(aggregate, ReportId::csv));
    ASSERT_TRUE(records.has_value()) << log;
    std::uint64_t sum = 0;
    for (std::size_t i = 1; i < records->size(); ++i) sum += std::stoull((*records)[i].back());
    std::uint64_t failures = 0;
    aggregate.each_row([&](const Row& row) { failures += row.failures; });
    EXPECT_GT(sum, 0U) << log;
    EXPECT_EQ(sum, failures) << log;
  }
}

}  // namespace
}  // namespace why502::report_tests
