// feed_against_twin.cc -- fuzz target: a Feed, however its bytes are cut, and the slow obvious twin agree.
//
// The first four bytes of an input are sizes of chunks, taken in turn: a byte b
// means b % 64 + 1 bytes ('?' is 64, '@' 1, 'A' 2). The rest is the log.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/roads/roads.h"
#include "tests/twin/same.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const why502::Parser parser = why502_tests::make_parser(4096, why502::Format::nginx);
  constexpr std::size_t kSizes = 4;
  if (size < kSizes) return 0;
  const std::string_view log(reinterpret_cast<const char*>(data) + kSizes, size - kSizes);
  std::size_t turn = 0;
  const auto pieces = [&] { return data[turn++ % kSizes] % std::size_t{64} + 1; };

  const why502_tests::TwinResult expected = why502_tests::twin(log, "UTC", 4096);
  const std::string found = why502_tests::difference(expected, why502_tests::by_feed(parser, log, pieces));
  if (found.empty()) return 0;
  std::fprintf(stderr, "%son\n\"%s\"\n", found.c_str(), why502_tests::printable(log).c_str());
  std::abort();
}
