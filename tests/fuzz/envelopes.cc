// envelopes.cc -- fuzz target: the engine and its twin agree on a log in envelopes, one or two deep, damaged behind it.
//
// The first two bytes of an input choose an envelope each (the second one may choose none), the third one where a
// byte of what comes of it is changed, and how. The rest is the log.
#include "tests/fuzz/targets.h"
#include "tests/roads/roads.h"
#include "tests/twin/same.h"
#include "tests/twin/wrap.h"

namespace why502_tests {

void fuzz_envelopes(std::string_view input) {
  static const why502::Parser parser = make_parser(4096, why502::Format::nginx);
  constexpr std::size_t kLongest = 4096;  // the twin is slow
  const std::vector<Wrapper>& all = wrappers();
  const std::size_t inner = take_byte(&input), outer = take_byte(&input), damage = take_byte(&input);
  std::string log(input.substr(0, kLongest));
  log = wrapped(all[inner % all.size()], log);
  if (outer % 2 == 1) log = wrapped(all[outer / 2 % all.size()], log);
  if (damage != 0 && !log.empty()) log[damage * 37 % log.size()] = static_cast<char>("\"{}\\\n:, \x1b[0Z"[damage % 12]);
  const TwinResult expected = twin(log, "UTC", 4096);
  const std::string found = difference(expected, by_memory(parser, log));
  require(found.empty(), found, log);
  const std::string pushed = difference(expected, by_feed(parser, log, pieces_of(damage + 1)));
  require(pushed.empty(), "Feed: " + pushed, log);
}

}  // namespace why502_tests
