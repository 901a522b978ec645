// main.cc -- a program of somebody else: the three of docs/recipes.md on a log of one line.
#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "recipes.h"  // made of docs/recipes.md by recipes.cmake

namespace {

constexpr std::string_view kLog =
    "2026/08/22 10:00:01 [error] 71#71: *9 connect() failed (111: Connection refused) while connecting to upstream, "
    "client: 10.0.0.9, server: a.io, request: \"GET / HTTP/1.1\", upstream: \"http://10.1.2.3:8080/\", host: "
    "\"a.io\"\n";

// What the recipe prints on std::cout.
std::string printed_failures(const char* file) {
  std::ostringstream text;
  std::streambuf* const before = std::cout.rdbuf(text.rdbuf());
  const bool read = print_failures(file);
  std::cout.rdbuf(before);
  return read ? text.str() : "not read";
}

}  // namespace

int main() {
  const std::string file = "consumer.log";
  std::ofstream(file) << kLog;
  if (printed_failures(file.c_str()) != "connect_refused 10.1.2.3:8080\n") return 1;
  if (print_failures("no such file")) return 1;

  const std::array<std::string_view, 3> chunks = {kLog.substr(0, 40), kLog.substr(40), kLog.substr(0, kLog.size() - 1)};
  if (failures_in(chunks) != 2) return 1;

  std::ostringstream page;
  if (!write_page({&file, 1}, page)) return 1;
  if (page.str().find("10.1.2.3:8080") == std::string::npos || !page.str().ends_with("</html>\n")) return 1;
  std::remove(file.c_str());
  std::puts("consumer: ok");
  return 0;
}
