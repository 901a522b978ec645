// columns.h -- text fitted into columns: padded, cut, wrapped.
//
// All texts are valid, of one line and without colours: see visible().
#ifndef WHY502_LIB_REPORT_COLUMNS_H_
#define WHY502_LIB_REPORT_COLUMNS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace why502::report {

// With blanks before or behind it until it is `columns` wide.
std::string pad_left(std::string_view text, std::size_t columns);
std::string pad_right(std::string_view text, std::size_t columns);

// At most `columns` wide; what does not fit gives way to `ellipsis`, at the end
// or in the middle (where a name's both ends tell most).
std::string cut_end(std::string_view text, std::size_t columns, std::string_view ellipsis);
std::string cut_middle(std::string_view text, std::size_t columns, std::string_view ellipsis);

// As lines of at most `columns`, broken at blanks; a longer word is broken anywhere.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_COLUMNS_H_
