// plain_file.h -- a file that can be read at any place, by several threads at once.
#ifndef WHY502_LIB_INPUT_PLAIN_FILE_H_
#define WHY502_LIB_INPUT_PLAIN_FILE_H_

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "why502/result.h"
#include "why502/source.h"

namespace why502::input {

inline constexpr std::uint64_t kToTheEnd = std::numeric_limits<std::uint64_t>::max();

// A regular file that is not compressed.
//
// THREADS. const methods from any threads at once: pread() has no place of its own.
class PlainFile {
 public:
  // nullptr if `path` is something else. Errors: as open_file().
  static Result<std::unique_ptr<PlainFile>> open(const std::string& path);
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;
  ~PlainFile();

  const std::string& path() const noexcept { return path_; }
  std::uint64_t bytes() const noexcept { return bytes_; }  // when it was opened; it may grow and shrink

  bool is_shorter() const noexcept;  // than that, now

  // Reads up to into.size() bytes at `offset`; 0: the file ends there. Errors: io.
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const;

  // Where the first line begins that begins at `offset` or behind, but before `limit`; nothing
  // if there is none. O(length of the line before it). Errors: io.
  Result<std::optional<std::uint64_t>> line_from(std::uint64_t offset, std::uint64_t limit = kToTheEnd) const;

  // Tells the system what will be read soon.
  void announce(std::uint64_t offset, std::uint64_t bytes) const noexcept;

 private:
  PlainFile(int fd, std::string path, std::uint64_t bytes) noexcept;

  int fd_;
  std::string path_;
  std::uint64_t bytes_;
};

// Reads [begin, end) of `file`, or what there is of it. `stop`, if given, ends it when it becomes
// true. Both must outlive the reader.
std::unique_ptr<SourceReader> read_range(const PlainFile& file, std::uint64_t begin, std::uint64_t end,
                                         const std::atomic<bool>* stop = nullptr);

}  // namespace why502::input

#endif  // WHY502_LIB_INPUT_PLAIN_FILE_H_
