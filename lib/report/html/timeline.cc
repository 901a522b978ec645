// timeline.cc -- failures over time, stacked by cause: drawn, and as the table that the drawing is made of.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include "lib/report/html/parts.h"
#include "lib/report/key_words.h"
#include "lib/report/words.h"

namespace why502::report::html {
namespace {

constexpr std::uint64_t kHeight = 1000;  // of the drawing, in its own units
constexpr std::uint64_t kLowest = 12;    // of a bar: two pixels, so that one failure is seen

// The end of the scale: 1, or an even number that is easily read.
std::uint64_t scale_end(std::uint64_t most) {
  if (most <= 1) return 1;
  for (std::uint64_t power = 1;; power *= 10) {
    for (const std::uint64_t step : {2U, 4U, 6U, 8U, 10U}) {
      if (step * power >= most) return step * power;
    }
  }
}

std::vector<const Lane*> layers_of(const Chart& chart) {
  std::vector<const Lane*> layers;
  for (const Lane& lane : chart.layers.lanes) layers.push_back(&lane);
  if (chart.layers.has_rest()) layers.push_back(&chart.layers.rest);
  return layers;
}

std::string layer_words(const Chart& chart, const Lane& lane) {
  return &lane == &chart.layers.rest ? "all others" : key_words(chart.layers.dimension, lane.key, Charset::unicode);
}

// "c1" to "c8", "c0" for the rest.
Markup& write_color(Markup& page, const Chart& chart, const Lane& lane) {
  const std::size_t number =
      &lane == &chart.layers.rest ? 0 : static_cast<std::size_t>(&lane - chart.layers.lanes.data()) + 1;
  return page.tag("c").number(number);
}

class Bars {
 public:
  Bars(const Chart& chart, std::uint64_t end) : chart_(chart), end_(end), below_(chart.axis.cells) {}

  // One layer on top of those before.
  void write(const Lane& lane, Markup& page) {
    for (std::size_t cell = 0; cell < below_.size(); ++cell) {
      if (lane.cells[cell] == 0) continue;
      const std::uint64_t from = height(cell, below_[cell]);
      const std::uint64_t to = height(cell, below_[cell] += lane.cells[cell]);
      page.tag("M").number(cell).tag(" ").number(kHeight - to).tag("h");
      chart_.axis.cells > kFine ? page.tag("1") : page.tag(".9");
      page.tag("V").number(kHeight - from).tag("H").number(cell).tag("z");
    }
  }

 private:
  static constexpr std::size_t kFine = 120;  // narrower bars stand without gaps

  std::uint64_t height(std::size_t cell, std::uint64_t failures) const {
    const std::uint64_t all = chart_.totals[cell];
    const double own = static_cast<double>(kHeight) * static_cast<double>(all) / static_cast<double>(end_);
    const double whole = std::max(own, static_cast<double>(kLowest));
    return static_cast<std::uint64_t>(std::lround(whole * static_cast<double>(failures) / static_cast<double>(all)));
  }

  const Chart& chart_;
  std::uint64_t end_;
  std::vector<std::uint64_t> below_;
};

// One shape for all, so that those that overlap are no darker.
void write_incident_marks(const HtmlReport& report) {
  if (report.overview.incidents.empty()) return;
  const TimeAxis& axis = report.chart->axis;
  report.page.tag("<path class=\"incident\" d=\"");
  for (const Incident& incident : report.overview.incidents) {
    const std::size_t from = cell_of(axis, std::chrono::floor<std::chrono::seconds>(incident.onset));
    const std::size_t to = cell_of(axis, std::chrono::floor<std::chrono::seconds>(incident.end));
    report.page.tag("M").number(from).tag(" 0H").number(to + 1).tag("V1000H").number(from).tag("z");
  }
  report.page.tag("\"><title>incidents</title></path>\n");
}

void write_legend(const HtmlReport& report) {
  Markup& page = report.page;
  page.tag("<ul class=\"legend\">\n");
  for (const Lane* lane : layers_of(*report.chart)) {
    page.tag("<li><span class=\"key ");
    write_color(page, *report.chart, *lane).tag("\"></span>").name(layer_words(*report.chart, *lane));
    page.tag(" <b>").text(thousands(lane->failures)).tag("</b></li>\n");
  }
  page.tag("</ul>\n");
}

void write_drawing(const HtmlReport& report, std::string_view words) {
  const Chart& chart = *report.chart;
  Markup& page = report.page;
  const std::uint64_t end = scale_end(*std::max_element(chart.totals.begin(), chart.totals.end()));
  page.tag("<div class=\"plot\">\n<svg class=\"frame\" role=\"img\" aria-label=\"").text(words);
  page.tag(
      "\">\n<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"0\" y2=\"0\"/>"
      "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"50%\" y2=\"50%\"/>\n");
  page.tag("<svg class=\"bars\" width=\"100%\" height=\"100%\" preserveAspectRatio=\"none\" viewBox=\"0 0 ");
  page.number(chart.axis.cells).tag(" 1000\">\n");
  write_incident_marks(report);
  Bars bars(chart, end);
  for (const Lane* lane : layers_of(chart)) {
    page.tag("<path class=\"");
    write_color(page, chart, *lane).tag("\" d=\"");
    bars.write(*lane, page);
    page.tag("\"><title>").text(layer_words(chart, *lane) + ": " + thousands(lane->failures)).tag("</title></path>\n");
  }
  page.tag(
      "</svg>\n"
      "<line class=\"base\" x1=\"0\" x2=\"100%\" y1=\"100%\" y2=\"100%\"/>\n"
      "<text class=\"scale\" x=\"2\" y=\"0\" dy=\"13\">");
  page.text(thousands(end)).tag("</text><text class=\"scale\" x=\"2\" y=\"50%\" dy=\"13\">");
  if (end > 1) page.text(thousands(end / 2));
  page.tag("</text>\n</svg>\n");
  write_axis(report);
  page.tag("</div>\n");
}

// What the drawing shows, for those who cannot see it, and for page.js.
void write_numbers(const HtmlReport& report) {
  const Chart& chart = *report.chart;
  Markup& page = report.page;
  const std::vector<const Lane*> layers = layers_of(chart);
  page.tag(
      "<details><summary>The drawing in numbers</summary>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"The drawing in numbers\">\n<table class=\"numbers\">\n<thead><tr><th scope=\"col\">from</th>");
  for (const Lane* lane : layers) page.tag("<th scope=\"col\">").name(layer_words(chart, *lane)).tag("</th>");
  page.tag("<th scope=\"col\">all</th></tr></thead>\n<tbody>\n");
  for (std::size_t cell = 0; cell < chart.axis.cells && !page.stopped(); ++cell) {
    if (chart.totals[cell] == 0) continue;
    page.tag("<tr data-cell=\"").number(cell).tag("\"><th scope=\"row\">").text(cell_words(report, cell)).tag("</th>");
    for (const Lane* lane : layers) {
      page.tag("<td>");
      if (lane->cells[cell] != 0) page.text(thousands(lane->cells[cell]));
      page.tag("</td>");
    }
    page.tag("<td>").text(thousands(chart.totals[cell])).tag("</td></tr>\n");
  }
  page.tag("</tbody>\n</table>\n</div>\n</details>\n");
}

}  // namespace

void write_timeline(const HtmlReport& report) {
  if (!report.chart) return;
  const Chart& chart = *report.chart;
  Markup& page = report.page;
  open_section(report, "when", "When");
  const auto peak = std::max_element(chart.totals.begin(), chart.totals.end());
  const auto place = static_cast<std::size_t>(peak - chart.totals.begin());
  const std::string words = "Failed attempts in each " + window_id(chart.axis.cell) + " by " +
                            std::string(id(chart.layers.dimension)) + ", most at " + cell_words(report, place) + " (" +
                            thousands(*peak) + ")";
  page.tag("<p class=\"sub\">").text(words).tag(".</p>\n");
  write_legend(report);
  page.tag("<div id=\"timeline\" data-begin=\"").number(chart.axis.begin.time_since_epoch().count());
  page.tag("\" data-width=\"").number(chart.axis.cell.count()).tag("\" data-labels=\"");
  for (std::size_t cell = 0; cell < chart.axis.cells; ++cell) {
    if (cell != 0) page.tag("|");
    page.text(cell_words(report, cell));
  }
  page.tag("\">\n");
  write_drawing(report, words);
  page.tag("</div>\n");
  write_numbers(report);
  close_section(report);
}

}  // namespace why502::report::html
