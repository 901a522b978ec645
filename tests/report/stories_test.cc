// stories_test.cc -- small logs of known troubles: what is told of each, and that onset and end are the truth.
//
// stories/make writes the logs and the truth; WHY502_UPDATE_GOLDEN=1 in the environment
// writes the reports anew: read the diff as somebody would who was woken by it.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/report/report_of.h"
#include "why502/time.h"

namespace why502::report_tests {
namespace {

using nlohmann::json;

const std::string kStories = WHY502_SOURCE_DIR "/tests/report/stories";

std::vector<std::string> stories() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kStories)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Stories : public testing::TestWithParam<std::string> {
 protected:
  std::string file(const std::string& name) const { return "stories/" + GetParam() + '/' + name; }
  std::string read(const std::string& name) const { return read_file(file(name)); }
  void expect_is(const std::string& report, const std::string& name) const {
    if (std::getenv("WHY502_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(kStories + '/' + GetParam() + '/' + name, std::ios::binary) << report;
    }
    EXPECT_EQ(report, read(name));
  }
};

TEST_P(Stories, AreToldAsTheyWere) {
  const Aggregate aggregate = aggregate_of(read("error.log"));
  ReportOptions options;
  options.columns = 80;
  expect_is(report_of(aggregate, ReportId::text, options), "report.txt");
  expect_is(report_of(aggregate, ReportId::json, options), "report.json");
}

TEST_P(Stories, BeginAndEndWithinAMinuteOfTheTruth) {
  const json truth = json::parse(read("truth.json"));
  const json report = json::parse(report_of(aggregate_of(read("error.log")), ReportId::json, {}));
  ASSERT_EQ(report["incidents"].size(), truth["incidents"].size());
  const auto apart = [](const json& a, const json& b) {
    const auto x = parse_time(a.get<std::string>(), "UTC", {}), y = parse_time(b.get<std::string>(), "UTC", {});
    EXPECT_TRUE(x && y) << a << b;
    return std::chrono::abs(*x - *y);
  };
  for (std::size_t i = 0; i < truth["incidents"].size(); ++i) {
    const json &told = report["incidents"][i], &was = truth["incidents"][i];
    EXPECT_LE(apart(told["onset"], was["onset"]), std::chrono::minutes(1)) << told["onset"];
    EXPECT_LE(apart(told["end"], was["end"]), std::chrono::minutes(1)) << told["end"];
    EXPECT_EQ(told["ongoing"], was["ongoing"]);
  }
}

TEST_P(Stories, FitIntoAnyPage) {
  const Aggregate aggregate = aggregate_of(read("error.log"));
  for (const std::size_t columns : {60u, 80u, 200u}) {
    ReportOptions options;
    options.columns = columns;
    options.unicode = false;  // then a byte is a column
    std::istringstream lines(report_of(aggregate, ReportId::text, options));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), columns) << line;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Stories, testing::ValuesIn(stories()), [](const auto& each) { return each.param; });

TEST(StoriesThere, AreTenAtLeast) { EXPECT_GE(stories().size(), 10u); }

}  // namespace
}  // namespace why502::report_tests
