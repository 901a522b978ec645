// rules.h -- the built-in knowledge: all rules and all look-alikes, as tables.
#ifndef WHY502_LIB_KNOWLEDGE_RULES_H_
#define WHY502_LIB_KNOWLEDGE_RULES_H_

#include <span>

#include "lib/knowledge/rule.h"

namespace why502::knowledge {

// All rules, in the order in which they are tried: the first that fits a record
// tells what it means. Static storage. O(1).
std::span<const Rule> rules() noexcept;

// Messages that look like upstream failures and are none, asked after all rules.
// Static storage. O(1).
std::span<const LookAlike> look_alikes() noexcept;

// Those of one server. Static storage. O(all).
std::span<const Rule> rules(Server server) noexcept;
std::span<const LookAlike> look_alikes(Server server) noexcept;

}  // namespace why502::knowledge

#endif  // WHY502_LIB_KNOWLEDGE_RULES_H_
