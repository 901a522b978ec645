// json.cc -- the JSON report: share/why502/report.schema.json as code.
//
// One group a line, so that reports can be compared line by line; written from
// left to right, so that 100,000 groups take no more memory than one.
#include <bit>
#include <string>

#include "lib/base/zone.h"
#include "lib/report/json_writer.h"
#include "lib/report/overview.h"
#include "lib/report/reports.h"
#include "lib/report/verdict.h"
#include "lib/report/words.h"
#include "lib/report/writer.h"
#include "why502/catalog.h"
#include "why502/time.h"

namespace why502::report {
namespace {

constexpr int kSchema = 1;

class JsonReport {
 public:
  JsonReport(const Aggregate& aggregate, const ReportOptions& options, TextFn out)
      : aggregate_(aggregate), options_(options), writer_(out), json_(&writer_.text()) {}

  bool write(const Stamps& utc) {
    json_.open_object(Layout::rows);
    json_.key("schema");
    json_.number(kSchema);
    json_.key("version");
    json_.string(version());
    {
      const Overview overview(aggregate_);
      json_.key("verdict");
      json_.string(verdict(aggregate_, overview, utc, is_filtered(options_.filter), Charset::unicode));
    }
    write_options();
    write_input();
    write_totals();
    write_groups();
    write_evidence();
    write_incidents();
    write_background();
    json_.close();
    writer_.text() += '\n';
    return writer_.flush();
  }

 private:
  void write_options() {
    const FilterOptions& filter = options_.filter;
    json_.key("options");
    json_.open_object();
    json_.key("window");
    json_.string(window_id(aggregate_.window()));
    json_.key("tz");
    json_.string(options_.time_zone);
    json_.key("by");
    json_.open_array();
    for (const Dimension dimension : aggregate_.options().by) json_.string(id(dimension));
    json_.close();
    json_.key("since");
    json_.time_or_null(filter.since);
    json_.key("until");
    json_.time_or_null(filter.until);
    json_.key("filters");
    json_.open_object();
    json_.key("cause");
    json_.open_array();
    for (const Cause cause : filter.causes) json_.string(id(cause));
    json_.close();
    json_.key("upstream");
    json_.string_or_null(filter.upstream);
    json_.key("server");
    json_.string_or_null(filter.server);
    json_.close();
    json_.close();
  }

  void write_input() {
    const Counters& counters = aggregate_.counters();
    json_.key("input");
    json_.open_object(Layout::rows);
    json_.key("files");
    json_.open_array(Layout::rows);
    for (const Input& input : aggregate_.inputs()) {
      if (writer_.stopped()) break;
      write_file(input);
      writer_.drain();
    }
    json_.close();
    json_.key("bytes");
    json_.number(counters.bytes);
    json_.key("lines");
    json_.open_object();
    json_.key("event");
    json_.number(counters.event);
    json_.key("other");
    json_.number(counters.other);
    json_.key("continuation");
    json_.number(counters.continuation);
    json_.key("unrecognized");
    json_.number(counters.unrecognized);
    json_.key("too_long");
    json_.number(counters.too_long);
    json_.close();
    write_stretch(counters.first, counters.last);
    json_.close();
  }

  void write_file(const Input& input) {
    json_.open_object();
    json_.key("name");
    json_.string(input.name);
    json_.key("bytes");
    json_.number(input.counters.bytes);
    json_.key("lines");
    json_.number(input.counters.lines());
    json_.key("format");
    write_only<Format>(input.counters.formats);
    json_.key("envelope");
    write_only<Envelope>(input.counters.envelopes);
    write_stretch(input.counters.first, input.counters.last);
    json_.key("skipped");
    json_.string_or_null(input.skipped);
    json_.key("error");
    json_.string_or_null(input.error);
    json_.close();
  }

  // Of a set of bits: null for none, the one's id, "mixed" for several.
  template <typename Kind>
  void write_only(std::uint32_t bits) {
    if (std::popcount(bits) > 1) {
      json_.string("mixed");
    } else {
      json_.string_or_null(bits == 0 ? std::string_view() : id(static_cast<Kind>(std::countr_zero(bits))));
    }
  }

  void write_totals() {
    const Totals totals = aggregate_.totals();
    json_.key("totals");
    json_.open_object();
    json_.key("failures");
    json_.number(totals.failures);
    json_.key("client_errors");
    json_.number(totals.client_errors);
    write_requests(totals.requests);
    json_.key("echoes");
    json_.number(totals.echoes);
    json_.key("echoes_without_failure");
    json_.number(totals.echoes_without_failure);
    json_.key("evidence");
    json_.number(totals.evidence);
    json_.key("suspect");
    json_.number(totals.suspect);
    json_.key("truncated");
    json_.number(totals.truncated);
    json_.key("exact");
    json_.boolean(totals.exact);
    json_.key("by_cause");
    json_.open_object();
    for (const auto& [cause, failures] : totals.by_cause) {
      json_.key(id(cause));
      json_.number(failures);
    }
    json_.close();
    write_by_status(totals.by_status);
    json_.close();
  }

  void write_groups() {
    const std::span<const Dimension> by = aggregate_.options().by;
    json_.key("groups");
    json_.open_array(Layout::rows);
    aggregate_.each_row([&](const Row& row) {
      json_.open_object();
      json_.key("keys");
      json_.open_object();
      for (std::size_t i = 0; i < by.size(); ++i) {
        json_.key(id(by[i]));
        json_.string_or_null(row.keys[i]);
      }
      json_.close();
      json_.key("failures");
      json_.number(row.failures);
      write_stretch(row.first, row.last);
      json_.key("series");
      json_.open_array();
      for (const SeriesPoint& point : row.series) {
        json_.open_array();
        json_.time_or_null(point.window);
        json_.number(point.failures);
        json_.close();
        writer_.drain();
      }
      json_.close();
      write_example(row.example);
      json_.close();
      return writer_.drain();
    });
    json_.close();
  }

  void write_evidence() {
    json_.key("evidence");
    json_.open_array(Layout::rows);
    for (const EvidenceRow& row : aggregate_.evidence()) {
      json_.open_object();
      write_cause_and_upstream(row.cause, row.upstream);
      json_.key("count");
      json_.number(row.count);
      write_stretch(row.first, row.last);
      write_example(row.example);
      json_.close();
      if (!writer_.drain()) break;
    }
    json_.close();
  }

  void write_incidents() {
    json_.key("incidents");
    json_.open_array(Layout::rows);
    for (const Incident& incident : aggregate_.incidents()) {
      write_incident(incident);
      if (!writer_.drain()) break;
    }
    json_.close();
  }

  void write_incident(const Incident& incident) {
    json_.open_object();
    json_.key("onset");
    json_.time_or_null(incident.onset);
    json_.key("end");
    json_.time_or_null(incident.end);
    json_.key("ongoing");
    json_.boolean(incident.ongoing);
    json_.key("failures");
    json_.number(incident.failures);
    write_requests(incident.requests);
    json_.key("peak");
    json_.open_object();
    json_.key("minute");
    json_.time_or_null(incident.peak_minute);
    json_.key("failures");
    json_.number(incident.peak_failures);
    json_.close();
    json_.key("upstreams");
    json_.open_array();
    for (const std::string& upstream : incident.upstreams) json_.string(upstream);
    json_.close();
    json_.key("causes");
    json_.open_array();
    for (const IncidentCause& cause : incident.causes) {
      json_.open_object();
      json_.key("cause");
      json_.string_or_null(id(cause.cause));
      json_.key("failures");
      json_.number(cause.failures);
      json_.key("first");
      json_.time_or_null(cause.first);
      json_.close();
    }
    json_.close();
    write_by_status(incident.by_status);
    json_.key("servers");
    json_.number(incident.servers);
    json_.key("clients");
    json_.number(incident.clients);
    json_.key("paths");
    json_.number(incident.paths);
    json_.key("evidence");
    json_.open_array();
    for (const IncidentEvidence& evidence : incident.evidence) {
      json_.open_object();
      write_cause_and_upstream(evidence.cause, evidence.upstream);
      json_.key("first");
      json_.time_or_null(evidence.first);
      json_.key("count");
      json_.number(evidence.count);
      write_example(evidence.example);
      json_.close();
    }
    json_.close();
    json_.close();
  }

  void write_background() {
    json_.key("background");
    json_.open_array(Layout::rows);
    for (const Background& background : aggregate_.background()) {
      json_.open_object();
      json_.key("upstream");
      json_.string_or_null(background.upstream);
      json_.key("cause");
      json_.string_or_null(id(background.cause));
      json_.key("failures");
      json_.number(background.failures);
      json_.key("per_hour");
      json_.number(background.per_hour);
      json_.close();
      if (!writer_.drain()) break;
    }
    json_.close();
  }

  void write_stretch(const std::optional<Timestamp>& first, const std::optional<Timestamp>& last) {
    json_.key("first");
    json_.time_or_null(first);
    json_.key("last");
    json_.time_or_null(last);
  }

  void write_cause_and_upstream(Cause cause, std::string_view upstream) {
    json_.key("cause");
    json_.string_or_null(id(cause));
    json_.key("upstream");
    json_.string_or_null(upstream);
  }

  void write_requests(const Estimate& requests) {
    json_.key("requests");
    json_.open_object();
    json_.key("at_least");
    json_.number(requests.at_least);
    json_.key("exact");
    json_.boolean(requests.exact);
    json_.close();
  }

  void write_by_status(std::span<const StatusCount> counts) {
    json_.key("by_status");
    json_.open_object();
    for (const StatusCount& count : counts) {
      json_.key(count.status == 0 ? "null" : std::to_string(count.status));
      json_.number(count.failures);
    }
    json_.close();
  }

  void write_example(std::string_view example) {
    json_.key("example");
    json_.string_or_null(example);
  }

  const Aggregate& aggregate_;
  const ReportOptions& options_;
  Writer writer_;
  JsonWriter json_;
};

}  // namespace

bool write_json(const Aggregate& aggregate, const ReportOptions& options, const base::Zone&, TextFn out) {
  const std::optional<base::Zone> utc = base::Zone::load("UTC");
  return utc && JsonReport(aggregate, options, out).write(Stamps(*utc));
}

}  // namespace why502::report
