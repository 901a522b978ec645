// timestamp.cc -- a time before each line: `docker logs --timestamps`, `kubectl logs --timestamps`,
// CloudWatch's exports.
//
//   2026-11-22T13:45:11.123456789Z text
#include "lib/envelope/openers.h"

namespace why502::envelope {

bool open_timestamp(const Sealed& line, Room& room, Opened* opened) {
  Timestamp time;
  const std::size_t end = room.stamps().rfc3339(line.text, &time);
  if (end == 0 || end >= line.text.size() || (line.text[end] != ' ' && line.text[end] != '\t')) return false;
  opened->text = line.text.substr(end + 1);
  opened->stamp = {StampKind::writing, time};
  return true;
}

}  // namespace why502::envelope
