// file.h -- files and descriptors as readers.
#ifndef WHY502_LIB_INPUT_FILE_H_
#define WHY502_LIB_INPUT_FILE_H_

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "why502/result.h"
#include "why502/source.h"

namespace why502::input {

// What a path is, links followed.
struct FileInfo {
  dev_t device = 0;
  ino_t inode = 0;
  std::uint64_t bytes = 0;
  std::chrono::sys_seconds modified{};
  bool directory = false;
  bool regular = false;
};
// Errors: not_found, denied, io.
Result<FileInfo> inspect(const std::string& path);

// The sentence for a failed system call on `name`: "cannot open 'x': no such file".
Error system_error(const char* what, const std::string& name, int error_number);

// A file that ends before the bytes that it had when it was opened, and has fewer now (logrotate's copytruncate): what
// is gone was not read, and that is said. (A file of /proc or /sys never has as many as it says.)
bool is_shorter(int fd, off_t bytes) noexcept;
Error cut_error(const std::string& name);

// Opens `path` to read; what is compressed (unpack.h) is read uncompressed. `stop`, if given, ends the reading when it
// becomes true, also while a pipe has nothing to give. `meter`, if given, grows by the bytes that are read, as they are
// stored. Both must outlive the reader. Errors: not_found, denied, unsupported (a directory, a socket), io; corrupt
// comes from the reader.
Result<std::unique_ptr<SourceReader>> open_file(const std::string& path, const std::atomic<bool>* stop = nullptr,
                                                std::atomic<std::uint64_t>* meter = nullptr);

// Reads a descriptor that stays its owner's, from where it stands; unpacks as open_file().
std::unique_ptr<SourceReader> borrow_fd(int fd, const std::string& name, const std::atomic<bool>* stop = nullptr,
                                        std::atomic<std::uint64_t>* meter = nullptr);

}  // namespace why502::input

#endif  // WHY502_LIB_INPUT_FILE_H_
