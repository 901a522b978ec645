// nginx_event.h -- the event that a record tells of.
#ifndef WHY502_LIB_FORMAT_NGINX_EVENT_H_
#define WHY502_LIB_FORMAT_NGINX_EVENT_H_

#include "lib/format/event_builder.h"
#include "lib/format/format.h"
#include "lib/format/message_memo.h"
#include "lib/format/nginx_context.h"

namespace why502::format {

// May a record that no rule knows be `other`, a failure?
inline bool tells_of_upstream(const NginxContext& context) noexcept {
  return context.action != Phase::unknown || context.has_upstream;
}

// `known`: what the message means. Refers to the record. O(length of the record).
EventBuilder nginx_event(const Record& record, const NginxContext& context, const MessageMemo::Known& known,
                         bool truncated) noexcept;

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_NGINX_EVENT_H_
