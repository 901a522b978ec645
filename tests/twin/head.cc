// head.cc -- the twin's reading of a record's fixed beginning, byte by byte.
#include "tests/twin/head.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace why502_tests {
namespace {

using why502::Severity;

const std::vector<std::pair<std::string, Severity>> kLevels = {
    {"emerg", Severity::emerg}, {"alert", Severity::alert},   {"crit", Severity::crit}, {"error", Severity::error},
    {"warn", Severity::warn},   {"notice", Severity::notice}, {"info", Severity::info}, {"debug", Severity::debug}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads a text from the left. What does not fit is not taken.
class Cursor {
 public:
  explicit Cursor(const std::string& text) : text_(text) {}

  bool take(const std::string& word) {
    if (text_.compare(at_, word.size(), word) != 0) return false;
    at_ += word.size();
    return true;
  }

  // Exactly `count` digits.
  bool take_number(int count, int* value) {
    *value = 0;
    for (int i = 0; i < count; ++i) {
      if (at_ == text_.size() || !is_digit(text_[at_])) return false;
      *value = *value * 10 + (text_[at_] - '0');
      ++at_;
    }
    return true;
  }

  // All the digits that come; "" if none does.
  std::string take_digits() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  std::size_t at() const { return at_; }

 private:
  const std::string& text_;
  std::size_t at_ = 0;
};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_of_month(int year, int month) {
  const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

}  // namespace

std::optional<why502::Timestamp> moment(int year, int month, int day, int hour, int minute, int second) {
  if (month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > days_of_month(year, month)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  long long days = day - 1;
  for (int y = 1970; y < year; ++y) days += is_leap(y) ? 366 : 365;
  for (int y = year; y < 1970; ++y) days -= is_leap(y) ? 366 : 365;
  for (int m = 1; m < month; ++m) days += days_of_month(year, m);
  const long long seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
  return why502::Timestamp(std::chrono::seconds(seconds));
}

// `nginx: [emerg] `.
static std::optional<Head> console_head_of(const std::string& line) {
  for (const auto& [word, severity] : kLevels) {
    const std::string start = "nginx: [" + word + "] ";
    if (line.compare(0, start.size(), start) != 0) continue;
    Head head;
    head.severity = severity;
    head.length = start.size();
    return head;
  }
  return std::nullopt;
}

std::optional<Head> head_of(const std::string& line) {
  if (const auto head = console_head_of(line)) return head;
  Cursor cursor(line);
  int year, month, day, hour, minute, second;
  if (!cursor.take_number(4, &year) || !cursor.take("/")) return std::nullopt;
  if (!cursor.take_number(2, &month) || !cursor.take("/")) return std::nullopt;
  if (!cursor.take_number(2, &day) || !cursor.take(" ")) return std::nullopt;
  if (!cursor.take_number(2, &hour) || !cursor.take(":")) return std::nullopt;
  if (!cursor.take_number(2, &minute) || !cursor.take(":")) return std::nullopt;
  if (!cursor.take_number(2, &second) || !cursor.take(" [")) return std::nullopt;

  Head head;
  for (const auto& [word, severity] : kLevels) {
    if (cursor.take(word + "] ")) {
      head.severity = severity;
      break;
    }
  }
  if (head.severity == Severity::unknown) return std::nullopt;

  const std::string pid = cursor.take_digits();
  if (pid.empty() || !cursor.take("#")) return std::nullopt;
  const std::string tid = cursor.take_digits();
  if (tid.empty() || !cursor.take(": ")) return std::nullopt;
  head.process = pid + "#" + tid;
  head.time = moment(year, month, day, hour, minute, second);
  head.length = cursor.at();

  if (cursor.take("*")) {
    const std::string connection = cursor.take_digits();
    if (!connection.empty() && cursor.take(" ")) {
      head.connection = connection;
      head.length = cursor.at();
    }
  }
  return head;
}

}  // namespace why502_tests
