// summary_words.cc -- the report's beginning and end in words.
#include "lib/report/summary_words.h"

#include <algorithm>
#include <chrono>

#include "lib/report/verdict.h"
#include "lib/report/words.h"
#include "why502/catalog.h"

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

std::string format_names(std::uint32_t bits) {
  std::vector<std::string> names;
  for (unsigned bit = 0; bit < 32; ++bit) {
    if ((bits >> bit & 1U) != 0) names.emplace_back(id(static_cast<Format>(bit)));
  }
  return joined(names, " and ");
}

bool is_client_status(int status) { return status >= 400 && status < 500; }

}  // namespace

std::string SummaryWords::input_names() const {
  std::vector<std::string> names;
  std::size_t more = 0;
  for (const Input& input : aggregate_.inputs()) {
    if (input.counters.bytes == 0 && (!input.skipped.empty() || !input.error.empty())) continue;
    if (names.size() < 2) {
      names.push_back(visible(input.name, charset_));
    } else {
      ++more;
    }
  }
  if (names.empty()) return "No input";
  if (more == 0) return joined(names, " and ");
  return joined(names, ", ") + " and " + thousands(more) + " more";
}

std::string SummaryWords::what_was_read() const {
  const Counters& counters = aggregate_.counters();
  if (aggregate_.inputs().empty()) return {};
  std::string text = input_names() + ": " + counted(counters.lines(), "line");
  if (const std::string formats = format_names(counters.formats); !formats.empty()) text += " of " + formats;
  text += ", " + size_words(counters.bytes);
  if (counters.first && counters.last) {
    text += ", " + stamps_.span(*counters.first, *counters.last, " to ") + ' ';
    text += stamps_.zone();
  }
  return text;
}

std::string SummaryWords::filter() const {
  const FilterOptions& filter = options_.filter;
  if (!is_filtered(filter)) return {};
  std::vector<std::string> parts;
  if (filter.since) parts.push_back("since " + stamps_.full(*filter.since));
  if (filter.until) parts.push_back("until " + stamps_.full(*filter.until));
  if (!filter.causes.empty()) {
    std::vector<std::string> ids;
    for (const Cause cause : filter.causes) ids.emplace_back(id(cause));
    parts.push_back("cause " + joined(ids, " or "));
  }
  if (!filter.upstream.empty()) parts.push_back("upstream like " + visible(filter.upstream, charset_));
  if (!filter.server.empty()) parts.push_back("server like " + visible(filter.server, charset_));
  return "Only events: " + joined(parts, "; ");
}

// "502: 9,102; 504: 200; unknown: 8", of the client's errors or of the others.
std::string SummaryWords::by_status(bool client) const {
  std::vector<StatusCount> counts = overview_.totals.by_status;
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

// From when to when, and how long before the log's end: whether it may be over.
std::string SummaryWords::first_and_last() const {
  const Stretch& stretch = overview_.stretch;
  if (!stretch.first || !stretch.last) return {};
  std::string text = "first " + stamps_.brief(*stretch.first) + ", last " + stamps_.brief(*stretch.last);
  const auto quiet = std::chrono::floor<std::chrono::seconds>(*overview_.log.last - *stretch.last);
  return text +
         (quiet.count() == 0 ? ", at the log's very end" : ", " + duration_words(quiet) + " before the log's end");
}

std::vector<Figure> SummaryWords::figures() const {
  const Totals& totals = overview_.totals;
  std::vector<Figure> figures;
  if (totals.failures != 0) {
    figures.push_back({"Failed attempts", thousands(totals.failures), by_status(false), true});
    if (std::string words = first_and_last(); !words.empty()) figures.push_back({"", "", std::move(words)});
    figures.push_back(
        {"Requests", thousands(totals.requests.at_least), totals.requests.exact ? "or more" : "estimated"});
    figures.push_back({"Upstreams", thousands(overview_.upstreams), totals.exact ? "" : "or more"});
  }
  if (totals.client_errors != 0) {
    figures.push_back({"Client errors", thousands(totals.client_errors), by_status(true) + "; not among the failures"});
  }
  if (totals.evidence != 0) {
    figures.push_back({"Evidence", thousands(totals.evidence), "no failures themselves; see below"});
  }
  return figures;
}

std::vector<std::string> SummaryWords::notes() const {
  const Totals& totals = overview_.totals;
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
  return notes;
}

std::string SummaryWords::unreadable_lines() const {
  const Counters& counters = aggregate_.counters();
  if (overview_.unreadable == 0) return {};
  std::string text = thousands(overview_.unreadable) + " of " + counted(counters.lines(), "line");
  if (counters.too_long != 0) text += ", " + thousands(counters.too_long) + " of them too long";
  if (overview_.known == 0) {
    text += "; known formats:";
    for (const FormatInfo& format : formats()) text.append(" ").append(format.id);
  }
  if (!options_.rejects.empty()) text += options_.rejects.size() == 1 ? "; the first:" : "; the first ones:";
  return text;
}

std::string SummaryWords::input(const Input& input, std::string_view reason) const {
  const std::string why = visible(reason, charset_);
  const std::string name = visible(input.name, charset_);
  return why.find(name) != std::string::npos ? why : name + ": " + why;
}

}  // namespace why502::report
