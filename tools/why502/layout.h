// layout.h -- plain text in columns.
#ifndef WHY502_TOOLS_LAYOUT_H_
#define WHY502_TOOLS_LAYOUT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace why502::command {

// `text` cut at spaces into lines of at most `columns` bytes (0: one line); a
// longer word stands alone.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

// Appends `text`, wrapped to `columns`, each line behind `indent` spaces.
void append_wrapped(std::string_view text, std::size_t indent, std::size_t columns, std::string* out);

// Rows of cells with their columns aligned; the last column is wrapped so that
// lines fit into `columns` (0: not wrapped). REQUIRES: rows of equal size, >= 1.
std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t columns);

}  // namespace why502::command

#endif  // WHY502_TOOLS_LAYOUT_H_
