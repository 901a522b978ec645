// json.h -- the twin's reading of one JSON object: RFC 8259, byte by byte.
#ifndef WHY502_TESTS_TWIN_JSON_H_
#define WHY502_TESTS_TWIN_JSON_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace why502_tests {

// The first string at each path (keys down to it, joined by dots; none inside arrays), with two
// things of their own: a top-level array MESSAGE is its bytes or its first string, and a true
// `_partial` is "true". `keys`: those of the object itself.
struct Json {
  std::map<std::string, std::string> strings;
  std::map<std::string, int> keys;

  // What only Angie's records need: numbers as they stand there; the object's own keys with the first
  // byte of their values; which of all string values is the one at a path, and how many stood before a
  // true `truncated` of the object (0: there is none).
  std::map<std::string, std::string> numbers;
  std::vector<std::pair<std::string, char>> members;
  std::map<std::string, int> ordinals;
  int strings_before_truncated = 0;
  bool truncated = false;
};

// Nothing if `text` is not one whole object, or is nested deeper than 32. `any_bytes`: it need not be UTF-8.
std::optional<Json> read_json(const std::string& text, bool any_bytes = false);

// Bytes that are no UTF-8 become U+FFFD each, as in what Docker writes.
std::string valid_utf8(const std::string& bytes);

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_JSON_H_
