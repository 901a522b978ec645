// envelopes_test.cc -- what containers and journals print needs no option. The lines are of the documented shape;
// none was captured (captured_test.cc has those that were).
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {
namespace {

using nlohmann::json;

std::string without_newline(std::string line) {
  line.pop_back();
  return line;
}

// `journalctl -o json`, `docker logs` of a JSON file, `kubectl logs --prefix`, `docker compose logs`.
std::string journald(const std::string& line) {
  return json{{"__REALTIME_TIMESTAMP", "1795355447760123"}, {"_PID", "7"}, {"MESSAGE", without_newline(line)}}.dump() +
         "\n";
}
std::string docker(const std::string& line) {
  return json{{"log", line}, {"stream", "stderr"}, {"time", "2026-11-22T13:50:47.760123456Z"}}.dump() + "\n";
}

struct Case {
  const char* envelope;
  std::string log;
};

TEST(Envelopes, NeedNoOption) {
  const Case cases[] = {
      {"journald", journald(notice()) + journald(refused()) + journald(timed_out())},
      {"docker", docker(notice()) + docker(refused()) + docker(timed_out())},
      {"kubectl", "[pod/web/nginx] " + notice() + "[pod/web/nginx] " + refused() + "[pod/web/nginx] " + timed_out()},
      {"compose", "web-1  | " + notice() + "web-1  | " + refused() + "db-1   | ready\nweb-1  | " + timed_out()},
  };
  for (const Case& c : cases) {
    const Result result = run({"-o", "json"}, c.log);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const json report = json::parse(result.out);
    EXPECT_EQ(report["totals"]["failures"], 2) << c.envelope;
    EXPECT_EQ(report["input"]["files"][0]["envelope"], c.envelope);
  }
}

TEST(Envelopes, InAFolderAreLogs) {
  const Folder folder;
  folder.file("container-json.log", docker(refused()));
  folder.file("other.json", "{\"log\":\"hello\"}\n");
  const json report = json::parse(run({"-o", "json", folder.path()}).out);
  EXPECT_EQ(report["totals"]["failures"], 1);
}

TEST(Envelopes, JsonKeyNamesAnother) {
  const std::string line = json{{"event", {{"original", without_newline(refused())}}}}.dump() + "\n";
  EXPECT_EQ(json::parse(run({"-o", "json"}, line).out)["totals"]["failures"], 0);
  EXPECT_EQ(json::parse(run({"-o", "json", "--json-key", "event.original"}, line).out)["totals"]["failures"], 1);
  EXPECT_EQ(run({"--json-key", ""}, line).exit_code, 2);
}

TEST(Envelopes, EventsTellThem) {
  const Result result = run({"-o", "events"}, "web-1  | " + refused());
  const json event = json::parse(result.out);
  EXPECT_EQ(event["envelope"], "compose");
  EXPECT_EQ(event["container"], "web-1");
}

}  // namespace
}  // namespace why502::test
