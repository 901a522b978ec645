// folder.h -- a folder that is there for one test.
#ifndef WHY502_TESTS_INPUT_FOLDER_H_
#define WHY502_TESTS_INPUT_FOLDER_H_

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace why502_tests {

// LIFETIME. Removed, with all that is in it, by the destructor.
class Folder {
 public:
  Folder() {
    std::string name = testing::TempDir() + "why502-XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    ::chmod(name.c_str(), 0755);  // others may look in
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }
  const std::string& path() const { return path_; }

  // Writes a file, and gives its path.
  std::string file(std::string_view name, std::string_view bytes = "") const {
    std::string path = *this / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  std::string folder(std::string_view name) const {
    std::string path = *this / name;
    std::filesystem::create_directories(path);
    return path;
  }
  std::string link(std::string_view name, const std::string& to) const {
    std::string path = *this / name;
    std::filesystem::create_symlink(to, path);
    return path;
  }
  std::string fifo(std::string_view name) const {
    std::string path = *this / name;
    EXPECT_EQ(::mkfifo(path.c_str(), 0644), 0);
    return path;
  }

 private:
  std::string path_;
};

}  // namespace why502_tests

#endif  // WHY502_TESTS_INPUT_FOLDER_H_
