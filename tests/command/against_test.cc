// against_test.cc -- --against: what has changed since, in a sentence, a table and JSON.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// Ten hours from 10:00 on: a refused connection every ten minutes, and from 15:00 on 60 timeouts.
std::string deploy_at_15() {
  std::string log = notice("10:00:00");
  int connection = 0;
  for (int hour = 10; hour < 20; ++hour) {
    for (int tenth = 0; tenth < 6; ++tenth) {
      const std::string minute = std::to_string(hour) + ":" + std::to_string(tenth) + "0:";
      log += refused(minute + "30", ++connection, "10.0.0.1:8080");
      if (hour == 15) {
        for (int second = 40; second < 50; ++second) log += timed_out(minute + std::to_string(second), ++connection);
      }
    }
  }
  return log + notice("20:00:00");
}

json against(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"-o", "json"});
  const Result result = run(arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const json report = json::parse(result.out, nullptr, false);
  EXPECT_TRUE(report.is_object() && report.contains("against")) << result.out;
  return report.value("against", json());
}

TEST(Against, TellsWhatIsNewSinceTheDeploy) {
  const Folder folder;
  const std::string log = folder.file("error.log", deploy_at_15());
  const json told = against({"--since", "2026-11-22T15:00:00Z", "--against", log, log});
  ASSERT_EQ(told["changes"].size(), 1U) << told.dump(1);
  EXPECT_EQ(told["changes"][0]["kind"], "appeared");
  EXPECT_EQ(told["changes"][0]["cause"], "response_timeout");
  EXPECT_EQ(told["changes"][0]["now"], 60);
  EXPECT_EQ(told["changes"][0]["before"], 0);
  EXPECT_EQ(told["flat"], 1);
  EXPECT_EQ(told["before_seconds"], 5 * 3600.0);
  EXPECT_EQ(told["last"], "2026-11-22T15:00:00Z");
  const std::string upstream = told["changes"][0]["upstream"];
  EXPECT_EQ(told["verdict"], "Against " + log + ": +60 response timed out on " + upstream + " (new), all else flat.");

  const Result text = run({"--since", "2026-11-22T15:00:00Z", "--against", log, log});
  EXPECT_THAT(text.out, HasSubstr("What has changed\n"));
  EXPECT_THAT(text.out, HasSubstr("         +60        60         0  response timed out, " + upstream + " (new)"));
  EXPECT_THAT(text.out, HasSubstr("(5 h) against 5 h"));

  const Result page = run({"-o", "html", "--since", "2026-11-22T15:00:00Z", "--against", log, log});
  EXPECT_THAT(page.out, HasSubstr("+60 response timed out on " + upstream + " (new), all else flat."));
  EXPECT_THAT(page.out, HasSubstr("(5 h) against 5 h"));
  EXPECT_THAT(page.out, HasSubstr("<td class=\"n\">+60</td><td>response timed out (new)</td><td><bdi>" + upstream +
                                  "</bdi></td><td class=\"time now\">60</td><td class=\"time expected\">0</td>"));
  EXPECT_EQ(count(run({"-o", "html", log}).out, "What has changed"), 0U);
}

TEST(Against, TakesAPartialAndALogAlike) {
  const Folder folder;
  const std::string log = folder.file("error.log", deploy_at_15());
  const std::string old = folder.file("old.log", refused("10:00:00") + refused("12:00:00", 2));
  const std::string partial = folder.file("old.partial", run({"-o", "partial", old}).out);
  json of_log = against({"--against", old, log}), of_partial = against({"--against", partial, log});
  EXPECT_EQ(of_log["changes"].size(), 1U);
  for (json* each : {&of_log, &of_partial}) {
    each->erase("name");
    each->erase("verdict");
  }
  EXPECT_EQ(of_log, of_partial);
  // And partials with a log.
  const std::string now = folder.file("now.partial", run({"-o", "partial", log}).out);
  json of_merged = against({"--merge", "--against", old, now});
  of_merged.erase("name");
  of_merged.erase("verdict");
  EXPECT_EQ(of_merged, of_log);
}

TEST(Against, SaysSoWhereNothingChanged) {
  const Folder folder;
  const std::string log = folder.file("error.log", deploy_at_15());
  const json told = against({"--against", log, log});
  EXPECT_TRUE(told["changes"].empty());
  EXPECT_EQ(told["verdict"], "Against " + log + ": nothing changed by more than noise.");
}

TEST(Against, WhatCannotBeReadIsASentenceAndNothingElse) {
  const Folder folder;
  const std::string log = folder.file("error.log", deploy_at_15());
  const auto says = [&](const std::vector<std::string>& arguments) {
    const Result result = run(arguments, refused());
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(count(result.err, "\n"), 1U) << result.err;
    return result.err;
  };
  EXPECT_THAT(says({"--against", folder.path("none"), log}), HasSubstr(folder.path("none")));
  EXPECT_THAT(says({"--against", folder.file("damaged", "why502 partial 1\nand so on"), log}), HasSubstr("is damaged"));
  EXPECT_THAT(says({"--against", "-", log}), HasSubstr("not standard input"));
  EXPECT_THAT(says({"--against", log, "-o", "csv", log}), HasSubstr("text, HTML and JSON"));
  EXPECT_THAT(says({"--against", log, "--output-file", log, "-"}), HasSubstr("would overwrite"));
  EXPECT_EQ(read_file(log), deploy_at_15());
  const std::string filtered = folder.file("p", run({"--cause", "other", "-o", "partial", log}).out);
  EXPECT_THAT(says({"--against", filtered, log}), HasSubstr("another --cause"));
}

}  // namespace
}  // namespace why502::test
