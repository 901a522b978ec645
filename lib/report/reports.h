// reports.h -- what a report is to the table in reports.cc: a function.
#ifndef WHY502_LIB_REPORT_REPORTS_H_
#define WHY502_LIB_REPORT_REPORTS_H_

#include "lib/base/zone.h"
#include "why502/report.h"

namespace why502::report {

// Each writes all of its report; false: `out` asked to stop. `zone` is that of
// options.time_zone.
bool write_text(const Aggregate& aggregate, const ReportOptions& options, const base::Zone& zone, TextFn out);
bool write_json(const Aggregate& aggregate, const ReportOptions& options, const base::Zone& zone, TextFn out);
bool write_csv(const Aggregate& aggregate, const ReportOptions& options, const base::Zone& zone, TextFn out);
bool write_html(const Aggregate& aggregate, const ReportOptions& options, const base::Zone& zone, TextFn out);

bool write_prometheus(const Aggregate& aggregate, const ReportOptions& options, const base::Zone& zone, TextFn out);
bool write_partial(const Aggregate& aggregate, const ReportOptions& options, const base::Zone& zone, TextFn out);

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_REPORTS_H_
