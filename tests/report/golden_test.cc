// golden_test.cc -- whole reports of real logs, as files in folders named after what they show.
//
// WHY502_UPDATE_GOLDEN=1 in the environment writes them anew; read the diff.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "tests/report/report_of.h"

namespace why502::report_tests {
namespace {

const std::vector<std::string>& rejects() {
  static const std::vector<std::string> lines{
      R"(203.0.113.0 - - [22/Nov/2026:09:14:00 +0000] "GET /cart?id=0 HTTP/1.1" 502 157 "-" "Mozilla/5.0")",
      "\x1b[2J\x9b not a record\t\xff",
  };
  return lines;
}

constexpr Timestamp at(int hour, int minute) {
  using namespace std::chrono;
  return sys_days(year(2026) / 11 / 22) + hours(hour) + minutes(minute);
}

FilterOptions timeouts_of_an_evening() {
  FilterOptions filter;
  filter.since = at(21, 0);
  filter.until = at(21, 30);
  filter.causes = {Cause::response_timeout};
  return filter;
}

FilterOptions causes_that_are_not_there() {
  FilterOptions filter;
  filter.causes = {Cause::dns_failure, Cause::tls_verify};
  return filter;
}

struct Case {
  std::string folder;  // what it shows; the report lies in golden/<folder>/
  std::string log;     // in logs/
  ReportId report = ReportId::text;
  ReportOptions options = {};
  AggregateOptions counting = {};
  std::vector<Input> more_inputs = {};
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.folder; }

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {.folder = "no_failures", .log = "quiet.log"},
      {.folder = "no_failures_json", .log = "quiet.log", .report = ReportId::json},
      {.folder = "no_known_record", .log = "access.log", .options = {.rejects = rejects()}},
      {.folder = "nothing_read", .log = "empty.log"},
      {.folder = "backend_down_40_columns", .log = "backend_down.log", .options = {.columns = 40}},
      {.folder = "backend_down_60_columns", .log = "backend_down.log", .options = {.columns = 60}},
      {.folder = "backend_down_80_columns", .log = "backend_down.log", .options = {.columns = 80}},
      {.folder = "backend_down_100_columns", .log = "backend_down.log"},
      {.folder = "backend_down_200_columns", .log = "backend_down.log", .options = {.columns = 1000}},
      {.folder = "backend_down_ascii", .log = "backend_down.log", .options = {.columns = 80, .unicode = false}},
      {.folder = "backend_down_color", .log = "backend_down.log", .options = {.color = true}},
      {.folder = "backend_down_in_kathmandu", .log = "backend_down.log", .options = {.time_zone = "Asia/Kathmandu"}},
      {.folder = "backend_down_json", .log = "backend_down.log", .report = ReportId::json},
      {.folder = "backend_down_windows_of_1s",
       .log = "backend_down.log",
       .options = {.columns = 140},
       .counting = {.window = std::chrono::seconds(1)}},
      {.folder = "fpm_overload_100_columns", .log = "fpm_overload.log"},
      {.folder = "fpm_overload_160_columns", .log = "fpm_overload.log", .options = {.columns = 160}},
      {.folder = "only_timeouts", .log = "fpm_overload.log", .options = {.filter = timeouts_of_an_evening()}},
      {.folder = "no_failures_pass_the_filter",
       .log = "fpm_overload.log",
       .options = {.filter = causes_that_are_not_there()}},
      {.folder = "many_upstreams_top_8", .log = "many_upstreams.log", .options = {.top = 8}},
      {.folder = "many_upstreams_all", .log = "many_upstreams.log", .options = {.top = 0}},
      {.folder = "more_groups_than_fit", .log = "many_upstreams.log", .counting = {.max_groups = 6}},
      {.folder = "hostile_bytes", .log = "hostile.log", .options = {.rejects = rejects()}},
      {.folder = "hostile_bytes_ascii", .log = "hostile.log", .options = {.unicode = false, .rejects = rejects()}},
      {.folder = "hostile_bytes_json", .log = "hostile.log", .report = ReportId::json},
      {.folder = "nothing_read_csv", .log = "empty.log", .report = ReportId::csv},
      {.folder = "backend_down_csv", .log = "backend_down.log", .report = ReportId::csv},
      {.folder = "hostile_bytes_csv", .log = "hostile.log", .report = ReportId::csv},
      {.folder = "by_four_dimensions_csv",
       .log = "fpm_overload.log",
       .report = ReportId::csv,
       .counting = {.window = std::chrono::minutes(15),
                    .by = {Dimension::cause, Dimension::server, Dimension::path, Dimension::status}}},
      {.folder = "fpm_overload_prometheus", .log = "fpm_overload.log", .report = ReportId::prometheus},
      {.folder = "hostile_bytes_prometheus", .log = "hostile.log", .report = ReportId::prometheus},
      {.folder = "by_path_and_client",
       .log = "fpm_overload.log",
       .options = {.top = 12},
       .counting = {.by = {Dimension::path, Dimension::client}}},
      {.folder = "by_four_dimensions_60_columns",
       .log = "fpm_overload.log",
       .options = {.top = 5, .columns = 60},
       .counting = {.by = {Dimension::cause, Dimension::server, Dimension::protocol, Dimension::status}}},
      {.folder = "by_host_hostile_bytes",
       .log = "hostile.log",
       .counting = {.by = {Dimension::host, Dimension::upstream}}},
      {.folder = "by_file_and_phase_json",
       .log = "backend_down.log",
       .report = ReportId::json,
       .counting = {.by = {Dimension::file, Dimension::phase}}},
      {.folder = "inputs_not_read",
       .log = "quiet.log",
       .more_inputs = {{"/var/log/nginx/error.log.2.gz", {}, "", "/var/log/nginx/error.log.2.gz: permission denied"},
                       {"notes.txt", {}, "holds no record that is known", ""}}},
  };
  return all;
}

Aggregate count(const Case& c, const std::string& log) {
  const FilterOptions& filter = c.options.filter;
  const bool filtered = filter.since || filter.until || !filter.causes.empty();
  Aggregate result = filtered ? aggregate_of(log, filter) : aggregate_of(log, c.counting);
  for (const Input& input : c.more_inputs) result.add(input);
  return result;
}

class Golden : public testing::TestWithParam<Case> {};

TEST_P(Golden, IsWhatItWas) {
  const Case& c = GetParam();
  const std::string log = c.log == "empty.log" ? std::string() : read_file("logs/" + c.log);
  const std::string report = report_of(count(c, log), c.report, c.options);

  const std::string folder = "golden/" + c.folder;
  const std::string extension = c.report == ReportId::text ? "txt" : std::string(id(c.report));
  const std::string file = folder + "/report." + extension;
  if (std::getenv("WHY502_UPDATE_GOLDEN") != nullptr) {
    const std::string root = WHY502_SOURCE_DIR "/tests/report/";
    std::filesystem::create_directories(root + folder);
    std::ofstream(root + file, std::ios::binary) << report;
  }
  EXPECT_EQ(report, read_file(file));
}

INSTANTIATE_TEST_SUITE_P(Reports, Golden, testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.folder; });

TEST(GoldenFolders, AreAllOfACase) {
  for (const auto& entry : std::filesystem::directory_iterator(WHY502_SOURCE_DIR "/tests/report/golden")) {
    const std::string name = entry.path().filename().string();
    const auto is_its = [&](const Case& c) { return c.folder == name; };
    EXPECT_EQ(std::count_if(cases().begin(), cases().end(), is_its), 1) << name;
  }
}

}  // namespace
}  // namespace why502::report_tests
