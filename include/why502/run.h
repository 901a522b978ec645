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
  std::uint64_t bytes = 0;  // of all inputs so far; of what is compressed, the compressed ones
  std::uint64_t total = 0;  // of all regular files; 0 if unknown
};

// The callbacks must outlive the call of run(). With one job all are called from the calling
// thread; with more from any thread, but never two at once, each seeing what the one before did.
struct RunOptions {
  AggregateOptions aggregate = {};
  Filter const* filter = nullptr;        // must outlive the call; nullptr: all events
  bool redact = false;                   // count and give out events without their clients: redact.h
  std::size_t block_bytes = 256 * 1024;  // read at once

  // So many threads look at records, the calling one among them: at several inputs at once, and at
  // the slices of a large plain file. Where there are fewer of these than jobs, a stream that cannot
  // be cut (a pipe, what is compressed) is read and unpacked on a thread of its own. 0: as many as
  // there are processors. The result is the same for any number.
  std::size_t jobs = 1;

  // What is outside of the filter's since and until is not read where that can be told without
  // reading it: plain files are bisected, two hours more being read on either side; whole files
  // are left out by their modification time and first record. Input::skipped says what was not
  // read. A log whose clock jumped may lose events by it.
  bool seek = false;

  EventFn on_event = {};                       // each event that passes the filter, in input order; false: stop all
  RejectFn on_reject = {};                     // each line that could not be read, in input order
  std::size_t most_rejects = std::size_t(-1);  // the first so many of them; a few cost no waiting
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
// What cannot be read does not stop the others: its Input has the error and
// what came before it is counted. So does a stop: the result is what was read (with several
// jobs up to as many slices may be missing parts).
// COST. Memory: what the Aggregate takes and a block; for each further job a block, an Aggregate
// of up to 16,384 groups, and up to 4 MiB of what waits for its turn to be told.
// Errors: bad_option.
Result<Aggregate> run(const Parser& parser, std::span<const std::string> inputs, const RunOptions& options = {});

}  // namespace why502

#endif  // WHY502_RUN_H_
