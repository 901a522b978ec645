// man.cc -- the manual page: --help in roff, and the catalogue.
#include <string>
#include <string_view>

#include "tools/why502/generate.h"
#include "tools/why502/option_table.h"
#include "why502/catalog.h"

namespace why502::command {
namespace {

// Text as roff prints it: a hyphen that can be copied, no line that begins a request.
std::string roff(std::string_view text) {
  std::string out;
  bool begins_line = true;
  for (const char c : text) {
    if (begins_line && (c == '.' || c == '\'')) out += "\\&";
    begins_line = c == '\n';
    switch (c) {
      case '\\': out += "\\e"; break;
      case '-': out += "\\-"; break;
      case '\'': out += "\\(aq"; break;
      case '`': out += "\\(ga"; break;
      case '^': out += "\\(ha"; break;
      case '~': out += "\\(ti"; break;
      case '"': out += "\\(dq"; break;
      default: out += c;
    }
  }
  return out;
}

std::string bold(std::string_view text) { return std::string("\\fB").append(roff(text)).append("\\fR"); }
std::string italic(std::string_view text) { return std::string("\\fI").append(roff(text)).append("\\fR"); }

// ".TP": a term and what it means.
void append_term(const std::string& term, std::string_view text, std::string* out) {
  out->append(".TP\n").append(term).append("\n").append(roff(text)) += '\n';
}

void append_options(std::string* out) {
  *out += ".SH OPTIONS\n";
  std::string_view group;
  for (const OptionInfo& option : option_table()) {
    if (group != option.group) {
      group = option.group;
      out->append(".SS ").append(roff(group)) += '\n';
    }
    std::string term;
    const std::string_view names = option.names;
    if (const std::size_t comma = names.find(','); comma != std::string_view::npos) {
      term = bold(names.substr(0, comma)) + ", ";
    }
    term += bold(option.long_name());
    if (*option.value != '\0') term += ' ' + italic(option.value);
    append_term(term, option.help, out);
  }
}

void append_examples(std::string* out) {
  *out += ".SH EXAMPLES\n";
  for (const Example& example : examples()) {
    std::string what(example.what);
    if (what.front() >= 'a' && what.front() <= 'z') what.front() = static_cast<char>(what.front() - 'a' + 'A');
    out->append(".PP\n").append(roff(what)).append(":\n.PP\n.RS 4\n.nf\n");
    out->append(roff(example.command)).append("\n.fi\n.RE\n");
  }
}

template <typename Infos, typename Text>
void append_catalogue(std::string_view heading, const Infos& infos, Text text, std::string* out) {
  out->append(".SH ").append(heading) += '\n';
  for (const auto& info : infos) append_term(bold(info.id), info.*text, out);
}

}  // namespace

std::string man_page() {
  std::string out = ".\\\" Made by why502 --generate man from the table of options.\n";
  out.append(".TH WHY502 1 \"\" \"why502 ").append(roff(version())).append("\" \"User Commands\"\n");
  out += ".SH NAME\nwhy502 \\- tells from a gateway's error log which upstream failed, and why\n";
  out += ".SH SYNOPSIS\n.B why502\n[\\fIOPTIONS\\fR] [\\fIFILE\\fR|\\fIDIR\\fR|\\fB\\-\\fR]...\n";
  out.append(".SH DESCRIPTION\n").append(roff(inputs_text())) += '\n';
  append_options(&out);
  out.append(".PP\n").append(roff(times_text())) += '\n';
  out += ".SH \"EXIT STATUS\"\n";
  for (const ExitStatus& status : exit_statuses()) append_term(bold(status.code), status.means, &out);
  out.append(".PP\n").append(roff(interrupt_text())) += '\n';
  append_examples(&out);
  append_catalogue("CAUSES", causes(), &CauseInfo::title, &out);
  append_catalogue("FORMATS", formats(), &FormatInfo::description, &out);
  append_catalogue("REPORTS", reports(), &ReportInfo::description, &out);
  append_term(bold("events"), "each event as one line of JSON: share/why502/event.schema.json", &out);
  out += ".SH ENVIRONMENT\n";
  append_term(bold("TZ") + ", " + bold("TZDIR"), "the machine's time zone, and where the tz database is", &out);
  append_term(bold("NO_COLOR"), "no colours, unless --color always says so", &out);
  out += ".SH \"SEE ALSO\"\n.BR journalctl (1),\n.BR nginx (8)\n";
  return out;
}

}  // namespace why502::command
