// report_of.h -- logs made into reports, for tests.
#ifndef WHY502_TESTS_REPORT_REPORT_OF_H_
#define WHY502_TESTS_REPORT_REPORT_OF_H_

#include <string>
#include <string_view>

#include "why502/aggregate.h"
#include "why502/filter.h"
#include "why502/report.h"

namespace why502::report_tests {

// A file below tests/report/. A file that is not there fails the test.
std::string read_file(const std::string& path);

// All of `log` counted, as "error.log".
Aggregate aggregate_of(std::string_view log, const AggregateOptions& options = {});

// Only the events that pass.
Aggregate aggregate_of(std::string_view log, const FilterOptions& filter);

std::string report_of(const Aggregate& aggregate, ReportId report, const ReportOptions& options = {});

// Each event of `log` as a line of JSON.
std::string events_of(std::string_view log);

// A record as nginx writes it: a refused connection at second `second` of 2026-11-22.
std::string refused(int second, std::string_view upstream);

// The same of any message and action.
std::string record(int second, std::string_view message, std::string_view action, std::string_view upstream,
                   std::string_view uri = "/");

}  // namespace why502::report_tests

#endif  // WHY502_TESTS_REPORT_REPORT_OF_H_
