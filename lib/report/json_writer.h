// json_writer.h -- JSON written from left to right: no tree, no size limit.
#ifndef WHY502_LIB_REPORT_JSON_WRITER_H_
#define WHY502_LIB_REPORT_JSON_WRITER_H_

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "why502/event.h"

namespace why502::report {

// Whether the members of an object or array share a line or have one each.
enum class Layout : bool { line, rows };

// The values' order is the caller's business, and so is that keys stand in objects.
class JsonWriter {
 public:
  explicit JsonWriter(std::string* out) : out_(out) {}

  void open_object(Layout layout = Layout::line) { open('{', '}', layout); }
  void open_array(Layout layout = Layout::line) { open('[', ']', layout); }
  void close();

  // REQUIRES: `name` needs no escaping.
  void key(std::string_view name);

  // Bytes that are no UTF-8 become U+FFFD.
  void string(std::string_view value);
  void number(std::unsigned_integral auto value) { raw(std::to_string(value)); }
  void number(std::signed_integral auto value) { raw(std::to_string(value)); }
  void number(double value);  // null if it is none
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void null() { raw("null"); }

  // null for what is unknown: "", nothing, 0.
  void string_or_null(std::string_view value) { value.empty() ? null() : string(value); }
  void time_or_null(const std::optional<Timestamp>& time);
  void number_or_null(int value) { value == 0 ? null() : number(value); }

  // A key and its value.
  void open_object(std::string_view name, Layout layout = Layout::line) {
    key(name);
    open_object(layout);
  }
  void open_array(std::string_view name, Layout layout = Layout::line) {
    key(name);
    open_array(layout);
  }
  void string(std::string_view name, std::string_view value) {
    key(name);
    string(value);
  }
  void string_or_null(std::string_view name, std::string_view value) {
    key(name);
    string_or_null(value);
  }
  void number(std::string_view name, auto value) {
    key(name);
    number(value);
  }
  void number_or_null(std::string_view name, int value) {
    key(name);
    number_or_null(value);
  }
  void boolean(std::string_view name, bool value) {
    key(name);
    boolean(value);
  }
  void time_or_null(std::string_view name, const std::optional<Timestamp>& time) {
    key(name);
    time_or_null(time);
  }

 private:
  struct Level {
    char bracket;
    Layout layout;
    bool empty;
  };
  static constexpr std::size_t kDepth = 8;

  void open(char bracket, char closing, Layout layout);
  void raw(std::string_view text);
  void before_value();
  void new_line();

  std::string* out_;
  std::array<Level, kDepth> levels_{};
  std::size_t depth_ = 0;
  bool after_key_ = false;
};

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_JSON_WRITER_H_
