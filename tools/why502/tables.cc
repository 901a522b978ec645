// tables.cc -- the catalogue as Markdown: docs/causes.md and docs/formats.md.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tools/why502/generate.h"
#include "why502/catalog.h"

namespace why502::command {
namespace {

// Text as a cell of a table: nothing in it is Markdown.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("|<>*`\\[]").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string code(std::string_view id) { return std::string("`").append(id).append("`"); }

void append_row(const std::vector<std::string>& cells, std::string* out) {
  for (const std::string& each : cells) out->append("| ").append(each) += ' ';
  *out += "|\n";
}

void append_heading(const std::vector<std::string>& cells, std::string* out) {
  append_row(cells, out);
  append_row(std::vector<std::string>(cells.size(), "---"), out);
}

// Whose logs tell of it: "nginx, apache", in the order of the rules.
std::string servers_of(Cause cause) {
  std::vector<std::string_view> servers;
  for (const RuleInfo& rule : rules()) {
    if (rule.cause != cause || std::find(servers.begin(), servers.end(), rule.server) != servers.end()) continue;
    servers.push_back(rule.server);
  }
  std::string text;
  for (const std::string_view server : servers) text.append(text.empty() ? "" : ", ").append(cell(server));
  return text;
}

template <typename Infos>
void append_table(std::string_view title, std::string_view list, const Infos& infos, std::string* out) {
  out->append("\n## ").append(title).append("\n\n`why502 --list ").append(list).append("`\n\n");
  append_heading({"id", "what it is"}, out);
  for (const auto& info : infos) append_row({code(info.id), cell(info.description)}, out);
}

}  // namespace

std::string causes_table() {
  std::string out =
      "<!-- Made by why502 --generate causes from the catalogue: do not edit. -->\n"
      "# Causes\n\n"
      "One word for why an attempt failed, the same in reports, JSON, CSV and labels. Some are evidence: they explain\n"
      "failures and are none. `why502 --explain ID` shows the messages of each, and what to check where.\n\n";
  append_heading({"id", "in a report", "what happened", "look first", "told by"}, &out);
  for (const CauseInfo& cause : causes()) {
    append_row(
        {code(cause.id), cell(cause.title), cell(cause.meaning), cell(cause.look_first), servers_of(cause.cause)},
        &out);
  }
  return out;
}

std::string formats_table() {
  std::string out =
      "<!-- Made by why502 --generate formats from the catalogue: do not edit. -->\n"
      "# Formats\n\n"
      "What is read, what it may be wrapped in, and what comes out. Which of them a line is shows the line itself; no\n"
      "option is needed.\n";
  append_table("Logs", "formats", formats(), &out);
  append_table("Envelopes", "envelopes", envelopes(), &out);
  append_table("Reports", "reports", reports(), &out);
  append_row({code("events"), "each event as one line of JSON"}, &out);
  return out;
}

}  // namespace why502::command
