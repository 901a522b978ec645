// wrap.h -- what puts a line into an envelope, slowly and obviously: one entry for each shape.
#ifndef WHY502_TESTS_TWIN_WRAP_H_
#define WHY502_TESTS_TWIN_WRAP_H_

#include <string>
#include <vector>

#include "why502/event.h"

namespace why502_tests {

// "2026-08-20T12:34:56" and the same as seconds since 1970.
struct Second {
  std::string text = "2026-08-20T12:34:56";
  long long unix_seconds = 1787229296;
};

struct Wrapper {
  std::string name;
  why502::Envelope envelope;
  // Line or lines, with their endings. `line` has none.
  std::string (*wrap)(const std::string& line, const Second& second);
};
const std::vector<Wrapper>& wrappers();

// Each line of `log` in the envelope, which tells the time of the last head before it.
std::string wrapped(const Wrapper& wrapper, const std::string& log);

// The text as a JSON string, as Docker writes it.
std::string json_string(const std::string& text);

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_WRAP_H_
