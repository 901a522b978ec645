// nearest.h -- the word that was probably meant.
#ifndef WHY502_TOOLS_NEAREST_H_
#define WHY502_TOOLS_NEAREST_H_

#include <string_view>
#include <vector>

namespace why502::command {

// The one of `words` that is `text` but for a typo (letters missing, added,
// changed or swapped), else the first that holds `text`, else "".
std::string_view nearest(std::string_view text, const std::vector<std::string_view>& words);

}  // namespace why502::command

#endif  // WHY502_TOOLS_NEAREST_H_
