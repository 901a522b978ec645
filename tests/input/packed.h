// packed.h -- bytes compressed by each library, as a program would have written them.
#ifndef WHY502_TESTS_INPUT_PACKED_H_
#define WHY502_TESTS_INPUT_PACKED_H_

#include <string>
#include <string_view>
#include <vector>

namespace why502_tests {

struct Packer {
  std::string_view id, suffix;
  std::string (*pack)(std::string_view bytes);  // one member
};

// All kinds that can be read.
const std::vector<Packer>& packers();

}  // namespace why502_tests

#endif  // WHY502_TESTS_INPUT_PACKED_H_
