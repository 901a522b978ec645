// nginx_rows_test.cc -- nginx_rows.tsv: every known message of nginx, and what becomes of it.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/engine/parsed.h"
#include "why502/catalog.h"

namespace why502 {
namespace {

using why502_tests::parsed;

struct Row {
  int line = 0;  // in the file
  std::string file, message, rule, cause, role, status, example, note;

  bool is_pending() const { return note.starts_with("pending: "); }
  bool is_left_out() const { return rule == "-"; }
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::size_t begin = 0;
  for (std::size_t tab = 0; tab != std::string::npos; begin = tab + 1) {
    tab = line.find('\t', begin);
    cells.push_back(line.substr(begin, tab == std::string::npos ? tab : tab - begin));
  }
  return cells;
}

const std::vector<Row>& all_rows() {
  static const std::vector<Row> kRows = [] {
    std::vector<Row> rows;
    std::ifstream in(WHY502_SOURCE_DIR "/tests/knowledge/nginx_rows.tsv", std::ios::binary);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      if (line.starts_with('#')) continue;
      const std::vector<std::string> cells = cells_of(line);
      EXPECT_EQ(cells.size(), 8u) << "line " << number;
      if (cells.size() != 8) continue;
      rows.push_back({number, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]});
    }
    return rows;
  }();
  return kRows;
}

// What comes out of the example, in the words of the table.
Row outcome(const Row& row) {
  Row result = row;
  result.rule = result.cause = result.role = result.status = "-";
  std::string record = row.example;
  for (std::size_t at = record.find("\\n"); at != std::string::npos; at = record.find("\\n"))
    record.replace(at, 2, "\n");
  const auto events = parsed(record).events;
  if (events.empty()) return result;
  EXPECT_EQ(events.size(), 1u);
  const Event event = events.front().view();
  result.rule = event.rule().empty() ? "(other)" : event.rule();
  result.cause = id(event.cause());
  result.role = id(event.role());
  result.status = std::to_string(event.status());
  if (event.truncated() || event.suspect()) result.rule += " (truncated or suspect)";
  return result;
}

TEST(NginxRows, EachComesOutAsTheTableSays) {
  for (const Row& row : all_rows()) {
    if (row.is_pending()) continue;
    SCOPED_TRACE("nginx_rows.tsv:" + std::to_string(row.line) + ": " + row.example);
    const Row got = outcome(row);
    EXPECT_EQ(got.rule, row.rule);
    EXPECT_EQ(got.cause, row.cause);
    EXPECT_EQ(got.role, row.role);
    EXPECT_EQ(got.status, row.status);
  }
}

// So that nobody forgets to take the mark away.
TEST(NginxRows, ThePendingOnesDoNotYet) {
  for (const Row& row : all_rows()) {
    if (!row.is_pending()) continue;
    const Row got = outcome(row);
    EXPECT_FALSE(got.rule == row.rule && got.cause == row.cause && got.role == row.role && got.status == row.status)
        << "nginx_rows.tsv:" << row.line << ": it does now: empty its note. " << row.example;
  }
}

TEST(NginxRows, AllAreThere) {
  EXPECT_GE(all_rows().size(), 800u);
  for (const Row& row : all_rows()) {
    EXPECT_FALSE(row.file.empty()) << row.line;
    EXPECT_FALSE(row.message.empty()) << row.line;
    EXPECT_FALSE(row.example.empty()) << row.line;
  }
}

TEST(NginxRows, WhatIsLeftOutHasAReason) {
  for (const Row& row : all_rows()) {
    if (!row.is_left_out()) continue;
    EXPECT_FALSE(row.note.empty()) << row.line;
    EXPECT_EQ(row.cause + row.role + row.status, "---") << row.line;
  }
}

TEST(NginxRows, NameRulesThatThereAre) {
  std::set<std::string_view> ids;
  for (const RuleInfo& rule : rules()) ids.insert(rule.id);
  for (const Row& row : all_rows()) {
    if (row.is_pending() || row.is_left_out()) continue;
    EXPECT_TRUE(ids.contains(row.rule)) << row.line << ": " << row.rule;
  }
}

}  // namespace
}  // namespace why502
