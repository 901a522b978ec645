// angie.h -- the twin's reading of Angie's JSON records.
#ifndef WHY502_TESTS_TWIN_ANGIE_H_
#define WHY502_TESTS_TWIN_ANGIE_H_

#include <optional>
#include <string>

#include "tests/twin/head.h"
#include "tests/twin/record.h"

namespace why502_tests {

// The head, if the whole line is such a record.
std::optional<Head> angie_head_of(const std::string& line);

// REQUIRES: angie_head_of(line) gave `head`.
Record read_angie_json(const Head& head, const std::string& line);

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_ANGIE_H_
