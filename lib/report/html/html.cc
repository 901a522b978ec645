// html.cc -- the report as one page that travels: no network, nothing beside it.
//
// It says all without its script; that only sorts, filters, zooms and folds. Nothing of a
// log reaches the page but through Markup::text(), no data is handed to the script but the
// page's own text, and the page's policy lets nothing run or load but its own two assets.
#include "lib/report/html/parts.h"
#include "lib/report/reports.h"

namespace why502::report {

bool write_html(const Aggregate& aggregate, const ReportOptions& options, const base::Zone& zone, TextFn out) {
  html::Markup page(out);
  const Overview overview(aggregate);
  Stamps stamps(zone);
  if (overview.log.first && overview.log.last) stamps.fit(*overview.log.first, *overview.log.last);
  const SummaryWords words(aggregate, options, overview, stamps, Charset::unicode);
  const std::optional<html::Chart> chart = html::Chart::of(aggregate, overview, options.filter);

  const html::HtmlReport report{aggregate, options, overview, stamps, words, chart, page};
  write_head(report);
  write_summary(report);
  write_timeline(report);
  page.tag("<div class=\"pair\">\n");
  write_incidents(report);
  write_look_first(report);
  page.tag("</div>\n");
  write_heat_map(report);
  write_table(report);
  write_evidence(report);
  write_background(report);
  write_unread(report);
  write_foot(report);
  return page.flush();
}

}  // namespace why502::report
