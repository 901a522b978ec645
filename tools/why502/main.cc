// main.cc -- the command why502: what was asked for, and the exit code.
#include <new>
#include <string>
#include <vector>

#include <unistd.h>

#include "tools/why502/generate.h"
#include "tools/why502/option_table.h"
#include "tools/why502/options.h"
#include "tools/why502/output.h"
#include "tools/why502/read.h"
#include "tools/why502/signals.h"
#include "tools/why502/tell.h"
#include "tools/why502/terminal.h"
#include "why502/catalog.h"

namespace why502::command {
namespace {

int print(const std::string& text) {
  Output out(STDOUT_FILENO, "the output");
  out.write(text);
  out.flush();
  if (out.error().empty()) return kEverythingRead;
  say(out.error());
  return kFailed;
}

std::string generated(Generated what) {
  switch (what) {
    case Generated::man: break;
    case Generated::bash: return bash_completion();
    case Generated::zsh: return zsh_completion();
    case Generated::fish: return fish_completion();
  }
  return man_page();
}

int act(Options options) {
  switch (options.action) {
    case Action::help: return print(help_text());
    case Action::version: return print("why502 " + std::string(version()) + "\n");
    case Action::list: return print(list_text(options.catalogue, look_at_terminal(STDOUT_FILENO).columns));
    case Action::explain: return print(explain_text(options.explained, look_at_terminal(STDOUT_FILENO).columns));
    case Action::generate: return print(generated(options.generated));
    case Action::read: break;
  }
  if (options.inputs.empty()) {
    if (is_terminal(STDIN_FILENO)) {
      say("nothing to read: name a log ('why502 /var/log/nginx/error.log') or pipe one in; 'why502 --help' tells more");
      return kFailed;
    }
    options.inputs.emplace_back("-");
  }
  return read_and_report(options);
}

}  // namespace
}  // namespace why502::command

int main(int argc, char** argv) {
  using namespace why502::command;
  prepare_process();
  try {
    const why502::Result<Options> options = parse_options({argv + (argc > 0 ? 1 : 0), argv + argc});
    if (options) return act(*options);
    say(options.error().message);
  } catch (const std::bad_alloc&) {
    say("out of memory");
  }
  return kFailed;
}
