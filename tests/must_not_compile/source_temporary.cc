// source_temporary.cc -- a Scanner refers to its source: a temporary one is gone.
#include "why502/scanner.h"

void use(const why502::Parser& parser) {
#ifdef WHY502_MISUSE
  why502::Scanner scanner(parser, why502::Source::from_memory("x"));
#else
  auto source = why502::Source::from_memory("x");
  why502::Scanner scanner(parser, source);
#endif
}
