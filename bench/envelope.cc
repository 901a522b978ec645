// envelope.cc -- generated lines as a container's log.
#include "bench/envelope.h"

#include <cstddef>

namespace why502::bench {
namespace {

// As Docker's jsonlogbytes.go escapes; the generator writes ASCII.
void append_escaped(char c, std::string* out) {
  constexpr char kHex[] = "0123456789abcdef";
  if (c == '"' || c == '\\') {
    out->append({'\\', c});
  } else if (c < ' ' || c == '<' || c == '>' || c == '&') {
    out->append("\\u00");
    out->append({kHex[c >> 4], kHex[c & 15]});
  } else {
    out->push_back(c);
  }
}

}  // namespace

void append_docker(std::string_view lines, std::string* out) {
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    out->append("{\"log\":\"");
    for (const char c : line) append_escaped(c, out);
    // "2026/11/22 00:00:00"
    out->append("\\n\",\"stream\":\"stderr\",\"time\":\"").append(line.substr(0, 4)).append("-");
    out->append(line.substr(5, 2)).append("-").append(line.substr(8, 2)).append("T").append(line.substr(11, 8));
    out->append(".000000321Z\"}\n");
    lines.remove_prefix(end + 1);
  }
}

}  // namespace why502::bench
