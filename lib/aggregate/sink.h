// sink.h -- where the events and rejects of one task go: counted, and told when it is their turn.
#ifndef WHY502_LIB_AGGREGATE_SINK_H_
#define WHY502_LIB_AGGREGATE_SINK_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/aggregate/shared.h"
#include "why502/redact.h"

namespace why502::counting {

// In order: what comes before its turn is kept, and when too much is kept the thread waits. The
// task whose turn it is never waits, so there is always one that goes on.
//
// THREADS. One at a time; it takes turns with the others'.
class Sink {
 public:
  // `part` is where to count, `file` what is cut, nullptr if nothing is.
  Sink(Shared& shared, Key key, Aggregate& part, CutFile* file);
  // The file is read anew: what was told already is not told again.
  void pass_over_what_was_told();

  // false: stop.
  bool take(const Event& event);
  void take(const Reject& reject);

  // After each read of `input`.
  void after_read(std::string_view input);

  // The task is done. What is kept is told when its turn comes, or dropped.
  void finish();
  void drop();

 private:
  using Kept = std::variant<OwnedEvent, KeptReject>;
  static constexpr std::size_t kMostBytes = 4u << 20;

  bool give(const Event& event);
  bool tell(const Event& event);
  void tell(const Reject& reject);
  void tell_kept();
  bool is_given_up() const noexcept { return file_ != nullptr && file_->has_failed() && !is_anew_; }

  Shared& shared_;
  Redactor redactor_;
  const Key key_;
  Aggregate& part_;
  CutFile* const file_;
  bool is_mine_ = false, is_anew_ = false;
  std::uint64_t events_to_pass_ = 0, rejects_to_pass_ = 0;
  std::deque<Kept> kept_;
  std::size_t kept_bytes_ = 0;
  std::vector<KeptReject> first_rejects_;  // where nothing else is in order
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_SINK_H_
