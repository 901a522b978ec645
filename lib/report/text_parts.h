// text_parts.h -- the sections of the text report, in their order, and what they share.
#ifndef WHY502_LIB_REPORT_TEXT_PARTS_H_
#define WHY502_LIB_REPORT_TEXT_PARTS_H_

#include "lib/report/overview.h"
#include "lib/report/page.h"
#include "lib/report/stamps.h"

namespace why502::report {

struct TextReport {
  const Aggregate& aggregate;
  const ReportOptions& options;
  const Overview& overview;
  const Stamps& stamps;
  Page& page;
};

// text_summary.cc: what was read, the verdict, the totals and what they leave out.
void write_summary(const TextReport& report);

// text_against.cc: what has changed, if it was asked for.
void write_against(const TextReport& report);

// text_incidents.cc: each only if there are any.
void write_incidents(const TextReport& report);
void write_background(const TextReport& report);

// text_table.cc: failures by cause and upstream, over the log's time.
void write_failures(const TextReport& report);

// text_breakdown.cc: failures by other dimensions, if they were asked for.
bool is_by_upstream(const Aggregate& aggregate);
void write_breakdown(const TextReport& report);

// text_look_first.cc: what to do now, for the server that wrote the records.
void write_look_first(const TextReport& report);

// text_lists.cc: each section only if it has something to say.
void write_evidence(const TextReport& report);
void write_unread_inputs(const TextReport& report);
void write_unreadable_lines(const TextReport& report);

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_TEXT_PARTS_H_
