// filter.h -- which events to look at: by time, cause, upstream or server.
#ifndef WHY502_FILTER_H_
#define WHY502_FILTER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "why502/attributes.h"
#include "why502/cause.h"
#include "why502/event.h"
#include "why502/result.h"

namespace why502 {

// What is left at its default lets everything through.
struct FilterOptions {
  std::optional<Timestamp> since = {}, until = {};  // since <= time < until; events without a time do not pass
  std::vector<Cause> causes = {};                   // any of these
  std::string upstream = {};                        // an RE2 expression found in Event::upstream()
  std::string server = {};                          // an RE2 expression found in Event::server()
};

// LIFETIME. Free of everything; copies share what is compiled.
// THREADS. Immutable: const methods from any threads at once.
class Filter {
 public:
  // Errors: bad_option: since is not before until, or an expression does not
  // compile or asks for too much memory (or the library was built without RE2).
  static Result<Filter> create(FilterOptions options = {});

  // O(size of the fields looked at). Allocates only where an expression is first used, at
  // most 1 MiB for each.
  bool matches(const Event& event) const noexcept;

  const FilterOptions& options() const& noexcept WHY502_LIFETIME_BOUND;
  const FilterOptions& options() const&& = delete;

 private:
  struct Impl;
  explicit Filter(std::shared_ptr<const Impl> impl) noexcept;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace why502

#endif  // WHY502_FILTER_H_
