// schema_test.cc -- what we write is what share/why502/*.schema.json say, by a validator of another's making.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

#include "lib/report/json_parts.h"
#include "tests/report/report_of.h"
#include "why502/catalog.h"
#include "why502/compare.h"

namespace why502::report_tests {
namespace {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

json load_schema(const std::string& name) {
  return json::parse(std::ifstream(WHY502_SOURCE_DIR "/share/why502/" + name));
}

class Schema {
 public:
  explicit Schema(const std::string& name) : text_(load_schema(name)) {
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(NlohmannJsonAdapter(text_), schema_);
  }

  // What is wrong with it; "" if nothing.
  std::string faults(const json& document) const {
    valijson::ValidationResults results;
    valijson::Validator validator;
    validator.validate(schema_, NlohmannJsonAdapter(document), &results);
    std::string text;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
      for (const std::string& part : error.context) text += part;
      text += ' ' + error.description + '\n';
    }
    return text;
  }

  const json& text() const { return text_; }

 private:
  json text_;
  valijson::Schema schema_;
};

std::vector<std::string> logs() {
  std::vector<std::string> all{""};
  for (const char* name : {"quiet", "access", "backend_down", "fpm_overload", "many_upstreams", "hostile"}) {
    all.push_back(read_file(std::string("logs/") + name + ".log"));
  }
  for (const RuleInfo& rule : rules()) all.push_back(std::string(rule.sample) + '\n');
  return all;
}

TEST(ReportSchema, HoldsForEveryLogAndRule) {
  const Schema schema("report.schema.json");
  for (const std::string& log : logs()) {
    const std::string report = report_of(aggregate_of(log), ReportId::json);
    EXPECT_EQ(schema.faults(json::parse(report)), "") << report;
  }
}

TEST(ReportSchema, HoldsForOptionsAndInputsThatFailed) {
  const Schema schema("report.schema.json");
  Aggregate aggregate = aggregate_of(read_file("logs/many_upstreams.log"), AggregateOptions{.max_groups = 2});
  aggregate.add(Input{"a.log", {}, "", "a.log: no such file"});
  aggregate.add(Input{"b.log", {}, "holds no record that is known", ""});
  ReportOptions options;
  options.filter.causes = {Cause::connect_refused, Cause::other};
  options.filter.since = Timestamp(std::chrono::microseconds(1'500'000));
  options.filter.upstream = R"(10\.0\.)";
  const json report = json::parse(report_of(aggregate, ReportId::json, options));
  EXPECT_EQ(schema.faults(report), "") << report.dump(1);
  EXPECT_EQ(report["options"]["since"], "1970-01-01T00:00:01.500Z");
  EXPECT_EQ(report["totals"]["exact"], false);
}

// Values that are rare.
TEST(ReportSchema, HoldsForIncidentsAndBackground) {
  const Timestamp now(std::chrono::hours(500'000));
  Incident incident;
  incident.onset = incident.end = incident.peak_minute = now;
  incident.upstreams = {"a:1", "b\xff:1"};
  incident.causes = {{Cause::backlog_full, 5, now}};
  incident.by_status = {{502, 4}, {0, 1}};
  incident.evidence = {{Cause::pool_exhausted, "pool www", now, 2, "example"}, {Cause::other, "", now, 1, ""}};
  const Background background{"c:1", Cause::connect_timeout, 3, 0.125};
  const auto written = [](const auto& object) {
    std::string text;
    report::JsonWriter writer(&text);
    report::write_object(object, writer);
    return json::parse(text);
  };

  json report = json::parse(report_of(aggregate_of(""), ReportId::json));
  // Not {x}: compilers differ on whether that is an array of x or x.
  report["incidents"] = json::array({written(incident)});
  report["background"] = json::array({written(background)});
  EXPECT_EQ(Schema("report.schema.json").faults(report), "") << report.dump(1);
  EXPECT_EQ(report["incidents"][0]["upstreams"][1], "b\xEF\xBF\xBD:1");
}

TEST(ReportSchema, HoldsForComparisons) {
  const Schema schema("report.schema.json");
  const Aggregate aggregate = aggregate_of("");
  Comparison comparison{.name = "old \xff.log", .first = {}, .last = {}, .changes = {}};
  ReportOptions options;
  options.against = &comparison;
  EXPECT_EQ(schema.faults(json::parse(report_of(aggregate, ReportId::json, options))), "");
  comparison.first = comparison.last = Timestamp(std::chrono::hours(500'000));
  comparison.before_seconds = 3600;
  comparison.now_seconds = 60.5;
  comparison.changes = {{ChangeKind::appeared, Cause::other, "a:1", 0, 20, 0},
                        {ChangeKind::more, Cause::closed_early, "b:1", 5, 90, 5.5},
                        {ChangeKind::fewer, Cause::closed_early, "c:1", 90, 5, 88.5},
                        {ChangeKind::gone, Cause::closed_early, "", 40, 0, 40.25}};
  json report = json::parse(report_of(aggregate, ReportId::json, options));
  EXPECT_EQ(schema.faults(report), "") << report.dump(1);
  std::string kinds;
  for (const json& change : report["against"]["changes"]) kinds += change["kind"].get<std::string>() + ' ';
  EXPECT_EQ(kinds, "appeared more fewer gone ");
  report["against"]["changes"][0]["kind"] = "new";
  EXPECT_NE(schema.faults(report), "");
  report["against"]["changes"][0].erase("kind");
  EXPECT_NE(schema.faults(report), "");
}

TEST(EventSchema, HoldsForEveryLogAndRule) {
  const Schema schema("event.schema.json");
  std::size_t events = 0;
  for (const std::string& log : logs()) {
    std::istringstream lines(events_of(log));
    for (std::string line; std::getline(lines, line); ++events) {
      EXPECT_EQ(schema.faults(json::parse(line)), "") << line;
    }
  }
  EXPECT_GT(events, 500U);
}

// A schema that lets anything pass would pass all of the above.
TEST(Schemas, RefuseWhatIsWrong) {
  const Schema schema("report.schema.json");
  const json report = json::parse(report_of(aggregate_of(read_file("logs/backend_down.log")), ReportId::json));
  const auto broken = [&](const char* pointer, const json& value) {
    json copy = report;
    copy[json::json_pointer(pointer)] = value;
    return schema.faults(copy);
  };
  EXPECT_NE(broken("/schema", 2), "");
  EXPECT_NE(broken("/more", 1), "");
  EXPECT_NE(broken("/totals/failures", -1), "");
  EXPECT_NE(broken("/totals/by_cause/no_such_cause", 1), "");
  EXPECT_NE(broken("/totals/by_status/600", 1), "");
  EXPECT_NE(broken("/options/window", "60"), "");
  EXPECT_NE(broken("/groups/0/first", "yesterday"), "");
  EXPECT_NE(broken("/groups/0/keys/cause", "no_such_cause"), "");
  EXPECT_NE(broken("/groups/0/series/0", json::array({"2026-11-22T09:30:00Z"})), "");
  EXPECT_NE(broken("/groups/0/series/0/1", "1"), "");
  EXPECT_NE(broken("/evidence/0/count", nullptr), "");
  for (const auto& [key, value] : report.items()) {
    json copy = report;
    copy.erase(key);
    EXPECT_NE(schema.faults(copy), "") << key;
  }
}

TEST(Schemas, NameAllCauses) {
  json ids = json::array();
  for (const CauseInfo& cause : causes()) ids.push_back(cause.id);
  const Schema report("report.schema.json");
  EXPECT_EQ(report.text()["definitions"]["cause"]["enum"], ids);
  EXPECT_EQ(report.text()["properties"]["totals"]["properties"]["by_cause"]["properties"].size(), ids.size());
  ids.push_back(nullptr);
  EXPECT_EQ(Schema("event.schema.json").text()["properties"]["cause"]["enum"], ids);
}

TEST(Schemas, NameAllFormatsAndEnvelopes) {
  const json event = Schema("event.schema.json").text()["properties"];
  const json file = Schema("report.schema.json").text()["properties"]["input"]["properties"]["files"]["items"];
  for (const FormatInfo& format : formats()) {
    const json id = format.id;
    EXPECT_NE(std::find(event["format"]["enum"].begin(), event["format"]["enum"].end(), id),
              event["format"]["enum"].end());
    const json& in_file = file["properties"]["format"]["enum"];
    EXPECT_NE(std::find(in_file.begin(), in_file.end(), id), in_file.end());
  }
  for (const EnvelopeInfo& envelope : envelopes()) {
    const json id = envelope.id;
    const json& in_event = event["envelope"]["enum"];
    EXPECT_NE(std::find(in_event.begin(), in_event.end(), id), in_event.end());
    const json& in_file = file["properties"]["envelope"]["enum"];
    EXPECT_NE(std::find(in_file.begin(), in_file.end(), id), in_file.end());
  }
}

// Each key says what it means.
void expect_described(const json& schema, const std::string& path) {
  if (!schema.contains("properties")) {
    if (schema.contains("items") && schema["items"].is_object()) expect_described(schema["items"], path + "[]");
    return;
  }
  for (const auto& [key, value] : schema["properties"].items()) {
    EXPECT_TRUE(value.contains("description") || value.contains("$ref")) << path << '.' << key;
    expect_described(value, std::string(path).append(".").append(key));
  }
}

TEST(Schemas, DescribeEachKey) {
  expect_described(load_schema("report.schema.json"), "report");
  expect_described(load_schema("event.schema.json"), "event");
}

}  // namespace
}  // namespace why502::report_tests
