// time.h -- moments as text: what --since takes, and what reports print.
#ifndef WHY502_TIME_H_
#define WHY502_TIME_H_

#include <chrono>
#include <string>
#include <string_view>

#include "why502/event.h"
#include "why502/result.h"

namespace why502 {

// Reads a moment. `now` is what "2h ago" and "14:00" (today's) refer to;
// `time_zone` (a tz database name, "UTC" or "+02:00") is that of texts without one.
//   "2026-11-22T14:00:00Z" and any RFC 3339    "2026-11-22 14:00[:05[.123]]"
//   "2026-11-22"    "14:00[:05]"    "90s ago", "5m ago", "2h ago", "3d ago"    "now"
// Of a local time that a time change doubles, the first; of one that it skips,
// the moment of the change's offset before it.
// Errors: bad_option; the sentence says what would be right.
Result<Timestamp> parse_time(std::string_view text, const std::string& time_zone, Timestamp now);

// Reads "30s", "5m", "1h", "7d"; a bare number is seconds. Errors: bad_option.
Result<std::chrono::seconds> parse_duration(std::string_view text);

// RFC 3339 in UTC: "2026-11-22T14:00:00Z"; a fraction only if there is one.
std::string format_time(Timestamp time);

}  // namespace why502

#endif  // WHY502_TIME_H_
