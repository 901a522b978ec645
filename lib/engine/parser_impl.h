// parser_impl.h -- what a Parser holds.
#ifndef WHY502_LIB_ENGINE_PARSER_IMPL_H_
#define WHY502_LIB_ENGINE_PARSER_IMPL_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "lib/base/zone.h"
#include "lib/format/apache_format.h"
#include "lib/format/format.h"
#include "lib/format/stamp.h"
#include "lib/match/matcher.h"
#include "why502/parser.h"

namespace why502 {

struct Parser::Impl {
  ParserOptions options;
  base::Zone zone;
  std::array<match::Matcher, knowledge::kServerCount> matchers;  // by server

  const match::Matcher& matcher_of(const format::Grammar& grammar) const noexcept {
    return matchers[static_cast<std::size_t>(grammar.server)];
  }

  std::span<const format::Grammar> grammars;    // that are tried
  std::span<const format::Grammar> of_objects;  // of these the ones whose records may begin with `{`
  std::uint64_t number;                         // from 1 on: addresses are used again, numbers are not
  std::optional<format::ApacheFormat> apache_format;

  const format::ApacheFormat* own_apache_format() const noexcept { return apache_format ? &*apache_format : nullptr; }

  // The grammar whose record begins with this line; nullptr if none does.
  const format::Grammar* grammar_of(std::string_view line, format::StampReader& stamps, format::Head* head) const {
    // A line that begins so is mostly an envelope.
    for (const format::Grammar& grammar : line.starts_with('{') ? of_objects : grammars) {
      if (grammar.head(line, stamps, head)) return &grammar;
    }
    return nullptr;
  }
};

// How the engine gets at it.
struct ParserAccess {
  using Impl = Parser::Impl;
  static const Parser::Impl& impl(const Parser& parser) noexcept { return *parser.impl_; }
};

}  // namespace why502

#endif  // WHY502_LIB_ENGINE_PARSER_IMPL_H_
