// pool.cc -- the good records that tests damage.
#include "tests/twin/pool.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "lib/knowledge/rules.h"
#include "tests/twin/edges.h"

namespace why502_tests {

std::vector<std::filesystem::path> log_paths() {
  std::vector<std::filesystem::path> paths;
  const std::filesystem::path folder = std::filesystem::path(WHY502_SAMPLES) / "logs";
  if (!std::filesystem::is_directory(folder)) return paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".log") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> record_pool() {
  std::vector<std::string> pool;
  for (const auto& rule : why502::knowledge::rules()) pool.emplace_back(rule.sample);
  for (const auto& look_alike : why502::knowledge::look_alikes()) pool.emplace_back(look_alike.sample);
  for (const Edge& edge : edges()) {
    if (edge.bytes.size() < 16'000) pool.push_back(edge.bytes.substr(0, 3000));
  }
  for (const auto& path : log_paths()) {
    std::istringstream file(read_file(path));
    std::string line;
    for (int lines = 0; lines < 50 && std::getline(file, line); ++lines) pool.push_back(line);
  }
  return pool;
}

}  // namespace why502_tests
