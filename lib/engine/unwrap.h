// unwrap.h -- one envelope taken off a line.
#ifndef WHY502_LIB_ENGINE_UNWRAP_H_
#define WHY502_LIB_ENGINE_UNWRAP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/engine/parser_impl.h"
#include "lib/envelope/envelope.h"
#include "why502/event.h"

namespace why502::engine {

// So many envelopes may stand around each other.
inline constexpr std::size_t kDeepest = 4;

// Room for each of them.
class Rooms {
 public:
  Rooms(const ParserAccess::Impl& parser, std::optional<Timestamp> reference_time);
  // REQUIRES: depth < kDeepest.
  envelope::Room& operator[](std::size_t depth) noexcept { return rooms_[depth]; }

 private:
  std::vector<envelope::Room> rooms_;
};

// What is known of a line from the envelopes that were taken off.
struct Layers {
  std::size_t depth = 0;                              // how many
  std::array<std::uint64_t, kDeepest + 1> streams{};  // who writes at each depth; 0: the input itself
  Envelope envelope = Envelope::none;                 // the outermost
  std::string_view container = "";                    // the innermost name
  envelope::Stamp stamp;                              // the innermost time of writing, else the innermost
  std::optional<int> lent;                            // envelope::Stamp::offset of the innermost that has one
  std::string_view prefix = "";                       // the last one, if it was a prefix
  std::size_t indent = 0;                             // envelope::Opened::indent of the outermost
  std::uint64_t offset = 0;                           // of the first line in the input
  bool cr = false;                                    // the text was followed by a carriage return

  std::uint64_t stream() const noexcept { return streams[depth]; }
  void push(Envelope kind, const envelope::Opened& opened) noexcept;

  // The time of a record whose own stamp tells `own`.
  std::optional<Timestamp> time(std::optional<Timestamp> own) const noexcept;
};

// What stands in an envelope.
struct Inside {
  envelope::Opened opened;
  std::string_view text = "";                // opened.text without a carriage return that belongs to the line's ending
  const format::Grammar* grammar = nullptr;  // whose record begins here; nullptr: none does
  format::Head head;
};

// The time of a record that is over, where only the lines behind its first tell it.
void find_late_time(const format::Grammar& grammar, const Layers& layers, format::Record* record) noexcept;

struct Wrapped;

// Takes off the envelope that `line` is: of those that fit, the first in which a record begins;
// if there is none, the first of which `wrapped` has something open (nullptr: nothing is); if
// there is none, the first. `may_be_prefix`: if none fits, an unknown prefix of a record is
// taken off. false: nothing fits.
bool open_one(const ParserAccess::Impl& parser, const Wrapped* wrapped, const envelope::Sealed& line,
              envelope::Room& room, format::StampReader& stamps, bool may_be_prefix, Layers* layers, Inside* inside);

// What can be read behind the text that was in `line`.
envelope::Sealed seal(const envelope::Sealed& line, std::string_view text) noexcept;

// Cuts off a carriage return that belongs to the line's ending.
std::string_view cut_carriage_return(std::string_view text, Layers* layers) noexcept;

}  // namespace why502::engine

#endif  // WHY502_LIB_ENGINE_UNWRAP_H_
