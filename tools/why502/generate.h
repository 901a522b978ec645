// generate.h -- what packages install beside the command, made from the table of options.
#ifndef WHY502_TOOLS_GENERATE_H_
#define WHY502_TOOLS_GENERATE_H_

#include <string>
#include <string_view>
#include <vector>

#include "tools/why502/option_table.h"

namespace why502::command {

// why502(1), for man.
std::string man_page();

// What bash, zsh and fish read to complete a command line.
std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

// What may stand behind an option, as far as it is known.
struct ValueWords {
  std::vector<std::string_view> words;  // none: anything
  bool is_list = false;                 // several, with commas between them
  bool is_file = false;
};
ValueWords words_of(const OptionInfo& option);

}  // namespace why502::command

#endif  // WHY502_TOOLS_GENERATE_H_
