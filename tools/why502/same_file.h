// same_file.h -- whether a file is one of the inputs: none of them is overwritten.
#ifndef WHY502_TOOLS_SAME_FILE_H_
#define WHY502_TOOLS_SAME_FILE_H_

#include <string>

#include <sys/stat.h>
#include <unistd.h>

namespace why502::command {

// "-" is standard input.
inline bool is_file(const struct stat& file, const std::string& input) {
  struct stat other {};
  const int failed = input == "-" ? fstat(STDIN_FILENO, &other) : stat(input.c_str(), &other);
  return failed == 0 && other.st_dev == file.st_dev && other.st_ino == file.st_ino;
}

}  // namespace why502::command

#endif  // WHY502_TOOLS_SAME_FILE_H_
