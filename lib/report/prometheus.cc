// prometheus.cc -- gauges in Prometheus' text format 0.0.4, for node_exporter's textfile collector.
//
// A log's bytes stand in label values only, so they are the one place to be careful: what the
// format escapes is escaped, what is no text becomes U+FFFD, and two upstreams that look the same
// after that are one series, since a scraper refuses a file with the same series twice. Samples
// carry no time of their own: the collector refuses those, too.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "lib/base/other.h"
#include "lib/report/reports.h"
#include "lib/report/utf8.h"
#include "lib/report/writer.h"

namespace why502::report {
namespace {

// Each upstream is a few series on every scrape, for as long as the server keeps them.
constexpr std::size_t kMostUpstreams = 100;
constexpr std::size_t kLongestValue = 256;  // bytes
constexpr char32_t kReplacement = 0xfffd;

// Text as a label may hold it, not escaped yet.
std::string label_text(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const Character character = first_character(bytes);
    if (text.size() + std::max<std::size_t>(character.bytes, 3) > kLongestValue) break;
    if (!character.valid || is_unseen(character.code)) {
      append_utf8(kReplacement, &text);
    } else {
      text += bytes.substr(0, character.bytes);
    }
    bytes.remove_prefix(character.bytes);
  }
  return text;
}

// REQUIRES: label_text(), which leaves no line feed.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

// Seconds since 1970, with as many digits as it has: 1787229296.25
std::string seconds_of(Timestamp time) {
  const std::int64_t micros = time.time_since_epoch().count();
  constexpr std::int64_t kMicros = 1'000'000;
  std::string text = micros < 0 ? "-" : "";
  text += std::to_string(std::abs(micros / kMicros));
  const std::int64_t fraction = std::abs(micros % kMicros);
  if (fraction == 0) return text;
  std::string digits = std::to_string(kMicros + fraction);
  digits.front() = '.';
  digits.erase(digits.find_last_not_of('0') + 1);
  return text + digits;
}

class PrometheusReport {
 public:
  PrometheusReport(const Aggregate& aggregate, TextFn out) : aggregate_(aggregate), writer_(out) {}

  bool write() {
    const Totals totals = aggregate_.totals();
    const Counters& counters = aggregate_.counters();
    std::uint64_t not_read = 0;
    for (const Input& input : aggregate_.inputs()) not_read += input.error.empty() ? 0 : 1;

    write_failures();
    write_number("why502_client_errors", "Failed attempts that ended in a 4xx status, in none of why502_failures.",
                 totals.client_errors);
    write_number("why502_requests", "Requests behind why502_failures: at least so many.", totals.requests.at_least);
    write_time("why502_last_failure_timestamp_seconds", "When the last of why502_failures happened.", last_);
    write_time("why502_input_start_timestamp_seconds", "The first time stamp in what was read.", counters.first);
    write_time("why502_input_end_timestamp_seconds", "The last time stamp in what was read.", counters.last);
    write_number("why502_unrecognized_lines", "Lines that no known format explains.", counters.unrecognized);
    write_number("why502_too_long_lines", "Lines that were too long to be looked at.", counters.too_long);
    write_number("why502_input_errors", "Inputs that could not be read, or not to their end.", not_read);
    return writer_.flush();
  }

 private:
  void write_head(std::string_view name, std::string_view help) {
    std::string& text = writer_.text();
    text.append("# HELP ").append(name).append(" ").append(help).append("\n");
    text.append("# TYPE ").append(name).append(" gauge\n");
  }

  void write_sample(std::string_view name, std::string_view value) {
    writer_.text().append(name).append(" ").append(value).append("\n");
  }

  void write_number(std::string_view name, std::string_view help, std::uint64_t value) {
    write_head(name, help);
    write_sample(name, std::to_string(value));
  }

  // Nothing at all of a time that is unknown: 0 would be 1970.
  void write_time(std::string_view name, std::string_view help, const std::optional<Timestamp>& time) {
    if (!time) return;
    write_head(name, help);
    write_sample(name, seconds_of(*time));
  }

  // Those that get series of their own, by name: the largest, ties by name.
  std::vector<std::string> largest_upstreams() const {
    std::map<std::string, std::uint64_t> failures;
    aggregate_.each_status([&](const StatusRow& row) { failures[label_text(row.upstream)] += row.failures; });
    failures.erase(std::string(base::kOther));
    std::vector<std::pair<std::string, std::uint64_t>> all(failures.begin(), failures.end());
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    all.resize(std::min(all.size(), kMostUpstreams));
    std::vector<std::string> names;
    for (auto& [name, count] : all) names.push_back(std::move(name));
    std::sort(names.begin(), names.end());
    return names;
  }

  void write_failures() {
    const std::vector<std::string> own = largest_upstreams();
    // Causes by their ids, as they are printed: the order stays when causes are added.
    std::map<std::tuple<std::string_view, std::string, int>, std::uint64_t> all;
    aggregate_.each_status([&](const StatusRow& row) {
      std::string upstream = label_text(row.upstream);
      if (!std::binary_search(own.begin(), own.end(), upstream)) upstream = base::kOther;
      all[{id(row.cause), std::move(upstream), row.status}] += row.failures;
      if (row.last && (!last_ || *row.last > *last_)) last_ = row.last;
    });

    constexpr std::string_view kName = "why502_failures";
    write_head(kName, "Failed attempts on upstreams in what was read.");
    for (const auto& [key, failures] : all) {
      const auto& [cause, upstream, status] = key;
      std::string& text = writer_.text();
      text.append(kName).append("{cause=\"").append(cause);
      text.append("\",upstream=\"").append(escaped(upstream));
      text.append("\",status=\"").append(status == 0 ? "" : std::to_string(status));
      text.append("\"} ").append(std::to_string(failures)).append("\n");
      if (!writer_.drain()) return;
    }
  }

  const Aggregate& aggregate_;
  Writer writer_;
  std::optional<Timestamp> last_;  // failure
};

}  // namespace

bool write_prometheus(const Aggregate& aggregate, const ReportOptions&, const base::Zone&, TextFn out) {
  return PrometheusReport(aggregate, out).write();
}

}  // namespace why502::report
