// terminal.h -- what the place we print to can show.
#ifndef WHY502_TOOLS_TERMINAL_H_
#define WHY502_TOOLS_TERMINAL_H_

#include <cstddef>

namespace why502::command {

// What text that goes to `fd` may use.
struct Terminal {
  bool is_terminal = false;
  std::size_t columns = 0;  // 0: not a terminal, or it does not say
  bool color = false;       // a terminal that is not dumb, and NO_COLOR is not set
  bool unicode = true;      // the locale's charset is UTF-8, or no locale is set
};
Terminal look_at_terminal(int fd);

bool is_terminal(int fd);

}  // namespace why502::command

#endif  // WHY502_TOOLS_TERMINAL_H_
