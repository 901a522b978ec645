// long_options.h -- what --help lists.
#ifndef WHY502_TESTS_COMMAND_LONG_OPTIONS_H_
#define WHY502_TESTS_COMMAND_LONG_OPTIONS_H_

#include <string>
#include <vector>

namespace why502::test {

// "--output" and all others, without what they take.
std::vector<std::string> long_options();

}  // namespace why502::test

#endif  // WHY502_TESTS_COMMAND_LONG_OPTIONS_H_
