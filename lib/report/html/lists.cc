// lists.cc -- the page's end: evidence, what could not be read, and its script.
#include <algorithm>
#include <string>
#include <vector>

#include "lib/report/html/parts.h"
#include "lib/report/words.h"
#include "why502/catalog.h"
#include "why502/time.h"
#include "why502_page.h"

namespace why502::report::html {
namespace {

constexpr std::size_t kMostEvidence = 50;
constexpr std::size_t kMostInputs = 50;

void write_inputs(const HtmlReport& report, Literal title, std::string Input::*why) {
  Markup& page = report.page;
  std::size_t inputs = 0;
  for (const Input& input : report.aggregate.inputs()) {
    if ((input.*why).empty()) continue;
    if (inputs == 0) page.tag("<h3>").tag(title).tag("</h3>\n<ul>\n");
    if (++inputs > kMostInputs) continue;
    page.tag("<li>").name(report.words.input(input, input.*why)).tag("</li>\n");
  }
  if (inputs > kMostInputs) page.tag("<li>").text(thousands(inputs - kMostInputs)).tag(" more</li>\n");
  if (inputs != 0) page.tag("</ul>\n");
}

bool is_any_unread(const HtmlReport& report) {
  const auto is_unread = [](const Input& input) { return !input.error.empty() || !input.skipped.empty(); };
  const auto inputs = report.aggregate.inputs();
  return report.overview.unreadable != 0 || std::any_of(inputs.begin(), inputs.end(), is_unread);
}

}  // namespace

void open_section(const HtmlReport& report, Literal id, Literal title) {
  Markup& page = report.page;
  page.tag("<section id=\"").tag(id).tag("\" aria-labelledby=\"").tag(id).tag("-title\">\n<h2 id=\"");
  page.tag(id).tag("-title\">").tag(title).tag("</h2>\n");
}

void close_section(const HtmlReport& report) { report.page.tag("</section>\n"); }

void write_time_cell(const HtmlReport& report, const std::optional<Timestamp>& time, Literal label) {
  Markup& page = report.page;
  page.tag("<td class=\"time ").tag(label).tag("\">");
  if (time) {
    page.tag("<time datetime=\"").text(format_time(std::chrono::floor<std::chrono::seconds>(*time))).tag("\">");
    page.text(report.stamps.brief(*time)).tag("</time>");
  }
  page.tag("</td>");
}

void write_evidence(const HtmlReport& report) {
  const std::vector<EvidenceRow> rows = report.aggregate.evidence();
  if (rows.empty()) return;
  Markup& page = report.page;
  open_section(report, "evidence", "Evidence");
  page.tag(
      "<p class=\"sub\">Records that may explain failures and are none.</p>\n<table class=\"list\">\n"
      "<thead><tr><th scope=\"col\" class=\"n\">records</th><th scope=\"col\">cause</th>"
      "<th scope=\"col\">upstream</th><th scope=\"col\">first</th><th scope=\"col\">last</th></tr></thead>\n"
      "<tbody>\n");
  const std::size_t shown = std::min(rows.size(), kMostEvidence);
  for (std::size_t i = 0; i < shown; ++i) {
    const EvidenceRow& row = rows[i];
    page.tag("<tr><td class=\"n\">").text(thousands(row.count)).tag("</td><td>").text(info(row.cause).title);
    page.tag("</td><td>").name(upstream_name(row.upstream)).tag("</td>");
    write_time_cell(report, row.first, "first");
    write_time_cell(report, row.last, "last");
    page.tag("</tr>\n");
    if (row.example.empty()) continue;
    page.tag("<tr class=\"example\"><td colspan=\"5\">").record(row.example).tag("</td></tr>\n");
  }
  page.tag("</tbody>\n</table>\n");
  if (shown < rows.size()) {
    page.tag("<p class=\"sub\">").text(thousands(rows.size() - shown)).tag(" more (-o json has all)</p>\n");
  }
  close_section(report);
}

void write_unread(const HtmlReport& report) {
  if (!is_any_unread(report)) return;
  open_section(report, "unread", "What could not be read");
  write_inputs(report, "Could not be read", &Input::error);
  write_inputs(report, "Skipped", &Input::skipped);
  if (const std::string lines = report.words.unreadable_lines(); !lines.empty()) {
    Markup& page = report.page;
    page.tag("<h3>Lines that could not be read</h3>\n<p>").text(lines).tag("</p>\n");
    for (const std::string& line : report.options.rejects) page.record(line);
  }
  close_section(report);
}

void write_foot(const HtmlReport& report) {
  Markup& page = report.page;
  page.tag("</main>\n<footer><p>why502 ").text(version()).tag(", times in ").text(report.stamps.zone());
  page.tag(". An attempt that failed counts as one failure; an error log does not name what went well.</p></footer>\n");
  page.tag("<script>").tag(kPageScript).tag("</script>\n</body>\n</html>\n");
}

}  // namespace why502::report::html
