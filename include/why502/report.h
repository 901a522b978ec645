// report.h -- an Aggregate as text for a person or a machine.
#ifndef WHY502_REPORT_H_
#define WHY502_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "why502/aggregate.h"
#include "why502/callback.h"
#include "why502/event.h"
#include "why502/filter.h"
#include "why502/result.h"

namespace why502 {

struct Comparison;  // compare.h

enum class ReportId : std::uint8_t { text, json, csv, html, prometheus, partial };
std::string_view id(ReportId report) noexcept;
std::optional<ReportId> report_from_id(std::string_view id) noexcept;

struct ReportOptions {
  std::string time_zone = "UTC";  // of the times in text and HTML, and said in JSON (times in JSON and CSV are UTC)
  FilterOptions filter = {};      // said in the report: what was looked at
  bool redacted = false;          // RunOptions::redact; said in a partial, as is the filter
  // What it was compared with: a part of text and JSON, if it was. Must outlive the call.
  const Comparison* against = nullptr;
  // Text and HTML:
  std::size_t top = 20;  // rows shown, in HTML at first; 0: all
  // Text only:
  std::size_t columns = 100;  // the width to fit into; less than 40 is taken as 40
  bool color = false;         // ANSI colours
  bool unicode = true;        // sparklines and ellipses outside ASCII
  // Text and HTML:
  std::span<const std::string> rejects = {};  // the first lines that could not be read, to show
};

// Takes the next piece of a report; false: stop.
using TextFn = Callback<std::string_view>;

// Pure: equal aggregates and options give equal bytes. A report of any size is
// given out in pieces of at most about 64 KiB. Gives true if all of it was, false if
// `out` stopped it.
// Errors: bad_option (an unknown time zone).
Result<bool> write_report(const Aggregate& aggregate, ReportId report, const ReportOptions& options, TextFn out);

// One sentence: what the figures say, and no more.
std::string verdict(const Aggregate& aggregate);

// Appends the event as one line of JSON with its '\n', as described by
// share/why502/event.schema.json.
void append_json(const Event& event, std::string* out);

}  // namespace why502

#endif  // WHY502_REPORT_H_
