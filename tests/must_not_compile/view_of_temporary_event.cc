// view_of_temporary_event.cc -- a view lives as long as its OwnedEvent: a temporary one is gone.
#include "why502/event.h"

void use(const why502::Event& event) {
#ifdef WHY502_MISUSE
  auto view = why502::OwnedEvent(event).view();
#else
  const why502::OwnedEvent owned(event);
  auto view = owned.view();
#endif
  (void)view;
}
