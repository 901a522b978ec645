// json_writer.cc -- commas, line breaks and escapes (the door to nlohmann-json).
#include "lib/report/json_writer.h"

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>

#include "why502/time.h"

namespace why502::report {
namespace {

using nlohmann::json;

// Most strings of a log are such, and need no second look.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
}

}  // namespace

void JsonWriter::open(char bracket, char closing, Layout layout) {
  assert(depth_ < kDepth);
  before_value();
  *out_ += bracket;
  levels_[depth_++] = {closing, layout, true};
}

void JsonWriter::close() {
  assert(depth_ > 0);
  const Level level = levels_[--depth_];
  if (level.layout == Layout::rows && !level.empty) new_line();
  *out_ += level.bracket;
}

void JsonWriter::key(std::string_view name) {
  before_value();
  *out_ += '"';
  *out_ += name;
  *out_ += "\":";
  if (depth_ != 0 && levels_[depth_ - 1].layout == Layout::rows) *out_ += ' ';
  after_key_ = true;
}

void JsonWriter::string(std::string_view value) {
  before_value();
  if (is_plain(value)) {
    *out_ += '"';
    *out_ += value;
    *out_ += '"';
  } else {
    *out_ += json(value).dump(-1, ' ', false, json::error_handler_t::replace);
  }
}

void JsonWriter::number(double value) { raw(json(value).dump()); }

void JsonWriter::time_or_null(const std::optional<Timestamp>& time) {
  if (time) {
    raw('"' + format_time(*time) + '"');
  } else {
    null();
  }
}

void JsonWriter::raw(std::string_view text) {
  before_value();
  *out_ += text;
}

void JsonWriter::before_value() {
  if (after_key_ || depth_ == 0) {
    after_key_ = false;
    return;
  }
  Level& level = levels_[depth_ - 1];
  if (!level.empty) *out_ += ',';
  level.empty = false;
  if (level.layout == Layout::rows) new_line();
}

void JsonWriter::new_line() {
  *out_ += '\n';
  out_->append(2 * depth_, ' ');
}

}  // namespace why502::report
