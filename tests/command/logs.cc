// logs.cc -- records as nginx writes them.
#include "tests/command/logs.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace why502::test {
namespace {

std::string record(std::string_view time, int connection, std::string_view message, std::string_view upstream) {
  return "2026/11/22 " + std::string(time) + " [error] 71#71: *" + std::to_string(connection) + " " +
         std::string(message) +
         ", client: 192.0.2.9, server: shop.example, request: \"GET /cart?id=" + std::to_string(connection) +
         " HTTP/1.1\", upstream: \"http://" + std::string(upstream) + "/cart\", host: \"shop.example\"\n";
}

}  // namespace

std::string refused(std::string_view time, int connection, std::string_view upstream) {
  return record(time, connection, "connect() failed (111: Connection refused) while connecting to upstream", upstream);
}

std::string timed_out(std::string_view time, int connection) {
  return record(time, connection,
                "upstream timed out (110: Connection timed out) while reading response header from upstream",
                "10.0.0.2:8080");
}

std::string notice(std::string_view time) {
  return "2026/11/22 " + std::string(time) + " [notice] 71#71: signal process started\n";
}

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "why502-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::file(const std::string& name, std::string_view bytes) const {
  std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << bytes;
  return path(name);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t count(std::string_view text, std::string_view word) {
  std::size_t n = 0;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) ++n;
  return n;
}

}  // namespace why502::test
