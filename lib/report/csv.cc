// csv.cc -- the report for a spreadsheet: one row a group and window, as RFC 4180 has it.
//
// Lines end with CRLF, as the RFC says. The RFC leaves two things open which a log can
// abuse: bytes that are no text (they become U+FFFD), and cells that a spreadsheet takes
// for a formula (they get an apostrophe in front, which shows it as what it is: text).
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/report/reports.h"
#include "lib/report/stamps.h"
#include "lib/report/utf8.h"
#include "lib/report/writer.h"

namespace why502::report {
namespace {

constexpr std::string_view kEndOfLine = "\r\n";
constexpr char32_t kReplacement = 0xfffd;

bool is_formula(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@\t\r\n").find(cell.front()) != std::string_view::npos;
}

// A control character that no CSV may hold, quoted or not.
bool is_no_text(char32_t code) {
  return (code < 0x20 && code != '\t' && code != '\r' && code != '\n') || (code >= 0x7f && code < 0xa0);
}

void append_cell(std::string_view cell, std::string* out) {
  const bool is_quoted = cell.find_first_of(",\"\r\n") != std::string_view::npos;
  if (is_quoted) *out += '"';
  if (is_formula(cell)) *out += '\'';
  while (!cell.empty()) {
    const Character character = first_character(cell);
    if (!character.valid || is_no_text(character.code)) {
      append_utf8(kReplacement, out);
    } else {
      if (character.code == '"') *out += '"';
      *out += cell.substr(0, character.bytes);
    }
    cell.remove_prefix(character.bytes);
  }
  if (is_quoted) *out += '"';
}

class CsvReport {
 public:
  CsvReport(const Aggregate& aggregate, const Stamps& stamps, TextFn out)
      : aggregate_(aggregate),
        stamps_(stamps),
        writer_(out),
        window_seconds_(std::to_string(aggregate.window().count())) {}

  bool write() {
    for (const Dimension dimension : aggregate_.options().by) writer_.text().append(id(dimension)) += ',';
    writer_.text().append("window_start,window_seconds,failures").append(kEndOfLine);
    aggregate_.each_row([this](const Row& row) { return write_group(row); });
    return writer_.flush();
  }

 private:
  // Whose rows add up to the group's failures.
  bool write_group(const Row& row) {
    keys_.clear();
    for (std::size_t i = 0; i < aggregate_.options().by.size(); ++i) {
      append_cell(row.keys[i], &keys_);
      keys_ += ',';
    }
    std::uint64_t without_time = row.failures;
    for (const SeriesPoint& point : row.series) {
      std::string start = stamps_.full(point.window);
      std::replace(start.begin(), start.end(), ' ', 'T');
      start += 'Z';
      write_row(start, window_seconds_, point.failures);
      without_time -= point.failures;
      if (!writer_.drain()) return false;
    }
    if (without_time > 0) write_row("", "", without_time);
    return writer_.drain();
  }

  void write_row(std::string_view start, std::string_view seconds, std::uint64_t failures) {
    std::string& text = writer_.text();
    text.append(keys_).append(start).append(",").append(seconds).append(",").append(std::to_string(failures));
    text.append(kEndOfLine);
  }

  const Aggregate& aggregate_;
  const Stamps& stamps_;
  Writer writer_;
  const std::string window_seconds_;
  std::string keys_;  // of the group at hand, each with its comma
};

}  // namespace

bool write_csv(const Aggregate& aggregate, const ReportOptions&, const base::Zone&, TextFn out) {
  const std::optional<base::Zone> utc = base::Zone::load("UTC");
  return utc && CsvReport(aggregate, Stamps(*utc), out).write();
}

}  // namespace why502::report
