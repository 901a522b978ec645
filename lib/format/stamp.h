// stamp.h -- stamps as moments, remembering the last minute of each kind.
#ifndef WHY502_LIB_FORMAT_STAMP_H_
#define WHY502_LIB_FORMAT_STAMP_H_

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/base/zone.h"
#include "lib/format/apache_head.h"
#include "why502/event.h"

namespace why502::format {

class ApacheFormat;

// Reads nginx's "2026/08/22 10:00:01", Apache's and PHP's. Logs write many lines in a
// minute, so the zone is asked once a minute.
//
// LIFETIME. Shares the zone. THREADS. One at a time.
// COST. A compare of 16 bytes; the zone's search for a new minute.
class StampReader {
 public:
  explicit StampReader(base::Zone zone) noexcept : zone_(std::move(zone)) {}

  // What the parser was told of Apache's format; nullptr if nothing.
  const ApacheFormat* apache_format = nullptr;

  // The head of Apache's that was read last. Most records are looked at as soon as their head was
  // read: they need not be read twice. It changes no answer, so it is no state of the recorder's.
  struct LastHead {
    const char* line = nullptr;
    std::size_t size = 0;
    ApacheHead head;
  };
  LastHead last_apache;

  // Who reads stamps of the zone that an envelope lends, so many minutes before UTC; *this if none does.
  StampReader& in(std::optional<int> offset_minutes) {
    if (!offset_minutes) return *this;
    last_apache.line = nullptr;  // the next head is the other's
    return lent(*offset_minutes);
  }

  bool reads(const base::Zone& zone) const noexcept { return zone_.is(zone); }

  // Are the 16 bytes at `p` those of the last stamp that was read?
  bool is_last_minute(const char* p) const noexcept { return base::load8(p) == date_ && base::load8(p + 8) == clock_; }

  // A stamp with the blank and the bracket behind it, to compare others with.
  struct Second {
    std::uint64_t date, clock, second;
    // Reads 21 bytes.
    bool stands_at(const char* p) const noexcept {
      return ((base::load8(p) ^ date) | (base::load8(p + 8) ^ clock) | (base::load8(p + 13) ^ second)) == 0;
    }
  };

  // The last that was read().
  Second last_second() const noexcept { return {date_, clock_, second_}; }

  // What read() and read_second() told last.
  const std::optional<Timestamp>& last_time() const noexcept { return last_; }

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
  std::optional<Timestamp> read_second(const char* stamp) noexcept {
    const int second = (stamp[17] - '0') * 10 + (stamp[18] - '0');
    char end[8] = {0, 0, 0, 0, 0, 0, ' ', '['};
    std::memcpy(end, stamp + 13, 6);
    second_ = base::load8(end);
    last_.reset();
    if (valid_ && second <= 59) last_ = Timestamp(std::chrono::seconds(minute_ + second));
    return last_;
  }

  // Apache's stamps, mod_jk's, PHP's. False if `stamp` has not this shape as a whole;
  // *time stays empty if its digits are no time. Finer than microseconds is cut off.
  //   "Thu Nov 26 00:02:17.123456 2026", also without a fraction
  bool read_ctime(std::string_view stamp, std::optional<Timestamp>* time);
  //   "2026-11-26 00:02:17.123456 +0000": a T or a blank, with or without fraction and zone
  bool read_iso(std::string_view stamp, std::optional<Timestamp>* time);
  //   "26-Nov-2026 00:02:17.123456", also without a fraction
  bool read_php(std::string_view stamp, std::optional<Timestamp>* time);
  //   "26-Nov-2026 00:02:17 Europe/Berlin": in the zone that it names, if there is such a zone
  bool read_php_zoned(std::string_view stamp, std::optional<Timestamp>* time);
  // Those of access logs: "22/Nov/2026:13:50:47.760", also without a fraction, or with a zone: "... +0000"
  bool read_clf(std::string_view stamp, std::optional<Timestamp>* time);

 private:
  StampReader& lent(int offset_minutes);

  // A minute that was read: its first 16 or 17 bytes and the year's, and when it began.
  struct Minute {
    std::uint64_t date = 0, clock = 0;
    std::uint32_t year = 0;
    char last = 0;
    bool known = false;  // one was read
    bool valid = false;  // it is a time
    std::int64_t begin = 0;
  };
  bool learn_ctime(std::string_view stamp);
  // How a stamp that begins with the day is written: "26-Nov-2026 00:02".
  struct Marks {
    char date, clock;
  };
  static bool learn_day_first(std::string_view stamp, Marks marks, const base::Zone& zone, Minute* minute);
  static bool is_of(const Minute& minute, std::string_view stamp) noexcept;
  static std::optional<Timestamp> moment(const Minute& minute, int second, int micros) noexcept;

  Minute ctime_, php_, zoned_, clf_, clf_utc_;
  std::string zone_name_;            // of zoned_
  std::optional<base::Zone> named_;  // the zone of that name

  std::unique_ptr<StampReader> lent_;  // of the last such zone
  int lent_minutes_ = 0;

  base::Zone zone_;
  std::uint64_t date_ = 0, clock_ = 0, second_ = 0;  // "2026/08/", "22 10:00" and "0:00:01 [" without its first byte
  std::optional<Timestamp> last_;
  bool valid_ = false;
  std::int64_t minute_ = 0;
};

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_STAMP_H_
