// tell.h -- what this build knows, for people: --list and --explain.
#ifndef WHY502_TOOLS_TELL_H_
#define WHY502_TOOLS_TELL_H_

#include <cstddef>
#include <string>

#include "tools/why502/options.h"

namespace why502::command {

// A table, a line an entry, its id first. Lines longer than `columns` are
// wrapped; 0: not wrapped, for grep and cut.
std::string list_text(Catalogue catalogue, std::size_t columns);

// What a cause means, the messages that servers write, where to look first.
std::string explain_text(Cause cause, std::size_t columns);

}  // namespace why502::command

#endif  // WHY502_TOOLS_TELL_H_
