// json_object.cc -- one JSON object by simdjson On-Demand: no tree, no exceptions.
#include "lib/envelope/json_object.h"

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>
#include <optional>

#include "lib/base/bytes.h"
#include "lib/base/json_text.h"

namespace why502::envelope {
namespace {

namespace od = simdjson::ondemand;

constexpr std::string_view kPaths[] = {
#define WHY502_MEMBER(name, path) path,
    WHY502_JSON_MEMBERS(WHY502_MEMBER)
#undef WHY502_MEMBER
};

std::string_view trimmed(std::string_view token) noexcept {
  const std::size_t last = token.find_last_not_of(" \t\n\r");
  return token.substr(0, last + 1);
}

// A half of a surrogate pair alone, which simdjson lets through as three bytes. The line was
// UTF-8, so they can only come of an escape.
bool has_surrogate(std::string_view text) noexcept {
  for (std::size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1)) {
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
  }
  return false;
}

// The keys down to a value, joined by dots. Longer paths than any that we know are forgotten.
class Path {
 public:
  // The path one key longer, to be cut back to the size that this gives.
  std::size_t push(std::string_view key) noexcept {
    const std::size_t before = size_;
    if (depth_++ > 0) append(".");
    append(key);
    return before;
  }
  void pop(std::size_t size) noexcept {
    --depth_;
    size_ = size;
  }
  // Nothing if it is longer than any that we know.
  std::optional<std::string_view> view() const noexcept {
    if (size_ > sizeof bytes_) return std::nullopt;
    return std::string_view(bytes_, size_);
  }

 private:
  void append(std::string_view text) noexcept {
    if (size_ + text.size() <= sizeof bytes_) std::memcpy(bytes_ + size_, text.data(), text.size());
    size_ += text.size();
  }

  char bytes_[256];
  std::size_t size_ = 0;
  int depth_ = 0;
};

}  // namespace

struct JsonObject::Reader {
  od::parser parser;
  std::unique_ptr<char[]> line;  // where bytes behind a line cannot be read
  std::size_t line_capacity = 0;
  std::unique_ptr<char[]> bytes;  // of MESSAGE
  std::size_t bytes_capacity = 0;
  Path path;
  JsonObject* to = nullptr;

  // Room for a line of `size` bytes, in steps, so that not every longer line allocates.
  bool reserve(std::size_t size) {
    if (parser.capacity() >= size) return true;
    const auto error = parser.allocate(std::bit_ceil(std::max<std::size_t>(size, 4096)));
    if (error == simdjson::MEMALLOC) throw std::bad_alloc();
    return error == simdjson::SUCCESS;
  }

  static char* grown(std::unique_ptr<char[]>& room, std::size_t& capacity, std::size_t size) {
    if (capacity < size) {
      capacity = std::bit_ceil(size);
      room = std::make_unique_for_overwrite<char[]>(capacity);
    }
    return room.get();
  }

  void keep(std::string_view value) noexcept {
    const auto at = path.view();
    if (!at) return;
    const auto keep_as = [&](std::size_t i) {
      if (to->members_[i].data() == nullptr) to->members_[i] = value;
    };
    for (std::size_t i = 0; i + 1 < kMemberCount; ++i) {
      if (kPaths[i] == *at) keep_as(i);
    }
    if (!to->chosen_.empty() && to->chosen_ == *at) keep_as(kMemberCount - 1);
  }

  // Reads a value; its strings are kept if `is_kept`. false: it is no JSON.
  bool read(od::value value, int depth, bool is_kept) {
    od::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS) return false;
    switch (type) {
      case od::json_type::object: return read_object(value, depth + 1, is_kept);
      case od::json_type::array: return read_array(value, depth + 1, is_kept);
      case od::json_type::string: {
        std::string_view text;
        if (value.get_string().get(text) != simdjson::SUCCESS || has_surrogate(text)) return false;
        if (is_kept) keep(text);
        return true;
      }
      // Of any size: simdjson would refuse those that no machine number holds.
      case od::json_type::number: return base::is_json_number(trimmed(value.raw_json_token()));
      case od::json_type::boolean: {
        const std::string_view token = trimmed(value.raw_json_token());
        if (is_kept && token == "true" && path.view() == "_partial") keep("true");
        return token == "true" || token == "false";
      }
      case od::json_type::null: return trimmed(value.raw_json_token()) == "null";
    }
    return false;
  }

  template <typename Value>
  bool read_object(Value& value, int depth, bool is_kept) {
    if (depth > kMaxDepth) return false;
    od::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return false;
    for (auto result : object) {
      od::field field;
      if (std::move(result).get(field) != simdjson::SUCCESS) return false;
      std::string_view key;
      if (field.unescaped_key().get(key) != simdjson::SUCCESS || has_surrogate(key)) return false;
      if (depth == 1) {
        to->only_dockers_ = to->only_dockers_ && (key == "log" || key == "stream" || key == "attrs" || key == "time");
      }
      const std::size_t before = path.push(key);
      const bool good = read(field.value(), depth, is_kept);
      path.pop(before);
      if (!good) return false;
    }
    return true;
  }

  // Only MESSAGE tells something as an array: its bytes, or the first of several values.
  bool read_array(od::value& value, int depth, bool is_kept) {
    if (depth > kMaxDepth) return false;
    const bool is_message = is_kept && depth == 2 && path.view() == "MESSAGE" && !to->has(Member::journal_message);
    od::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return false;
    std::size_t count = 0;
    bool all_bytes = is_message;
    for (auto result : array) {
      od::value element;
      if (result.get(element) != simdjson::SUCCESS) return false;
      if (all_bytes) all_bytes = take_byte(element, &count);
      od::json_type type;
      if (element.type().get(type) != simdjson::SUCCESS) return false;
      if (!read(element, depth, is_message && type == od::json_type::string)) return false;
    }
    if (all_bytes && count > 0) keep({bytes.get(), count});
    return true;
  }

  bool take_byte(od::value& element, std::size_t* count) {
    const std::string_view token = trimmed(element.raw_json_token());
    if (token.empty() || token.size() > 3 || base::skip_digits(token, 0) != token.size()) return false;
    const int byte = base::to_int(token);
    if (byte > 255) return false;
    bytes[(*count)++] = static_cast<char>(byte);
    return true;
  }
};

JsonObject::JsonObject(std::string_view chosen) : chosen_(chosen), reader_(std::make_unique<Reader>()) {
  reader_->to = this;
}
JsonObject::~JsonObject() = default;

bool JsonObject::read(std::string_view line, std::size_t readable) {
  members_.fill({});
  only_dockers_ = true;
  Reader& r = *reader_;
  r.path = {};
  if (!line.starts_with('{') || !r.reserve(line.size())) return false;
  const char* data = line.data();
  if (readable - line.size() < simdjson::SIMDJSON_PADDING) {
    char* const copy = Reader::grown(r.line, r.line_capacity, line.size() + simdjson::SIMDJSON_PADDING);
    std::memcpy(copy, line.data(), line.size());
    std::memset(copy + line.size(), ' ', simdjson::SIMDJSON_PADDING);
    data = copy;
  }
  Reader::grown(r.bytes, r.bytes_capacity, line.size());
  od::document document;
  const auto error =
      r.parser.iterate(simdjson::padded_string_view(data, line.size(), line.size() + simdjson::SIMDJSON_PADDING))
          .get(document);
  if (error != simdjson::SUCCESS) return false;
  // Nothing may stand behind the object.
  return r.read_object(document, 1, true) && document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

std::string_view JsonObject::text() const noexcept {
  constexpr Member kTexts[] = {Member::chosen,          Member::log,          Member::message,     Member::msg,
                               Member::journal_message, Member::text_payload, Member::json_payload};
  for (const Member member : kTexts) {
    if (has(member)) return (*this)[member];
  }
  return {};
}

}  // namespace why502::envelope
