// json_parts.cc -- writes the objects that several keys share, and the incidents.
#include "lib/report/json_parts.h"

#include <cmath>
#include <string>

#include "lib/report/against.h"

namespace why502::report {
namespace {

void write_cause_and_upstream(Cause cause, std::string_view upstream, JsonWriter& json) {
  json.string_or_null("cause", id(cause));
  json.string_or_null("upstream", upstream);
}

}  // namespace

void write_stretch(const std::optional<Timestamp>& first, const std::optional<Timestamp>& last, JsonWriter& json) {
  json.time_or_null("first", first);
  json.time_or_null("last", last);
}

void write_requests(const Estimate& requests, JsonWriter& json) {
  json.open_object("requests");
  json.number("at_least", requests.at_least);
  json.boolean("exact", requests.exact);
  json.close();
}

void write_by_status(std::span<const StatusCount> counts, JsonWriter& json) {
  json.open_object("by_status");
  for (const StatusCount& count : counts) {
    json.number(count.status == 0 ? "null" : std::to_string(count.status), count.failures);
  }
  json.close();
}

void write_example(std::string_view example, JsonWriter& json) { json.string_or_null("example", example); }

void write_object(const EvidenceRow& row, JsonWriter& json) {
  json.open_object();
  write_cause_and_upstream(row.cause, row.upstream, json);
  json.number("count", row.count);
  write_stretch(row.first, row.last, json);
  write_example(row.example, json);
  json.close();
}

void write_object(const Incident& incident, JsonWriter& json) {
  json.open_object();
  json.time_or_null("onset", incident.onset);
  json.time_or_null("end", incident.end);
  json.boolean("ongoing", incident.ongoing);
  json.boolean("throughout", incident.throughout);
  json.boolean("exact", incident.exact);
  json.number("failures", incident.failures);
  write_requests(incident.requests, json);
  json.open_object("peak");
  json.time_or_null("minute", incident.peak_minute);
  json.number("failures", incident.peak_failures);
  json.close();
  json.open_array("upstreams");
  for (const std::string& upstream : incident.upstreams) json.string(upstream);
  json.close();
  json.open_array("causes");
  for (const IncidentCause& cause : incident.causes) {
    json.open_object();
    json.string_or_null("cause", id(cause.cause));
    json.number("failures", cause.failures);
    json.time_or_null("first", cause.first);
    json.close();
  }
  json.close();
  write_by_status(incident.by_status, json);
  json.number("servers", incident.servers);
  json.number("clients", incident.clients);
  json.number("paths", incident.paths);
  json.open_array("evidence");
  for (const IncidentEvidence& evidence : incident.evidence) {
    json.open_object();
    write_cause_and_upstream(evidence.cause, evidence.upstream, json);
    json.time_or_null("first", evidence.first);
    json.number("count", evidence.count);
    write_example(evidence.example, json);
    json.close();
  }
  json.close();
  json.close();
}

void write_object(const Background& background, JsonWriter& json) {
  json.open_object();
  json.string_or_null("upstream", background.upstream);
  json.string_or_null("cause", id(background.cause));
  json.number("failures", background.failures);
  // A tenth is as much as it means.
  json.number("per_hour", std::round(background.per_hour * 10) / 10);
  json.close();
}

void write_object(const Comparison& comparison, JsonWriter& json) {
  const auto tenth = [](double value) { return std::round(value * 10) / 10; };
  json.open_object(Layout::rows);
  json.string("name", comparison.name);
  json.string("verdict", against_verdict(comparison, Charset::unicode));
  write_stretch(comparison.first, comparison.last, json);
  json.number("before_seconds", tenth(comparison.before_seconds));
  json.number("now_seconds", tenth(comparison.now_seconds));
  json.boolean("by_cause", comparison.by_cause);
  json.number("flat", comparison.flat);
  json.open_array("changes", Layout::rows);
  for (const Change& change : comparison.changes) {
    json.open_object();
    json.string("kind", id(change.kind));
    write_cause_and_upstream(change.cause, change.upstream, json);
    json.number("before", change.before);
    json.number("now", change.now);
    json.number("expected", tenth(change.expected));
    json.close();
  }
  json.close();
  json.close();
}

}  // namespace why502::report
