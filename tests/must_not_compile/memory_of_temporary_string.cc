// memory_of_temporary_string.cc -- from_memory() copies nothing: a temporary string is gone.
#include <string>

#include "why502/source.h"

void use() {
#ifdef WHY502_MISUSE
  auto source = why502::Source::from_memory(std::string("line\n"));
#else
  const std::string line = "line\n";
  auto source = why502::Source::from_memory(line);
#endif
  (void)source;
}
