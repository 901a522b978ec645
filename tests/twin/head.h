// head.h -- the twin's reading of a record's fixed beginning.
#ifndef WHY502_TESTS_TWIN_HEAD_H_
#define WHY502_TESTS_TWIN_HEAD_H_

#include <cstddef>
#include <optional>
#include <string>

#include "why502/event.h"

namespace why502_tests {

// YYYY/MM/DD hh:mm:ss [level] pid#tid: [*connection ]
struct Head {
  std::optional<why502::Timestamp> time;  // nothing: the digits are no time
  why502::Severity severity = why502::Severity::unknown;
  std::string process;     // "pid#tid"
  std::string connection;  // without its star; "" if there is none
  std::size_t length = 0;  // the message begins here
  bool zoned = false;      // the time is of a stamp that names its zone
  bool weak = false;       // see ARCHITECTURE.md; nginx's never is
};

// The head at the begin of `line`, if it has one.
std::optional<Head> head_of(const std::string& line);

// UTC, by counting days. Nothing if there is no such moment.
std::optional<why502::Timestamp> moment(int year, int month, int day, int hour, int minute, int second);

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_HEAD_H_
