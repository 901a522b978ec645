// options.cc -- the command line, read with CLI11 by the table of options.
#include "tools/why502/options.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include "tools/why502/nearest.h"
#include "tools/why502/option_table.h"

namespace why502::command {
namespace {

Error wrong(std::string sentence) { return {Errc::bad_option, std::move(sentence)}; }

Error unknown_option(std::string_view argument) {
  const std::string name(argument.substr(0, argument.find('=')));
  std::vector<std::string_view> names;
  for (const OptionInfo& option : option_table()) names.push_back(option.long_name());
  const std::string_view guess = name.starts_with("--") ? nearest(name, names) : "";
  return wrong("unknown option '" + name + "'; " +
               (guess.empty() ? "'why502 --help' shows all" : "did you mean '" + std::string(guess) + "'?"));
}

// What a failed parse means: only the values' number can be wrong, since what a
// value means is looked at later.
Error wrong_number_of_values(const std::vector<std::string>& arguments) {
  for (const OptionInfo& option : option_table()) {
    const std::string_view name = option.long_name();
    const std::string_view all = option.names;
    for (const std::string& argument : arguments) {
      const bool is_switch = *option.value == '\0';
      if (is_switch && argument.starts_with(std::string(name) + "="))
        return wrong(std::string(name) + " takes no value");
      if (is_switch || &argument != &arguments.back()) continue;
      const bool is_short = argument.size() == 2 && all.starts_with(argument + ",");
      if (argument == name || argument == std::string(name) + "=" || is_short) {
        return wrong(std::string(name) + " needs a value: " + option.value);
      }
    }
  }
  return wrong("the options could not be read; 'why502 --help' shows all");
}

}  // namespace

Result<Options> parse_options(const std::vector<std::string>& arguments) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();

  // CLI11 takes the words apart; what they mean is the table's.
  std::vector<std::pair<const OptionInfo*, CLI::Option*>> taken;
  std::vector<std::vector<std::string>> values(option_table().size());
  for (std::size_t i = 0; i < option_table().size(); ++i) {
    const OptionInfo& option = option_table()[i];
    CLI::Option* const cli = *option.value == '\0' ? app.add_flag(option.names)->disable_flag_override()
                                                   : app.add_option(option.names, values[i])
                                                         ->expected(1)
                                                         ->allow_extra_args(false)
                                                         ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    taken.emplace_back(&option, cli);
  }
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError&) {
    return wrong_number_of_values(arguments);
  }

  Options options;
  bool only_inputs = false;  // behind "--"
  for (std::string& extra : app.remaining()) {
    if (!only_inputs && extra == "--") {
      only_inputs = true;
    } else if (!only_inputs && extra.size() > 1 && extra.starts_with('-')) {
      return unknown_option(extra);
    } else {
      options.inputs.push_back(std::move(extra));
    }
  }
  for (const auto& [option, cli] : taken) {
    if (cli->count() == 0) continue;
    for (const std::string& value : cli->results()) {
      if (std::string sentence = option->set(value, &options); !sentence.empty()) return wrong(std::move(sentence));
    }
  }
  return options;
}

}  // namespace why502::command
