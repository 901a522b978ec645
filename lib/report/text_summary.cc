// text_summary.cc -- the report's beginning: what was read, the verdict, the totals.
#include <algorithm>
#include <string>
#include <vector>

#include "lib/report/columns.h"
#include "lib/report/summary_words.h"
#include "lib/report/text_parts.h"
#include "lib/report/verdict.h"

namespace why502::report {
namespace {

// A line each: "  Failed attempts   9,310   502: 9,102   504: 208".
void write_figures(Page& page, const std::vector<Figure>& figures) {
  const auto style = [](const Figure& figure) { return figure.is_alarm ? Style::alarm : Style::plain; };
  std::size_t label = 0;
  std::size_t number = 0;
  for (const Figure& figure : figures) {
    label = std::max(label, figure.label.size());
    number = std::max(number, figure.number.size());
  }
  constexpr std::size_t kNarrowWords = 24;
  const std::size_t indent = 2 + label + 3 + number + 3;
  if (indent + kNarrowWords > page.width()) {
    for (const Figure& figure : figures) {
      if (!figure.number.empty()) {
        page.line({{"  " + pad_right(figure.label, label)}, {"  "}, {pad_left(figure.number, number), style(figure)}});
      }
      if (!figure.words.empty()) page.paragraph(figure.words, Style::plain, 4);
    }
    return;
  }
  for (const Figure& figure : figures) {
    const std::string margin = "  " + pad_right(figure.label, label) + "   ";
    page.paragraph(figure.words, Style::plain, indent,
                   {{margin}, {pad_left(figure.number, number), style(figure)}, {"   "}});
  }
}

}  // namespace

void write_summary(const TextReport& report) {
  Page& page = report.page;
  const SummaryWords words(report.aggregate, report.options, report.overview, report.stamps, page.charset());
  for (const std::string& text : {words.what_was_read(), words.filter()}) {
    if (!text.empty()) page.paragraph(text);
  }
  if (!page.is_empty()) page.blank();
  page.paragraph(
      verdict(report.aggregate, report.overview, report.stamps, is_filtered(report.options.filter), page.charset()),
      Style::strong);
  if (const std::vector<Figure> figures = words.figures(); !figures.empty()) {
    page.blank();
    write_figures(page, figures);
  }
  if (const std::vector<std::string> notes = words.notes(); !notes.empty()) {
    page.blank();
    for (const std::string& note : notes) page.paragraph(note, Style::plain, 2, {{"  "}});
  }
}

}  // namespace why502::report
