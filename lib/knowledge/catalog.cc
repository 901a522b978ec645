// catalog.cc -- the version, the rules and the envelopes as other programs see them.
#include "why502/catalog.h"

#include <vector>

#include "lib/knowledge/rules.h"
#include "why502_version.h"

namespace why502 {
namespace {

constexpr EnvelopeInfo kEnvelopes[] = {
    {Envelope::none, "none", "the server's own file: a record stands as it was written"},
};

}  // namespace

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

std::span<const EnvelopeInfo> envelopes() noexcept { return kEnvelopes; }

std::string_view id(Envelope envelope) noexcept {
  for (const EnvelopeInfo& info : kEnvelopes) {
    if (info.envelope == envelope) return info.id;
  }
  return {};
}

}  // namespace why502
