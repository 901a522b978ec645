// outcomes_test.cc -- nginx_rows.tsv, gateways_rows.tsv: every known message, and what becomes of it.
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

struct Table {
  const char* name;
  std::size_t least;  // so many rows at least
};
constexpr Table kNginx{"nginx_rows.tsv", 800}, kGateways{"gateways_rows.tsv", 145};

struct Row {
  int line = 0;  // in the table
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

std::vector<Row> rows_of(const Table& table) {
  std::vector<Row> rows;
  std::ifstream in(std::string(WHY502_SOURCE_DIR "/tests/knowledge/") + table.name, std::ios::binary);
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
}

// What an event says, in the words of the table.
Row outcome(const Row& row, const Event& event) {
  Row result = row;
  result.rule = event.rule().empty() ? "(other)" : event.rule();
  result.cause = id(event.cause());
  result.role = id(event.role());
  result.status = std::to_string(event.status());
  if (event.truncated() || event.suspect()) result.rule += " (truncated or suspect)";
  return result;
}

// What comes out of the example. An access log's line may tell of several attempts: all of them alike.
Row outcome(const Row& row) {
  Row result = row;
  result.rule = result.cause = result.role = result.status = "-";
  std::string record = row.example;
  for (std::size_t at = record.find("\\n"); at != std::string::npos; at = record.find("\\n"))
    record.replace(at, 2, "\n");
  const auto events = parsed(record).events;
  if (events.empty()) return result;
  result = outcome(row, events.front().view());
  EXPECT_TRUE(events.size() == 1 || row.note.starts_with("an event an attempt"));
  for (const auto& event : events) {
    const Row other = outcome(row, event.view());
    EXPECT_EQ(other.rule + other.cause + other.role + other.status,
              result.rule + result.cause + result.role + result.status);
  }
  return result;
}

class Outcomes : public testing::TestWithParam<Table> {
 protected:
  const std::vector<Row> rows_ = rows_of(GetParam());
};

TEST_P(Outcomes, AreAsTheTableSays) {
  for (const Row& row : rows_) {
    if (row.is_pending()) continue;
    SCOPED_TRACE(GetParam().name + (":" + std::to_string(row.line)) + ": " + row.example);
    const Row got = outcome(row);
    EXPECT_EQ(got.rule, row.rule);
    EXPECT_EQ(got.cause, row.cause);
    EXPECT_EQ(got.role, row.role);
    EXPECT_EQ(got.status, row.status);
  }
}

// So that nobody forgets to take the mark away.
TEST_P(Outcomes, OfThePendingOnesAreNotYet) {
  for (const Row& row : rows_) {
    if (!row.is_pending()) continue;
    const Row got = outcome(row);
    EXPECT_FALSE(got.rule == row.rule && got.cause == row.cause && got.role == row.role && got.status == row.status)
        << GetParam().name << ":" << row.line << ": it does now: empty its note. " << row.example;
  }
}

TEST_P(Outcomes, AllAreThere) {
  EXPECT_GE(rows_.size(), GetParam().least);
  for (const Row& row : rows_) {
    EXPECT_FALSE(row.file.empty()) << row.line;
    EXPECT_FALSE(row.message.empty()) << row.line;
    EXPECT_FALSE(row.example.empty()) << row.line;
  }
}

TEST_P(Outcomes, HaveAReasonWhereThereIsNone) {
  for (const Row& row : rows_) {
    if (!row.is_left_out()) continue;
    EXPECT_FALSE(row.note.empty()) << row.line;
    EXPECT_EQ(row.cause + row.role + row.status, "---") << row.line;
  }
}

TEST_P(Outcomes, NameRulesThatThereAre) {
  std::set<std::string_view> ids = {"(other)"};
  for (const RuleInfo& rule : rules()) ids.insert(rule.id);
  for (const Row& row : rows_) {
    if (row.is_pending() || row.is_left_out()) continue;
    EXPECT_TRUE(ids.contains(row.rule)) << row.line << ": " << row.rule;
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, Outcomes, testing::Values(kNginx, kGateways), [](const auto& each) {
  return std::string(each.param.name, std::string_view(each.param.name).find('_'));
});

}  // namespace
}  // namespace why502
