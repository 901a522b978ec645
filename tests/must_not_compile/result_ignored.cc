// result_ignored.cc -- an error must be looked at.
#include "why502/parser.h"

void use() {
#ifdef WHY502_MISUSE
  why502::Parser::create();
#else
  if (!why502::Parser::create()) return;
#endif
}
