// room.cc -- what opening an envelope needs.
#include "lib/envelope/room.h"

#include <bit>
#include <utility>

#if WHY502_WITH_JSON
#include "lib/envelope/json_object.h"
#endif

namespace why502::envelope {

#if !WHY502_WITH_JSON
class JsonObject {};
#endif

Room::Room(std::string_view json_key, Stamps stamps) : json_key_(json_key), stamps_(std::move(stamps)) {}
Room::Room(Room&&) noexcept = default;
Room::~Room() = default;

void Room::grow(std::size_t size) {
  size_ = std::bit_ceil(size);
  bytes_ = std::make_unique_for_overwrite<char[]>(size_);
}

#if WHY502_WITH_JSON
const JsonObject* Room::json(std::string_view line, std::size_t readable) {
  if (!is_json_read_) {
    is_json_read_ = true;
    if (json_ == nullptr) json_ = std::make_unique<JsonObject>(json_key_);
    is_json_ = json_->read(line, readable);
  }
  return is_json_ ? json_.get() : nullptr;
}
#endif

}  // namespace why502::envelope
