// other.h -- the name of what there was no room for.
#ifndef WHY502_LIB_BASE_OTHER_H_
#define WHY502_LIB_BASE_OTHER_H_

#include <string_view>

namespace why502::base {

// Stands for all keys past a bound, such as AggregateOptions::max_groups; in every report, and in partials.
inline constexpr std::string_view kOther = "(other)";

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_OTHER_H_
