// overview.cc -- gathers what the verdict and the text report say.
#include "lib/report/overview.h"

#include <algorithm>
#include <array>

namespace why502::report {
namespace {

// The part of a group that its upstream's sum needs: 100,000 of them must be small.
struct Share {
  std::string_view upstream;
  std::uint64_t failures;
};

// Sorts `shares` and counts the names; the one with most failures goes to `leading`.
std::size_t count_upstreams(std::vector<Share>& shares, UpstreamOverview* leading) {
  std::sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) { return a.upstream < b.upstream; });
  std::size_t names = 0;
  for (auto it = shares.begin(); it != shares.end(); ++names) {
    const std::string_view name = it->upstream;
    std::uint64_t failures = 0;
    for (; it != shares.end() && it->upstream == name; ++it) failures += it->failures;
    if (failures > leading->failures) {
      leading->name = name;
      leading->failures = failures;
    }
  }
  return names;
}

}  // namespace

void Stretch::widen(const std::optional<Timestamp>& from, const std::optional<Timestamp>& to) {
  if (from && (!first || *from < *first)) first = from;
  if (to && (!last || *last < *to)) last = to;
}

bool is_client_error(Cause cause, const Totals& totals) noexcept {
  if (cause != Cause::script_missing) return false;
  for (const auto& [counted, failures] : totals.by_cause) {
    if (counted == cause) return failures <= totals.client_errors;
  }
  return false;
}

std::string_view upstream_name(std::string_view upstream) noexcept {
  return upstream.empty() ? std::string_view("(no upstream named)") : upstream;
}

std::string_view upstream_name(const Row& row) noexcept { return upstream_name(row.keys[1]); }

bool is_rest(const Row& row) noexcept { return row.keys[1] == "(other)"; }

const Incident* Overview::main_incident() const noexcept {
  const auto most = std::max_element(incidents.begin(), incidents.end(),
                                     [](const Incident& a, const Incident& b) { return a.failures < b.failures; });
  return most == incidents.end() ? nullptr : &*most;
}

Overview::Overview(const Aggregate& aggregate) : totals(aggregate.totals()) {
  const Counters& counters = aggregate.counters();
  known = counters.event + counters.other;
  unreadable = counters.unrecognized + counters.too_long;
  for (const Input& input : aggregate.inputs()) {
    if (!input.error.empty()) ++unread;
    if (!input.skipped.empty() && input.counters.bytes == 0) ++skipped;
  }

  for (const auto& [cause, failures] : totals.by_cause) {
    if (!is_client_error(cause, totals)) causes.push_back({cause, failures, 0, 0, {}, {}});
  }
  std::array<CauseOverview*, 256> of_cause{};
  for (CauseOverview& cause : causes) of_cause[static_cast<std::size_t>(cause.cause)] = &cause;

  std::vector<Share> shares;
  shares.reserve(aggregate.upstream_row_count());
  aggregate.each_upstream([&](const Row& row) {
    if (is_client_error(row.cause, totals)) return;
    ++groups;
    stretch.widen(row.first, row.last);
    const bool is_named = !row.keys[1].empty() && !is_rest(row);
    if (is_named) shares.push_back({row.keys[1], row.failures});
    if (CauseOverview* cause = of_cause[static_cast<std::size_t>(row.cause)]) {
      if (cause->groups++ == 0 || (is_rest(cause->largest) && is_named)) cause->largest = row;
      if (is_named) ++cause->upstreams;
      cause->stretch.widen(row.first, row.last);
    }
    if (is_rest(row)) return;
    if (!largest) largest = row;
    const bool consequence = largest->cause == Cause::no_live_upstreams && row.cause != Cause::no_live_upstreams;
    if (consequence && !earlier && row.first && largest->first && *row.first <= *largest->first) earlier = row;
  });
  log = stretch;
  log.widen(counters.first, counters.last);
  incidents = aggregate.incidents();
  background = aggregate.background();
  upstreams = count_upstreams(shares, &leading);
  if (leading.failures == 0) return;
  aggregate.each_upstream([&](const Row& row) {
    if (row.keys[1] != leading.name || is_client_error(row.cause, totals)) return;
    if (leading.largest.failures == 0) leading.largest = row;
    leading.stretch.widen(row.first, row.last);
  });
}

}  // namespace why502::report
