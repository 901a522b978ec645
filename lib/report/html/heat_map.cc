// heat_map.cc -- upstream by window: who failed when, one strip each.
#include <algorithm>
#include <cmath>
#include <string>

#include "lib/report/html/parts.h"
#include "lib/report/key_words.h"
#include "lib/report/words.h"

namespace why502::report::html {
namespace {

constexpr int kLevels = 5;

// 1 to kLevels; the root makes few failures seen beside many.
int level(std::uint64_t failures, std::uint64_t most) {
  const double part = std::sqrt(static_cast<double>(failures) / static_cast<double>(most));
  return std::clamp(static_cast<int>(std::ceil(part * kLevels)), 1, kLevels);
}

std::uint64_t most_in_a_cell(const Lanes& lanes) {
  std::uint64_t most = 0;
  for (const Lane& lane : lanes.lanes) most = std::max(most, *std::max_element(lane.cells.begin(), lane.cells.end()));
  return most;
}

// "first 20:18:10, last 20:18:50, most 12 at 20:18:20"
std::string strip_words(const HtmlReport& report, const Lane& lane) {
  std::size_t first = lane.cells.size(), last = 0, peak = 0;
  for (std::size_t cell = 0; cell < lane.cells.size(); ++cell) {
    if (lane.cells[cell] == 0) continue;
    first = std::min(first, cell);
    last = cell;
    if (lane.cells[cell] > lane.cells[peak]) peak = cell;
  }
  if (first == lane.cells.size()) return "none with a time";
  return "from " + cell_words(report, first) + " to " + cell_words(report, last) + ", most " +
         thousands(lane.cells[peak]) + " at " + cell_words(report, peak);
}

void write_strip(const HtmlReport& report, const Lane& lane, std::uint64_t most) {
  Markup& page = report.page;
  page.tag("<svg class=\"strip\" preserveAspectRatio=\"none\" role=\"img\" viewBox=\"0 0 ").number(lane.cells.size());
  page.tag(" 1\" data-cells=\"");
  for (std::size_t cell = 0; cell < lane.cells.size(); ++cell) {
    if (lane.cells[cell] != 0) page.number(cell).tag(":").number(lane.cells[cell]).tag(" ");
  }
  page.tag("\"><title>").text(strip_words(report, lane)).tag("</title>");
  for (int shade = 1; shade <= kLevels; ++shade) {
    bool is_open = false;
    for (std::size_t cell = 0; cell < lane.cells.size(); ++cell) {
      if (lane.cells[cell] == 0 || level(lane.cells[cell], most) != shade) continue;
      if (!is_open) page.tag("<path class=\"h").number(shade).tag("\" d=\"");
      is_open = true;
      page.tag("M").number(cell).tag(" 0h1v1h-1z");
    }
    if (is_open) page.tag("\"/>");
  }
  page.tag("</svg>");
}

}  // namespace

void write_heat_map(const HtmlReport& report) {
  if (!report.chart || report.chart->rows.lanes.empty()) return;
  const Lanes& rows = report.chart->rows;
  const std::uint64_t most = most_in_a_cell(rows);
  if (most == 0) return;
  Markup& page = report.page;
  open_section(report, "where", "Where and when");
  page.tag("<p class=\"sub\">")
      .text("Failed attempts by " + std::string(id(rows.dimension)) + " in each " + window_id(report.chart->axis.cell));
  if (rows.has_rest()) page.text(", the " + std::to_string(rows.lanes.size()) + " with most");
  page.tag(
      ": <span class=\"shades\" role=\"img\" aria-label=\"from pale for one to dark for most\">1 "
      "<i class=\"h1\"></i><i class=\"h2\"></i><i class=\"h3\"></i><i class=\"h4\"></i><i class=\"h5\"></i> ");
  page.text(thousands(most)).tag("</span></p>\n<table class=\"heat\">\n<thead><tr><th scope=\"col\">");
  page.text(id(rows.dimension))
      .tag(
          "</th><th scope=\"col\">over time</th>"
          "<th scope=\"col\" class=\"n\">failed</th></tr></thead>\n<tbody>\n");
  for (const Lane& lane : rows.lanes) {
    page.tag("<tr><th scope=\"row\">").name(key_words(rows.dimension, lane.key, Charset::unicode)).tag("</th><td>");
    write_strip(report, lane, most);
    page.tag("</td><td class=\"n\">").text(thousands(lane.failures)).tag("</td></tr>\n");
  }
  page.tag("</tbody>\n<tfoot><tr><td>");
  if (rows.has_rest()) page.tag("all others");
  page.tag("</td><td>");
  write_axis(report);
  page.tag("</td><td class=\"n\">");
  if (rows.has_rest()) page.text(thousands(rows.rest.failures));
  page.tag("</td></tr></tfoot>\n</table>\n");
  close_section(report);
}

}  // namespace why502::report::html
