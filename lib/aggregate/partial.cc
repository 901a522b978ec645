// partial.cc -- partials are merged only where they were counted alike.
#include "why502/partial.h"

#include <string>

#include "lib/aggregate/partial_file.h"
#include "lib/base/quote.h"
#include "why502/time.h"

namespace why502 {
namespace {

std::string words(const std::vector<Dimension>& by) {
  std::string text;
  for (const Dimension dimension : by) (text += text.empty() ? "" : ",") += id(dimension);
  return text;
}

std::string words(const std::vector<Cause>& causes) {
  std::string text;
  for (const Cause cause : causes) (text += text.empty() ? "" : ",") += id(cause);
  return text.empty() ? "all" : text;
}

std::string words(std::chrono::seconds window) {
  return window.count() == 0 ? "auto" : std::to_string(window.count()) + "s";
}

std::string words(const std::optional<Timestamp>& time) { return time ? format_time(*time) : "none"; }

std::string words(const std::string& expression) { return expression.empty() ? "all" : base::quote(expression); }

// " --by path, not --by cause": the first option that differs; "" if none does.
template <typename T>
void compare(const char* option, const T& mine, const T& its, std::string* difference) {
  if (!difference->empty() || mine == its) return;
  const std::string dashes = std::string(" ") + option + " ";
  *difference = dashes + words(its) + ", not" + dashes + words(mine);
}

}  // namespace

bool is_partial(std::string_view bytes) noexcept { return bytes.starts_with(counting::kMagic); }

Result<bool> Partial::merge(const Partial& more, std::string_view name) {
  const AggregateOptions &mine = aggregate.options(), &its = more.aggregate.options();
  const FilterOptions &my_filter = selection.filter, &its_filter = more.selection.filter;
  std::string difference;
  compare("--by", mine.by, its.by, &difference);
  compare("--window", mine.window, its.window, &difference);
  compare("--since", my_filter.since, its_filter.since, &difference);
  compare("--until", my_filter.until, its_filter.until, &difference);
  compare("--cause", my_filter.causes, its_filter.causes, &difference);
  compare("--upstream", my_filter.upstream, its_filter.upstream, &difference);
  compare("--server", my_filter.server, its_filter.server, &difference);
  if (difference.empty() && selection.redacted != more.selection.redacted) {
    difference = more.selection.redacted ? " --redact, the others without" : "out --redact, the others with it";
  }
  if (difference.empty() && mine.max_groups != its.max_groups) difference = " another bound on its groups";
  if (!difference.empty()) {
    return Error{Errc::bad_option, base::quote(name) + " cannot be merged: it was counted with" + difference};
  }
  aggregate.merge(more.aggregate);
  return true;
}

}  // namespace why502
