// text_look_first.cc -- what to do now: in words, with commands, and with the record that led there.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "lib/report/advice.h"
#include "lib/report/text_parts.h"

namespace why502::report {
namespace {

constexpr std::size_t kMostLeads = 3;
constexpr std::size_t kIndent = 5;  // behind the number

// A failure or evidence.
template <typename Kind>
void write_lead(const TextReport& report, std::size_t number, const Kind& row, std::string_view upstream) {
  if (number == 1) report.page.title("Look first");
  const std::string place = "  " + std::to_string(number) + ". ";
  const std::string what = std::string(info(row.cause).title) + ", " + report.page.show(upstream_name(upstream));
  report.page.paragraph(what, Style::plain, kIndent, {{place}});
  report.page.paragraph(info(row.cause).look_first, Style::strong, kIndent);
  if (const LookFirst* const entry = entry_for(report.aggregate, row)) {
    report.page.paragraph(filled_in(entry->check, upstream), Style::plain, kIndent);
    report.page.paragraph("Concerns: " + std::string(entry->setting), Style::faint, kIndent);
  }
  if (!row.example.empty()) report.page.record(row.example, kIndent);
}

}  // namespace

void write_look_first(const TextReport& report) {
  std::size_t number = 0;
  for (const Row& row : leads(report.aggregate, report.overview, kMostLeads)) {
    write_lead(report, ++number, row, row.keys[1]);
  }
  if (number != 0) return;
  // A backend's own log has evidence only.
  std::vector<Cause> told;
  for (const EvidenceRow& row : report.aggregate.evidence()) {
    if (number == kMostLeads || std::find(told.begin(), told.end(), row.cause) != told.end()) continue;
    told.push_back(row.cause);
    write_lead(report, ++number, row, row.upstream);
  }
}

}  // namespace why502::report
