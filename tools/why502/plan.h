// plan.h -- the options made into what run() takes, checked before anything is read.
#ifndef WHY502_TOOLS_PLAN_H_
#define WHY502_TOOLS_PLAN_H_

#include <optional>
#include <string>

#include "tools/why502/options.h"
#include "why502/aggregate.h"
#include "why502/filter.h"
#include "why502/parser.h"
#include "why502/result.h"

namespace why502::command {

struct Plan {
  std::string time_zone;
  std::string note;  // a sentence for stderr; "" if there is none
  Parser parser;
  AggregateOptions aggregate;
  FilterOptions filtered;
  std::optional<Filter> filter;  // nothing: all events
};

// Errors: bad_option.
Result<Plan> make_plan(const Options& options);

}  // namespace why502::command

#endif  // WHY502_TOOLS_PLAN_H_
