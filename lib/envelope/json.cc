// json.cc -- any JSON object a line that has a message: Fluent Bit, Fluentd, Vector, Filebeat,
// Google's LogEntry and others, by the keys that JsonObject::text() names. Their times are those
// of reading.
#include "lib/base/hash.h"
#include "lib/envelope/json_line.h"
#include "lib/envelope/openers.h"

namespace why502::envelope {

void name_writer(const JsonObject& object, Opened* opened) {
  constexpr Member kContainers[] = {Member::container_name, Member::journal_container, Member::pod_container,
                                    Member::beats_container, Member::cloud_container};
  constexpr Member kWriters[] = {Member::stream,
                                 Member::container_name,
                                 Member::container_id,
                                 Member::journal_container,
                                 Member::journal_container_id,
                                 Member::hostname,
                                 Member::identifier,
                                 Member::pid,
                                 Member::host,
                                 Member::host_name,
                                 Member::file,
                                 Member::file_path,
                                 Member::pod,
                                 Member::pod_container,
                                 Member::beats_pod,
                                 Member::beats_container,
                                 Member::cloud_pod,
                                 Member::cloud_container};
  for (const Member member : kContainers) {
    if (object.has(member) && opened->container.empty()) opened->container = object[member];
  }
  std::uint64_t stream = 0;
  for (const Member member : kWriters) {
    if (object.has(member)) stream = base::stable_hash(object[member], stream + static_cast<std::uint64_t>(member));
  }
  opened->stream = stream;
}

bool open_json(const Sealed& line, Room& room, Opened* opened) {
  const JsonObject* object = room.json(line.text, line.readable);
  if (object == nullptr || object->text().data() == nullptr) return false;
  opened->text = without_newline(object->text());
  name_writer(*object, opened);
  for (const Member member : {Member::at_timestamp, Member::timestamp, Member::time}) {
    if (!object->has(member)) continue;
    Stamp stamp;
    if (room.stamps().whole_reading((*object)[member], &stamp)) {
      opened->stamp = stamp;
      break;
    }
  }
  opened->is_partial = (*object)[Member::logtag] == "P" || (*object)[Member::fluent_bit_partial] == "P" ||
                       (*object)[Member::vector_partial] == "true" ||
                       ((*object)[Member::partial] == "true" && (*object)[Member::partial_last] != "true");
  return true;
}

}  // namespace why502::envelope
