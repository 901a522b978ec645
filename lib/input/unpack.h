// unpack.h -- compressed bytes as the bytes that were compressed.
#ifndef WHY502_LIB_INPUT_UNPACK_H_
#define WHY502_LIB_INPUT_UNPACK_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "why502/result.h"
#include "why502/source.h"

namespace why502::input {

// One way of compressing, as a stream of members: gzip's members, zstd's frames, the
// streams of xz and bzip2. Any number of them may follow each other.
//
// THREADS. One at a time.
class Codec {
 public:
  virtual ~Codec() = default;

  struct Step {
    std::size_t consumed = 0, produced = 0;
    bool damaged = false;  // what was produced is good all the same
  };

  // Takes from `in` and puts into `out` as much as it can. `last`: nothing comes behind `in`.
  virtual Step step(std::string_view in, std::span<char> out, bool last) = 0;

  // Is what was consumed a whole number of members, and all of it given out?
  virtual bool is_between_members() const noexcept = 0;
};

// A kind of compression, told by its first bytes.
struct Compression {
  std::string_view id;     // "gzip"
  std::string_view magic;  // what a member begins with
  std::unique_ptr<Codec> (*codec)();
};

// As many bytes as compression_of() wants to see.
inline constexpr std::size_t kMagicBytes = 6;

// What begins with these bytes; nullptr if they are not compressed.
const Compression* compression_of(std::string_view first) noexcept;

// Reads what `packed` compresses. `name` is for errors.
// COST. 64 KiB, and what the codec needs.
std::unique_ptr<SourceReader> unpack(const Compression& compression, std::unique_ptr<SourceReader> packed,
                                     std::string name);

// The same where the first bytes are yet to be read: a pipe. Waits for kMagicBytes of them.
std::unique_ptr<SourceReader> unpack_if_packed(std::unique_ptr<SourceReader> reader, std::string name);

}  // namespace why502::input

#endif  // WHY502_LIB_INPUT_UNPACK_H_
