// replay.cc -- runs a fuzz target over all files of a folder, with any compiler and without libFuzzer.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"

namespace {

why502_tests::Target* target_of(std::string_view name) {
  for (const auto& target : why502_tests::kTargets) {
    if (target.name == name) return target.run;
  }
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  why502_tests::Target* const run = argc == 3 ? target_of(argv[1]) : nullptr;
  if (run == nullptr) {
    std::fprintf(stderr, "usage: replay TARGET FOLDER\n");
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[2])) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::fprintf(stderr, "%s\n", path.c_str());  // the last one named is the one that crashed
    run(bytes);
  }
  std::fprintf(stderr, "%zu inputs\n", paths.size());
  return paths.empty() ? 1 : 0;  // an empty corpus tests nothing
}
