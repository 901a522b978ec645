// baseline.h -- --against: what the inputs are compared with.
#ifndef WHY502_TOOLS_BASELINE_H_
#define WHY502_TOOLS_BASELINE_H_

#include "tools/why502/options.h"
#include "tools/why502/plan.h"
#include "why502/partial.h"
#include "why502/result.h"

namespace why502::command {

// Reads options.against: a partial, or a log or directory, of which what `selection` lets through
// is counted as far as it is before its since.
// Errors: bad_option; those of what cannot be read.
Result<Partial> read_baseline(const Plan& plan, const Selection& selection, const Options& options);

}  // namespace why502::command

#endif  // WHY502_TOOLS_BASELINE_H_
