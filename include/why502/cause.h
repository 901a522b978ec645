// cause.h -- why a request to an upstream failed, as one word.
//
// One word, one spelling: the enumerator, the id in JSON and CSV, the value of
// the Prometheus label, the folder of its golden test and the README's table
// are the same (Cause::connect_refused is "connect_refused" everywhere).
// Numbers and ids never change meaning; gaps are for those to come.
#ifndef WHY502_CAUSE_H_
#define WHY502_CAUSE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace why502 {

// "none" is no failure's cause: it stands for "this echo names no cause".
enum class Cause : std::uint8_t {
  none = 0,
#define WHY502_CAUSE(number, id, title, meaning, look_first) id = number,
#include "why502/cause.def"
#undef WHY502_CAUSE
};

struct CauseInfo {
  Cause cause;
  std::string_view id;          // "connect_refused"
  std::string_view title;       // "connection refused"
  std::string_view meaning;     // one sentence: what happened on the wire
  std::string_view look_first;  // one sentence: where to look first
};

// All causes but none, in the order of the enum. Static storage: views never
// dangle.
std::span<const CauseInfo> causes() noexcept;

// The words for a cause. O(1). Cause::none has empty ones.
const CauseInfo& info(Cause cause) noexcept;

// "connect_refused"; "" for Cause::none. Static storage. O(1).
inline std::string_view id(Cause cause) noexcept { return info(cause).id; }

// The cause with this id, or nothing. O(number of causes).
std::optional<Cause> cause_from_id(std::string_view id) noexcept;

}  // namespace why502

#endif  // WHY502_CAUSE_H_
