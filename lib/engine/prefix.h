// prefix.h -- a record behind a short text that nobody knows.
#ifndef WHY502_LIB_ENGINE_PREFIX_H_
#define WHY502_LIB_ENGINE_PREFIX_H_

#include <cstddef>
#include <string_view>

#include "lib/engine/parser_impl.h"

namespace why502::engine {

// How long the prefix of `line` is: the shortest of at most 128 bytes that holds no quote and
// no brace, ends in `] `, `: `, `| `, `> `, a tab or a colour, and has a whole head of a grammar
// behind it. 0 if there is none.
//
// The ends keep out an access log's user name (`- `), which a client chooses.
std::size_t prefix_length(const ParserAccess::Impl& parser, std::string_view line, format::StampReader& stamps);

// What stands behind the prefix; behind a coloured one without the colour's end.
// REQUIRES: line begins with prefix.
std::string_view without_prefix(std::string_view line, std::string_view prefix) noexcept;

}  // namespace why502::engine

#endif  // WHY502_LIB_ENGINE_PREFIX_H_
