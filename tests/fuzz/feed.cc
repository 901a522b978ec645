// feed.cc -- fuzz target: a Feed and a Scanner, however their bytes are cut, and the slow obvious twin agree.
//
// The first four bytes of an input are sizes of chunks, taken in turn: a byte b
// means b % 64 + 1 bytes ('?' is 64, '@' 1, 'A' 2). The rest is the log.
#include "tests/fuzz/targets.h"
#include "tests/roads/roads.h"
#include "tests/twin/same.h"

namespace why502_tests {

void fuzz_feed(std::string_view input) {
  static const why502::Parser parser = make_parser(4096, why502::Format::nginx);
  constexpr std::size_t kSizes = 4;
  if (input.size() < kSizes) return;
  const std::string_view sizes = input.substr(0, kSizes), log = input.substr(kSizes);
  const auto size_of = [&](std::size_t turn) {
    return static_cast<std::uint8_t>(sizes[turn % kSizes]) % std::size_t{64} + 1;
  };
  std::size_t turn = 0;
  const TwinResult expected = twin(log, "UTC", 4096);
  const std::string pushed = difference(expected, by_feed(parser, log, [&] { return size_of(turn++); }));
  require(pushed.empty(), "Feed: " + pushed, log);
  turn = 0;
  const std::string pulled = difference(expected, by_reader(
                                                      parser, log, [&] { return size_of(turn++); }, size_of(0) * 8));
  require(pulled.empty(), "Scanner: " + pulled, log);
}

}  // namespace why502_tests
