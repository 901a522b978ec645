// edges.h -- small logs made by hand, each for one decision of ARCHITECTURE.md.
#ifndef WHY502_TESTS_TWIN_EDGES_H_
#define WHY502_TESTS_TWIN_EDGES_H_

#include <string>
#include <vector>

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

// All of them.
std::vector<Edge> edges();

// A plain good record, without its line ending, and its pieces.
inline const std::string kHead = "2026/08/20 12:34:56 [error] 7#7: *9 ";
inline const std::string kRefused = "connect() failed (111: Connection refused) while connecting to upstream";
inline const std::string kFields =
    ", client: 10.0.0.9, server: a.io, request: \"GET /x HTTP/1.1\", upstream: \"http://10.1.2.3:8080/x\", "
    "host: \"a.io\"";
inline const std::string kGood = kHead + kRefused + kFields;

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_EDGES_H_
