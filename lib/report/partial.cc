// partial.cc -- the report for another why502: lib/aggregate/save.cc writes it.
#include "why502/partial.h"
#include "lib/report/reports.h"

namespace why502::report {

bool write_partial(const Aggregate& aggregate, const ReportOptions& options, const base::Zone&, TextFn out) {
  return aggregate.save({options.filter, options.redacted}, out);
}

}  // namespace why502::report
