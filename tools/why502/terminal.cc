// terminal.cc -- asks the kernel and the environment.
#include "tools/why502/terminal.h"

#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace why502::command {
namespace {

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::size_t columns_of(int fd) {
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const std::string_view text = environment("COLUMNS");
  std::size_t columns = 0;
  std::from_chars(text.data(), text.data() + text.size(), columns);
  return columns;
}

// The environment decides, not setlocale(): machines that only read logs often
// have no locale installed. Where none is set at all (containers) nobody chose
// ASCII, and terminals speak UTF-8.
bool speaks_utf8() {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view locale = environment(name);
    if (locale.empty()) continue;
    std::string letters;
    for (const char c : locale) {
      if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
    }
    return letters.find("utf8") != std::string::npos;
  }
  return true;
}

}  // namespace

bool is_terminal(int fd) { return isatty(fd) == 1; }

Terminal look_at_terminal(int fd) {
  Terminal terminal;
  terminal.unicode = speaks_utf8();
  terminal.is_terminal = is_terminal(fd);
  if (!terminal.is_terminal) return terminal;
  terminal.columns = columns_of(fd);
  terminal.color = environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  return terminal;
}

}  // namespace why502::command
