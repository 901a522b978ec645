// openers.h -- the envelopes, one function each; its file says what it looks like.
#ifndef WHY502_LIB_ENVELOPE_OPENERS_H_
#define WHY502_LIB_ENVELOPE_OPENERS_H_

#include "lib/envelope/envelope.h"

namespace why502::envelope {

bool open_docker(const Sealed& line, Room& room, Opened* opened);
bool glance_docker(const Sealed& line, Room& room, Opened* opened);
bool open_cri(const Sealed& line, Room& room, Opened* opened);
bool open_compose(const Sealed& line, Room& room, Opened* opened);
bool open_kubectl(const Sealed& line, Room& room, Opened* opened);
bool open_journald(const Sealed& line, Room& room, Opened* opened);
bool open_syslog(const Sealed& line, Room& room, Opened* opened);
bool open_fluentd(const Sealed& line, Room& room, Opened* opened);
bool open_json(const Sealed& line, Room& room, Opened* opened);
bool open_timestamp(const Sealed& line, Room& room, Opened* opened);

}  // namespace why502::envelope

#endif  // WHY502_LIB_ENVELOPE_OPENERS_H_
