// option_table.h -- every option once: its names, its help, what it sets.
#ifndef WHY502_TOOLS_OPTION_TABLE_H_
#define WHY502_TOOLS_OPTION_TABLE_H_

#include <span>
#include <string>
#include <string_view>

#include "tools/why502/options.h"

namespace why502::command {

struct OptionInfo {
  const char* names;  // "-o,--output": the long one last
  const char* value;  // "text|json|csv|html|events"; "" for a switch
  const char* group;  // the heading in --help
  const char* help;   // --help wraps it

  // Sets it. Returns what is wrong with `value`, as a sentence; "" if nothing is.
  std::string (*set)(const std::string& value, Options* options);

  std::string_view long_name() const;  // "--output"
};

// In the order of --help; the options of a group stand together.
std::span<const OptionInfo> option_table();

// What --help prints: at most 80 columns wide.
std::string help_text();

// Its parts, for the manual page.
struct Example {
  std::string_view command, what;
};
struct ExitStatus {
  std::string_view code, means;
};
std::string_view inputs_text();
std::span<const Example> examples();
std::string_view times_text();
std::span<const ExitStatus> exit_statuses();
std::string_view interrupt_text();

}  // namespace why502::command

#endif  // WHY502_TOOLS_OPTION_TABLE_H_
