// filters.cc -- fuzz target: an expression compiles or is refused in a sentence, and ends on any text.
//
// The first line of an input is an expression for upstreams, the second one for servers; then a record.
#include "tests/fuzz/targets.h"
#include "tests/roads/roads.h"
#include "why502/filter.h"

namespace why502_tests {

void fuzz_filters(std::string_view input) {
  static const why502::Parser parser = make_parser(4096);
  static why502::Scratch scratch;
  const std::string_view all = input;
  why502::FilterOptions options;
  options.upstream = take_line(&input);
  options.server = take_line(&input);
  const auto filter = why502::Filter::create(options);
  if (!filter) {
    const why502::Error& error = filter.error();
    require(error.code == why502::Errc::bad_option && !error.message.empty(), "no sentence: " + error.message, all);
    return;
  }
  auto on_event = [&](const why502::Event& event) {
    require(filter->matches(event) == filter->matches(event), "matches now and then", all);
  };
  parser.parse(input, scratch, on_event);
}

}  // namespace why502_tests
