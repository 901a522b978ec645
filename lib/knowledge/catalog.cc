// catalog.cc -- the version and the rules as other programs see them.
#include "why502/catalog.h"

#include <vector>

#include "lib/knowledge/rules.h"
#include "why502_version.h"

namespace why502 {
std::string_view version() noexcept { return WHY502_VERSION; }

std::span<const RuleInfo> rules() noexcept {
  static const std::vector<RuleInfo> kInfos = [] {
    std::vector<RuleInfo> infos;
    for (const knowledge::Rule& rule : knowledge::rules()) {
      Role role = Role::failure;
      if (rule.counts == knowledge::Counts::evidence) role = Role::evidence;
      if (rule.counts == knowledge::Counts::echo) role = Role::echo;
      infos.push_back({rule.id, knowledge::id(rule.server), rule.cause, role, rule.expect.phase, rule.status,
                       rule.proof, rule.origin, rule.sample});
    }
    return infos;
  }();
  return kInfos;
}

}  // namespace why502
