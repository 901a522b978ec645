// merge.h -- --merge: partials in, their sum out.
#ifndef WHY502_TOOLS_MERGE_H_
#define WHY502_TOOLS_MERGE_H_

#include <span>
#include <string>

#include "why502/partial.h"
#include "why502/result.h"

namespace why502::command {

// Reads one partial or several, one behind the other; what is compressed is unpacked.
// Errors: as Source::open()'s and Aggregate::load()'s.
Result<Partial> read_partial(const std::string& input);

// The sum of all. An input that cannot be read is named among the sum's, with its error.
// Errors: bad_option (they were counted by different options).
Result<Partial> merge_partials(std::span<const std::string> inputs);

}  // namespace why502::command

#endif  // WHY502_TOOLS_MERGE_H_
