// axis.cc -- the times below a drawing, and the words for a window.
#include <chrono>

#include "lib/report/html/parts.h"

namespace why502::report::html {
namespace {

constexpr std::size_t kMostTicks = 5;

// Thousandths as a percentage: 12.5.
void write_percent(Markup& page, std::size_t part, std::size_t whole) {
  const std::size_t tenths = part * 1000 / whole;
  page.number(tenths / 10).tag(".").number(tenths % 10).tag("%");
}

}  // namespace

std::string cell_words(const HtmlReport& report, std::size_t cell) {
  const TimeAxis& axis = report.chart->axis;
  return report.stamps.window(axis.begin + axis.cell * static_cast<std::int64_t>(cell), axis.cell);
}

// page.js draws it anew when the timeline is zoomed.
void write_axis(const HtmlReport& report) {
  const TimeAxis& axis = report.chart->axis;
  const auto end = axis.begin + axis.cell * static_cast<std::int64_t>(axis.cells);
  const TimeAxis ticks = time_axis(axis.begin, end - std::chrono::seconds(1), axis.cell, kMostTicks);
  report.page.tag("<svg class=\"axis\" aria-hidden=\"true\">");
  std::size_t number = 0;
  for (std::size_t cell = 0; cell < axis.cells; ++cell) {
    const auto seconds = (axis.begin + axis.cell * static_cast<std::int64_t>(cell)).time_since_epoch();
    if (seconds % ticks.cell != std::chrono::seconds(0)) continue;
    // Words too near to an end would be cut.
    if (cell != 0 && (cell * 100 < axis.cells * 9 || cell * 100 > axis.cells * 91)) continue;
    cell == 0 ? report.page.tag("<text class=\"first") : report.page.tag("<text class=\"tick");
    report.page.tag(number++ % 2 == 0 ? Literal("\" x=\"") : Literal(" minor\" x=\""));
    write_percent(report.page, cell, axis.cells);
    report.page.tag("\" y=\"14\">").text(cell_words(report, cell)).tag("</text>");
  }
  report.page.tag("</svg>");
}

}  // namespace why502::report::html
