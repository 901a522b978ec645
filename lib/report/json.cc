// json.cc -- the JSON report: share/why502/report.schema.json as code.
//
// One group a line, so that reports can be compared line by line; written from
// left to right, so that 100,000 groups take no more memory than one.
#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/zone.h"
#include "lib/report/json_parts.h"
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
    json_.number("schema", kSchema);
    json_.string("version", version());
    // Counted once: it takes some sorting.
    Totals totals;
    std::vector<Incident> incidents;
    std::vector<Background> background;
    {
      Overview overview(aggregate_);
      json_.string("verdict", verdict(aggregate_, overview, utc, is_filtered(options_.filter), Charset::unicode));
      totals = std::move(overview.totals);
      incidents = std::move(overview.incidents);
      background = std::move(overview.background);
    }
    write_options();
    write_input();
    write_totals(totals);
    write_groups();
    write_evidence();
    write_list("incidents", incidents);
    write_list("background", background);
    if (options_.against != nullptr) {
      json_.key("against");
      write_object(*options_.against, json_);
    }
    json_.close();
    writer_.text() += '\n';
    return writer_.flush();
  }

 private:
  void write_options() {
    const FilterOptions& filter = options_.filter;
    json_.open_object("options");
    json_.string("window", window_id(aggregate_.window()));
    json_.string("tz", options_.time_zone);
    json_.open_array("by");
    for (const Dimension dimension : aggregate_.options().by) json_.string(id(dimension));
    json_.close();
    json_.time_or_null("since", filter.since);
    json_.time_or_null("until", filter.until);
    json_.open_object("filters");
    json_.open_array("cause");
    for (const Cause cause : filter.causes) json_.string(id(cause));
    json_.close();
    json_.string_or_null("upstream", filter.upstream);
    json_.string_or_null("server", filter.server);
    json_.close();
    json_.close();
  }

  void write_input() {
    const Counters& counters = aggregate_.counters();
    json_.open_object("input", Layout::rows);
    json_.open_array("files", Layout::rows);
    for (const Input& input : aggregate_.inputs()) {
      if (writer_.stopped()) break;
      write_file(input);
      writer_.drain();
    }
    json_.close();
    json_.number("bytes", counters.bytes);
    json_.open_object("lines");
    json_.number("event", counters.event);
    json_.number("other", counters.other);
    json_.number("continuation", counters.continuation);
    json_.number("unrecognized", counters.unrecognized);
    json_.number("too_long", counters.too_long);
    json_.close();
    write_stretch(counters.first, counters.last, json_);
    json_.close();
  }

  void write_file(const Input& input) {
    json_.open_object();
    json_.string("name", input.name);
    json_.number("bytes", input.counters.bytes);
    json_.number("lines", input.counters.lines());
    json_.key("format");
    write_only<Format>(input.counters.formats);
    json_.key("envelope");
    write_only<Envelope>(input.counters.envelopes);
    write_stretch(input.counters.first, input.counters.last, json_);
    json_.string_or_null("skipped", input.skipped);
    json_.string_or_null("error", input.error);
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

  void write_totals(const Totals& totals) {
    json_.open_object("totals");
    json_.number("failures", totals.failures);
    json_.number("client_errors", totals.client_errors);
    write_requests(totals.requests, json_);
    json_.number("echoes", totals.echoes);
    json_.number("echoes_without_failure", totals.echoes_without_failure);
    json_.number("evidence", totals.evidence);
    json_.number("suspect", totals.suspect);
    json_.number("truncated", totals.truncated);
    json_.boolean("exact", totals.exact);
    json_.open_object("by_cause");
    for (const auto& [cause, failures] : totals.by_cause) {
      json_.number(id(cause), failures);
    }
    json_.close();
    write_by_status(totals.by_status, json_);
    json_.close();
  }

  void write_groups() {
    const std::span<const Dimension> by = aggregate_.options().by;
    json_.open_array("groups", Layout::rows);
    aggregate_.each_row([&](const Row& row) {
      json_.open_object();
      json_.open_object("keys");
      for (std::size_t i = 0; i < by.size(); ++i) {
        json_.string_or_null(id(by[i]), row.keys[i]);
      }
      json_.close();
      json_.number("failures", row.failures);
      write_stretch(row.first, row.last, json_);
      json_.open_array("series");
      for (const SeriesPoint& point : row.series) {
        json_.open_array();
        json_.time_or_null(point.window);
        json_.number(point.failures);
        json_.close();
        writer_.drain();
      }
      json_.close();
      write_example(row.example, json_);
      json_.close();
      return writer_.drain();
    });
    json_.close();
  }

  void write_evidence() {
    json_.open_array("evidence", Layout::rows);
    for (const EvidenceRow& row : aggregate_.evidence()) {
      write_object(row, json_);
      if (!writer_.drain()) break;
    }
    json_.close();
  }

  template <typename T>
  void write_list(std::string_view key, const std::vector<T>& list) {
    json_.open_array(key, Layout::rows);
    for (const T& each : list) {
      write_object(each, json_);
      if (!writer_.drain()) break;
    }
    json_.close();
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
