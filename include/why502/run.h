// run.h -- many inputs, one Aggregate: what the command does.
#ifndef WHY502_RUN_H_
#define WHY502_RUN_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "why502/aggregate.h"
#include "why502/callback.h"
#include "why502/event_fn.h"
#include "why502/filter.h"
#include "why502/parser.h"
#include "why502/result.h"
#include "why502/scanner.h"

namespace why502 {

struct Progress {
  std::string_view input;   // what is being read
  std::uint64_t bytes = 0;  // of all inputs so far
  std::uint64_t total = 0;  // of all regular files; 0 if unknown
};

// The callbacks must outlive the call of run(). All are called from one thread.
struct RunOptions {
  AggregateOptions aggregate = {};
  Filter const* filter = nullptr;        // must outlive the call; nullptr: all events
  std::size_t block_bytes = 256 * 1024;  // read at once

  EventFn on_event = {};                       // each event that passes the filter, in input order; false: stop all
  RejectFn on_reject = {};                     // each line that could not be read
  Callback<> on_read = {};                     // after each read, its events having been given out; false: stop all
  Callback<const Progress&> on_progress = {};  // after each read; false: stop all
  const std::atomic<bool>* stop = nullptr;     // true: end as if the inputs ended here; may be set in a signal handler
};

// Reads all of `inputs` and counts. An input is a file, a directory or "-".
//
// A directory stands for the regular files below it (links followed, each file
// once, by name) whose first 64 KiB hold a record that we know; the others are
// listed as skipped. A file that is named twice is read once.
//
// Stamps without a year are of the newest year that is not after the parser's reference_time and, in
// a regular file, not more than a day after the file was last written to.
//
// What cannot be read does not stop the others: its Input has the error and
// what came before it is counted. So does a stop: the result is what was read.
// Errors: bad_option.
Result<Aggregate> run(const Parser& parser, std::span<const std::string> inputs, const RunOptions& options = {});

}  // namespace why502

#endif  // WHY502_RUN_H_
