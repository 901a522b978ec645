// reports.cc -- the table of reports: a new one is its file and a line here.
#include "lib/report/reports.h"

#include <array>
#include <cstddef>

#include "why502/catalog.h"

namespace why502 {
namespace {

using WriteFn = bool (*)(const Aggregate&, const ReportOptions&, const base::Zone&, TextFn);

constexpr std::array<ReportInfo, 6> kReports{{
    {ReportId::text, "text", "text/plain", "what failed and what to look at first, for a person"},
    {ReportId::json, "json", "application/json", "all of it for programs: share/why502/report.schema.json"},
    {ReportId::csv, "csv", "text/csv", "one row a group and window, for a spreadsheet"},
    {ReportId::html, "html", "text/html", "one page to pass on: drawings, a table to sort and filter, no network"},
    {ReportId::prometheus, "prometheus", "text/plain; version=0.0.4", "gauges, for node_exporter's textfile collector"},
    {ReportId::partial, "partial", "application/octet-stream", "all that was counted, to be merged elsewhere"},
}};

// In the same order.
constexpr std::array<WriteFn, kReports.size()> kWriters{report::write_text,       report::write_json,
                                                        report::write_csv,        report::write_html,
                                                        report::write_prometheus, report::write_partial};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < kReports.size(); ++i) {
    if (static_cast<std::size_t>(kReports[i].report) != i) return false;
  }
  return true;
}
static_assert(is_in_order(), "a report's number is its place in the table");

}  // namespace

std::span<const ReportInfo> reports() noexcept { return kReports; }

std::string_view id(ReportId report) noexcept { return kReports[static_cast<std::size_t>(report)].id; }

std::optional<ReportId> report_from_id(std::string_view id) noexcept {
  for (const ReportInfo& info : kReports) {
    if (info.id == id) return info.report;
  }
  return std::nullopt;
}

Result<bool> write_report(const Aggregate& aggregate, ReportId report, const ReportOptions& options, TextFn out) {
  const Result<base::Zone> zone = base::load_zone(options.time_zone);
  if (!zone) return zone.error();
  return kWriters[static_cast<std::size_t>(report)](aggregate, options, *zone, out);
}

}  // namespace why502
