// same.h -- what the engine gave, as the twin would write it; and where two results differ.
#ifndef WHY502_TESTS_TWIN_SAME_H_
#define WHY502_TESTS_TWIN_SAME_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "tests/twin/twin.h"
#include "why502/event.h"
#include "why502/scanner.h"

namespace why502_tests {

// Gathers events and rejects of the engine as a TwinResult. Make one a stream.
class Gather {
 public:
  void add(const why502::Event& event);
  void add(const why502::Reject& reject);
  TwinResult result;

 private:
  std::map<std::uint64_t, std::size_t> attempts_;  // key to its number, by first sight
};

// "" if they are the same, else the first difference as text.
std::string difference(const TwinResult& expected, const TwinResult& seen);

// Of two events, field by field.
std::string difference(const TwinEvent& expected, const TwinEvent& seen);

// Of `expected` and what Parser::parse() makes of its text alone: no offset, no
// record before it, no line ending behind it.
std::string difference_by_parser(const why502::Parser& parser, const TwinEvent& expected);

// Bytes as a C++ string literal without its quotes; the middle of long runs is told by its length.
std::string printable(std::string_view bytes);

// A small input for which `fails` still holds: shorter and shorter pieces of it are left out.
std::string shrink(std::string bytes, const std::function<bool(const std::string&)>& fails);

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_SAME_H_
