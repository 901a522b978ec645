// pending.h -- failures that are counted, but not yet carried into the tables.
#ifndef WHY502_LIB_AGGREGATE_PENDING_H_
#define WHY502_LIB_AGGREGATE_PENDING_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/aggregate/group_table.h"
#include "lib/base/bytes.h"
#include "why502/event.h"

namespace why502::counting {

// Failures of one group and status in a stretch of time that lies in one minute and one window:
// to the tables they are one entry with a number.
struct Pending {
  std::string_view upstream;        // the group's
  Group* group = nullptr;           // nullptr: none are
  std::int64_t begin = 0, end = 0;  // microseconds; nothing in it is before what the group has
  std::int64_t first = 0, last = 0;
  std::uint32_t count = 0;
  std::uint16_t status = 0;
  Cause cause = Cause::none;

  // Is the failure one of this group and status?
  bool is_of(const Event& event) const noexcept {
    return group != nullptr && cause == event.cause() && status == event.status() &&
           base::same(upstream, event.upstream());
  }

  void take(std::int64_t time) noexcept {
    first = count == 0 || time < first ? time : first;
    last = count == 0 || time > last ? time : last;
    ++count;
  }
};

// A log writes many failures of a few groups in a minute. Each has its place here, which a
// newcomer takes over.
//
// LIFETIME. Refers to groups and names of the aggregate.
// THREADS. One at a time.
// COST. 320 KiB; a look at one of them a failure.
class PendingTable {
 public:
  // Where such a failure's are, or would be.
  Pending& of(const Event& event) noexcept {
    const std::string_view upstream = event.upstream();
    std::uint64_t mixed = upstream.size() << 24 | static_cast<std::uint64_t>(event.status()) << 8 |
                          static_cast<std::uint64_t>(event.cause());
    if (upstream.size() >= 8) {
      mixed ^= base::load8(upstream.data()) ^ std::rotl(base::load8(upstream.data() + upstream.size() - 8), 29);
    }
    return table_[(mixed * 0x9E3779B97F4A7C15u) >> (64 - kBits)];
  }

  auto begin() noexcept { return table_.begin(); }
  auto end() noexcept { return table_.end(); }

 private:
  static constexpr int kBits = 12;
  std::array<Pending, std::size_t{1} << kBits> table_;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_PENDING_H_
