// help.cc -- --help, from the table of options.
#include <array>

#include "tools/why502/layout.h"
#include "tools/why502/option_table.h"

namespace why502::command {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kHelpColumn = 26;

constexpr std::string_view kIntroduction =
    "why502 reads gateways' error logs and tells which upstream failed, and why.";
constexpr std::string_view kUsage = "Usage: why502 [OPTIONS] [FILE|DIR|-]...";
constexpr std::string_view kInputs =
    "A DIR stands for the logs below it, - for standard input, which is also read if there is no FILE and it is not a "
    "terminal.";

constexpr std::array kExamples = {
    Example{"why502 /var/log/nginx/error.log", "what failed, and what to look at first"},
    Example{"why502 /var/log/nginx", "all logs of a directory as one"},
    Example{"kubectl logs deploy/ingress | why502", "a pipe"},
    Example{"why502 --since '2h ago' -w 1m FILE", "the last two hours, minute by minute"},
    Example{"tail -F FILE | why502 -o events", "each failure as one line of JSON, live"},
    Example{"why502 --against OLD NEW", "what is new, gone or changed"},
    Example{"why502 --merge *.partial", "one report of several machines' logs"},
    Example{"why502 --max-failures 0 FILE", "a check: exit 1 if anything failed"},
    Example{"why502 --explain closed_early", "what a cause means"},
};
constexpr std::size_t kExampleColumn = 41;

constexpr std::string_view kTimes =
    "TIME is RFC 3339 (2026-11-22T14:00:00Z), a local time (2026-11-22, 2026-11-22 14:00, 14:00) or '30s ago', '5m "
    "ago', '2h ago', '3d ago'.";

constexpr std::array kExitStatuses = {
    ExitStatus{"0", "everything was read"},
    ExitStatus{"1", "there were more than --max-failures"},
    ExitStatus{"2", "a bad option, or an input that could not be read (the others were); wins over 1"},
};
constexpr std::string_view kInterrupt = "Ctrl-C ends the reading and prints the report of what was read.";

// "  -o, --output text|json|..."
std::string names_and_value(const OptionInfo& option) {
  const std::string_view names = option.names;
  const std::size_t comma = names.find(',');
  std::string out = "  ";
  if (comma == std::string_view::npos) {
    out += "    ";
  } else {
    out.append(names.substr(0, comma)) += ", ";
  }
  out += option.long_name();
  if (*option.value != '\0') (out += ' ') += option.value;
  return out;
}

}  // namespace

std::string help_text() {
  std::string out(kIntroduction);
  out.append("\n\n").append(kUsage).append("\n\n");
  append_wrapped(kInputs, 0, kColumns, &out);
  out += "\nExamples:\n";
  for (const Example& example : kExamples) {
    std::string line = "  " + std::string(example.command);
    line.append(kExampleColumn - line.size(), ' ').append(example.what);
    out.append(line) += '\n';
  }
  std::string_view group;
  for (const OptionInfo& option : option_table()) {
    if (group != option.group) {
      group = option.group;
      out.append("\n").append(group) += ":\n";
    }
    std::string left = names_and_value(option);
    std::string right;
    append_wrapped(option.help, kHelpColumn, kColumns, &right);
    if (left.size() + 2 <= kHelpColumn) {
      right.replace(0, left.size(), left);
    } else {
      left += '\n';
      right.insert(0, left);
    }
    out += right;
  }
  out += '\n';
  append_wrapped(kTimes, 0, kColumns, &out);
  out += "\nExit code:\n";
  for (const ExitStatus& status : kExitStatuses) {
    std::string means;
    append_wrapped(status.means, 5, kColumns, &means);
    means.replace(2, 1, status.code);
    out += means;
  }
  return out.append(kInterrupt) += '\n';
}

std::string_view inputs_text() { return kInputs; }
std::span<const Example> examples() { return kExamples; }
std::string_view times_text() { return kTimes; }
std::span<const ExitStatus> exit_statuses() { return kExitStatuses; }
std::string_view interrupt_text() { return kInterrupt; }

}  // namespace why502::command
