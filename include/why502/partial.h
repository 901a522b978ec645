// partial.h -- an Aggregate as a file, to be merged elsewhere with those of other machines.
//
//   machine 1:  aggregate.save({}, write)        why502 -o partial error.log > 1.partial
//   machine 2:  the same                         why502 -o partial error.log > 2.partial
//   anywhere:   Aggregate::load(), merge()       why502 --merge 1.partial 2.partial
//
// The report of the merged partials is that of one machine that read all: ARCHITECTURE.md says
// exactly when, and what stands in the file.
#ifndef WHY502_PARTIAL_H_
#define WHY502_PARTIAL_H_

#include <string_view>

#include "why502/aggregate.h"
#include "why502/filter.h"
#include "why502/result.h"

namespace why502 {

// Do these bytes begin like a partial, of whichever version?
bool is_partial(std::string_view bytes) noexcept;

// What was counted. It changes nothing: it is said in the report, and partials of
// different selections are not merged.
struct Selection {
  FilterOptions filter = {};
  bool redacted = false;  // RunOptions::redact
};

// What Aggregate::load() gives.
struct Partial {
  Aggregate aggregate;
  Selection selection;

  // Takes in all of `more`, if it was counted by the same options. `name` is for the error's
  // sentence.
  // Errors: bad_option (another window, other dimensions, filters, ...); nothing is merged then.
  Result<bool> merge(const Partial& more, std::string_view name);
};

}  // namespace why502

#endif  // WHY502_PARTIAL_H_
