// stamp.h -- local stamps as moments, remembering the last minute.
#ifndef WHY502_LIB_FORMAT_STAMP_H_
#define WHY502_LIB_FORMAT_STAMP_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/base/zone.h"
#include "why502/event.h"

namespace why502::format {

// Reads "2026/08/22 10:00:01". Logs write many lines in a minute, so the zone is
// asked once a minute.
//
// LIFETIME. Shares the zone. THREADS. One at a time.
// COST. A compare of 16 bytes; the zone's search for a new minute.
class StampReader {
 public:
  explicit StampReader(base::Zone zone) noexcept : zone_(std::move(zone)) {}

  bool reads(const base::Zone& zone) const noexcept { return zone_.is(zone); }

  // Are the 16 bytes at `p` those of the last stamp that was read?
  bool is_last_minute(const char* p) const noexcept { return base::load8(p) == date_ && base::load8(p + 8) == clock_; }

  // REQUIRES: stamp is dddd/dd/dd dd:dd:dd. Nothing if that is no time.
  std::optional<Timestamp> read(std::string_view stamp) {
    const std::uint64_t date = base::load8(stamp.data()), clock = base::load8(stamp.data() + 8);
    if (date != date_ || clock != clock_) {
      date_ = date;
      clock_ = clock;
      const auto two = [&](std::size_t at) { return base::to_int(stamp.substr(at, 2)); };
      const int year = base::to_int(stamp.substr(0, 4)), month = two(5), day = two(8), hour = two(11), minute = two(14);
      valid_ =
          month >= 1 && month <= 12 && day >= 1 && day <= base::days_in_month(year, month) && hour < 24 && minute < 60;
      if (valid_) minute_ = zone_.to_utc_seconds(year, month, day, hour, minute, 0);
    }
    return read_second(stamp.data());
  }

  // The same where is_last_minute(stamp).
  std::optional<Timestamp> read_second(const char* stamp) const noexcept {
    const int second = (stamp[17] - '0') * 10 + (stamp[18] - '0');
    if (!valid_ || second > 59) return std::nullopt;
    return Timestamp(std::chrono::seconds(minute_ + second));
  }

 private:
  base::Zone zone_;
  std::uint64_t date_ = 0, clock_ = 0;  // "2026/08/" and "22 10:00"
  bool valid_ = false;
  std::int64_t minute_ = 0;
};

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_STAMP_H_
