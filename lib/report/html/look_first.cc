// look_first.cc -- what to do now, with the record that led there.
#include <algorithm>
#include <string_view>
#include <vector>

#include "lib/report/advice.h"
#include "lib/report/html/parts.h"

namespace why502::report::html {
namespace {

constexpr std::size_t kMostLeads = 3;

// A failure or evidence.
template <typename Kind>
void write_lead(const HtmlReport& report, const Kind& row, std::string_view upstream) {
  Markup& page = report.page;
  const CauseInfo& cause = info(row.cause);
  page.tag("<li><h3>").text(cause.title).tag(", ").name(upstream_name(upstream)).tag("</h3>\n<p>");
  page.text(cause.look_first).tag("</p>\n");
  if (const LookFirst* const entry = entry_for(report.aggregate, row)) {
    page.tag("<p>").name(filled_in(entry->check, upstream)).tag("</p>\n<p class=\"faint\">Concerns: ");
    page.text(entry->setting).tag("</p>\n");
  }
  if (!row.example.empty()) page.record(row.example);
  page.tag("</li>\n");
}

}  // namespace

void write_look_first(const HtmlReport& report) {
  const std::vector<Row> rows = leads(report.aggregate, report.overview, kMostLeads);
  // A backend's own log has evidence only.
  std::vector<EvidenceRow> evidence;
  if (rows.empty()) {
    for (const EvidenceRow& row : report.aggregate.evidence()) {
      const auto is_its = [&](const EvidenceRow& told) { return told.cause == row.cause; };
      if (evidence.size() == kMostLeads) break;
      if (std::none_of(evidence.begin(), evidence.end(), is_its)) evidence.push_back(row);
    }
  }
  if (rows.empty() && evidence.empty()) return;
  open_section(report, "look-first", "Look first");
  report.page.tag("<ol class=\"cards\">\n");
  for (const Row& row : rows) write_lead(report, row, row.keys[1]);
  for (const EvidenceRow& row : evidence) write_lead(report, row, row.upstream);
  report.page.tag("</ol>\n");
  close_section(report);
}

}  // namespace why502::report::html
