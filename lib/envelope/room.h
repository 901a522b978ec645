// room.h -- what opening an envelope needs: the options, the stamps' memory, room for unescaped text.
#ifndef WHY502_LIB_ENVELOPE_ROOM_H_
#define WHY502_LIB_ENVELOPE_ROOM_H_

#include <cstddef>
#include <memory>
#include <string_view>

#include "lib/envelope/stamps.h"

namespace why502::envelope {

class JsonObject;

// LIFETIME. Refers to the options' key and zone. One a level of nesting: what was
// unescaped stays while the next envelope inside it is opened.
// THREADS. One at a time.
// COST. Nothing until it is used; then it grows to the longest line.
class Room {
 public:
  Room(std::string_view json_key, Stamps stamps);
  Room(Room&&) noexcept;
  ~Room();

  Stamps& stamps() noexcept { return stamps_; }

  // At least `size` bytes, whose old content is lost.
  char* bytes(std::size_t size) {
    if (size > size_) grow(size);
    return bytes_.get();
  }

  // Forgets the JSON object of the last line.
  void next_line() noexcept { is_json_read_ = false; }

  // The line as a JSON object, read once a line; nullptr if it is none.
  const JsonObject* json(std::string_view line, std::size_t readable);

 private:
  void grow(std::size_t size);

  std::string_view json_key_;
  Stamps stamps_;
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::unique_ptr<JsonObject> json_;
  bool is_json_read_ = false, is_json_ = false;
};

}  // namespace why502::envelope

#endif  // WHY502_LIB_ENVELOPE_ROOM_H_
