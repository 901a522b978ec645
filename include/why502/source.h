// source.h -- where bytes come from: a file, a pipe, memory, or your own reader.
#ifndef WHY502_SOURCE_H_
#define WHY502_SOURCE_H_

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "why502/attributes.h"
#include "why502/result.h"

namespace why502 {

// Implement this to read from where we cannot: a socket, an object store, an
// archive. The library calls it from one thread at a time.
class SourceReader {
 public:
  virtual ~SourceReader() = default;

  // Puts up to into.size() bytes (never 0) into `into` and returns how many; 0
  // is the end. Cut them anywhere. May block. After an error it is not called
  // again.
  virtual Result<std::size_t> read(std::span<char> into) = 0;

  // All bytes, if they lie in memory for as long as this object: they are then
  // looked at where they are, and read() is not called.
  virtual std::optional<std::string_view> contiguous() const noexcept { return std::nullopt; }
};

// A Source is a name and something to read from.
//
// LIFETIME. Owns its file or reader, but not what from_fd() and from_memory()
// were given.
// THREADS. One thread at a time; movable.
// COST. One allocation; no buffer of its own: whoever reads brings the room.
class Source {
 public:
  // A file by its path, links followed; "-" is standard input. What gzip, zstd, xz or bzip2
  // compressed, as its first bytes tell, is read uncompressed.
  // Errors: not_found, denied, unsupported (a directory, a socket), io.
  static Result<Source> open(const std::string& path);

  // Reads `fd` to its end, uncompressed as open() does; does not close it.
  static Source from_fd(int fd, std::string name = "<fd>");

  // No copy: `bytes` must outlive the Source and everything got from it.
  static Source from_memory(std::string_view bytes WHY502_LIFETIME_BOUND, std::string name = "<memory>");
  template <std::same_as<std::string> S>
  static Source from_memory(S&&, std::string = {}) = delete;  // a temporary; literals are fine

  // Your own. REQUIRES: reader != nullptr.
  static Source from_reader(std::unique_ptr<SourceReader> reader, std::string name);

  // As SourceReader::read(). After an error every call gives the same error;
  // after the end every call gives 0.
  // Errors: io, corrupt.
  Result<std::size_t> read(std::span<char> into);

  // All bytes at once, if they are in memory already.
  std::optional<std::string_view> contiguous() const noexcept WHY502_LIFETIME_BOUND;

  // For messages and reports: the path, "<stdin>", "<memory>".
  std::string_view name() const& noexcept WHY502_LIFETIME_BOUND { return name_; }
  std::string_view name() const&& = delete;

 private:
  Source(std::unique_ptr<SourceReader> reader, std::string name) noexcept;
  std::unique_ptr<SourceReader> reader_;
  std::string name_;
  std::optional<Error> failed_;
  bool ended_ = false;
};

}  // namespace why502

#endif  // WHY502_SOURCE_H_
