// times_test.cc -- clocks that run backwards, years that end, and hours that come twice or never.
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/faults/faulty.h"

namespace why502::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;

// Its stamp instead of the one that failures of tests have.
std::string refused_at(const std::string& stamp, int connection) {
  return stamp + refused("14:00:00", connection).substr(19);
}

json json_of(std::vector<std::string> arguments, const std::string& log) {
  arguments.insert(arguments.begin(), {"-o", "json"});
  const Result result = run(arguments, log);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return report_of(result);
}

std::vector<std::string> times(const std::string& zone, const std::string& log) {
  std::vector<std::string> all;
  const Result result = run({"-o", "events", "--tz", zone}, log);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  std::string rest = result.out;
  for (std::size_t end; (end = rest.find('\n')) != std::string::npos; rest.erase(0, end + 1)) {
    all.push_back(json::parse(rest.substr(0, end))["time"]);
  }
  return all;
}

// The failures in all windows.
int in_windows(const json& report) {
  int sum = 0;
  for (const json& group : report["groups"]) {
    for (const json& point : group["series"]) sum += point[1].get<int>();
  }
  return sum;
}

// ntpd steps the clock back by an hour, a virtual machine wakes up an hour ago.
TEST(ClockBackwards, CountsEachFailureAndKnowsFirstAndLast) {
  std::string log;
  for (int i = 0; i < 300; ++i)
    log += refused(i < 150 ? "14:30:" + std::to_string(10 + i % 50) : "13:30:" + std::to_string(10 + i % 50), i);
  const json report = json_of({"-w", "1m"}, log);
  EXPECT_EQ(report["totals"]["failures"], 300);
  EXPECT_EQ(report["input"]["first"], "2026-11-22T13:30:10Z");
  EXPECT_EQ(report["input"]["last"], "2026-11-22T14:30:59Z");
  ASSERT_EQ(report["groups"].size(), 1U);
  EXPECT_EQ(report["groups"][0]["series"],
            json::parse(R"([["2026-11-22T13:30:00Z",150],["2026-11-22T14:30:00Z",150]])"));
  for (const char* const output : {"text", "csv", "html", "prometheus"}) {
    EXPECT_EQ(run({"-o", output}, log).exit_code, 0);
  }
}

TEST(ClockBackwards, BeyondTheYear1970AndFarAhead) {
  const std::string log = refused_at("1969/12/31 23:59:59", 1) + refused_at("2026/11/22 14:00:00", 2) +
                          refused_at("9999/12/31 23:59:59", 3);
  const json report = json_of({}, log);
  EXPECT_EQ(report["totals"]["failures"], 3);
  EXPECT_EQ(report["input"]["first"], "1969-12-31T23:59:59Z");
  EXPECT_EQ(report["input"]["last"], "9999-12-31T23:59:59Z");
  EXPECT_EQ(in_windows(report), 3);
}

TEST(YearChange, OfStampsWithTheirYear) {
  const std::string log = refused_at("2026/12/31 23:59:59", 1) + refused_at("2027/01/01 00:00:00", 2);
  const json report = json_of({"-w", "1m"}, log);
  EXPECT_EQ(report["groups"][0]["series"], json::parse(R"([["2026-12-31T23:59:00Z",1],["2027-01-01T00:00:00Z",1]])"));
  // By local time it was the same hour in Berlin, and another year in UTC.
  EXPECT_THAT(times("Europe/Berlin", log), ElementsAre("2026-12-31T22:59:59Z", "2026-12-31T23:00:00Z"));
}

// syslog's have none: December's are of the year before the one in which the file was last written to. The nginx stamps
// are no times here, so that syslog's count.
TEST(YearChange, OfStampsWithoutAYear) {
  const Folder folder;
  const auto line = [](const std::string& stamp, int connection) {
    return stamp + " web nginx: " + refused_at("2026/13/40 12:34:56", connection);
  };
  const std::string path = folder.file("syslog", line("Dec 31 23:59:59", 1) + line("Jan  1 00:00:01", 2));
  const timespec written[2] = {{1767225610, 0}, {1767225610, 0}};  // 2026-01-01 00:00:10
  ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), written, 0), 0);
  const json report = json_of({path}, "");
  EXPECT_EQ(report["input"]["first"], "2025-12-31T23:59:59Z");
  EXPECT_EQ(report["input"]["last"], "2026-01-01T00:00:01Z");
  EXPECT_EQ(report["totals"]["failures"], 2);
}

struct Change {
  const char* zone;
  std::vector<std::string> stamps;  // local, as nginx writes them
  std::vector<std::string> times;   // what they are
};

class TimeChange : public testing::TestWithParam<Change> {};

// By the tz database. Of an hour that comes twice a stamp does not tell which is meant: the first (zone_test.cc); one
// that does not exist is what it would have been before the change. Each failure counts once in any case.
INSTANTIATE_TEST_SUITE_P(
    Zones, TimeChange,
    testing::Values(
        Change{"Europe/Berlin",
               {"2026/10/25 01:59:59", "2026/10/25 02:30:00", "2026/10/25 02:30:00", "2026/10/25 03:00:00"},
               {"2026-10-24T23:59:59Z", "2026-10-25T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z"}},
        Change{"Europe/Berlin",
               {"2026/03/29 01:59:59", "2026/03/29 02:30:00", "2026/03/29 03:00:00"},
               {"2026-03-29T00:59:59Z", "2026-03-29T01:30:00Z", "2026-03-29T01:00:00Z"}},
        Change{"America/New_York",
               {"2026/11/01 00:59:59", "2026/11/01 01:30:00", "2026/11/01 01:30:00", "2026/11/01 02:00:00"},
               {"2026-11-01T04:59:59Z", "2026-11-01T05:30:00Z", "2026-11-01T05:30:00Z", "2026-11-01T07:00:00Z"}},
        Change{"America/New_York",
               {"2026/03/08 01:59:59", "2026/03/08 02:30:00", "2026/03/08 03:00:00"},
               {"2026-03-08T06:59:59Z", "2026-03-08T07:30:00Z", "2026-03-08T07:00:00Z"}},
        // By half an hour.
        Change{"Australia/Lord_Howe",
               {"2026/04/05 01:29:59", "2026/04/05 01:45:00", "2026/04/05 01:45:00", "2026/04/05 02:00:00"},
               {"2026-04-04T14:29:59Z", "2026-04-04T14:45:00Z", "2026-04-04T14:45:00Z", "2026-04-04T15:30:00Z"}},
        Change{"Australia/Lord_Howe",
               {"2026/10/04 01:59:59", "2026/10/04 02:15:00", "2026/10/04 02:30:00"},
               {"2026-10-03T15:29:59Z", "2026-10-03T15:45:00Z", "2026-10-03T15:30:00Z"}}));

TEST_P(TimeChange, EachFailureHasItsTimeAndItsWindow) {
  std::string log;
  for (std::size_t i = 0; i < GetParam().stamps.size(); ++i)
    log += refused_at(GetParam().stamps[i], static_cast<int>(i));
  EXPECT_EQ(times(GetParam().zone, log), GetParam().times);
  const int number = static_cast<int>(GetParam().stamps.size());
  for (const char* const window : {"auto", "30s", "30m", "1h", "1d"}) {
    const json report = json_of({"--tz", GetParam().zone, "-w", window}, log);
    EXPECT_EQ(report["totals"]["failures"], number);
    EXPECT_EQ(in_windows(report), number) << window;
  }
  // As the machine's zone it is the same.
  const Result machine = run({"-o", "events"}, log, {{"TZ", GetParam().zone}});
  EXPECT_EQ(machine.out, run({"-o", "events", "--tz", GetParam().zone}, log).out);
  for (const char* const output : {"text", "csv", "html", "prometheus"}) {
    EXPECT_EQ(run({"-o", output, "--tz", GetParam().zone}, log).exit_code, 0);
  }
}

TEST_P(TimeChange, SinceAndUntilCutWhereTheStampsDo) {
  std::string log;
  for (std::size_t i = 0; i < GetParam().stamps.size(); ++i)
    log += refused_at(GetParam().stamps[i], static_cast<int>(i));
  for (const std::string& stamp : GetParam().stamps) {
    std::string since = stamp;
    since[4] = since[7] = '-';
    const auto number = [&](const char* option) {
      return json_of({"--tz", GetParam().zone, option, since}, log)["totals"]["failures"].get<std::size_t>();
    };
    EXPECT_EQ(number("--since") + number("--until"), GetParam().stamps.size()) << since;
  }
}

}  // namespace
}  // namespace why502::test
