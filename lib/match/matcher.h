// matcher.h -- which rule knows a message.
#ifndef WHY502_LIB_MATCH_MATCHER_H_
#define WHY502_LIB_MATCH_MATCHER_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "lib/base/bytes.h"
#include "lib/knowledge/rule.h"
#include "why502/event.h"

namespace why502::match {

// A message as rules look at it.
struct Message {
  std::string_view text;  // without stamp and context
  Severity severity = Severity::unknown;
  Phase at = Phase::unknown;
  knowledge::Errno error = knowledge::Errno::none;
  knowledge::Context context = knowledge::Context::any;  // any: an ordinary one
  std::uint16_t from = knowledge::writer::any;           // which module wrote it
  std::string_view state = {};                           // of a line of an access log: see Look::state
};

// What the first bytes of a message leave open.
enum class Triage : std::uint8_t {
  boring,   // no rule can know it, and it is below level error or a look-alike
  unknown,  // no rule can know it, but its level is error or above
  look,     // a rule may know it
};

// The rule tables, arranged so that the first 16 bytes of a message rule out
// nearly all of them.
//
// LIFETIME. Refers to the tables: static ones.
// THREADS. Immutable: const methods from any threads at once.
// COST. triage() is two hashes of 16 bytes and a few compares; find() looks closely
// at the few rules that are left.
class Matcher {
 public:
  // The tables must live as long.
  Matcher(std::span<const knowledge::Rule> rules, std::span<const knowledge::LookAlike> look_alikes);
  Matcher(Matcher&&) noexcept = default;  // the lists stay where they are
  Matcher(const Matcher&) = delete;

  // Looks at the start of a message, of which `text` may hold more than its end.
  Triage triage(std::string_view text, Severity severity) const noexcept {
    // Nearly all records of a log end here.
    if (severity < lowest_) return Triage::boring;
    if (text.size() < 8) return close_triage(nothing_, text, severity);
    const std::uint64_t first8 = base::load8(text.data());
    if (severity < lowest_of(first8) && severity < others_lowest_) return Triage::boring;
    const Start& start = start_of(first8);
    if (severity >= start.lowest) return Triage::look;
    if (start.settled != nullptr && base::stands_at(text, 0, start.settled->begins)) return Triage::boring;
    return close_triage(start, text, severity);
  }

  // The first rule of the table that knows the message; nullptr if none does.
  const knowledge::Rule* find(const Message& message) const noexcept;

  // Does a look-alike know it?
  bool is_look_alike(const Message& message) const noexcept;

 private:
  // A look, with what is asked of nearly every message beside it.
  struct Entry {
    const knowledge::Look* look = nullptr;
    const knowledge::Rule* rule = nullptr;  // nullptr: a look-alike
    std::uint64_t second8 = 0, mask = 0;    // bytes 8 to 15 of `begins`; all ones where it has one
    std::uint32_t order = 0;                // in which they are asked
    std::uint32_t key = 0, key_mask = 0;    // key_of() what is asked of errno, action and context
    std::uint16_t from = knowledge::writer::any;
    Severity lowest = Severity::unknown;
    bool alone = false;         // what it fits, no look of others_ can fit
    bool before_rules = false;  // see LookAlike
  };
  static constexpr std::uint32_t key_of(knowledge::Errno error, Phase at, knowledge::Context context) noexcept {
    return static_cast<std::uint32_t>(context) << 16 | static_cast<std::uint32_t>(error) << 8 |
           static_cast<std::uint32_t>(at);
  }

  // The entries whose `begins` has these first 16 bytes.
  struct Long {
    std::uint64_t first8 = 0, second8 = 0;
    std::span<const Entry> entries = {};  // none: a free slot
  };
  // What begins with these 8 bytes.
  struct Start {
    std::uint64_t first8 = 0;
    std::span<const Entry> entries = {};  // whose `begins` is shorter than 16 bytes
    Severity lowest = kNever;             // of the rules; kNever: there is none
    bool is_free = true;                  // nothing begins so
    bool has_long = false;
    const knowledge::Look* settled = nullptr;  // a look-alike's: whatever begins so is boring below `lowest`
  };
  static constexpr Severity kNever = static_cast<Severity>(255);  // above all levels
  static constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15u;

  // The lowest level at which a rule may know what begins so, and at most `error`. Where several
  // starts share a place it is the lowest of all: one load tells nearly all records of no interest.
  Severity lowest_of(std::uint64_t first8) const noexcept {
    return lowest_by_start_[first8 * kMix >> (64 - kStartBits)];
  }

  const Start& start_of(std::uint64_t first8) const noexcept {
    for (std::size_t slot = first8 * kMix >> starts_shift_;; slot = (slot + 1) & (starts_.size() - 1)) {
      const Start& start = starts_[slot];
      if (start.first8 == first8 || start.is_free) return start;
    }
  }
  static bool settles(const Entry& entry) noexcept;
  std::size_t slot_of(std::uint64_t first8, std::uint64_t second8) const noexcept;
  std::span<const Entry> long_entries(std::uint64_t first8, std::uint64_t second8) const noexcept;
  Triage close_triage(const Start& start, std::string_view text, Severity severity) const noexcept;
  template <typename Fn>
  void each_candidate(const Start& start, std::string_view text, Fn fn) const noexcept;
  template <typename Fn>
  const Entry* first_fitting(const Message& message, Fn wanted) const noexcept;
  void index();

  std::vector<Entry> entries_;  // those with `begins`, list by list
  std::vector<Entry> others_;   // those with `after_word`, or with a `begins` shorter than 8 bytes
  std::vector<Entry> states_;   // those with `state`: triage() knows nothing of them
  static constexpr int kStartBits = 12;
  std::array<Severity, std::size_t{1} << kStartBits> lowest_by_start_;
  std::vector<Start> starts_;  // open addressing, as slots_
  std::vector<Long> slots_;
  int starts_shift_ = 0, shift_ = 0;
  Start nothing_;
  Severity lowest_ = Severity::error;           // of the rules, and that at which what no rule knows is told
  Severity others_lowest_ = Severity::emerg;    // of the rules in others_
  const knowledge::Rule* any_check_ = nullptr;  // for the health checks that no other rule knows
};

}  // namespace why502::match

#endif  // WHY502_LIB_MATCH_MATCHER_H_
