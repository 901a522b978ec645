// rows_of_temporary.cc -- rows are views of their Aggregate: a temporary one is gone.
#include <utility>

#include "why502/aggregate.h"

void use(why502::Aggregate aggregate) {
#ifdef WHY502_MISUSE
  auto rows = std::move(aggregate).rows();
#else
  auto rows = aggregate.rows();
#endif
  (void)rows;
}
