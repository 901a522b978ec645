// verdict.h -- the verdict in a zone: what the text report begins with.
#ifndef WHY502_LIB_REPORT_VERDICT_H_
#define WHY502_LIB_REPORT_VERDICT_H_

#include <string>

#include "lib/report/overview.h"
#include "lib/report/stamps.h"
#include "lib/report/visible.h"
#include "why502/filter.h"

namespace why502::report {

// `filtered`: not all events were looked at, so the absence of failures means less.
std::string verdict(const Aggregate& aggregate, const Overview& overview, const Stamps& stamps, bool filtered,
                    Charset charset);

// Does the filter let some events not through?
bool is_filtered(const FilterOptions& filter);

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_VERDICT_H_
