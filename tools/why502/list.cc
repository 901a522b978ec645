// list.cc -- --list: the catalogue as tables.
#include <vector>

#include "tools/why502/layout.h"
#include "tools/why502/tell.h"
#include "why502/catalog.h"

namespace why502::command {

std::string list_text(Catalogue catalogue, std::size_t columns) {
  std::vector<std::vector<std::string>> rows;
  const auto add = [&rows](auto... cells) { rows.push_back({std::string(cells)...}); };
  switch (catalogue) {
    case Catalogue::causes:
      for (const CauseInfo& cause : causes()) add(cause.id, cause.title);
      break;
    case Catalogue::rules:
      // An echo may name no cause.
      for (const RuleInfo& rule : rules()) {
        add(rule.id, rule.cause == Cause::none ? "-" : id(rule.cause), id(rule.proof));
      }
      break;
    case Catalogue::formats:
      for (const FormatInfo& format : formats()) add(format.id, format.description);
      break;
    case Catalogue::envelopes:
      for (const EnvelopeInfo& envelope : envelopes()) add(envelope.id, envelope.description);
      break;
    case Catalogue::reports:
      for (const ReportInfo& report : reports()) add(report.id, report.media_type, report.description);
      add("events", "application/x-ndjson", "each event as one line of JSON");
      break;
  }
  return table(rows, columns);
}

}  // namespace why502::command
