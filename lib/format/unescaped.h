// unescaped.h -- what stands escaped in JSON, side by side as it is meant.
#ifndef WHY502_LIB_FORMAT_UNESCAPED_H_
#define WHY502_LIB_FORMAT_UNESCAPED_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "lib/base/json_text.h"

namespace why502::format {

// The fields of a record unescaped, one behind the other, in a text in which nothing moves, since it
// has room for all.
//
// LIFETIME. Views into `room`, until it is used again.
class Unescaped {
 public:
  // What is told besides the fields: "71#71: *9", " (111: )". Some fields stand there twice.
  static constexpr std::size_t kMore = 64;

  Unescaped(std::string_view record, std::string* room) : text_(room) {
    text_->clear();
    text_->reserve(2 * record.size() + kMore);
  }

  std::string_view all() const noexcept { return *text_; }
  std::size_t size() const noexcept { return text_->size(); }
  std::string_view since(std::size_t begin) const noexcept { return all().substr(begin); }

  std::string_view add(std::string_view value) {
    const std::size_t begin = size();
    append(value);
    return since(begin);
  }
  // Those that are not empty, with a blank between: a request line of its three members.
  std::string_view add_words(std::initializer_list<std::string_view> words) {
    const std::size_t begin = size();
    for (const std::string_view word : words) {
      if (word.empty()) continue;
      if (size() > begin) append_plain(" ");
      append(word);
    }
    return since(begin);
  }
  void append_plain(std::string_view text) { text_->append(text); }
  void append(std::string_view value) {
    for (std::size_t at = 0; at < value.size();) {
      const std::size_t backslash = value.find('\\', at);
      text_->append(value.substr(at, backslash - at));
      if (backslash == std::string_view::npos) return;
      const base::JsonEscape escape = base::read_json_escape(value.substr(backslash));
      text_->append(escape.bytes, escape.size);
      at = backslash + escape.length;
    }
  }

 private:
  std::string* text_;
};

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_UNESCAPED_H_
