// apache_format.cc -- an ErrorLogFormat of one's own, compiled into a reader.
#include "lib/format/apache_format.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "lib/base/bytes.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

Error wrong(std::string_view format, std::size_t at, const std::string& why) {
  return {Errc::bad_option, "the ErrorLogFormat cannot be read at byte " + std::to_string(at + 1) + ", '" +
                                std::string(format.substr(at, 20)) + "': " + why};
}

// The number in "(111)Connection refused", or -1 if the value has not this shape.
int error_of(std::string_view value) noexcept {
  if (!value.starts_with('(')) return -1;
  value.remove_prefix(1);
  int base = 0;
  if (value.starts_with("EAI ")) {
    base = 670000;
    value.remove_prefix(4);
  } else if (value.starts_with("OS ")) {
    value.remove_prefix(3);
  }
  const std::size_t end = base::skip_digits(value, 0);
  if (end == 0 || end > 6 || end == value.size() || value[end] != ')') return -1;
  return base + base::to_int(value.substr(0, end));
}

// How many blanks stand in a time of "%{argument}t": "Thu Nov 26 00:02:17 2026" has four,
// with c it is "2026-11-26 00:02:17", and z appends a zone. Else it is strftime's.
int blanks_in_time(std::string_view argument) noexcept {
  if (argument.find('%') != npos) return static_cast<int>(std::count(argument.begin(), argument.end(), ' '));
  return (argument.find('c') != npos ? 1 : 4) + (argument.find('z') != npos ? 1 : 0);
}

// "proxy_util.c(3949)"
bool is_source(std::string_view value) noexcept {
  const std::size_t open = value.rfind('(');
  return open != npos && value.ends_with(')') && value.find(' ') == npos && value.substr(0, open).find('.') != npos &&
         base::skip_digits(value, open + 1) + 1 == value.size();
}

}  // namespace

bool ApacheFormat::Field::may_miss() const noexcept {
  return std::any_of(items.begin(), items.end(), [](const Item& item) { return item.may_miss; });
}

Result<ApacheFormat> ApacheFormat::compile(std::string_view format) {
  ApacheFormat result;
  result.fields_.emplace_back();
  bool has_message = false;
  const auto literal = [&](char c) {
    std::vector<Item>& items = result.fields_.back().items;
    if (items.empty() || items.back().kind != Kind::literal) items.emplace_back();
    items.back().literal += c;
  };
  for (std::size_t at = 0; at < format.size(); ++at) {
    const char c = format[at];
    if (c == ' ') {
      result.fields_.emplace_back();
      continue;
    }
    if (c == '\\' && at + 1 < format.size()) {
      literal(format[++at]);
      continue;
    }
    if (c != '%') {
      literal(c);
      continue;
    }
    const std::size_t begin = at++;
    if (at < format.size() && format[at] == ' ') {
      result.fields_.emplace_back().joined = true;
      continue;
    }
    if (at < format.size() && format[at] == '%') {
      literal('%');
      continue;
    }
    Item item;
    bool dash = false, required = false, leveled = false;
    for (; at < format.size() && (format[at] == '-' || format[at] == '+' || base::is_digit(format[at])); ++at) {
      dash = dash || format[at] == '-';
      required = required || format[at] == '+';
      leveled = leveled || base::is_digit(format[at]);
    }
    std::string_view argument;
    if (at < format.size() && format[at] == '{') {
      const std::size_t end = format.find('}', at);
      if (end == npos) return wrong(format, begin, "its '{' has no '}'");
      argument = format.substr(at + 1, end - at - 1);
      at = end + 1;
    }
    if (at == format.size()) return wrong(format, begin, "an item ends with a letter that names it");
    bool always = false;  // Apache has a value for it
    switch (format[at]) {
      case 't': item.kind = Kind::time, always = true; break;
      case 'l': item.kind = Kind::level, always = true; break;
      case 'm': item.kind = Kind::module; break;
      case 'P': item.kind = Kind::process, always = true; break;
      case 'T': item.kind = Kind::thread; break;
      case 'F': item.kind = Kind::source; break;
      case 'E': item.kind = Kind::error; break;
      case 'a': item.kind = Kind::peer; break;
      case 'v':
      case 'V': item.kind = Kind::server; break;
      case 'M': item.kind = Kind::message, always = true; break;
      case 'A':
      case 'L':
      case 'e':
      case 'i':
      case 'k':
      case 'n': item.kind = Kind::text; break;
      default: return wrong(format, begin, "ErrorLogFormat has no such item");
    }
    if (item.kind == Kind::time) item.blanks = blanks_in_time(argument);
    item.may_miss = (!always || leveled) && !dash && !required;
    result.has_level_ = result.has_level_ || item.kind == Kind::level;
    if (item.kind == Kind::message) {
      if (has_message) return wrong(format, begin, "a record has one message");
      has_message = true;
    }
    std::vector<Item>& items = result.fields_.back().items;
    if (!items.empty() && items.back().kind != Kind::literal) {
      return wrong(format, begin, "nothing stands between this item and the one before it");
    }
    items.push_back(std::move(item));
  }
  if (!has_message) return Error{Errc::bad_option, "the ErrorLogFormat has no %M, so no message could be read"};
  return result;
}

// The literal that the next field which has one begins with, as it ends a message; with its
// blank, if there is one.
std::string_view ApacheFormat::literal_behind(std::size_t field) const noexcept {
  if (field + 1 >= fields_.size()) return {};
  const Field& next = fields_[field + 1];
  if (next.items.empty() || next.items.front().kind != Kind::literal) return {};
  return next.items.front().literal;
}

// Reads the field that begins at *at; `behind` is what the next one begins with.
bool ApacheFormat::read_field(const Field& field, std::string_view line, std::size_t* at, ApacheHead* head,
                              std::string_view behind) const noexcept {
  std::size_t begin = *at;
  for (std::size_t i = 0; i < field.items.size(); ++i) {
    const Item& item = field.items[i];
    if (item.kind == Kind::literal) {
      if (!base::stands_at(line, begin, item.literal)) return false;
      begin += item.literal.size();
      continue;
    }
    // A value ends where the literal behind it begins, or at the field's blank.
    std::string_view until = i + 1 < field.items.size() ? std::string_view(field.items[i + 1].literal) : " ";
    if (item.kind == Kind::message && i + 1 == field.items.size()) until = behind;
    std::size_t end = until.empty() ? npos : line.find(until, begin);
    for (int blank = 0; until == " " && blank < item.blanks && end != npos; ++blank) end = line.find(' ', end + 1);
    if (end == npos) {
      if (i + 1 < field.items.size() && item.kind != Kind::message) return false;
      end = line.size();
    }
    const std::string_view value = line.substr(begin, end - begin);
    const bool is_dash = value == "-";
    if (value.empty() && item.kind != Kind::message) return false;
    switch (item.kind) {
      case Kind::time: head->stamp = value; break;
      case Kind::level:
        head->severity = apache_level(value);
        if (head->severity == Severity::unknown) return false;
        break;
      case Kind::module:
        if (!is_dash) head->module = value;
        break;
      case Kind::process: head->process = value; break;
      case Kind::thread:
        if (!head->process.empty() && head->process.data() < value.data()) {
          head->process = std::string_view(
              head->process.data(), static_cast<std::size_t>(value.data() + value.size() - head->process.data()));
        }
        break;
      case Kind::source:
        if (!is_dash && !is_source(value)) return false;
        break;
      case Kind::error: {
        const int number = is_dash ? 0 : error_of(value);
        if (number < 0) return false;
        head->error = number;
        break;
      }
      case Kind::peer:
        if (value.find(' ') != npos) return false;
        if (!is_dash) head->peer = value;
        break;
      case Kind::server:
        if (!is_dash) head->server = value;
        break;
      case Kind::message:
        head->message = begin;
        head->message_end = end;
        break;
      case Kind::text:
      case Kind::literal: break;
    }
    begin = end;
  }
  *at = begin;
  return true;
}

bool ApacheFormat::read(std::string_view line, ApacheHead* head) const noexcept {
  *head = {};
  head->message_end = npos;
  std::size_t at = 0;
  bool first = true;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const Field& field = fields_[i];
    std::size_t begin = at;
    if (!first && !field.joined) {
      if (begin >= line.size() || line[begin] != ' ') {
        if (field.may_miss()) continue;
        return false;
      }
      ++begin;
    }
    ApacheHead found = *head;
    if (read_field(field, line, &begin, &found, literal_behind(i))) {
      *head = found;
      at = begin;
      first = false;
    } else if (!field.may_miss()) {
      return false;
    }
  }
  if (head->message_end == npos) return false;
  head->has_level = has_level_;
  return true;
}

}  // namespace why502::format
