// json_members.h -- of one JSON object the members that a grammar asks for.
#ifndef WHY502_LIB_FORMAT_JSON_MEMBERS_H_
#define WHY502_LIB_FORMAT_JSON_MEMBERS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace why502::format {

// A member that tells a field: the object's own, or one of its object `parent`. Of several that tell the
// same field, the first of the table counts; of two of one name, the first in the line.
struct JsonMember {
  std::string_view parent, key;
  std::uint8_t field;
};

struct JsonValue {
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::string_view text = {};  // a string still escaped and without its quotes, or a number
  bool is_string = false;
  std::size_t rank = kNone;  // which member of the table it is

  bool is_there() const noexcept { return rank != kNone; }
  // What it tells as text; "" if it is a number, or is not there.
  std::string_view string() const noexcept { return is_string ? text : std::string_view(); }
};

// Is the line one whole object? Keeps the strings and numbers of its members; what is true, false,
// null, an object or a list is as if it were not there. O(line.size() + members * table.size()).
bool read_json_members(std::string_view line, std::span<const JsonMember> table, std::span<JsonValue> values) noexcept;

// A whole number of at most nine digits, of digits alone, as a number or in quotes; -1 if it is none.
int whole_number(const JsonValue& value) noexcept;

// Does the line begin as a shipper's do, whose records are no object of a gateway's own?
inline bool is_shippers(std::string_view line) noexcept {
  return line.starts_with("{\"log\":") || line.starts_with("{\"__");
}

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_JSON_MEMBERS_H_
