// json.h -- the twin's reading of one JSON object: RFC 8259, byte by byte.
#ifndef WHY502_TESTS_TWIN_JSON_H_
#define WHY502_TESTS_TWIN_JSON_H_

#include <map>
#include <optional>
#include <string>

namespace why502_tests {

// The first string at each path (keys down to it, joined by dots; none inside arrays), with two
// things of their own: a top-level array MESSAGE is its bytes or its first string, and a true
// `_partial` is "true". `keys`: those of the object itself.
struct Json {
  std::map<std::string, std::string> strings;
  std::map<std::string, int> keys;
};

// Nothing if `text` is not one whole object, or is nested deeper than 32.
std::optional<Json> read_json(const std::string& text);

// Bytes that are no UTF-8 become U+FFFD each, as in what Docker writes.
std::string valid_utf8(const std::string& bytes);

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_JSON_H_
