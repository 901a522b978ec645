// stamps.h -- the times that envelopes tell.
#ifndef WHY502_LIB_ENVELOPE_STAMPS_H_
#define WHY502_LIB_ENVELOPE_STAMPS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/base/zone.h"
#include "why502/event.h"

namespace why502::envelope {

enum class StampKind : std::uint8_t {
  none,
  weak,     // local and without a year: the record's own is better
  reading,  // when a shipper read the line: the record's own is better
  writing,  // when the record was written: better than the record's own, which names no zone
};

struct Stamp {
  StampKind kind = StampKind::none;
  Timestamp time{};
  // Minutes before UTC, where the stamp names its zone by an offset; `Z` names none, since shippers
  // write it wherever they are.
  std::optional<int> offset = {};
};

// LIFETIME. Shares the zone. THREADS. One at a time.
// COST. A compare of 16 bytes and the digits; the calendar for a new minute.
class Stamps {
 public:
  Stamps(base::Zone zone, std::optional<Timestamp> reference_time) noexcept
      : zone_(std::move(zone)), reference_(reference_time) {}

  // Reads `2026-11-22T13:45:11[.123456789](Z|+02:00|+0200)` at the beginning of `text`.
  // Gives how many bytes that were; 0 if there is no such thing, or it is no time.
  std::size_t rfc3339(std::string_view text, Timestamp* time) { return rfc3339(text, time, nullptr); }
  // The same for all of `text`.
  std::optional<Timestamp> whole_rfc3339(std::string_view text);

  // The same two for a time of reading, which keeps the zone that it names.
  std::size_t reading(std::string_view text, Stamp* stamp);
  bool whole_reading(std::string_view text, Stamp* stamp) {
    return !text.empty() && reading(text, stamp) == text.size();
  }

  // Reads `Nov 22 13:45:11[.123456]`, the day with a zero, a blank or nothing before it. The
  // year is the newest that does not lead behind the reference time; without one, or where
  // it is no time, the stamp is of the kind none.
  std::size_t rfc3164(std::string_view text, Stamp* stamp) const;

  // Reads `1795355447[.760123]`: 9 to 11 digits of seconds.
  static std::size_t unix_seconds(std::string_view text, Timestamp* time);

  // All of `text`: digits of microseconds.
  static std::optional<Timestamp> unix_micros(std::string_view text);

 private:
  std::size_t rfc3339(std::string_view text, Timestamp* time, std::optional<int>* offset_minutes);

  base::Zone zone_;
  std::optional<Timestamp> reference_;
  std::uint64_t date_ = 0, clock_ = 0;  // "2026-11-" and "22T13:45" of minute_
  std::int64_t minute_ = 0;             // seconds since 1970 as if it were UTC
};

}  // namespace why502::envelope

#endif  // WHY502_LIB_ENVELOPE_STAMPS_H_
