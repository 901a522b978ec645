// role.h -- what a record counts for, by its rule and whether it names a client's request.
#ifndef WHY502_LIB_FORMAT_ROLE_H_
#define WHY502_LIB_FORMAT_ROLE_H_

#include "lib/knowledge/rule.h"
#include "why502/event.h"

namespace why502::format {

inline Role role_of(knowledge::Counts counts, bool names_request) noexcept {
  switch (counts) {
    case knowledge::Counts::failure: return Role::failure;
    case knowledge::Counts::evidence: return Role::evidence;
    case knowledge::Counts::echo: return Role::echo;
    case knowledge::Counts::with_request: return names_request ? Role::failure : Role::evidence;
  }
  return Role::failure;
}

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_ROLE_H_
