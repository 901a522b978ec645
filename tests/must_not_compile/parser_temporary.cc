// parser_temporary.cc -- a Feed and a Scanner refer to their parser: a temporary one is gone.
#include "why502/scanner.h"

void use(why502::Source& source) {
#ifdef WHY502_MISUSE
  why502::Feed feed(*why502::Parser::create());
  why502::Scanner scanner(*why502::Parser::create(), source);
#else
  const auto parser = why502::Parser::create();
  why502::Feed feed(*parser);
  why502::Scanner scanner(*parser, source);
#endif
}
