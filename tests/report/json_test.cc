// json_test.cc -- JSON by its keys, their order, and bytes that JSON cannot hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/report/report_of.h"

namespace why502::report_tests {
namespace {

using nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> keys(const ordered_json& object) {
  std::vector<std::string> names;
  for (const auto& [key, value] : object.items()) names.push_back(key);
  return names;
}

ordered_json report_of_log(const std::string& log) {
  return ordered_json::parse(report_of(aggregate_of(log), ReportId::json));
}

TEST(JsonReport, KeysStandInTheOrderOfTheDesign) {
  const ordered_json report = report_of_log(read_file("logs/backend_down.log"));
  EXPECT_THAT(keys(report), ElementsAre("schema", "version", "verdict", "options", "input", "totals", "groups",
                                        "evidence", "incidents", "background"));
  EXPECT_THAT(keys(report["options"]), ElementsAre("window", "tz", "by", "since", "until", "filters"));
  EXPECT_THAT(keys(report["options"]["filters"]), ElementsAre("cause", "upstream", "server"));
  EXPECT_THAT(keys(report["input"]), ElementsAre("files", "bytes", "lines", "first", "last"));
  EXPECT_THAT(keys(report["input"]["files"][0]),
              ElementsAre("name", "bytes", "lines", "format", "envelope", "first", "last", "skipped", "error"));
  EXPECT_THAT(keys(report["input"]["lines"]),
              ElementsAre("event", "other", "continuation", "unrecognized", "too_long"));
  EXPECT_THAT(keys(report["totals"]),
              ElementsAre("failures", "client_errors", "requests", "echoes", "echoes_without_failure", "evidence",
                          "suspect", "truncated", "exact", "by_cause", "by_status"));
  EXPECT_THAT(keys(report["groups"][0]), ElementsAre("keys", "failures", "first", "last", "series", "example"));
  EXPECT_THAT(keys(report["groups"][0]["keys"]), ElementsAre("cause", "upstream"));
  EXPECT_THAT(keys(report["evidence"][0]), ElementsAre("cause", "upstream", "count", "first", "last", "example"));
}

TEST(JsonReport, GroupsAndTotalsAddUp) {
  const ordered_json report = report_of_log(read_file("logs/fpm_overload.log"));
  std::uint64_t of_groups = 0;
  for (const ordered_json& group : report["groups"]) {
    std::uint64_t of_series = 0;
    for (const ordered_json& point : group["series"]) of_series += point[1].get<std::uint64_t>();
    EXPECT_EQ(group["failures"], of_series);
    of_groups += of_series;
  }
  const ordered_json& totals = report["totals"];
  EXPECT_EQ(totals["failures"].get<std::uint64_t>() + totals["client_errors"].get<std::uint64_t>(), of_groups);
  for (const char* sums : {"by_cause", "by_status"}) {
    std::uint64_t sum = 0;
    for (const auto& [key, count] : totals[sums].items()) sum += count.get<std::uint64_t>();
    EXPECT_EQ(sum, of_groups) << sums;
  }
  EXPECT_THAT(keys(totals["by_status"]), ElementsAre("200", "404", "502", "504"));
}

TEST(JsonReport, OneGroupALine) {
  const std::string report = report_of(aggregate_of(refused(0, "a:1") + refused(1, "b:1")), ReportId::json);
  EXPECT_THAT(report, HasSubstr("\n    {\"keys\":{\"cause\":\"connect_refused\",\"upstream\":\"a:1\"},"));
  EXPECT_THAT(report, HasSubstr("\n    {\"keys\":{\"cause\":\"connect_refused\",\"upstream\":\"b:1\"},"));
  EXPECT_EQ(report.back(), '\n');
}

TEST(JsonReport, UnknownIsNull) {
  const ordered_json report = report_of_log("");
  EXPECT_TRUE(report["input"]["first"].is_null());
  EXPECT_TRUE(report["input"]["files"][0]["format"].is_null());
  EXPECT_TRUE(report["input"]["files"][0]["error"].is_null());
  EXPECT_EQ(report["groups"], ordered_json::array());
  EXPECT_EQ(report["totals"]["by_status"], ordered_json::object());
}

TEST(JsonReport, TimesAreUtcWhateverTheZone) {
  ReportOptions options;
  options.time_zone = "Asia/Kathmandu";
  const ordered_json report =
      ordered_json::parse(report_of(aggregate_of(refused(3600, "a:1")), ReportId::json, options));
  EXPECT_EQ(report["options"]["tz"], "Asia/Kathmandu");
  EXPECT_EQ(report["groups"][0]["first"], "2026-11-22T01:00:00Z");
}

TEST(JsonReport, BytesThatAreNoTextBecomeReplacements) {
  const std::string log = record(1, "connect() failed (111: Connection refused)", "connecting to upstream",
                                 "back\"slash\\\xff\x01:80", "/caf\xe9");
  const std::string report = report_of(aggregate_of(log), ReportId::json);
  for (const char c : report) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= ' ');
  const ordered_json parsed = ordered_json::parse(report);
  EXPECT_EQ(parsed["groups"][0]["keys"]["upstream"], "back\"slash\\\xEF\xBF\xBD\x01:80");
  EXPECT_THAT(parsed["groups"][0]["example"].get<std::string>(), HasSubstr("/caf\xEF\xBF\xBD HTTP/1.1"));
}

TEST(JsonEvent, HasAllKeysInOrder) {
  const ordered_json event = ordered_json::parse(events_of(refused(5, "10.0.0.1:8080")));
  EXPECT_THAT(keys(event), ElementsAre("time", "cause", "role", "phase", "status", "upstream", "protocol", "server",
                                       "host", "request", "client", "severity", "errno", "rule", "format", "envelope",
                                       "container", "truncated", "suspect", "attempt", "source", "offset", "message"));
  EXPECT_EQ(event["time"], "2026-11-22T00:00:05Z");
  EXPECT_EQ(event["status"], 502);
  EXPECT_EQ(event["errno"], 111);
  EXPECT_EQ(event["envelope"], "none");
  EXPECT_TRUE(event["container"].is_null());
  EXPECT_EQ(event["attempt"].get<std::string>().size(), 16U);
  EXPECT_EQ(event["source"], "error.log");
  EXPECT_EQ(event["offset"], 0);
  EXPECT_EQ(event["message"], "connect() failed (111: Connection refused)");
}

TEST(JsonEvent, IsOneLineWhateverTheBytes) {
  const std::string lines = events_of(read_file("logs/hostile.log"));
  std::size_t events = 0;
  for (std::size_t at = 0; at < lines.size(); ++events) {
    const std::size_t end = lines.find('\n', at);
    EXPECT_TRUE(ordered_json::accept(lines.substr(at, end - at)));
    at = end + 1;
  }
  EXPECT_EQ(events, 5U);
}

}  // namespace
}  // namespace why502::report_tests
