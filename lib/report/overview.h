// overview.h -- what a person asks first of an Aggregate, gathered from its groups by cause and upstream.
#ifndef WHY502_LIB_REPORT_OVERVIEW_H_
#define WHY502_LIB_REPORT_OVERVIEW_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "why502/aggregate.h"

namespace why502::report {

// When something was seen; nothing if no record of it had a time.
struct Stretch {
  std::optional<Timestamp> first, last;
  void widen(const std::optional<Timestamp>& from, const std::optional<Timestamp>& to);
};

// The groups of one cause.
struct CauseOverview {
  Cause cause = Cause::none;
  std::uint64_t failures = 0;
  std::size_t groups = 0;
  std::size_t upstreams = 0;  // those of them that name one
  Row largest;                // the rest only if there is no other
  Stretch stretch;
};

// All groups of one upstream.
struct UpstreamOverview {
  std::string_view name;
  std::uint64_t failures = 0;
  Stretch stretch;
  Row largest;
};

// Views live as long as the Aggregate's. Groups whose attempts are client errors
// (see is_client_error()) are left out of all of it; `largest`, `leading` and
// `earlier` are never the rest (see is_rest()).
struct Overview {
  explicit Overview(const Aggregate& aggregate);

  Totals totals;
  std::vector<CauseOverview> causes;  // largest first, as in totals.by_cause
  std::size_t groups = 0;
  std::size_t upstreams = 0;            // distinct ones that have a name
  std::optional<Row> largest;           // group; nothing if nothing failed
  UpstreamOverview leading;             // the upstream with most failures
  std::optional<Row> earlier;           // if `largest` is no_live_upstreams: the largest that began no later
  Stretch stretch;                      // of the failures
  Stretch log;                          // of all records, the failures' included
  std::uint64_t known = 0;              // records of a format that we know
  std::uint64_t unreadable = 0;         // lines that are unrecognized or too long
  std::size_t unread = 0, skipped = 0;  // inputs
  std::vector<Incident> incidents;      // by onset
  std::vector<Background> background;   // most failures first

  // The incident with most failures, or nullptr.
  const Incident* main_incident() const noexcept;
};

// All attempts of this cause may be answered by a 4xx: they are told in a line of
// their own, since most are bots asking for what is not there.
bool is_client_error(Cause cause, const Totals& totals) noexcept;

// "unix:/run/php.sock"; "(no upstream named)" where the records name none. Not made visible.
std::string_view upstream_name(const Row& row) noexcept;
std::string_view upstream_name(std::string_view upstream) noexcept;

// The order of a table: the largest first, ties by cause and upstream.
bool comes_before(const Row& a, const Row& b) noexcept;

// The failures of a cause whose upstreams have no group of their own: beyond max_groups.
bool is_rest(const Row& row) noexcept;

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_OVERVIEW_H_
