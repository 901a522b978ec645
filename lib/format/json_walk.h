// json_walk.h -- one JSON object, member by member.
#ifndef WHY502_LIB_FORMAT_JSON_WALK_H_
#define WHY502_LIB_FORMAT_JSON_WALK_H_

#include <cstddef>
#include <string_view>

#include "lib/base/json_text.h"

namespace why502::format {

// Walks over one whole object by RFC 8259, but with any bytes from 0x80 on: what servers write of a client's
// bytes need be no UTF-8. Nested at most 32 deep. Tells the visitor, in their order, with keys and strings as they
// stand there, still escaped and without quotes:
//   In enter(In in, key)              an object begins; what its members are to be called
//   void string(In in, key, text)     also of arrays, whose values are In::nothing's, without a key
//   void word(In in, key, text)       a number, true, false, null, or what is none of these and breaks the object
//
// COST. O(line.size()), no allocation; a recursion of at most 32.
template <typename Visitor, typename In>
class JsonWalk {
 public:
  JsonWalk(std::string_view text, Visitor* to) noexcept : text_(text), to_(to) {}

  // Is all of the text one object, whose members are `in`?
  bool whole(In in) noexcept {
    if (!object(in, 1)) return false;
    skip_blanks();
    return at_ == text_.size();
  }

 private:
  static constexpr int kMaxDepth = 32;

  void skip_blanks() noexcept {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }
  bool take(char c) noexcept {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool object(In in, int depth) noexcept {
    if (depth > kMaxDepth || !take('{')) return false;
    if (take('}')) return true;
    do {
      std::string_view key;
      skip_blanks();
      if (!string(&key) || !take(':')) return false;
      if (!value(in, key, depth)) return false;
    } while (take(','));
    return take('}');
  }

  bool array(int depth) noexcept {
    if (depth > kMaxDepth || !take('[')) return false;
    if (take(']')) return true;
    do {
      if (!value(In::nothing, {}, depth)) return false;
    } while (take(','));
    return take(']');
  }

  bool value(In in, std::string_view key, int depth) noexcept {
    skip_blanks();
    if (at_ >= text_.size()) return false;
    switch (text_[at_]) {
      case '{': return object(to_->enter(in, key), depth + 1);
      case '[': return array(depth + 1);
      case '"': {
        std::string_view text;
        if (!string(&text)) return false;
        to_->string(in, key, text);
        return true;
      }
      default: return word(in, key);
    }
  }

  bool word(In in, std::string_view key) noexcept {
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view(",]} \t\n\r").find(text_[at_]) == std::string_view::npos) ++at_;
    const std::string_view text = text_.substr(begin, at_ - begin);
    to_->word(in, key, text);
    return text == "true" || text == "false" || text == "null" || base::is_json_number(text);
  }

  bool string(std::string_view* text) noexcept {
    if (at_ >= text_.size() || text_[at_] != '"') return false;
    const std::size_t begin = ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        *text = text_.substr(begin, at_++ - begin);
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return false;
      const std::size_t length = c == '\\' ? base::read_json_escape(text_.substr(at_)).length : 1;
      if (length == 0) return false;
      at_ += length;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Visitor* to_;
};

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_JSON_WALK_H_
