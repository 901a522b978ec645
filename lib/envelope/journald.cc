// journald.cc -- `journalctl -o json`: an object with MESSAGE (a string, an array of bytes where
// it is no printable text, null where it is long and --all was not given) and the time of
// writing in microseconds, as strings.
#include "lib/envelope/json_line.h"
#include "lib/envelope/openers.h"

namespace why502::envelope {

bool open_journald(const Sealed& line, Room& room, Opened* opened) {
  const JsonObject* object = room.json(line.text, line.readable);
  if (object == nullptr || !object->has(Member::journal_message)) return false;
  auto time = Stamps::unix_micros((*object)[Member::source_realtime]);
  if (!time) time = Stamps::unix_micros((*object)[Member::realtime]);
  if (!time) return false;
  opened->text = without_newline((*object)[Member::journal_message]);
  name_writer(*object, opened);
  opened->stamp = {StampKind::writing, *time};
  opened->is_partial =
      (*object)[Member::journal_partial] == "true" && (*object)[Member::journal_partial_last] != "true";
  return true;
}

}  // namespace why502::envelope
