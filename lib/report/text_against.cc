// text_against.cc -- the section about what has changed, if it was asked for.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

#include "lib/report/against.h"
#include "lib/report/columns.h"
#include "lib/report/text_parts.h"
#include "lib/report/words.h"

namespace why502::report {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kNumber = 9;  // columns: "1,234,567"
constexpr std::size_t kMostChanges = 10;

std::string number(double value) { return thousands(static_cast<std::uint64_t>(std::round(value))); }

std::string seconds_words(double seconds) {
  return duration_words(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

// What was looked at, so that "expected" can be understood.
std::string stretch_words(const TextReport& report, const Comparison& comparison) {
  std::string text = report.stamps.span(*comparison.first, *comparison.last, " to ");
  text += " (" + seconds_words(comparison.before_seconds) + ") against " + seconds_words(comparison.now_seconds);
  text +=
      "; expected: its rate over the time of this log. Told is what chance does not explain (4 standard "
      "deviations) and differs by half or more.";
  return text;
}

void write_change(const TextReport& report, const Change& change) {
  std::string name(info(change.cause).title);
  if (!change.upstream.empty()) name += ", " + report.page.show(change.upstream);
  if (change.kind == ChangeKind::appeared) name += " (new)";
  if (change.kind == ChangeKind::gone) name += " (gone)";
  std::string numbers(kIndent, ' ');
  numbers += pad_left(difference_words(change), kNumber + 1);
  numbers += pad_left(thousands(change.now), kNumber + 1);
  numbers += pad_left(number(change.expected), kNumber + 1) + "  ";
  const std::size_t margin = numbers.size();
  report.page.paragraph(name, Style::plain, margin, {{numbers}});
}

}  // namespace

void write_against(const TextReport& report) {
  if (report.options.against == nullptr) return;
  const Comparison& comparison = *report.options.against;
  report.page.title("What has changed");
  report.page.paragraph(against_verdict(comparison, report.page.charset()), Style::strong, kIndent);
  if (!comparison.is_comparable()) return;
  report.page.paragraph(stretch_words(report, comparison), Style::faint, kIndent);
  if (comparison.changes.empty()) return;
  report.page.line(std::string(kIndent, ' ') + pad_left("change", kNumber + 1) + pad_left("now", kNumber + 1) +
                       pad_left("expected", kNumber + 1),
                   Style::faint);
  const std::size_t shown = std::min(comparison.changes.size(), kMostChanges);
  for (std::size_t i = 0; i < shown; ++i) write_change(report, comparison.changes[i]);
  if (shown < comparison.changes.size()) {
    report.page.paragraph(thousands(comparison.changes.size() - shown) + " more (-o json has all)", Style::faint,
                          kIndent);
  }
}

}  // namespace why502::report
