// time_columns.h -- the right side of a table of failures: when, drawn and told.
#ifndef WHY502_LIB_REPORT_TIME_COLUMNS_H_
#define WHY502_LIB_REPORT_TIME_COLUMNS_H_

#include <cstddef>
#include <optional>
#include <string>

#include "lib/report/sparkline.h"
#include "lib/report/text_parts.h"

namespace why502::report {

// The axis of the stretch that a report shows: the log's, or what the filter leaves of it.
// Nothing if no record has a time.
std::optional<TimeAxis> shown_axis(const Aggregate& aggregate, const Overview& overview, const FilterOptions& filter,
                                   std::size_t most_cells);

// How wide names want to be: all of it, before the time is drawn finer, at least.
struct NameWidths {
  std::size_t wanted, enough, shortest;
};

// A sparkline over the log's time, and the first and last failure. On a narrow page the
// sparkline is left out first, then the times, then names are cut.
class TimeColumns {
 public:
  explicit TimeColumns(const TextReport& report) : report_(report) {}

  // Shares `room` columns with the names that stand before; gives how many those get.
  std::size_t fit(std::size_t room, NameWidths names);

  // Each begins with the gap before it.
  std::string header() const;
  std::string drawing(const Row& row) const;
  std::string times(const Row& row) const;

 private:
  std::optional<TimeAxis> axis(std::size_t most_cells) const {
    return shown_axis(report_.aggregate, report_.overview, report_.options.filter, most_cells);
  }
  std::string axis_words() const;

  const TextReport& report_;
  bool has_times_ = false;
  std::optional<TimeAxis> axis_;
};

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_TIME_COLUMNS_H_
