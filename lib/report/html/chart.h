// chart.h -- the numbers behind the page's drawings: failures by key and stretch of time.
#ifndef WHY502_LIB_REPORT_HTML_CHART_H_
#define WHY502_LIB_REPORT_HTML_CHART_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/report/overview.h"
#include "lib/report/sparkline.h"
#include "why502/filter.h"

namespace why502::report::html {

// The failures of one key, by cells of the axis.
struct Lane {
  std::string_view key;
  std::uint64_t failures = 0;
  std::vector<std::uint64_t> cells;
};

// The largest keys of one dimension.
struct Lanes {
  Dimension dimension = Dimension::cause;
  std::vector<Lane> lanes;  // most failures first
  Lane rest;                // all others together
  bool has_rest() const noexcept { return rest.failures != 0; }
};

// The timeline's layers are causes and the heat map's rows upstreams, where groups have them;
// else the first other dimension of the groups.
//
// COST. One pass over the groups. Of a dimension at most 256 keys are looked at, those of the
// largest groups, so that 100,000 take no more memory than 256; of keys whose many groups are
// all small a larger one may so stand in the rest.
struct Chart {
  TimeAxis axis;
  Lanes layers, rows;
  std::vector<std::uint64_t> totals;  // of all layers, by cell

  // Nothing if no failure has a time.
  static std::optional<Chart> of(const Aggregate& aggregate, const Overview& overview, const FilterOptions& filter);
};

// Is the group shown among the failures? Client errors of a report by cause and upstream are
// told in a line of their own.
bool is_shown(const Aggregate& aggregate, const Overview& overview, const Row& row);

// The cell that a window falls into; those outside of the axis to its first or last.
std::size_t cell_of(const TimeAxis& axis, std::chrono::sys_seconds window);

}  // namespace why502::report::html

#endif  // WHY502_LIB_REPORT_HTML_CHART_H_
