// edges_lengths.cc -- edge cases of nginx's bound of 2047 bytes, and of ours. Run them with max_line_bytes = 4096.
#include <string>
#include <vector>

#include "tests/twin/edges.h"

namespace why502_tests {
namespace {

// A record of just `size` bytes whose request is long; its last field is closed or cut.
std::string of_size(std::size_t size, bool closed) {
  const std::string front = kHead + kRefused + ", client: 10.0.0.9, server: a.io, request: \"GET /";
  const std::string back =
      std::string(" HTTP/1.1\", upstream: \"http://10.1.2.3:8080/x\", host: \"a.io") + (closed ? "\"" : "");
  return front + std::string(size - front.size() - back.size(), 'q') + back;
}

// Records of 2044 to 2049 bytes, each followed by a line that may continue it.
std::string around_2047(bool closed, const std::string& ending) {
  std::string out;
  for (std::size_t size = 2044; size < 2050; ++size) {
    out += of_size(size, closed);
    out += ending + "more" + ending;
  }
  return out;
}

// An open record whose continuation lines make it `size` bytes long.
std::string grown_to(std::size_t size) {
  const std::string first = kHead + "FastCGI sent in stderr: \"a";
  return first + "\n" + std::string(size - first.size() - 1, 'z') + "\nnext\n";
}

}  // namespace

std::vector<Edge> length_edges() {
  const std::size_t mib = 1 << 20;
  return {
      {"whole_at_2047", "2047 bytes may be cut, even if they look whole", around_2047(true, "\n")},
      {"open_at_2047", "from 2046 bytes on a record is cut, not open", around_2047(false, "\n")},
      {"whole_at_2047_crlf", "with CR LF nginx cuts at 2046", around_2047(true, "\r\n")},
      {"open_at_2047_crlf", "with CR LF nginx cuts at 2046", around_2047(false, "\r\n")},
      {"last_line_at_2046_cr", "a CR at the end of the input is an ending", of_size(2046, true) + "\r"},
      {"last_line_at_2047", "the end of the input is no excuse", of_size(2047, false)},
      {"grown_to_2045", "the bound is the whole text's, not a line's", grown_to(2045) + kGood + "\n"},
      {"grown_to_2046", "the bound is the whole text's, not a line's", grown_to(2046) + kGood + "\n"},
      {"grown_to_2047", "the bound is the whole text's, not a line's", grown_to(2047) + kGood + "\n"},
      {"line_of_4096", "as long as allowed", std::string(4096, 'l') + "\n" + of_size(4096, true) + "\n"},
      {"line_of_4097", "one byte too long", std::string(4097, 'l') + "\n" + of_size(4097, true) + "\n"},
      {"line_of_4096_crlf", "the CR is no part of the line", std::string(4096, 'l') + "\r\n"},
      {"line_of_4097_crlf", "one byte too long", std::string(4097, 'l') + "\r\n"},
      {"line_of_4096_at_end", "as long as allowed, without its ending", std::string(4096, 'l')},
      {"line_of_4096_cr_at_end", "the CR is no part of the line", std::string(4096, 'l') + "\r"},
      {"line_of_4097_at_end", "one byte too long, without its ending", std::string(4097, 'l')},
      {"line_of_4096_two_cr", "of two CRs one is part of the line", std::string(4096, 'l') + "\r\r\n"},
      {"very_long_lines", "skipped; the next line is read again",
       std::string(300'000, 'v') + "\n" + kGood + "\n" + kHead + std::string(70'000, 'v') + "\n" + kGood + "\n"},
      {"very_long_at_end", "skipped to the end", kGood + "\n" + std::string(300'000, 'v')},
      {"too_long_ends_an_open_record", "cut; the line after it continues nothing",
       kHead + "open() \"/a\n" + std::string(5000, 'v') + "\nmore\n" + kGood + "\n"},
      {"too_long_with_head", "its head counts for nothing: not suspect",
       kHead + "open() \"/a\n" + kHead + std::string(5000, 'v') + "\n" + kGood + "\n"},
      {"grown_by_4096", "a continuation line of the longest kind", grown_to(4096 + kHead.size() + 27)},
      {"record_of_1_mib", "as large as a record may grow (where lines may be so long)", grown_to(mib)},
      {"record_of_1_mib_and_1", "it is given out, the line is unrecognized", grown_to(mib + 1)},
      {"line_of_1_mib", "as long as allowed by default", std::string(mib, 'm') + "\n"},
      {"line_of_1_mib_and_1", "one byte too long by default", std::string(mib + 1, 'm') + "\n"},
  };
}

}  // namespace why502_tests
