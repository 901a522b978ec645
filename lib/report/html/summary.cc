// summary.cc -- the page's beginning: its policy and style, what was read, the verdict, the totals.
#include <vector>

#include "lib/report/html/parts.h"
#include "lib/report/incident_words.h"
#include "lib/report/verdict.h"
#include "why502_page.h"

namespace why502::report::html {
namespace {

// How urgent the verdict is, as its colour; the words say it, too.
void write_urgency(const HtmlReport& report) {
  const Overview& overview = report.overview;
  if (overview.totals.failures == 0) {
    overview.known == 0 ? report.page.tag("unknown") : report.page.tag("good");
    return;
  }
  for (const Incident& incident : overview.incidents) {
    const IncidentWords words(incident, overview.log.last, report.stamps, Charset::unicode);
    if (words.is_at_the_end() || incident.throughout) {
      report.page.tag("alarm");
      return;
    }
  }
  report.page.tag("failed");
}

void write_figures(const HtmlReport& report) {
  const std::vector<Figure> figures = report.words.figures();
  if (figures.empty()) return;
  Markup& page = report.page;
  page.tag("<dl class=\"figures\">\n");
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure& figure = figures[i];
    page.tag("<div><dt>").text(figure.label).tag("</dt>");
    figure.is_alarm ? page.tag("<dd class=\"number alarm\">") : page.tag("<dd class=\"number\">");
    page.text(figure.number).tag("</dd>");
    if (!figure.words.empty()) page.tag("<dd>").text(figure.words).tag("</dd>");
    while (i + 1 < figures.size() && figures[i + 1].label.empty()) {
      page.tag("<dd>").text(figures[++i].words).tag("</dd>");
    }
    page.tag("</div>\n");
  }
  page.tag("</dl>\n");
}

}  // namespace

void write_head(const HtmlReport& report) {
  report.page
      .tag(
          "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"")
      .tag(kPagePolicy)
      .tag(
          "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n<title>")
      .text("why502: " + report.words.input_names())
      .tag("</title>\n<style>")
      .tag(kPageStyle)
      .tag("</style>\n</head>\n<body>\n");
}

void write_summary(const HtmlReport& report) {
  Markup& page = report.page;
  page.tag("<header>\n");
  if (const std::string read = report.words.what_was_read(); !read.empty()) {
    page.tag("<p class=\"read\"><b>why502</b> ").name(read).tag("</p>\n");
  }
  if (const std::string filter = report.words.filter(); !filter.empty()) {
    page.tag("<p class=\"read\">").name(filter).tag("</p>\n");
  }
  page.tag("<h1 class=\"");
  write_urgency(report);
  page.tag("\">")
      .name(verdict(report.aggregate, report.overview, report.stamps, is_filtered(report.options.filter),
                    Charset::unicode))
      .tag("</h1>\n");
  write_figures(report);
  if (const std::vector<std::string> notes = report.words.notes(); !notes.empty()) {
    page.tag("<ul class=\"notes\">\n");
    for (const std::string& note : notes) page.tag("<li>").text(note).tag("</li>\n");
    page.tag("</ul>\n");
  }
  page.tag("</header>\n<main>\n");
}

}  // namespace why502::report::html
