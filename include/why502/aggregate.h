// aggregate.h -- failures counted by cause, upstream and time window.
#ifndef WHY502_AGGREGATE_H_
#define WHY502_AGGREGATE_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "why502/attributes.h"
#include "why502/callback.h"
#include "why502/cause.h"
#include "why502/event.h"
#include "why502/incident.h"
#include "why502/parser.h"
#include "why502/result.h"
#include "why502/source.h"

namespace why502 {

// What a group can be made of: a field of the event, but for
//   path    of the request, without its query; segments that are ids (numbers, UUIDs,
//           hexadecimal of 8 characters or more, long tokens) are "*";
//   file    Event::source();
//   status  "502", or "" where the record cannot tell.
// Each has the name that JSON gives it.
enum class Dimension : std::uint8_t {
  cause,
  upstream,
  server,
  host,
  path,
  client,
  phase,
  protocol,
  format,
  file,
  status
};
inline constexpr std::size_t kDimensionCount = 11;
inline constexpr std::size_t kMaxDimensions = 4;  // of a group
std::string_view id(Dimension dimension) noexcept;
std::optional<Dimension> dimension_from_id(std::string_view id) noexcept;

struct AggregateOptions {
  // The width of a window; 0: the finest of 1s 10s 1m 5m 15m 1h 6h 1d 7d 28d that
  // gives at most 60 windows over the log. Windows begin at multiples of it, UTC.
  // A wider one is used where the memory bound demands it: Aggregate::window().
  std::chrono::seconds window{0};

  // What a group is made of: 1 to kMaxDimensions, each once. Any but the default costs a
  // few look-ups a failure more.
  std::vector<Dimension> by = {Dimension::cause, Dimension::upstream};

  // Bound on memory: failures of further groups are counted under the keys
  // "(other)"; of evidence a tenth as many are kept. At least 1. Of several dimensions
  // each has at most 3/2 of it, divided by their number, of different keys (or 4,096, if
  // that is more), which together take at most 3 MiB; a key is cut to 256 bytes.
  std::size_t max_groups = 100'000;
};

// A file or stream that was read, or was not.
struct Input {
  std::string name;
  Counters counters;
  std::string skipped;  // why it was left out, or what of it was; "" if all was read
  std::string error;    // why reading it failed, as a sentence that names it; "" if it did not
};

// One window of a group.
struct SeriesPoint {
  std::chrono::sys_seconds window;  // its begin
  std::uint64_t failures;
};

// One group. Views live as long as the Aggregate that gave it, until it is changed.
struct Row {
  std::array<std::string_view, kMaxDimensions> keys;  // in the order of options().by; "" where unknown
  Cause cause = Cause::none;                          // none if `by` has no cause
  std::uint64_t failures = 0;
  std::optional<Timestamp> first, last;  // nothing: records without a time
  std::span<const SeriesPoint> series;   // by time; windows without failures are left out
  std::string_view example;              // the least by (time, bytes), cut to 512 bytes or less
};

// Evidence of one cause on one upstream: no failures. Views as Row's.
struct EvidenceRow {
  Cause cause = Cause::none;
  std::string_view upstream;
  std::uint64_t count = 0;
  std::optional<Timestamp> first, last;
  std::string_view example;
};

// The failures, client errors left aside, of one cause on one upstream that had one status.
// Views as Row's.
struct StatusRow {
  Cause cause = Cause::none;
  std::string_view upstream;
  int status = 0;  // 0: the record cannot tell
  std::uint64_t failures = 0;
  std::optional<Timestamp> last;  // nothing: records without a time
};

// The sums over everything that was added.
struct Totals {
  std::uint64_t failures = 0;       // failed attempts with a 5xx, an unknown or a cut-off 2xx status
  std::uint64_t client_errors = 0;  // failed attempts with a 4xx status: mostly bots
  Estimate requests;                // behind `failures`
  std::uint64_t echoes = 0;
  // Echoes with whose attempt key no failure of `failures` came (the log began between the
  // two, or lost one), and those without a key. Above 57,344 keys an estimate, never above
  // `echoes`.
  std::uint64_t echoes_without_failure = 0;
  std::uint64_t evidence = 0;
  std::uint64_t suspect = 0;    // may be forged: in none of the others
  std::uint64_t truncated = 0;  // of all events, those that their writer cut
  bool exact = true;            // false: a bound was reached, some groups are in "(other)"
  // Both add up to failures + client_errors; zeros are left out.
  std::vector<std::pair<Cause, std::uint64_t>> by_cause;  // largest first, then by the enum's order
  std::vector<StatusCount> by_status;                     // by status, unknown (0) last
};

struct Partial;    // partial.h
struct Selection;  // partial.h

// An Aggregate is a value. Merging is commutative and associative, and an
// Aggregate without events is its identity: while totals().exact holds, the
// result does not depend on how a log was cut, nor on how many threads read it
// or in what order they finished. After an overflow the totals, by_cause,
// by_status, first and last are still the same; which groups are named may
// differ. (tests/aggregate/laws_test.cc holds us to it.)
//
// LIFETIME. Copies what it keeps; views that it gives live until it is changed.
// THREADS. const methods may be called at once; others need one thread at a
// time. Give each thread an Aggregate and merge them: see Collector.
// COST. Bounded memory: 100,000 groups fit into 32 MiB, by dimensions of one's own into 36.
class Aggregate {
 public:
  // Errors: bad_option (no or too many dimensions, a negative window, ...).
  static Result<Aggregate> create(const AggregateOptions& options = {});

  Aggregate(Aggregate&&) noexcept;
  Aggregate& operator=(Aggregate&&) noexcept;
  ~Aggregate();

  // Amortized O(1); allocates only for what was not seen before.
  void add(const Event& event);

  // What was read. Inputs of one name become one, their counters added. Amortized O(log n) in
  // any order of names, if nobody looks in between: inputs(), save() and merge() put them in order.
  void add(const Input& input);

  // Takes in all of `part`. O(groups of part).
  // REQUIRES: options() are the same.
  void merge(const Aggregate& part);

  // O(number of causes).
  Totals totals() const;

  // The width of the series' windows by now.
  std::chrono::seconds window() const noexcept;

  // Groups of failures, the largest first; ties by keys: a total order, so equal
  // aggregates give equal rows. O(groups * log groups); 16 bytes a group is all it
  // allocates. `row` may stop it by false.
  using RowFn = Callback<const Row&>;
  void each_row(RowFn row) const;
  std::size_t row_count() const noexcept;

  // The first `top` of them (0: all).
  std::vector<Row> rows(std::size_t top = 0) const& WHY502_LIFETIME_BOUND;
  std::vector<Row> rows(std::size_t top = 0) const&& = delete;

  // In the same order, by count.
  std::vector<EvidenceRow> evidence() const& WHY502_LIFETIME_BOUND;
  std::vector<EvidenceRow> evidence() const&& = delete;

  // The groups by cause and upstream, in no order, whatever options().by is: what verdict
  // and incidents are made of. Equal upstreams are one view: their data() is the same. If
  // `by` is another, they are at most 16,384 and an "(other)" for each cause, and without a
  // series. O(groups).
  void each_upstream(RowFn row) const;
  std::size_t upstream_row_count() const noexcept;

  // Failures by cause, upstream and status, in order of these, whatever options().by is; all of
  // them together are totals().failures. With more than 16,384 groups by cause and upstream the
  // upstreams are not told apart: each is "(other)". O(minutes with failures * log of them).
  using StatusRowFn = Callback<const StatusRow&>;
  void each_status(StatusRowFn row) const;

  // Stretches in which failures rose above what is usual in this log, by onset, and the
  // failures outside of them, most first (at most 1,000 and a rest for each cause).
  // ARCHITECTURE.md says exactly what they are. With more than 16,384 groups they are
  // told by cause, not by upstream. O(minutes with failures * log of them).
  std::vector<Incident> incidents() const;
  std::vector<Background> background() const;
  // Both, for little more than one of them.
  Findings findings() const;

  // Writes it as a partial: a file that load() makes the same Aggregate of, on any machine. Equal
  // aggregates give equal bytes as long as totals().exact holds. `selection` says what was
  // counted. Pieces are of at most about 64 KiB; gives false if `out` stopped it. O(all that is kept).
  bool save(const Selection& selection, Callback<std::string_view> out) const;

  // Reads what save() wrote; of several, one behind the other, the sum. `name` is for the
  // error's sentence. The bytes may be of any origin: all that they say is looked at, and the
  // memory taken is a small multiple of their number.
  // Errors: corrupt (no partial, or a damaged one), unsupported (of another version),
  // bad_option (of several, that they were counted by different options).
  static Result<Partial> load(std::string_view bytes, std::string_view name);

  // By name.
  std::span<const Input> inputs() const& noexcept WHY502_LIFETIME_BOUND;
  std::span<const Input> inputs() const&& = delete;

  // Of all inputs together.
  const Counters& counters() const& noexcept WHY502_LIFETIME_BOUND;
  const Counters& counters() const&& = delete;

  const AggregateOptions& options() const& noexcept WHY502_LIFETIME_BOUND;
  const AggregateOptions& options() const&& = delete;

 private:
  friend struct AggregateAccess;  // lib/aggregate
  struct State;
  explicit Aggregate(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

// Where threads hand in their parts.
//
// THREADS. All methods may be called from any threads at once.
class Collector {
 public:
  // REQUIRES: `empty` has no events; parts must have its options.
  explicit Collector(Aggregate empty);
  ~Collector();

  void merge(const Aggregate& part);
  // All that was merged. Call it once, after the last merge().
  Aggregate take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Reads `source` to its end. An error of the source ends it early and stands in
// the result's input.
// Errors: bad_option.
Result<Aggregate> aggregate(const Parser& parser, Source source, const AggregateOptions& options = {});

}  // namespace why502

#endif  // WHY502_AGGREGATE_H_
