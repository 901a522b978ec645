// pattern.cc -- a user's regular expression, by RE2 or not at all.
#include "lib/match/pattern.h"

#ifdef WHY502_WITH_RE2
#include <re2/re2.h>
#endif

namespace why502::match {

#ifdef WHY502_WITH_RE2

struct Pattern::Compiled {
  explicit Compiled(const std::string& expression) : re(expression, options()) {}
  static re2::RE2::Options options() {
    re2::RE2::Options options(re2::RE2::Latin1);
    options.set_max_mem(1 << 20);
    options.set_log_errors(false);  // a library prints nothing
    return options;
  }
  re2::RE2 re;
};

Result<Pattern> Pattern::create(const std::string& expression, std::string_view option) {
  constexpr std::size_t kLongest = 4096;
  const std::string name(option);
  if (expression.size() > kLongest) {
    return Error{Errc::bad_option,
                 name + ": an expression may be 4096 bytes long, not " + std::to_string(expression.size())};
  }
  auto compiled = std::make_shared<const Compiled>(expression);
  if (!compiled->re.ok()) {
    return Error{Errc::bad_option, name + ": '" + expression + "' is no regular expression: " + compiled->re.error()};
  }
  Pattern pattern;
  pattern.compiled_ = std::move(compiled);
  return pattern;
}

bool Pattern::found_in(std::string_view text) const noexcept {
  return compiled_->re.Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

#else

struct Pattern::Compiled {};

Result<Pattern> Pattern::create(const std::string&, std::string_view option) {
  return Error{Errc::bad_option, std::string(option) + ": this build has no regular expressions (WHY502_WITH_RE2)"};
}

bool Pattern::found_in(std::string_view) const noexcept { return false; }

#endif

}  // namespace why502::match
