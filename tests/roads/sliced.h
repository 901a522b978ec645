// sliced.h -- the road of several threads: a file cut into slices, put together again.
#ifndef WHY502_TESTS_ROADS_SLICED_H_
#define WHY502_TESTS_ROADS_SLICED_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lib/aggregate/shared.h"
#include "tests/twin/twin.h"
#include "why502/parser.h"

namespace why502_tests {

// What run() gives of the file `path` with these cuts. `read_anew`, if given: how many files of
// which the slices did not fit together.
TwinResult by_slices(const why502::Parser& parser, const std::string& path, std::size_t jobs,
                     const why502::counting::Cuts& cuts, std::size_t* read_anew = nullptr);

// The same of all `inputs` as the bytes of the JSON report, without callbacks: threads count each for themselves.
std::string json_by_slices(const why502::Parser& parser, const std::vector<std::string>& inputs, std::size_t jobs,
                           const why502::counting::Cuts& cuts, std::size_t* read_anew = nullptr);

// One record over 32 lines.
std::string record_over_lines();

// Cuts of so many bytes, of which what stands before a slice is read for so many bytes.
why502::counting::Cuts cuts(std::uint64_t slice, std::uint64_t lead);

}  // namespace why502_tests

#endif  // WHY502_TESTS_ROADS_SLICED_H_
