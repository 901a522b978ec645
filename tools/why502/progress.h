// progress.h -- how far the reading is, told on stderr.
#ifndef WHY502_TOOLS_PROGRESS_H_
#define WHY502_TOOLS_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <string>

#include "tools/why502/options.h"
#include "why502/run.h"

namespace why502::command {

// On a terminal one line that is written over, a few times a second; into anything else a line a
// second.
class ProgressLine {
 public:
  // `shares_terminal`: something else is printed while it is shown.
  ProgressLine(When when, bool shares_terminal);
  ProgressLine(const ProgressLine&) = delete;  // RunOptions::on_progress refers to it
  ProgressLine& operator=(const ProgressLine&) = delete;

  bool is_wanted() const { return is_wanted_; }
  void operator()(const Progress& progress);
  // Takes the line off the terminal. To be called before anything else is printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::string line_of(const Progress& progress, Clock::time_point now) const;

  bool is_wanted_ = false, is_terminal_ = false;
  std::size_t columns_ = 0, shown_ = 0;  // characters on the terminal now
  Clock::time_point begin_, next_;
};

}  // namespace why502::command

#endif  // WHY502_TOOLS_PROGRESS_H_
