// captured_test.cc -- what Debian's rsyslog and systemd-journald wrote of one nginx's log tells what the log itself
// does.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/command/process.h"

namespace why502::test {
namespace {

using nlohmann::json;

// samples/wrapped: see samples/README.md.
std::filesystem::path folder() { return std::filesystem::path(WHY502_SAMPLES) / "wrapped"; }

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    const std::string name = entry.path().stem().string();
    if (name != "plain") names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// On standard input, as `journalctl | why502` does it, and with no option but that for events.
std::vector<json> events_of(const std::string& name) {
  const Result result = run({"-o", "events"}, bytes_of(folder() / (name + ".log")));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  std::vector<json> events;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) events.push_back(json::parse(line));
  return events;
}

class Captured : public testing::TestWithParam<std::string> {};

TEST_P(Captured, TellsWhatTheLogItselfTells) {
  std::vector<json> expected = events_of("plain");
  ASSERT_GT(expected.size(), 20u);
  // journalctl's short forms do not print what is no UTF-8: `[316B blob data]`.
  if (GetParam().find("short") != std::string::npos) {
    const auto is_blob = [](const json& event) { return event["request"] == "GET /refused/c HTTP/1.1"; };
    EXPECT_EQ(std::erase_if(expected, is_blob), 1u);
  }
  const std::vector<json> seen = events_of(GetParam());
  ASSERT_EQ(seen.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    json event = seen[i];
    EXPECT_EQ(event["envelope"], GetParam().find("json") != std::string::npos ? "journald" : "syslog");
    // When it was written is told more finely outside, and may be a moment later.
    EXPECT_EQ(event["time"].get<std::string>().substr(0, 17), expected[i]["time"].get<std::string>().substr(0, 17));
    for (const char* key : {"envelope", "time", "source", "offset"}) event[key] = expected[i][key];
    EXPECT_EQ(event, expected[i]);
  }
}

TEST_P(Captured, LeavesNoLineUnread) {
  const Result result = run({"-o", "json", (folder() / (GetParam() + ".log")).string()});
  const json lines = json::parse(result.out)["input"]["lines"];
  const bool has_blob = GetParam().find("short") != std::string::npos;
  EXPECT_EQ(lines["unrecognized"], has_blob ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(All, Captured, testing::ValuesIn(names()), [](const auto& name) { return name.param; });

}  // namespace
}  // namespace why502::test
