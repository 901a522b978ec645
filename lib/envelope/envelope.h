// envelope.h -- what a line may travel in: what an envelope must be able to do, and the table of them.
#ifndef WHY502_LIB_ENVELOPE_ENVELOPE_H_
#define WHY502_LIB_ENVELOPE_ENVELOPE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "lib/envelope/room.h"
#include "lib/envelope/stamps.h"
#include "why502/event.h"

namespace why502::envelope {

// A line that no grammar knows.
struct Sealed {
  std::string_view text;
  std::size_t readable;  // so many bytes can be read from text.data() on; at least text.size()
};

// What was in it.
struct Opened {
  std::string_view text = "";       // without the line ending that the envelope put into words
  std::string_view container = "";  // who wrote it, where the envelope says so
  std::uint64_t stream = 0;         // the same for all lines of one writer
  Stamp stamp;
  bool is_partial = false;  // the next line of this stream goes on where this one ends
  // How many blanks stand before further lines of the text; 0: none come.
  std::size_t indent = 0;
};

// An envelope: a plain function, so that the table of them is data.
struct Opener {
  Envelope envelope;
  std::string_view id;
  std::string_view description;

  // Is the whole line such an envelope? Views of `opened` point into the line or into the
  // room, until the room's next use. Nothing is allocated unless the room must grow.
  // nullptr: found by whoever knows grammars (prefix), or no envelope at all (none).
  bool (*open)(const Sealed& line, Room& room, Opened* opened);

  // The same for the lines that its writer writes every day, if no opener before it opens them: one whole message with
  // its time of writing, no container, and no line feed or carriage return in it or at its end. nullptr: there are
  // none.
  bool (*glance)(const Sealed& line, Room& room, Opened* opened) = nullptr;
};

// All envelopes, in the order in which they are tried.
std::span<const Opener> openers() noexcept;

}  // namespace why502::envelope

#endif  // WHY502_LIB_ENVELOPE_ENVELOPE_H_
