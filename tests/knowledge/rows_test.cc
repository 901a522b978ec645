// rows_test.cc -- every message that was looked at is known by its rule, or left out with a reason.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "lib/knowledge/rules.h"
#include "tests/engine/parsed.h"

namespace why502 {
namespace {

using why502_tests::parsed;

struct Row {
  std::string source, message, example, rule, reason;
};

std::vector<Row> rows_of(const std::string& name) {
  std::ifstream in(std::string(WHY502_SOURCE_DIR) + "/tests/knowledge/" + name);
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream cells(line);
    Row row;
    std::getline(cells, row.source, '\t');
    std::getline(cells, row.message, '\t');
    std::getline(cells, row.example, '\t');
    std::getline(cells, row.rule, '\t');
    std::getline(cells, row.reason, '\t');
    rows.push_back(row);
  }
  return rows;
}

// Where a record has several lines, "\n" stands for a line feed; Apache writes it so.
std::string record_of(const Row& row, bool several_lines) {
  if (!several_lines) return row.example;
  std::string record;
  for (std::size_t at = 0; at < row.example.size(); ++at) {
    const bool is_feed = row.example.compare(at, 2, "\\n") == 0;
    record += is_feed ? '\n' : row.example[at];
    at += is_feed ? 1 : 0;
  }
  return record.starts_with('\n') ? record.substr(1) : record;
}

void check(const std::vector<Row>& rows, bool several_lines) {
  for (const Row& row : rows) {
    const auto result = parsed(record_of(row, several_lines));
    if (row.rule != "-") {
      ASSERT_EQ(result.events.size(), 1u) << row.example;
      EXPECT_EQ(result.events[0].view().rule(), row.rule) << row.example;
      continue;
    }
    EXPECT_FALSE(row.reason.empty()) << row.example;
    const bool is_of_another = row.reason.ends_with("'s");
    for (const OwnedEvent& owned : result.events) {
      EXPECT_TRUE(is_of_another) << row.example << " gives " << owned.view().rule();
    }
  }
}

TEST(Rows, OfApacheAreKnownOrLeftOutWithAReason) {
  const auto rows = rows_of("apache_rows.tsv");
  ASSERT_EQ(rows.size(), 365u);
  check(rows, false);
}

TEST(Rows, OfPhpFpmAreKnownOrLeftOutWithAReason) {
  const auto rows = rows_of("php_fpm_rows.tsv");
  ASSERT_EQ(rows.size(), 50u);
  check(rows, true);
}

// A rule that no row names is one of a row's, for another errno or another module.
TEST(Rows, NameOnlyRulesThatThereAre) {
  std::set<std::string_view> ids;
  for (const knowledge::Rule& rule : knowledge::rules()) ids.insert(rule.id);
  for (const char* name : {"apache_rows.tsv", "php_fpm_rows.tsv"}) {
    for (const Row& row : rows_of(name)) {
      EXPECT_TRUE(row.rule == "-" || ids.contains(row.rule)) << row.rule;
    }
  }
}

}  // namespace
}  // namespace why502
