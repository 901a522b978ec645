// messages.h -- what the generated logs say, and what each message means.
#ifndef WHY502_BENCH_MESSAGES_H_
#define WHY502_BENCH_MESSAGES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace why502::bench {

// What fills the gap between Message::before and Message::after.
enum class Hole : std::uint8_t { none, address, host, client, path, number };

// What follows the message.
enum class Tail : std::uint8_t {
  none,
  connection,  // client and listening address: no request yet
  request,     // client, server, request, host, referrer
  proxied,     // the same with the upstream's field
  timed_out,   // the same; nginx writes no `:` behind a Unix socket's path then
  grouped,     // the same, but the upstream's field names the group
};

enum class Means : std::uint8_t { nothing, failure, evidence, echo };

// The kinds of upstream that a message is about, as bits.
inline constexpr unsigned kTcp = 1, kTls = 2, kUnix = 4, kFastcgi = 8;

struct Message {
  std::string_view cause;                 // the id, "" if it means nothing
  std::string_view level, before, after;  // with ` while ACTION`; the hole is between `before` and `after`
  unsigned weight;                        // among the failures of one kind of upstream, or among the others
  unsigned kinds;                         // an upstream must have all of these bits ...
  unsigned not_kinds;                     // ... and (failures) none of these
  int status;                             // 0: the record cannot tell
  Means means;
  Hole hole;
  Tail tail;
};

inline constexpr Message kMessages[] = {
#define WHY502_FAILURE(weight, kinds, not_kinds, cause, status, level, before, hole, after, tail) \
  {cause, level, before, after, weight, kinds, not_kinds, status, Means::failure, Hole::hole, Tail::tail},
#define WHY502_EVIDENCE(weight, kinds, not_kinds, cause, level, before, tail) \
  {cause, level, before, "", weight, kinds, not_kinds, 0, Means::evidence, Hole::none, Tail::tail},
#define WHY502_INNOCENT(weight, kinds, level, before, hole, after, tail) \
  {"", level, before, after, weight, kinds, 0, 0, Means::nothing, Hole::hole, Tail::tail},
#include "bench/messages.inc"
#undef WHY502_FAILURE
#undef WHY502_EVIDENCE
#undef WHY502_INNOCENT
};
inline constexpr std::size_t kMessageCount = sizeof(kMessages) / sizeof(kMessages[0]);

}  // namespace why502::bench

#endif  // WHY502_BENCH_MESSAGES_H_
