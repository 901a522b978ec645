// parser.h -- one record in, one verdict out. No I/O, no state between records.
#ifndef WHY502_PARSER_H_
#define WHY502_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "why502/event.h"
#include "why502/event_fn.h"
#include "why502/result.h"

namespace why502 {

// What a line turned out to be. Every line gets exactly one: the sum of the
// counters is the number of lines. A line is never an error.
enum class Verdict : std::uint8_t {
  event,         // the first line of a record that tells of an upstream failure
  other,         // the first line of a record about something else
  continuation,  // a further line of a record
  unrecognized,  // no format we know
  too_long,      // longer than max_line_bytes: skipped
};
std::string_view id(Verdict verdict) noexcept;

// What was read, counted. Adding is commutative and associative, and Counters{}
// is its identity.
struct Counters {
  std::uint64_t bytes = 0;
  std::uint64_t event = 0, other = 0, continuation = 0, unrecognized = 0, too_long = 0;  // lines
  std::uint32_t formats = 0;             // bit n: a record of Format(n) was seen
  std::uint32_t envelopes = 0;           // bit n: a record in Envelope(n) was seen
  std::optional<Timestamp> first, last;  // of all records, whether events or not

  std::uint64_t lines() const noexcept { return event + other + continuation + unrecognized + too_long; }
  void add(Verdict verdict, std::uint64_t lines = 1) noexcept;
  // Widens first and last to hold `time`.
  void add(Timestamp time) noexcept;
  Counters& operator+=(const Counters& more) noexcept;
};

struct ParserOptions {
  Format format = Format::unknown;       // unknown: find out, record by record
  std::string time_zone = "UTC";         // of stamps that name no zone, nor lie in an envelope that names
                                         // one: a tz database name, "UTC" or "+02:00"
  std::string apache_format = {};        // Apache's ErrorLogFormat; "": the built-in ones and those in wide use
  std::size_t max_line_bytes = 1 << 20;  // longer lines are skipped; at least 4096
  std::string json_key = {};             // of JSON lines, where the record stands; "a.b" is key b in the object at a
  // A stamp without a year (syslog's) is of the newest year that is not after this;
  // without it such stamps tell no time.
  std::optional<Timestamp> reference_time = {};
};

// Room for what is no substring of its record, and the memory of how the last
// stamps were read.
//
// THREADS. One per thread. Reuse it: making one allocates.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;

 private:
  friend class Parser;
  friend struct ScratchAccess;  // lib/engine
  struct State;
  std::unique_ptr<State> state_;
};

// The compiled knowledge: make one and share it.
//
// LIFETIME. Free of everything; Scanners and Feeds refer to theirs, so it must
// outlive them.
// THREADS. Immutable: all methods may be called from any threads at once.
// COST. create() reads the time zone's file and takes about a millisecond.
class Parser {
 public:
  // Errors: bad_option (an unknown time zone, an apache_format that cannot be read, a
  // max_line_bytes below 4096).
  // Reads the system's tz database (and TZDIR, which says where it is).
  static Result<Parser> create(const ParserOptions& options = {});

  // Looks at one whole record (without its last line ending; it may span lines;
  // or one line of envelopes around a record) and calls on_event for each event that it tells of: mostly none or one,
  // several where a record lists attempts. `on_event` may stop that by false.
  // Role, cause and status depend on the record alone, so Event::suspect() knows
  // only of what the record itself shows; offset() and source() are empty.
  //
  // Returns event, other or unrecognized. Does not allocate unless `scratch`
  // must grow. O(record.size()), whatever the bytes.
  Verdict parse(std::string_view record, Scratch& scratch, EventFn on_event) const;

  const ParserOptions& options() const& noexcept WHY502_LIFETIME_BOUND;
  const ParserOptions& options() const&& = delete;

  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;
  ~Parser();

 private:
  friend struct ParserAccess;  // lib/engine
  struct Impl;
  explicit Parser(std::unique_ptr<const Impl> impl) noexcept;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace why502

#endif  // WHY502_PARSER_H_
