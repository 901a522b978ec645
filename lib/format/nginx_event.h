// nginx_event.h -- the event that a record tells of.
#ifndef WHY502_LIB_FORMAT_NGINX_EVENT_H_
#define WHY502_LIB_FORMAT_NGINX_EVENT_H_

#include "lib/base/bytes.h"
#include "lib/format/event_builder.h"
#include "lib/format/format.h"
#include "lib/format/message_memo.h"
#include "lib/format/nginx_context.h"

namespace why502::format {

// May a record that no rule knows be `other`, a failure? Also one that was cut within the action, or is of a server
// whose actions are not known.
inline bool tells_of_upstream(const NginxContext& context) noexcept {
  return context.action != Phase::unknown || context.has_upstream || base::stands_at(context.message, 0, "upstream ");
}

// `known`: what the message means. Refers to the record. O(length of the record).
EventBuilder nginx_event(const Record& record, const NginxContext& context, const MessageMemo::Known& known,
                         bool truncated) noexcept;

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_NGINX_EVENT_H_
