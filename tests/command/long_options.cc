// long_options.cc -- reads what --help lists.
#include "tests/command/long_options.h"

#include <sstream>

#include "gtest/gtest.h"
#include "tests/command/process.h"

namespace why502::test {

std::vector<std::string> long_options() {
  std::vector<std::string> names;
  std::istringstream help(run({"--help"}).out);
  for (std::string line; std::getline(help, line);) {
    if (line.size() > 6 && (line.starts_with("      --") || line.compare(4, 4, ", --") == 0)) {
      names.push_back(line.substr(6, line.find(' ', 6) - 6));
    }
  }
  EXPECT_GT(names.size(), 20U);
  return names;
}

}  // namespace why502::test
