// pattern.h -- a user's regular expression (the door to RE2).
#ifndef WHY502_LIB_MATCH_PATTERN_H_
#define WHY502_LIB_MATCH_PATTERN_H_

#include <memory>
#include <string>
#include <string_view>

#include "why502/result.h"

namespace why502::match {

// LIFETIME. Free of the text it was made of; copies share what is compiled.
// THREADS. Immutable.
// COST. Linear in the text whatever the expression; at most 1 MiB of memory.
class Pattern {
 public:
  // `option` names it in errors. Errors: bad_option: it does not compile, is longer than
  // 4096 bytes or asks for too much memory; the library was built without RE2.
  static Result<Pattern> create(const std::string& expression, std::string_view option);

  // Is there a match anywhere in `text`? Texts are bytes, not UTF-8.
  bool found_in(std::string_view text) const noexcept;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace why502::match

#endif  // WHY502_LIB_MATCH_PATTERN_H_
