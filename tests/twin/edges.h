// edges.h -- small logs made by hand, each for one decision of ARCHITECTURE.md.
#ifndef WHY502_TESTS_TWIN_EDGES_H_
#define WHY502_TESTS_TWIN_EDGES_H_

#include <string>
#include <vector>

#include "tests/engine/records.h"

namespace why502_tests {

struct Edge {
  std::string name;
  std::string why;  // what the log asks
  std::string bytes;
};

std::vector<Edge> line_edges();     // lines, heads, what is a record
std::vector<Edge> length_edges();   // 2047 bytes, max_line_bytes of 4096, 1 MiB
std::vector<Edge> context_edges();  // fields and forged fields
std::vector<Edge> name_edges();     // what the upstream is called
std::vector<Edge> meaning_edges();  // rules, errno, roles, suspicion
std::vector<Edge> wrapped_edges();  // envelopes: what fits, what is joined, whose line is whose
std::vector<Edge> run_edges();      // envelopes in a row

// All of them.
std::vector<Edge> edges();

// Angie's JSON records, for Format::angie_json.
std::vector<Edge> angie_edges();

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_EDGES_H_
