// stamps.h -- moments as a person reads them: in a zone, as short as the log allows.
#ifndef WHY502_LIB_REPORT_STAMPS_H_
#define WHY502_LIB_REPORT_STAMPS_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/zone.h"
#include "why502/event.h"

namespace why502::report {

class Stamps {
 public:
  explicit Stamps(base::Zone zone) : zone_(std::move(zone)) {}

  // From now on brief() leaves out what all moments of this stretch share.
  void fit(Timestamp first, Timestamp last);

  // "2026-11-22 14:00:05"
  std::string full(Timestamp time) const;

  // "2026-11-22 14:00:05 to 14:07:10", the second date only if it is another;
  // a single moment alone.
  std::string span(Timestamp first, Timestamp last, std::string_view between) const;

  // For a table's column: "14:00:05" in a log of one day, "11-22 14:00" in one of a
  // year, else "2026-11-22". Always brief_width() wide.
  std::string brief(Timestamp time) const;
  std::size_t brief_width() const noexcept;

  // Of a window's begin: "14:07" in a log of one day, else "11-22 14:07".
  std::string minute(Timestamp time) const;

  // Of a window's begin, as fine as windows of this width need it: "14:07:10", "14:07",
  // "11-22 14:07", "11-22", "2026-11-22".
  std::string window(Timestamp time, std::chrono::seconds width) const;

  // For an axis's ends: "14:00:05" in a log of minutes, then "14:00", "11-22", "2026-11".
  std::string mark(Timestamp time) const;

  std::string_view zone() const noexcept { return zone_.name(); }

 private:
  enum class Stretch : unsigned char { minutes, day, year, longer };

  std::string text(Timestamp time, std::size_t from, std::size_t length) const;
  base::Zone zone_;
  Stretch stretch_ = Stretch::longer;
};

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_STAMPS_H_
