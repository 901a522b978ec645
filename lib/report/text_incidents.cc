// text_incidents.cc -- the report's incidents, and what belongs to none.
#include <algorithm>
#include <cstdio>
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

// The places of the largest, in order of time.
std::vector<std::size_t> shown_incidents(const std::vector<Incident>& incidents) {
  std::vector<std::size_t> order(incidents.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return incidents[a].failures > incidents[b].failures; });
  if (order.size() > kMostIncidents) order.resize(kMostIncidents);
  std::sort(order.begin(), order.end());
  return order;
}

void write_incident(const TextReport& report, const Incident& incident, std::size_t number) {
  Page& page = report.page;
  const IncidentWords words(incident, report.overview.log.last, report.stamps, page.charset());
  const std::string place = pad_left(std::to_string(number), kIndent + 1) + ". ";
  const std::size_t indent = place.size();
  const auto line = [&](const std::string& text) {
    if (!text.empty()) page.paragraph(text, Style::plain, indent);
  };

  std::string head = report.stamps.brief(incident.onset);
  if (const std::string end = report.stamps.brief(incident.end); end != head) {
    head += " to " + end + " (" +
            duration_words(std::chrono::floor<std::chrono::seconds>(incident.end - incident.onset)) + ')';
  }
  if (const std::string state = words.state(); !state.empty()) head += ", " + state;
  page.paragraph(head, words.is_at_the_end() ? Style::alarm : Style::strong, indent, {{place}});
  line(words.upstreams());
  line(words.causes(kMostCauses));

  std::string figures = counted(incident.failures, "failed attempt");
  if (incident.failures > 1 && incident.requests.at_least != 0) {
    figures += (incident.requests.exact ? ", at least " : ", about ") + counted(incident.requests.at_least, "request");
  }
  if (incident.peak_failures != incident.failures) {
    figures += ", most in the minute " + report.stamps.minute(incident.peak_minute) + " (" +
               thousands(incident.peak_failures) + ')';
  }
  line(figures);
  const std::string touched = words.touched();
  line(words.statuses() + (touched.empty() ? "" : "; touched " + touched));

  // Those with most records, in order of time.
  std::vector<const IncidentEvidence*> near;
  for (const IncidentEvidence& evidence : incident.evidence) near.push_back(&evidence);
  std::stable_sort(near.begin(), near.end(),
                   [](const IncidentEvidence* a, const IncidentEvidence* b) { return a->count > b->count; });
  if (near.size() > kMostNear) near.resize(kMostNear);
  std::sort(near.begin(), near.end());  // pointers into one vector
  for (const IncidentEvidence* evidence : near) {
    line("near: " + words.near(*evidence));
    if (!evidence->example.empty() && evidence == near.front()) page.record(evidence->example, indent);
  }
  if (incident.evidence.size() > near.size()) {
    line("near: " + thousands(incident.evidence.size() - near.size()) + " more (-o json has all)");
  }
}

// "0.5", "12": an hour.
std::string rate(double per_hour) {
  if (per_hour >= 10) return thousands(static_cast<std::uint64_t>(per_hour + 0.5));
  if (per_hour < 0.05) return "<0.1";
  char text[16];
  std::snprintf(text, sizeof text, "%d.%d", static_cast<int>(per_hour * 10 + 0.5) / 10,
                static_cast<int>(per_hour * 10 + 0.5) % 10);
  return text;
}

}  // namespace

void write_incidents(const TextReport& report) {
  const std::vector<Incident>& incidents = report.overview.incidents;
  if (incidents.empty()) return;
  report.page.title(incidents.size() == 1 ? "Incident" : "Incidents");
  std::size_t number = 0;
  for (const std::size_t i : shown_incidents(incidents)) write_incident(report, incidents[i], ++number);
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
                              pad_left(rate(all[i].per_hour) + "/h", kNumberWidth + 2) + "  ";
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
