// new_file.h -- a file that is there whole, or as it was: written beside, then renamed.
#ifndef WHY502_TOOLS_NEW_FILE_H_
#define WHY502_TOOLS_NEW_FILE_H_

#include <span>
#include <string>

#include "why502/result.h"

namespace why502::command {

// LIFETIME. What was not put into place is removed by the destructor.
class NewFile {
 public:
  NewFile() = default;
  NewFile(const NewFile&) = delete;  // two would remove the same file
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();

  // Makes the file beside `path`, with the mode that `path` has, else 0644. What `path`
  // links to is what is replaced; a folder, pipe, device or input is not.
  // Errors: bad_option, denied, io.
  Result<bool> open(const std::string& path, std::span<const std::string> inputs);

  // REQUIRES: is_open().
  int fd() const { return fd_; }
  bool is_open() const { return fd_ != -1; }

  // Makes sure of it on the disk and renames it. Errors: io.
  Result<bool> put_into_place();

 private:
  Error error(int number) const;

  std::string given_, path_, beside_;
  int fd_ = -1;
};

}  // namespace why502::command

#endif  // WHY502_TOOLS_NEW_FILE_H_
