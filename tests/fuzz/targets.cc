// targets.cc -- what the fuzz targets share.
#include "tests/fuzz/targets.h"

#include <cstdio>
#include <cstdlib>

#include "tests/twin/same.h"

namespace why502_tests {

void require(bool holds, const std::string& what, std::string_view input) {
  if (holds) return;
  std::fprintf(stderr, "%s\non\n\"%s\"\n", what.c_str(), printable(input).c_str());
  std::abort();
}

std::uint8_t take_byte(std::string_view* input) {
  if (input->empty()) return 0;
  const auto byte = static_cast<std::uint8_t>(input->front());
  input->remove_prefix(1);
  return byte;
}

std::string_view take_line(std::string_view* input) {
  const std::string_view line = input->substr(0, input->find('\n'));
  input->remove_prefix(line.size() == input->size() ? line.size() : line.size() + 1);
  return line;
}

}  // namespace why502_tests
