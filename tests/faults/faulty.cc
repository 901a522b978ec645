// faulty.cc -- numbered failures.
#include "tests/faults/faulty.h"

#include <charconv>
#include <numeric>

#include "gtest/gtest.h"

namespace why502::test {

using nlohmann::json;

std::string failures(int number) {
  std::string log;
  for (int i = 0; i < number; ++i) log += refused("14:00:00", i);
  return log;
}

std::vector<int> numbers_of(std::string_view events) {
  constexpr std::string_view kBefore = "\"request\":\"GET /cart?id=";
  std::vector<int> numbers;
  while (!events.empty()) {
    const std::size_t end = events.find('\n');
    const std::string_view line = events.substr(0, end);
    events.remove_prefix(end == std::string_view::npos ? events.size() : end + 1);
    const std::size_t at = line.find(kBefore);
    int number = -1;
    if (at != std::string_view::npos && end != std::string_view::npos && line.front() == '{' && line.back() == '}') {
      std::from_chars(line.data() + at + kBefore.size(), line.data() + line.size(), number);
    } else {
      ADD_FAILURE() << "no whole event: " << line;
    }
    numbers.push_back(number);
  }
  return numbers;
}

std::vector<int> up_to(std::size_t number) {
  std::vector<int> numbers(number);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

json report_of(const Result& result) {
  json report = json::parse(result.out, nullptr, false);
  EXPECT_TRUE(report.is_object()) << result.out << result.err;
  return report;
}

}  // namespace why502::test
