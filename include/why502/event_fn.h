// event_fn.h -- what is called with each event.
#ifndef WHY502_EVENT_FN_H_
#define WHY502_EVENT_FN_H_

#include "why502/callback.h"
#include "why502/event.h"

namespace why502 {

// Called with each event, in the order of the input. The event and its views
// are valid during the call only; make an OwnedEvent to keep one.
using EventFn = Callback<const Event&>;

}  // namespace why502

#endif  // WHY502_EVENT_FN_H_
