// matcher.h -- which rule knows a message.
#ifndef WHY502_LIB_MATCH_MATCHER_H_
#define WHY502_LIB_MATCH_MATCHER_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "lib/knowledge/rule.h"
#include "why502/event.h"

namespace why502::match {

// A message as rules look at it.
struct Message {
  std::string_view text;  // without stamp and context
  Severity severity = Severity::unknown;
  Phase at = Phase::unknown;
  knowledge::Errno error = knowledge::Errno::none;
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
// COST. triage() is a hash of 8 bytes and a few compares of 8; find() looks closely
// at the few rules that are left.
class Matcher {
 public:
  // Takes what begins with `begins` or `after_word`; the tables must live as long.
  Matcher(std::span<const knowledge::Rule> rules, std::span<const knowledge::LookAlike> look_alikes);

  // Looks at the start of a message, of which `text` may hold more than its end.
  Triage triage(std::string_view text, Severity severity) const noexcept;

  // The first rule of the table that knows the message; nullptr if none does.
  const knowledge::Rule* find(const Message& message) const noexcept;

  // Does a look-alike know it?
  bool is_look_alike(const Message& message) const noexcept;

 private:
  struct Entry {
    const knowledge::Look* look = nullptr;
    const knowledge::Rule* rule = nullptr;  // nullptr: a look-alike
    std::size_t order = 0;                  // in the tables, rules before look-alikes
    bool alone = false;                     // what it fits, no look of after_word_ can fit
  };
  // All entries whose `begins` has the same bytes 8 to 15, in the tables' order.
  struct Branch {
    std::uint64_t second8 = 0, mask = 0;  // mask: all ones where `begins` has a byte
    std::vector<Entry> entries;
  };
  // All whose `begins` has the same first 8 bytes.
  struct Family {
    std::uint64_t first8 = 0;
    std::vector<Branch> branches;
  };
  static constexpr std::size_t kSlots = 256;  // a power of two

  void add(const knowledge::Look& look, const knowledge::Rule* rule);
  const Family* family_of(std::uint64_t first8) const noexcept;
  template <typename Fn>
  const Entry* first_fitting(const Message& message, Fn wanted) const noexcept;

  std::vector<Family> families_;
  std::array<std::uint16_t, kSlots> slots_{};  // open addressing: index + 1 into families_
  std::vector<Entry> after_word_;
  std::size_t size_ = 0;  // entries so far
  Severity after_word_lowest_ = Severity::emerg;
};

}  // namespace why502::match

#endif  // WHY502_LIB_MATCH_MATCHER_H_
