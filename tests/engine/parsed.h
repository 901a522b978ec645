// parsed.h -- records through the Parser, their events kept: what many tests ask for.
#ifndef WHY502_TESTS_ENGINE_PARSED_H_
#define WHY502_TESTS_ENGINE_PARSED_H_

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/engine/records.h"
#include "why502/parser.h"

namespace why502_tests {

inline why502::Parser make_parser(const why502::ParserOptions& options = {}) {
  auto parser = why502::Parser::create(options);
  EXPECT_TRUE(parser.has_value());
  return *std::move(parser);
}

struct Parsed {
  why502::Verdict verdict;
  std::vector<why502::OwnedEvent> events;
};

inline Parsed parsed(std::string_view record, const why502::Parser& parser) {
  Parsed result{};
  why502::Scratch scratch;
  result.verdict =
      parser.parse(record, scratch, [&](const why502::Event& event) { result.events.emplace_back(event); });
  return result;
}

inline Parsed parsed(std::string_view record) {
  static const why502::Parser kParser = make_parser();
  return parsed(record, kParser);
}

// The only event of the record; nothing (and a failed test) if it has none or several.
inline std::optional<why502::OwnedEvent> event_of(std::string_view record) {
  Parsed all = parsed(record);
  EXPECT_EQ(all.verdict, why502::Verdict::event) << record;
  EXPECT_EQ(all.events.size(), 1u) << record;
  if (all.events.size() != 1) return std::nullopt;
  return std::move(all.events.front());
}

}  // namespace why502_tests

#endif  // WHY502_TESTS_ENGINE_PARSED_H_
