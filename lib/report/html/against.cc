// against.cc -- what has changed against another log, if it was asked for.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "lib/report/against.h"
#include "lib/report/html/parts.h"
#include "lib/report/words.h"
#include "why502/compare.h"

namespace why502::report::html {
namespace {

constexpr std::size_t kMostChanges = 50;

void write_change(const Change& change, Markup& page) {
  page.tag("<tr><td class=\"n\">").text(difference_words(change)).tag("</td><td>").text(info(change.cause).title);
  if (change.kind == ChangeKind::appeared) page.tag(" (new)");
  if (change.kind == ChangeKind::gone) page.tag(" (gone)");
  page.tag("</td><td>");
  if (!change.upstream.empty()) page.name(change.upstream);
  page.tag("</td><td class=\"time now\">").text(thousands(change.now));
  page.tag("</td><td class=\"time expected\">");
  page.text(thousands(static_cast<std::uint64_t>(std::round(change.expected)))).tag("</td></tr>\n");
}

}  // namespace

void write_against(const HtmlReport& report) {
  if (report.options.against == nullptr) return;
  const Comparison& comparison = *report.options.against;
  Markup& page = report.page;
  open_section(report, "against", "What has changed");
  page.tag("<p>").name(against_verdict(comparison, Charset::unicode)).tag("</p>\n");
  if (comparison.is_comparable()) {
    page.tag("<p class=\"sub\">").text(stretch_words(comparison, report.stamps)).tag("</p>\n");
  }
  const std::size_t shown = std::min(comparison.changes.size(), kMostChanges);
  if (shown != 0) {
    page.tag(
        "<table class=\"list\">\n<thead><tr><th scope=\"col\" class=\"n\">change</th><th scope=\"col\">cause</th>"
        "<th scope=\"col\">upstream</th><th scope=\"col\">now</th><th scope=\"col\">expected</th></tr></thead>\n"
        "<tbody>\n");
    for (std::size_t i = 0; i < shown; ++i) write_change(comparison.changes[i], page);
    page.tag("</tbody>\n</table>\n");
  }
  if (shown < comparison.changes.size()) {
    page.tag("<p class=\"sub\">").text(thousands(comparison.changes.size() - shown));
    page.tag(" more (-o json has all)</p>\n");
  }
  close_section(report);
}

}  // namespace why502::report::html
