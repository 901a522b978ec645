// summary_words.h -- what a report begins and ends with, in words: what was read, what was counted, what was not.
#ifndef WHY502_LIB_REPORT_SUMMARY_WORDS_H_
#define WHY502_LIB_REPORT_SUMMARY_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/report/overview.h"
#include "lib/report/stamps.h"
#include "lib/report/visible.h"
#include "why502/report.h"

namespace why502::report {

// One of the totals: "Failed attempts", "9,310", "502: 9,102; 504: 208". Without a label: more
// words to the one before.
struct Figure {
  std::string_view label;
  std::string number;
  std::string words;
  bool is_alarm = false;
};

class SummaryWords {
 public:
  SummaryWords(const Aggregate& aggregate, const ReportOptions& options, const Overview& overview, const Stamps& stamps,
               Charset charset)
      : aggregate_(aggregate), options_(options), overview_(overview), stamps_(stamps), charset_(charset) {}

  // "error.log", "error.log and error.log.1", "error.log, error.log.1 and 12 more"; "No input".
  std::string input_names() const;

  // "error.log: 753 lines of nginx, 159 kB, 2026-11-25 20:16:45 to 20:22:05 UTC"; "" for
  // events of a program's own making.
  std::string what_was_read() const;

  // "Only events: since 2026-11-25 20:00:00; cause closed_early"; "" without a filter.
  std::string filter() const;

  std::vector<Figure> figures() const;

  // Sentences on what the totals leave out or cannot know.
  std::vector<std::string> notes() const;

  // "12 of 753 lines, 1 of them too long"; "" if all could be read.
  std::string unreadable_lines() const;

  // "notes.txt: holds no record that is known"; errors name their file themselves.
  std::string input(const Input& input, std::string_view reason) const;

 private:
  std::string by_status(bool client) const;
  std::string first_and_last() const;

  const Aggregate& aggregate_;
  const ReportOptions& options_;
  const Overview& overview_;
  const Stamps& stamps_;
  Charset charset_;
};

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_SUMMARY_WORDS_H_
