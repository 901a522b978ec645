// text_lists.cc -- the report's end: evidence, what could not be read.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/report/columns.h"
#include "lib/report/summary_words.h"
#include "lib/report/text_parts.h"
#include "lib/report/utf8.h"
#include "lib/report/words.h"

namespace why502::report {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kFailedWidth = 6;  // as in the table of failures
constexpr std::size_t kMostInputs = 10;
constexpr std::size_t kMostEvidence = 10;

SummaryWords words_of(const TextReport& report) {
  return {report.aggregate, report.options, report.overview, report.stamps, report.page.charset()};
}

// "name: why", a line each, and how many more there are.
void write_inputs(const TextReport& report, std::string_view title, std::string Input::*why, Style style) {
  const SummaryWords words = words_of(report);
  std::size_t inputs = 0;
  for (const Input& input : report.aggregate.inputs()) {
    if ((input.*why).empty()) continue;
    if (inputs == 0) report.page.title(title);
    if (++inputs > kMostInputs) continue;
    report.page.paragraph(words.input(input, input.*why), style, kIndent);
  }
  if (inputs > kMostInputs) {
    report.page.paragraph(thousands(inputs - kMostInputs) + " more", Style::faint, kIndent);
  }
}

}  // namespace

void write_evidence(const TextReport& report) {
  const std::vector<EvidenceRow> rows = report.aggregate.evidence();
  if (rows.empty()) return;
  report.page.title("Evidence");
  const std::size_t shown = std::min(rows.size(), kMostEvidence);
  const std::size_t number = std::max(thousands(rows.front().count).size(), kFailedWidth);
  std::vector<std::string> names;
  std::size_t name_width = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    names.push_back(std::string(info(rows[i].cause).title) + ", " + report.page.show(upstream_name(rows[i].upstream)));
    name_width = std::max(name_width, display_width(names.back()));
  }
  const std::size_t margin = kIndent + number + 2;
  const std::size_t times = 2 * (2 + report.stamps.brief_width());
  const bool side_by_side = margin + name_width + times <= report.page.width();
  for (std::size_t i = 0; i < shown; ++i) {
    const EvidenceRow& row = rows[i];
    std::string when;
    if (row.first && row.last) {
      const std::string_view between = side_by_side ? "  " : " to ";
      when = report.stamps.brief(*row.first).append(between).append(report.stamps.brief(*row.last));
    }
    const std::string count = pad_left(thousands(row.count), kIndent + number) + "  ";
    if (side_by_side) {
      report.page.line({{count}, {pad_right(names[i], name_width)}, {"  "}, {when, Style::faint}});
    } else {
      report.page.paragraph(when.empty() ? names[i] : names[i] + ", " + when, Style::plain, margin, {{count}});
    }
  }
  if (shown < rows.size()) report.page.paragraph(thousands(rows.size() - shown) + " more", Style::faint, margin);
}

void write_unread_inputs(const TextReport& report) {
  write_inputs(report, "Could not be read", &Input::error, Style::alarm);
  write_inputs(report, "Skipped", &Input::skipped, Style::plain);
}

void write_unreadable_lines(const TextReport& report) {
  const std::string text = words_of(report).unreadable_lines();
  if (text.empty()) return;
  report.page.title("Lines that could not be read");
  report.page.paragraph(text, Style::plain, kIndent);
  for (const std::string& line : report.options.rejects) report.page.record(line, 2 * kIndent);
}

}  // namespace why502::report
