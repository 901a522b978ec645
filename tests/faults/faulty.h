// faulty.h -- logs whose failures are numbered, so that a test sees which came out and which did not.
#ifndef WHY502_TESTS_FAULTS_FAULTY_H_
#define WHY502_TESTS_FAULTS_FAULTY_H_

#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json.hpp"
#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {

// So many failures, numbered from 0 on; 235 bytes each.
std::string failures(int number);

// The numbers of the failures that -o events printed, in its order. A line that is no event is
// an error of the test.
std::vector<int> numbers_of(std::string_view events);

// 0, 1, ..., number - 1
std::vector<int> up_to(std::size_t number);

// A report of -o json.
nlohmann::json report_of(const Result& result);

#ifdef WHY502_SANITIZED
inline constexpr bool kIsSanitized = true;
#else
inline constexpr bool kIsSanitized = false;
#endif

}  // namespace why502::test

#endif  // WHY502_TESTS_FAULTS_FAULTY_H_
