// message_memo.h -- messages that were met, and what was found out about them.
#ifndef WHY502_LIB_FORMAT_MESSAGE_MEMO_H_
#define WHY502_LIB_FORMAT_MESSAGE_MEMO_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "lib/base/bytes.h"
#include "lib/knowledge/rule.h"
#include "why502/event.h"

namespace why502::format {

// A bad day writes the same few messages a million times: what a message means is a function of
// its text and level, so it is found out once and then recognised by its bytes. Bounded: a new
// message takes the place of an old one.
//
// LIFETIME. Holds copies.
// THREADS. One at a time.
// COST. 92 KiB. find() is a hash of 24 bytes and one compare of the text.
class MessageMemo {
 public:
  struct Known {
    const knowledge::Rule* rule = nullptr;  // nullptr: none knows it
    std::uint32_t size = 0;                 // of the message without its action
    int number = 0;                         // its errno
    Phase action = Phase::unknown;
    bool is_upgraded = false;   // see NginxContext
    bool may_be_other = false;  // no rule knows it, but it may tell of an upstream
  };

  // `text`: the message and its action. nullptr if it is not known (any more).
  const Known* find(std::string_view text, Severity severity) const noexcept {
    if (text.size() < 8 || text.size() > kLongest) return nullptr;
    const Slot* slot = &slots_[slot_of(text)];
    if (slot->is(text, severity)) return &slot->known;
    slot = &slots_[slot_of(text) ^ 1];
    return slot->is(text, severity) ? &slot->known : nullptr;
  }

  void put(std::string_view text, Severity severity, const Known& known) noexcept {
    if (text.size() < 8 || text.size() > kLongest) return;
    Slot& slot = slots_[slot_of(text)];
    if (slot.size != 0) slots_[slot_of(text) ^ 1] = slot;
    slot.size = static_cast<std::uint8_t>(text.size());
    slot.severity = severity;
    slot.known = known;
    std::memcpy(slot.text.data(), text.data(), text.size());
  }

 private:
  static constexpr std::size_t kLongest = 152;
  static constexpr int kSlotBits = 9;
  struct Slot {
    std::array<char, kLongest> text;
    std::uint8_t size = 0;
    Severity severity = Severity::unknown;
    Known known;

    bool is(std::string_view other, Severity level) const noexcept {
      if (size != other.size() || severity != level) return false;
      std::uint64_t differ = base::load8(text.data() + size - 8) ^ base::load8(other.data() + size - 8);
      for (std::size_t i = 0; i + 8 < size; i += 8) {
        differ |= base::load8(text.data() + i) ^ base::load8(other.data() + i);
      }
      return differ == 0;
    }
  };

  static std::size_t slot_of(std::string_view text) noexcept {
    const std::uint64_t first = base::load8(text.data()), last = base::load8(text.data() + text.size() - 8);
    const std::uint64_t middle = base::load8(text.data() + (text.size() - 8) / 2);
    return ((first ^ std::rotl(last, 23) ^ std::rotl(middle, 41) ^ text.size()) * 0x9E3779B97F4A7C15u) >>
           (64 - kSlotBits);
  }

  std::array<Slot, std::size_t{1} << kSlotBits> slots_;
};

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_MESSAGE_MEMO_H_
