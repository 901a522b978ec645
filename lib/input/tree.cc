// tree.cc -- the files that stand below a path.
#include "lib/input/tree.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "lib/base/errno_guard.h"
#include "lib/base/quote.h"

namespace why502::input {
namespace {

class Lister {
 public:
  std::vector<Found> list(std::span<const std::string> inputs) {
    for (const std::string& input : inputs) {
      if (input == "-") {
        if (!std::exchange(has_stdin_, true)) found_.push_back({input});
      } else {
        visit(input, false);
      }
    }
    return std::move(found_);
  }

 private:
  // Directories that wait are kept on a list, not on the stack: a tree may be deep.
  void visit(const std::string& path, bool in_directory) {
    std::vector<std::pair<std::string, bool>> waiting = {{path, in_directory}};
    while (!waiting.empty()) {
      const auto [next, inside] = std::move(waiting.back());
      waiting.pop_back();
      const auto info = inspect(next);
      if (!info) {
        found_.push_back({next, 0, inside, {}, info.error()});
      } else if (info->directory) {
        if (!seen_.insert({info->device, info->inode}).second) continue;
        std::vector<std::string> names = children(next, inside);
        // The last is taken first.
        for (auto it = names.rbegin(); it != names.rend(); ++it) waiting.emplace_back(std::move(*it), true);
      } else if (info->regular) {
        if (!seen_.insert({info->device, info->inode}).second) continue;
        const std::string twin = inside ? plain_twin(next) : std::string();
        found_.push_back({next, info->bytes, inside, {}, {}, info->modified});
        if (!twin.empty()) found_.back().skipped = "the same as " + base::quote(twin) + ", which is not compressed";
      } else if (!inside) {
        found_.push_back({next});
      }
    }
  }

  // The file beside `path` that it seems to be the compressed copy of; "" if there is none.
  static std::string plain_twin(const std::string& path) {
    for (const std::string_view suffix : {".gz", ".zst", ".xz", ".bz2"}) {
      if (!path.ends_with(suffix)) continue;
      std::string plain = path.substr(0, path.size() - suffix.size());
      const auto info = inspect(plain);
      if (info && info->regular) return plain;
    }
    return {};
  }

  // The paths in a directory, by name.
  std::vector<std::string> children(const std::string& directory, bool inside) {
    std::vector<std::string> paths;
    std::error_code failed;
    for (auto it = std::filesystem::directory_iterator(directory, failed); !failed && it != std::filesystem::end(it);
         it.increment(failed)) {
      paths.push_back(it->path().string());
    }
    if (failed) found_.push_back({directory, 0, inside, {}, system_error("read", directory, failed.value())});
    std::sort(paths.begin(), paths.end());
    return paths;
  }

  std::vector<Found> found_;
  std::set<std::pair<dev_t, ino_t>> seen_;
  bool has_stdin_ = false;
};

}  // namespace

std::vector<Found> list_inputs(std::span<const std::string> inputs) {
  const base::ErrnoGuard guard;
  return Lister().list(inputs);
}

}  // namespace why502::input
