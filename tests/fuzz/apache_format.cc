// apache_format.cc -- fuzz target: an ErrorLogFormat is compiled or refused in a sentence; lines are read by it.
//
// The first line of an input is the format, the others are a log.
#include "lib/format/apache_format.h"

#include "tests/fuzz/targets.h"

namespace why502_tests {

void fuzz_apache_format(std::string_view input) {
  const std::string_view all = input, text = take_line(&input);
  const auto format = why502::format::ApacheFormat::compile(text);
  if (!format) {
    require(format.error().code == why502::Errc::bad_option && !format.error().message.empty() &&
                format.error().message.find('\n') == std::string::npos,
            "no sentence: " + format.error().message, all);
    return;
  }
  while (!input.empty()) {
    const std::string line(take_line(&input));  // of its own: who reads beyond it is caught
    why502::format::ApacheHead head;
    if (!format->read(line, &head)) continue;
    const auto is_inside = [&](std::string_view field) {
      return field.empty() || (field.data() >= line.data() && field.data() + field.size() <= line.data() + line.size());
    };
    require(is_inside(head.stamp) && is_inside(head.module) && is_inside(head.process) && is_inside(head.peer) &&
                is_inside(head.server) && head.message <= line.size() &&
                (head.message_end == std::string_view::npos ||
                 (head.message <= head.message_end && head.message_end <= line.size())),
            "a field is outside of the line", all);
  }
}

}  // namespace why502_tests
