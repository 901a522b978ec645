// parts.h -- the sections of the HTML report, in their order, and what they share.
#ifndef WHY502_LIB_REPORT_HTML_PARTS_H_
#define WHY502_LIB_REPORT_HTML_PARTS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lib/report/html/chart.h"
#include "lib/report/html/markup.h"
#include "lib/report/overview.h"
#include "lib/report/stamps.h"
#include "lib/report/summary_words.h"
#include "why502/report.h"

namespace why502::report::html {

struct HtmlReport {
  const Aggregate& aggregate;
  const ReportOptions& options;
  const Overview& overview;
  const Stamps& stamps;
  const SummaryWords& words;
  const std::optional<Chart>& chart;
  Markup& page;
};

// summary.cc: what was read, the verdict, the totals and what they leave out.
void write_head(const HtmlReport& report);
void write_summary(const HtmlReport& report);

// timeline.cc, heat_map.cc: only if failures have times.
void write_timeline(const HtmlReport& report);
void write_heat_map(const HtmlReport& report);

// incidents.cc, look_first.cc: each only if there are any.
void write_incidents(const HtmlReport& report);
void write_background(const HtmlReport& report);
void write_look_first(const HtmlReport& report);

// table.cc: the groups, to sort and to filter.
void write_table(const HtmlReport& report);

// lists.cc: each only if it has something to say.
void write_evidence(const HtmlReport& report);
void write_unread(const HtmlReport& report);
void write_foot(const HtmlReport& report);

// axis.cc: times below a drawing.
void write_axis(const HtmlReport& report);
// A window of the axis: "20:18:10", "14:07", "11-22 14:07", "2026-11-22".
std::string cell_words(const HtmlReport& report, std::size_t cell);

// A section's beginning, up to its heading's end.
void open_section(const HtmlReport& report, Literal id, Literal title);
void close_section(const HtmlReport& report);

// A moment in a cell of a table: "20:18:10"; an empty cell if there is none.
void write_time_cell(const HtmlReport& report, const std::optional<Timestamp>& time, Literal label);

}  // namespace why502::report::html

#endif  // WHY502_LIB_REPORT_HTML_PARTS_H_
