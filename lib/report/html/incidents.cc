// incidents.cc -- the page's incidents, and what belongs to none.
#include <string>
#include <vector>

#include "lib/report/html/parts.h"
#include "lib/report/incident_words.h"
#include "lib/report/words.h"

namespace why502::report::html {
namespace {

constexpr std::size_t kMostIncidents = 12;
constexpr std::size_t kMostCauses = 6;
constexpr std::size_t kMostNear = 5;
constexpr std::size_t kMostBackground = 20;

void write_line(Markup& page, Literal label, std::string_view words) {
  if (words.empty()) return;
  page.tag("<dt>").tag(label).tag("</dt><dd>").name(words).tag("</dd>\n");
}

void write_near(const HtmlReport& report, const Incident& incident, const IncidentWords& words) {
  const std::vector<const IncidentEvidence*> near = words.most_near(kMostNear);
  if (near.empty()) return;
  Markup& page = report.page;
  page.tag("<dt>near</dt><dd>");
  for (const IncidentEvidence* evidence : near) {
    if (evidence->example.empty()) {
      page.tag("<p>").name(words.near(*evidence)).tag("</p>");
      continue;
    }
    // Open until page.js folds it.
    page.tag("<details open=\"\"><summary>").name(words.near(*evidence)).tag("</summary>");
    page.record(evidence->example).tag("</details>");
  }
  if (incident.evidence.size() > near.size()) {
    page.tag("<p>").text(thousands(incident.evidence.size() - near.size())).tag(" more (-o json has all)</p>");
  }
  page.tag("</dd>\n");
}

void write_incident(const HtmlReport& report, const Incident& incident) {
  const IncidentWords words(incident, report.overview.log.last, report.stamps, Charset::unicode);
  Markup& page = report.page;
  words.is_at_the_end() ? page.tag("<li class=\"alarm\"><h3>") : page.tag("<li><h3>");
  page.text(words.times()).tag("</h3>\n<dl>\n");
  write_line(page, "upstreams", words.upstreams());
  write_line(page, "causes", words.causes(kMostCauses));
  write_line(page, "attempts", words.attempts());
  write_line(page, "status", words.statuses());
  write_line(page, "touched", words.touched());
  write_near(report, incident, words);
  page.tag("</dl></li>\n");
}

}  // namespace

void write_incidents(const HtmlReport& report) {
  const std::vector<Incident>& incidents = report.overview.incidents;
  if (incidents.empty()) return;
  Markup& page = report.page;
  open_section(report, "incidents", "Incidents");
  page.tag("<ol class=\"cards\">\n");
  for (const std::size_t i : largest_incidents(incidents, kMostIncidents)) write_incident(report, incidents[i]);
  page.tag("</ol>\n");
  if (incidents.size() > kMostIncidents) {
    page.tag("<p class=\"sub\">").text(thousands(incidents.size() - kMostIncidents));
    page.tag(" more, smaller ones (-o json has all)</p>\n");
  }
  close_section(report);
}

void write_background(const HtmlReport& report) {
  const std::vector<Background>& all = report.overview.background;
  if (all.empty()) return;
  Markup& page = report.page;
  open_section(report, "background", "Background");
  page.tag(
      "<p class=\"sub\">Failed attempts that belong to no incident.</p>\n<table class=\"list\">\n"
      "<thead><tr><th scope=\"col\" class=\"n\">failed</th><th scope=\"col\" class=\"n\">an hour</th>"
      "<th scope=\"col\">cause</th><th scope=\"col\">upstream</th></tr></thead>\n<tbody>\n");
  std::uint64_t left = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i >= kMostBackground) {
      left += all[i].failures;
      continue;
    }
    page.tag("<tr><td class=\"n\">").text(thousands(all[i].failures)).tag("</td><td class=\"n\">");
    page.text(rate_words(all[i].per_hour)).tag("</td><td>").text(info(all[i].cause).title).tag("</td><td>");
    page.name(upstream_name(all[i].upstream)).tag("</td></tr>\n");
  }
  if (left != 0) {
    page.tag("<tr><td class=\"n\">").text(thousands(left)).tag("</td><td></td><td colspan=\"2\">");
    page.text("in " + counted(all.size() - kMostBackground, "more line")).tag("</td></tr>\n");
  }
  page.tag("</tbody>\n</table>\n");
  close_section(report);
}

}  // namespace why502::report::html
