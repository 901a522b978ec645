// targets.h -- the fuzz targets: each takes any bytes, and ends the program where a promise does not hold.
#ifndef WHY502_TESTS_FUZZ_TARGETS_H_
#define WHY502_TESTS_FUZZ_TARGETS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace why502_tests {

using Target = void(std::string_view input);

Target fuzz_feed;           // Feed and Scanner against the twin, whatever the cuts
Target fuzz_envelopes;      // the same of a log that is put into envelopes
Target fuzz_formats;        // each format, its events' fields, redacted and as JSON
Target fuzz_apache_format;  // an ErrorLogFormat, and lines read by it
Target fuzz_times;          // --since, durations, zones, every stamp of logs
Target fuzz_partials;       // partial files, damaged or forged, and all reports on what they say
Target fuzz_filters;        // expressions of users on fields of strangers

struct NamedTarget {
  std::string_view name;
  Target* run;
};
inline constexpr NamedTarget kTargets[] = {{"feed", fuzz_feed},       {"envelopes", fuzz_envelopes},
                                           {"formats", fuzz_formats}, {"apache_format", fuzz_apache_format},
                                           {"times", fuzz_times},     {"partials", fuzz_partials},
                                           {"filters", fuzz_filters}};

// Ends the program with `what` and the input, if it does not hold.
void require(bool holds, const std::string& what, std::string_view input);

// The first byte of `*input`, taken off; 0 if there is none.
std::uint8_t take_byte(std::string_view* input);
// What stands before the first '\n', taken off with it.
std::string_view take_line(std::string_view* input);

}  // namespace why502_tests

#endif  // WHY502_TESTS_FUZZ_TARGETS_H_
