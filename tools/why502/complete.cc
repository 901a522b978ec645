// complete.cc -- completions for bash, zsh and fish.
//
// The words are ids and options, of letters, digits, '-', '_' and '/', so that none needs
// quoting; only help does.
#include <algorithm>
#include <string>
#include <string_view>

#include "tools/why502/generate.h"
#include "why502/catalog.h"

namespace why502::command {
namespace {

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

// "-o|--output"
std::string alternatives(const OptionInfo& option) {
  std::string names(option.names);
  std::replace(names.begin(), names.end(), ',', '|');
  return names;
}

bool is_switch(const OptionInfo& option) { return *option.value == '\0'; }

// What --help says of it, without what a line has no room for.
std::string summary(const OptionInfo& option) {
  const std::string_view help = option.help;
  return std::string(help.substr(0, std::min(help.find("; "), help.find(" (default"))));
}

// Each of `special` behind a backslash.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// For sh: 'text', each ' in it as '\''.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

ValueWords words_of(const OptionInfo& option) {
  ValueWords values;
  const std::string_view value = option.value;
  values.is_list = value.ends_with(",...");
  values.is_file = value == "FILE";
  if (value == "ID,..." || value == "CAUSE") {
    for (const CauseInfo& cause : causes()) values.words.push_back(cause.id);
  } else if (value == "DIM,...") {
    for (std::size_t i = 0; i < kDimensionCount; ++i) values.words.push_back(id(static_cast<Dimension>(i)));
  } else if (value == "NAME") {
    for (const FormatInfo& format : formats()) values.words.push_back(format.id);
  } else if (value.find('|') != std::string_view::npos) {
    for (std::size_t begin = 0; begin <= value.size();) {
      const std::size_t end = std::min(value.find('|', begin), value.size());
      values.words.push_back(value.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return values;
}

std::string bash_completion() {
  std::string cases, names;
  std::string takes_anything, takes_file;
  for (const OptionInfo& option : option_table()) {
    names.append(names.empty() ? "" : " ").append(option.names);
    if (is_switch(option)) continue;
    const ValueWords values = words_of(option);
    if (values.words.empty()) {
      std::string& all = values.is_file ? takes_file : takes_anything;
      all.append(all.empty() ? "" : "|").append(alternatives(option));
      continue;
    }
    cases +=
        "    " + alternatives(option) + ") words=" + quoted(joined(values.words)) + (values.is_list ? " list=1" : "");
    cases += " ;;\n";
  }
  std::replace(names.begin(), names.end(), ',', ' ');
  return "# bash completion of why502, made by why502 --generate bash.\n"
         "_why502() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words='' list='' before=''\n"
         "  # Of --option=value bash makes three words.\n"
         "  if [[ $cur == '=' ]]; then\n"
         "    cur=''\n"
         "  elif [[ $prev == '=' ]]; then\n"
         "    prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
         "  fi\n"
         "  COMPREPLY=()\n"
         "  case $prev in\n" +
         cases + "    " + takes_file +
         ") return ;;  # as any file\n"
         "    " +
         takes_anything +
         ") compopt +o default 2>/dev/null; return ;;\n"
         "    *)\n"
         "      [[ $cur == -* ]] || return  # logs, as any file\n"
         "      words='" +
         names +
         "'\n"
         "      ;;\n"
         "  esac\n"
         "  if [[ -n $list && $cur == *,* ]]; then\n"
         "    before=${cur%,*},\n"
         "    cur=${cur##*,}\n"
         "  fi\n"
         "  mapfile -t COMPREPLY < <(compgen -P \"$before\" -W \"$words\" -- \"$cur\")\n"
         "}\n"
         "complete -o default -F _why502 why502\n";
}

std::string zsh_completion() {
  std::string out =
      "#compdef why502\n"
      "# zsh completion of why502, made by why502 --generate zsh.\n"
      "_arguments -s -S \\\n";
  for (const OptionInfo& option : option_table()) {
    const std::string long_name(option.long_name());
    const std::string_view all = option.names;
    const std::size_t comma = all.find(',');
    const std::string equals = is_switch(option) ? "" : "=";
    std::string spec = '[' + escaped(summary(option), "[]:\\") + ']';
    if (!is_switch(option)) {
      const ValueWords values = words_of(option);
      spec += ':' + escaped(option.value, ":\\") + ':';
      if (values.is_file) spec += "_files";
      if (!values.words.empty()) {
        spec += values.is_list ? "_values -s , value " + joined(values.words) : '(' + joined(values.words) + ')';
      }
    }
    out += "  ";
    if (comma == std::string_view::npos) {
      out += quoted(long_name + equals + spec);
    } else {
      // Both names, of which one excludes the other.
      const std::string short_name(all.substr(0, comma));
      const std::string plus = is_switch(option) ? "" : "+";
      out += quoted('(' + short_name + ' ' + long_name + ')' + short_name + plus + spec) + " \\\n  ";
      out += quoted('(' + short_name + ' ' + long_name + ')' + long_name + equals + spec);
    }
    out += " \\\n";
  }
  return out + "  '*:log:_files'\n";
}

std::string fish_completion() {
  std::string out = "# fish completion of why502, made by why502 --generate fish.\n";
  for (const OptionInfo& option : option_table()) {
    out += "complete -c why502";
    const std::string_view all = option.names;
    if (const std::size_t comma = all.find(','); comma != std::string_view::npos) {
      out.append(" -s ").append(all.substr(1, comma - 1));
    }
    out.append(" -l ").append(option.long_name().substr(2));
    if (!is_switch(option)) {
      const ValueWords values = words_of(option);
      out += values.is_file ? " -r -F" : " -x";
      if (!values.words.empty()) {
        std::string words = joined(values.words);
        if (values.is_list) words = "(__fish_complete_list , 'printf %s\\\\n " + words + "')";
        out += " -a \"" + words + '"';
      }
    }
    out += " -d '" + escaped(summary(option), "'\\") + "'\n";
  }
  return out;
}

}  // namespace why502::command
