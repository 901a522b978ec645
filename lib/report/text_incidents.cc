// text_incidents.cc -- the report's incidents, and what belongs to none.
#include <string>
#include <vector>

#include "lib/report/columns.h"
#include "lib/report/incident_words.h"
#include "lib/report/text_parts.h"
#include "lib/report/utf8.h"
#include "lib/report/words.h"

namespace why502::report {
namespace {

constexpr std::size_t kMostIncidents = 5;
constexpr std::size_t kMostCauses = 4;
constexpr std::size_t kMostNear = 3;
constexpr std::size_t kMostBackground = 5;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kNumberWidth = 6;  // as in the table of failures

void write_incident(const TextReport& report, const Incident& incident, std::size_t number) {
  Page& page = report.page;
  const IncidentWords words(incident, report.overview.log.last, report.stamps, page.charset());
  const std::string place = pad_left(std::to_string(number), kIndent + 1) + ". ";
  const std::size_t indent = place.size();
  const auto line = [&](const std::string& text) {
    if (!text.empty()) page.paragraph(text, Style::plain, indent);
  };

  page.paragraph(words.times(), words.is_at_the_end() ? Style::alarm : Style::strong, indent, {{place}});
  line(words.upstreams());
  line(words.causes(kMostCauses));
  line(words.attempts());
  const std::string touched = words.touched();
  line(words.statuses() + (touched.empty() ? "" : "; touched " + touched));

  const std::vector<const IncidentEvidence*> near = words.most_near(kMostNear);
  for (const IncidentEvidence* evidence : near) {
    line("near: " + words.near(*evidence));
    if (!evidence->example.empty() && evidence == near.front()) page.record(evidence->example, indent);
  }
  if (incident.evidence.size() > near.size()) {
    line("near: " + thousands(incident.evidence.size() - near.size()) + " more (-o json has all)");
  }
}

}  // namespace

void write_incidents(const TextReport& report) {
  const std::vector<Incident>& incidents = report.overview.incidents;
  if (incidents.empty()) return;
  report.page.title(incidents.size() == 1 ? "Incident" : "Incidents");
  std::size_t number = 0;
  for (const std::size_t i : largest_incidents(incidents, kMostIncidents))
    write_incident(report, incidents[i], ++number);
  if (incidents.size() > kMostIncidents) {
    report.page.paragraph(thousands(incidents.size() - kMostIncidents) + " more, smaller ones (-o json has all)",
                          Style::faint, kIndent);
  }
}

void write_background(const TextReport& report) {
  const std::vector<Background>& all = report.overview.background;
  if (all.empty()) return;
  report.page.title(report.overview.incidents.empty() ? "Background: no incident" : "Background: outside of incidents");
  std::uint64_t left = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i >= kMostBackground) {
      left += all[i].failures;
      continue;
    }
    const std::string count = pad_left(thousands(all[i].failures), kIndent + kNumberWidth) +
                              pad_left(rate_words(all[i].per_hour) + "/h", kNumberWidth + 2) + "  ";
    report.page.paragraph(
        std::string(info(all[i].cause).title) + ", " + report.page.show(upstream_name(all[i].upstream)), Style::plain,
        count.size(), {{count}});
  }
  if (left != 0) {
    report.page.paragraph("in " + counted(all.size() - kMostBackground, "more line"), Style::faint,
                          kIndent + kNumberWidth + 2, {{pad_left(thousands(left), kIndent + kNumberWidth) + "  "}});
  }
}

}  // namespace why502::report
