// text_summary.cc -- the report's beginning: what was read, the verdict, the totals.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "lib/report/columns.h"
#include "lib/report/text_parts.h"
#include "lib/report/verdict.h"
#include "lib/report/words.h"

namespace why502::report {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

// "error.log", "error.log and error.log.1", "error.log, error.log.1 and 12 more"
std::string input_names(const TextReport& report) {
  std::vector<std::string> names;
  std::size_t more = 0;
  for (const Input& input : report.aggregate.inputs()) {
    if (input.counters.bytes == 0 && (!input.skipped.empty() || !input.error.empty())) continue;
    if (names.size() < 2) {
      names.push_back(report.page.show(input.name));
    } else {
      ++more;
    }
  }
  if (names.empty()) return "No input";
  if (more == 0) return joined(names, " and ");
  return joined(names, ", ") + " and " + thousands(more) + " more";
}

std::string format_names(std::uint32_t bits) {
  std::vector<std::string> names;
  for (unsigned bit = 0; bit < 32; ++bit) {
    if ((bits >> bit & 1U) != 0) names.emplace_back(id(static_cast<Format>(bit)));
  }
  return joined(names, " and ");
}

void write_what_was_read(const TextReport& report) {
  const Counters& counters = report.aggregate.counters();
  if (report.aggregate.inputs().empty()) return;  // events of a program's own making
  std::string text = input_names(report) + ": " + counted(counters.lines(), "line");
  if (const std::string formats = format_names(counters.formats); !formats.empty()) text += " of " + formats;
  text += ", " + size_words(counters.bytes);
  if (counters.first && counters.last) {
    text += ", " + report.stamps.span(*counters.first, *counters.last, " to ") + ' ';
    text += report.stamps.zone();
  }
  report.page.paragraph(text);
}

void write_filter(const TextReport& report) {
  const FilterOptions& filter = report.options.filter;
  if (!is_filtered(filter)) return;
  std::vector<std::string> parts;
  if (filter.since) parts.push_back("since " + report.stamps.full(*filter.since));
  if (filter.until) parts.push_back("until " + report.stamps.full(*filter.until));
  if (!filter.causes.empty()) {
    std::vector<std::string> ids;
    for (const Cause cause : filter.causes) ids.emplace_back(id(cause));
    parts.push_back("cause " + joined(ids, " or "));
  }
  if (!filter.upstream.empty()) parts.push_back("upstream like " + report.page.show(filter.upstream));
  if (!filter.server.empty()) parts.push_back("server like " + report.page.show(filter.server));
  report.page.paragraph("Only events: " + joined(parts, "; "));
}

bool is_client_status(int status) { return status >= 400 && status < 500; }

// "502: 9,102; 504: 200; unknown: 8", of the client's errors or of the others.
std::string by_status(const Totals& totals, bool client) {
  std::vector<StatusCount> counts = totals.by_status;
  std::stable_sort(counts.begin(), counts.end(),
                   [](const StatusCount& a, const StatusCount& b) { return a.failures > b.failures; });
  std::vector<std::string> parts;
  for (const StatusCount& count : counts) {
    if (is_client_status(count.status) != client) continue;
    std::string name = count.status == 0 ? "unknown" : std::to_string(count.status);
    if (count.status != 0 && count.status < 400) name += " (cut off)";
    parts.push_back(name + ": " + thousands(count.failures));
  }
  return joined(parts, "; ");
}

// A line of the totals: "  Failed attempts   9,310   502: 9,102   504: 208".
struct Figure {
  std::string_view label;
  std::string number;
  Style style;
  std::string words;
};

void write_figures(Page& page, const std::vector<Figure>& figures) {
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
        page.line({{"  " + pad_right(figure.label, label)}, {"  "}, {pad_left(figure.number, number), figure.style}});
      }
      if (!figure.words.empty()) page.paragraph(figure.words, Style::plain, 4);
    }
    return;
  }
  for (const Figure& figure : figures) {
    const std::string margin = "  " + pad_right(figure.label, label) + "   ";
    page.paragraph(figure.words, Style::plain, indent,
                   {{margin}, {pad_left(figure.number, number), figure.style}, {"   "}});
  }
}

// From when to when, and how long before the log's end: whether it may be over.
std::string first_and_last(const TextReport& report) {
  const Stretch& stretch = report.overview.stretch;
  if (!stretch.first || !stretch.last) return {};
  std::string text = "first " + report.stamps.brief(*stretch.first) + ", last " + report.stamps.brief(*stretch.last);
  const auto quiet = std::chrono::floor<std::chrono::seconds>(*report.overview.log.last - *stretch.last);
  return text +
         (quiet.count() == 0 ? ", at the log's very end" : ", " + duration_words(quiet) + " before the log's end");
}

void write_totals(const TextReport& report) {
  const Totals& totals = report.overview.totals;
  std::vector<Figure> figures;
  if (totals.failures != 0) {
    figures.push_back({"Failed attempts", thousands(totals.failures), Style::alarm, by_status(totals, false)});
    if (const std::string words = first_and_last(report); !words.empty()) {
      figures.push_back({"", "", Style::plain, words});
    }
    figures.push_back({"Requests", thousands(totals.requests.at_least), Style::plain,
                       totals.requests.exact ? "or more" : "estimated"});
    figures.push_back({"Upstreams", thousands(report.overview.upstreams), Style::plain, totals.exact ? "" : "or more"});
  }
  if (totals.client_errors != 0) {
    figures.push_back({"Client errors", thousands(totals.client_errors), Style::plain,
                       by_status(totals, true) + "; not among the failures"});
  }
  if (totals.evidence != 0) {
    figures.push_back({"Evidence", thousands(totals.evidence), Style::plain, "no failures themselves; see below"});
  }
  if (figures.empty()) return;
  report.page.blank();
  write_figures(report.page, figures);
}

// What the totals leave out or cannot know.
void write_notes(const TextReport& report) {
  const Totals& totals = report.overview.totals;
  std::vector<std::string> notes;
  if (totals.suspect != 0) {
    notes.push_back(counted(totals.suspect, "record") + " may be forged by a client and " +
                    (totals.suspect == 1 ? "is" : "are") + " not counted.");
  }
  if (totals.truncated != 0) {
    notes.push_back(counted(totals.truncated, "record was", "records were") + " cut by the server that wrote " +
                    (totals.truncated == 1 ? "it." : "them."));
  }
  if (totals.echoes_without_failure != 0) {
    notes.push_back(counted(totals.echoes_without_failure, "record repeats", "records repeat") +
                    " a failure that is not in this log.");
  }
  if (!totals.exact) {
    notes.emplace_back("There were more groups than fit into memory: some are counted under (other). All sums hold.");
  }
  if (notes.empty()) return;
  report.page.blank();
  for (const std::string& note : notes) report.page.paragraph(note, Style::plain, 2, {{"  "}});
}

}  // namespace

void write_summary(const TextReport& report) {
  write_what_was_read(report);
  write_filter(report);
  if (!report.page.is_empty()) report.page.blank();
  report.page.paragraph(verdict(report.aggregate, report.overview, report.stamps, is_filtered(report.options.filter),
                                report.page.charset()),
                        Style::strong);
  write_totals(report);
  write_notes(report);
}

}  // namespace why502::report
