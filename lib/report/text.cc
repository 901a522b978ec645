// text.cc -- the report for a person: what failed, since when, what to look at first.
//
// The order is that of a tired reader's questions. What is of no use to the
// case at hand is left out, so that a log without failures gives three lines.
#include "lib/report/reports.h"
#include "lib/report/text_parts.h"

namespace why502::report {

bool write_text(const Aggregate& aggregate, const ReportOptions& options, const base::Zone& zone, TextFn out) {
  Page page(options, out);
  const Overview overview(aggregate);
  Stamps stamps(zone);
  if (overview.log.first && overview.log.last) stamps.fit(*overview.log.first, *overview.log.last);

  const TextReport report{aggregate, options, overview, stamps, page};
  write_summary(report);
  write_against(report);
  write_incidents(report);
  if (is_by_upstream(aggregate)) {
    write_failures(report);
  } else {
    write_breakdown(report);
  }
  write_look_first(report);
  write_evidence(report);
  write_background(report);
  write_unread_inputs(report);
  write_unreadable_lines(report);
  return page.flush();
}

}  // namespace why502::report
