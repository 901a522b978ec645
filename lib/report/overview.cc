// overview.cc -- gathers what the verdict and the text report say.
#include "lib/report/overview.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "lib/base/other.h"

namespace why502::report {
namespace {

// The part of a group that its upstream's sum needs: 100,000 of them must be small.
struct Share {
  std::string_view upstream;
  std::uint64_t failures;
};

// Sorts `shares` and counts the names; the one with most failures goes to `leading`, of
// several the first by name. Equal names are one view, so there is no need to compare them.
std::size_t count_upstreams(std::vector<Share>& shares, UpstreamOverview* leading) {
  std::sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) {
    return std::less<>()(a.upstream.data(), b.upstream.data());
  });
  std::size_t names = 0;
  for (auto it = shares.begin(); it != shares.end(); ++names) {
    const std::string_view name = it->upstream;
    std::uint64_t failures = 0;
    for (; it != shares.end() && it->upstream.data() == name.data(); ++it) failures += it->failures;
    if (failures > leading->failures || (failures == leading->failures && name < leading->name)) {
      leading->name = name;
      leading->failures = failures;
    }
  }
  return names;
}

}  // namespace

bool comes_before(const Row& a, const Row& b) noexcept {
  if (a.failures != b.failures) return a.failures > b.failures;
  if (a.cause != b.cause) return a.cause < b.cause;
  return a.keys[1] < b.keys[1];
}

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

bool is_rest(const Row& row) noexcept { return row.keys[1] == base::kOther; }

const Incident* Overview::main_incident() const noexcept {
  const auto most = std::max_element(incidents.begin(), incidents.end(),
                                     [](const Incident& a, const Incident& b) { return a.failures < b.failures; });
  return most == incidents.end() ? nullptr : &*most;
}

Overview::Overview(const Aggregate& aggregate) : totals(aggregate.totals()) {
  {
    // Before anything else is kept: it takes most memory.
    Findings findings = aggregate.findings();
    incidents = std::move(findings.incidents);
    background = std::move(findings.background);
  }
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
  const auto is_new_largest = [](const Row& row, const Row& before) {
    return before.failures == 0 || comes_before(row, before);
  };
  aggregate.each_upstream([&](const Row& row) {
    if (is_client_error(row.cause, totals)) return true;
    ++groups;
    stretch.widen(row.first, row.last);
    const bool is_named = !row.keys[1].empty() && !is_rest(row);
    if (is_named) shares.push_back({row.keys[1], row.failures});
    if (CauseOverview* cause = of_cause[static_cast<std::size_t>(row.cause)]) {
      ++cause->groups;
      if (is_named) ++cause->upstreams;
      cause->stretch.widen(row.first, row.last);
      // The rest only where there is no other.
      const bool was_rest = cause->largest.failures == 0 || is_rest(cause->largest);
      if (was_rest ? !is_rest(row) || cause->largest.failures == 0
                   : !is_rest(row) && comes_before(row, cause->largest)) {
        cause->largest = row;
      }
    }
    if (!is_rest(row) && (!largest || is_new_largest(row, *largest))) largest = row;
    return true;
  });
  log = stretch;
  log.widen(counters.first, counters.last);
  upstreams = count_upstreams(shares, &leading);
  std::vector<Share>().swap(shares);
  const bool may_be_consequence = largest && largest->cause == Cause::no_live_upstreams && largest->first;
  aggregate.each_upstream([&](const Row& row) {
    if (is_client_error(row.cause, totals) || is_rest(row)) return true;
    if (leading.failures != 0 && row.keys[1].data() == leading.name.data()) {
      if (is_new_largest(row, leading.largest)) leading.largest = row;
      leading.stretch.widen(row.first, row.last);
    }
    const bool is_earlier =
        may_be_consequence && row.cause != Cause::no_live_upstreams && row.first && *row.first <= *largest->first;
    if (is_earlier && (!earlier || comes_before(row, *earlier))) earlier = row;
    return true;
  });
}

}  // namespace why502::report
