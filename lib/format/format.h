// format.h -- what a record's grammar must be able to do, and the table of grammars.
#ifndef WHY502_LIB_FORMAT_FORMAT_H_
#define WHY502_LIB_FORMAT_FORMAT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/format/message_memo.h"
#include "lib/format/stamp.h"
#include "lib/match/matcher.h"
#include "why502/callback.h"
#include "why502/event_fn.h"

namespace why502::format {

// What the beginning of a line tells, as offsets into the line.
struct Head {
  std::uint32_t message = 0;                               // where the message begins
  std::uint32_t process_begin = 0, process_end = 0;        // nginx: "71#71"
  std::uint32_t connection_begin = 0, connection_end = 0;  // nginx: "9"; empty if none
  Severity severity = Severity::unknown;
  std::optional<Timestamp> time;
  bool weak = false;  // a record that waits for its further lines takes such a line as one of them

  bool has_connection() const noexcept { return connection_end != connection_begin; }
};

// A record and what is known of it from outside.
struct Record {
  std::string_view text;
  Head head;
  std::string_view source = {};
  std::uint64_t offset = 0;
  bool cr = false;             // its last line ended in "\r\n"
  bool given_up = false;       // no further line will complete it
  bool after_carrier = false;  // its head cut a record short that may have carried it: see carriers.inc
  const ApacheFormat* apache_format = nullptr;         // see StampReader
  const StampReader::LastHead* last_apache = nullptr;  // the same
  MessageMemo* memo = nullptr;                         // of those who have one
  std::string* side = nullptr;  // room for a value that is no substring of the record: "unix:" and a path
};

enum class Outcome : std::uint8_t {
  event,  // at least one event was given out
  other,  // about something else
  open,   // further lines must complete it; nothing was given out
};

// Lines of a stream that nothing but heads and closed records has touched since `stamps` read its
// last head.
struct Lines {
  const char* base;
  std::ptrdiff_t begin;                 // where the first begins, which may be before `base`; the others begin behind
  std::span<const std::uint16_t> ends;  // these line feeds. All from `base` on
  const char* readable_end;             // from here on nothing may be read
  std::string_view source;
  std::uint64_t offset;  // of `base`
  bool after_boring;     // the line before them was of no interest, and may be open
  bool one_event;        // stop behind the first event
};

// What stood in an envelope: one message, without line feeds, written by nobody who has anything open.
struct Inner {
  std::string_view text;  // until the next one
  Timestamp time;         // when it was written
  std::uint64_t offset;   // of the raw line
  std::uint64_t stream;   // who wrote it: a head ends the open record of its own stream only
};

// Such lines, one after the other.
struct InnerLines {
  Callback<Inner&> next;  // false: there is none, or a glance is not enough for it
  std::string_view source;
  Envelope envelope;
  bool one_event;  // stop behind the first event
};

// What was done with those at the front of them.
struct Swept {
  std::size_t lines = 0, events = 0;
  std::optional<Timestamp> first, last, latest;  // of the times that are not the one before them
  bool ends_boring = false;                      // the last of them was of no interest; this is its head
  Head head;
  bool stopped = false;  // on_event said so, or one was asked for

  void saw(Timestamp time) noexcept {
    if (!first || time < *first) first = time;
    if (!last || time > *last) last = time;
    latest = time;
  }
};

// A grammar: plain functions, so that the table of them is data. Every one of
// them is O(length of what it is given) and allocates nothing.
struct Grammar {
  Format format;
  std::string_view id;
  std::string_view description;
  knowledge::Server server;  // whose rules its records meet

  // Does a record begin with this line? Fills `head` if so.
  bool (*head)(std::string_view line, StampReader& stamps, Head* head);

  // The same as head(), the matcher's triage() and parse(), for the lines at the front of `lines` for
  // which a glance is enough. nullptr: there are none.
  Swept (*sweep)(const Lines& lines, StampReader& stamps, const match::Matcher& matcher, MessageMemo& memo,
                 EventFn on_event);

  // If further lines must complete the record: can raw text of a client stand in it, so
  // that the next head may be forged? nullptr: never.
  bool (*is_carrier)(const Record& record);

  // Must further lines complete this record?
  bool (*is_open)(const Record& record);

  // The whole look at a record.
  Outcome (*parse)(const Record& record, const match::Matcher& matcher, EventFn on_event);

  bool is_object = false;  // its records may be JSON; no other grammar's begin with `{`

  // The same as sweep() for lines in envelopes. None of them may be left open.
  Swept (*sweep_inner)(const InnerLines& lines, StampReader& stamps, const match::Matcher& matcher, MessageMemo& memo,
                       EventFn on_event) = nullptr;

  // Is the line one of a record that is open, but not its last, whatever else it looks like? nullptr: of none.
  bool (*is_further)(std::string_view line) = nullptr;

  // The time of a record whose first line has none, from the lines behind it. nullptr: it has one, or none.
  std::optional<Timestamp> (*late_time)(std::string_view text) = nullptr;
};

// All grammars, in the order in which they are tried.
std::span<const Grammar> grammars() noexcept;

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_FORMAT_H_
