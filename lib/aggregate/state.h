// state.h -- what an Aggregate holds.
#ifndef WHY502_LIB_AGGREGATE_STATE_H_
#define WHY502_LIB_AGGREGATE_STATE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/aggregate/breakdown.h"
#include "lib/aggregate/group_table.h"
#include "lib/aggregate/incident_finder.h"
#include "lib/aggregate/incident_sums.h"
#include "lib/aggregate/input_list.h"
#include "lib/aggregate/minutes.h"
#include "lib/aggregate/pending.h"
#include "lib/aggregate/request_sample.h"
#include "lib/aggregate/scope_sample.h"
#include "lib/aggregate/windows.h"
#include "lib/base/names.h"
#include "why502/aggregate.h"

namespace why502 {

namespace counting {
class WireReader;
class WireWriter;
}  // namespace counting

struct Aggregate::State {
  explicit State(AggregateOptions with) : options(std::move(with)) {
    if (options.window.count() > 0) width = options.window.count();
    if (!is_default(options.by)) breakdown = std::make_unique<counting::Breakdown>(options.by, options.max_groups);
  }
  static bool is_default(const std::vector<Dimension>& by) {
    return by == std::vector{Dimension::cause, Dimension::upstream};
  }

  AggregateOptions options;
  base::Names upstreams;
  counting::GroupTable failures, evidence;
  // The groups by other dimensions, if asked for. Those above are counted all the same,
  // up to kMostTracked of them and without series: incidents come from them.
  std::unique_ptr<counting::Breakdown> breakdown;
  counting::RequestSample requests;
  counting::RequestSample echo_keys;  // of the echoes, whatever their peer

  // What incidents are found from: failures that are no client errors by group (up to
  // kMostTracked of them) and by cause, evidence by group, and what they touched.
  static constexpr std::size_t kMostTracked = 16 * 1024;
  counting::Minutes group_minutes{64 * 1024}, cause_minutes{16 * 1024}, evidence_minutes{8 * 1024};
  counting::ScopeSample servers, clients, paths;
  std::string path_room;

  std::array<std::uint64_t, 256> by_cause{};
  std::vector<std::pair<int, std::uint64_t>> by_status;  // few: in the order met
  std::uint64_t client_errors = 0, echoes = 0, evidences = 0, suspect = 0, truncated = 0;
  bool exact = true;

  // Windows. [first, last]: the seconds that failures and inputs span.
  std::int64_t width = 1;
  std::int64_t first_second = std::numeric_limits<std::int64_t>::max();
  std::int64_t last_second = std::numeric_limits<std::int64_t>::min();
  std::size_t points = 0;  // of all series
  std::atomic<bool> settled = true;
  std::mutex settling;
  std::int64_t window = 0;  // the last one: begins here

  counting::PendingTable pending;

  counting::InputList inputs;
  Counters counters;

  // An upstream as RequestSample takes it: the same on every machine, and whether the
  // upstream has a group of its own or not.
  static std::uint32_t peer_of(std::string_view upstream) noexcept;

  // The group of `table`, made if there is room, else the cause's "(other)".
  counting::Group& group(counting::GroupTable& table, Cause cause, std::string_view upstream);
  void count_status(int status, std::uint64_t failures);
  void cover(std::int64_t first, std::int64_t last);
  void widen(std::int64_t to);
  // Failures that happened in one window, from `first` to `last` (microseconds).
  void add_point(counting::Series& series, std::int64_t first, std::int64_t last, std::uint64_t added);
  template <typename F>
  void for_each_series(F f);
  void bound_points();
  // Is the failure one more of those that wait to be carried into the tables? Then it is counted.
  bool add_pending(const Event& event);
  // Those like `event`, which is in the tables, may wait.
  void begin_pending(counting::Group& group, const Event& event, std::int64_t time);
  void begin_stretch(counting::Pending& each, std::int64_t time) noexcept;
  void carry(counting::Pending& each);
  // Counts for the incidents; `time` may be counting::kNoTime.
  void add_minute(const counting::Group& group, int status, std::int64_t time);
  void touch(const Event& event, std::int64_t time, std::uint32_t peer);
  void add_evidence_minute(const counting::Group& group, std::int64_t time);
  void merge_minutes(const State& part);
  // Both want all to be settled.
  counting::Found find_incidents() const;
  counting::Counted counted() const;
  void settle_series();
  // Carries all that waits into the tables, and brings all series in order. Callable from several threads at once, as
  // the const methods of an Aggregate are, which need it.
  void settle();
  // All but the options, as a partial's bytes (save.cc). REQUIRES: it is settled.
  void write(counting::WireWriter* out) const;
  // Reads that into a state without events (load_state.cc), but leaves the inputs, which it returns, to add().
  std::vector<Input> read(counting::WireReader* in);
  void read_breakdown(counting::WireReader* in);
  void merge_breakdown(const counting::Breakdown& part);
  void merge_table(counting::GroupTable& into, const counting::GroupTable& from, const base::Names& names);
};

}  // namespace why502

#endif  // WHY502_LIB_AGGREGATE_STATE_H_
