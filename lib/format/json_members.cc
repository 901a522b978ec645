// json_members.cc -- of one JSON object the members that a grammar asks for.
#include "lib/format/json_members.h"

#include "lib/base/bytes.h"
#include "lib/base/json_text.h"
#include "lib/format/json_walk.h"

namespace why502::format {
namespace {

enum class In : std::uint8_t { nothing, object, inner };

class Visitor {
 public:
  Visitor(std::span<const JsonMember> table, std::span<JsonValue> values) noexcept : table_(table), values_(values) {}

  In enter(In in, std::string_view key) noexcept {
    if (in != In::object) return In::nothing;
    parent_ = key;
    return In::inner;
  }
  void string(In in, std::string_view key, std::string_view text) noexcept { keep(in, key, text, true); }
  void word(In in, std::string_view key, std::string_view text) noexcept {
    if (base::is_json_number(text)) keep(in, key, text, false);
  }

 private:
  void keep(In in, std::string_view key, std::string_view text, bool is_string) noexcept {
    if (in == In::nothing) return;
    const std::string_view parent = in == In::inner ? parent_ : std::string_view();
    for (std::size_t i = 0; i < table_.size(); ++i) {
      const JsonMember& member = table_[i];
      if (member.key != key || member.parent != parent) continue;
      JsonValue& value = values_[member.field];
      if (i < value.rank) value = {text, is_string, i};
    }
  }

  std::span<const JsonMember> table_;
  std::span<JsonValue> values_;
  std::string_view parent_;
};

}  // namespace

bool read_json_members(std::string_view line, std::span<const JsonMember> table, std::span<JsonValue> values) noexcept {
  for (JsonValue& value : values) value = {};
  Visitor visitor(table, values);
  return JsonWalk<Visitor, In>(line, &visitor).whole(In::object);
}

int whole_number(const JsonValue& value) noexcept {
  constexpr std::size_t kLongest = 9;
  const std::string_view digits = value.text;
  if (digits.empty() || digits.size() > kLongest || base::skip_digits(digits, 0) != digits.size()) return -1;
  return base::to_int(digits);
}

}  // namespace why502::format
