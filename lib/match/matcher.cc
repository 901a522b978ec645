// matcher.cc -- which rule knows a message.
#include "lib/match/matcher.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "lib/base/bytes.h"

namespace why502::match {
namespace {

using knowledge::Errno;
using knowledge::Look;

// Where the text behind the first word begins: at its blank; npos if there is none.
std::size_t word_end(std::string_view text) noexcept { return text.find(' '); }

// Is there a message that starts with `begins` and has `after_word` behind its first word?
bool can_both_fit(std::string_view begins, std::string_view after_word) noexcept {
  const std::size_t end = begins.find(' ');
  if (end == std::string_view::npos) return true;
  const std::string_view rest = begins.substr(end);
  return rest.starts_with(after_word) || after_word.starts_with(rest);
}

// Does the message start with `begins`, of which the first 16 bytes are known to fit?
bool begins_fit(const Look& look, std::string_view text) noexcept {
  return look.begins.size() <= 16 || base::stands_at(text, 0, look.begins);
}

}  // namespace

Matcher::Matcher(std::span<const knowledge::Rule> rules, std::span<const knowledge::LookAlike> look_alikes) {
  std::uint32_t order = 0;
  const auto add = [&](const Look& look, const knowledge::Rule* rule) {
    Entry entry;
    entry.look = &look;
    entry.rule = rule;
    entry.order = order++;
    entry.lowest = look.lowest;
    entry.from = look.from;
    entry.key = key_of(look.error, look.at);
    entry.key_mask =
        key_of(look.error == Errno::any ? Errno{} : Errno{0xff}, look.at == Phase::unknown ? Phase{} : Phase{0xff});
    if (look.begins.empty()) {
      after_word_.push_back(entry);
      after_word_lowest_ = std::min(after_word_lowest_, look.lowest);
      return;
    }
    const std::string_view second = look.begins.size() > 8 ? look.begins.substr(8, 8) : std::string_view{};
    entry.second8 = base::load8(second);
    entry.mask = base::mask_of(second.size());
    entries_.push_back(entry);
  };
  for (const auto& rule : rules) add(rule.look, &rule);
  for (const auto& look_alike : look_alikes) add(look_alike.look, nullptr);
  for (Entry& entry : entries_) {
    entry.alone = std::none_of(after_word_.begin(), after_word_.end(), [&](const Entry& other) {
      return can_both_fit(entry.look->begins, other.look->after_word);
    });
  }
  index();
}

// Brings the entries of each list together, in the tables' order, and the lists into slots.
void Matcher::index() {
  const auto key = [](const Entry& e) {
    const bool is_long = e.mask == base::mask_of(8);
    return std::tuple(base::load8(e.look->begins), is_long, is_long ? e.second8 : 0);
  };
  std::stable_sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
  // Sparse, so that nearly every search ends at its first slot.
  const std::size_t size = std::bit_ceil(4 * entries_.size() + 2);
  slots_.resize(size);
  starts_.resize(size);
  shift_ = starts_shift_ = 64 - std::countr_zero(size);
  for (auto begin = entries_.begin(); begin != entries_.end();) {
    const auto [first8, is_long, second8] = key(*begin);
    const auto end = std::find_if(begin, entries_.end(), [&](const Entry& e) { return key(e) != key(*begin); });
    const std::span<const Entry> list(begin, end);

    std::size_t slot = first8 * kMix >> starts_shift_;
    while (starts_[slot].lowest != kNever && starts_[slot].first8 != first8) slot = (slot + 1) % size;
    Start& start = starts_[slot];
    start.first8 = first8;
    for (const Entry& entry : list) start.lowest = std::min(start.lowest, entry.lowest);
    if (is_long) {
      start.has_long = true;
      slot = slot_of(first8, second8);
      while (!slots_[slot].entries.empty()) slot = (slot + 1) % size;
      slots_[slot] = {first8, second8, list};
    } else {
      start.entries = list;
    }
    begin = end;
  }
}

std::size_t Matcher::slot_of(std::uint64_t first8, std::uint64_t second8) const noexcept {
  return static_cast<std::size_t>(((first8 ^ std::rotl(second8, 29)) * kMix) >> shift_);
}

std::span<const Matcher::Entry> Matcher::long_entries(std::uint64_t first8, std::uint64_t second8) const noexcept {
  for (std::size_t slot = slot_of(first8, second8);; slot = (slot + 1) & (slots_.size() - 1)) {
    const Long& list = slots_[slot];
    if (list.entries.empty() || (list.first8 == first8 && list.second8 == second8)) return list.entries;
  }
}

// Calls fn(entry) for those of which the first 16 bytes fit, those with longer starts first,
// in each of the two lists until fn says that this one is done.
template <typename Fn>
void Matcher::each_candidate(const Start& start, std::string_view text, Fn fn) const noexcept {
  if (start.lowest == kNever) return;
  const std::uint64_t second8 = text.size() >= 16 ? base::load8(text.data() + 8) : base::load8(text.substr(8));
  if (start.has_long) {
    for (const Entry& entry : long_entries(start.first8, second8)) {
      if (fn(entry)) break;
    }
  }
  for (const Entry& entry : start.entries) {
    if (((second8 ^ entry.second8) & entry.mask) == 0 && fn(entry)) break;
  }
}

Triage Matcher::close_triage(const Start& start, std::string_view text, Severity severity) const noexcept {
  bool may_fit = false, known = false;
  each_candidate(start, text, [&](const Entry& entry) {
    if (severity < entry.lowest || !begins_fit(*entry.look, text)) return false;
    may_fit = may_fit || entry.rule != nullptr;
    // A look-alike of no conditions settles it; with some, only a close look does.
    known = known || (entry.look->holds.empty() && entry.look->lacks.empty() && entry.key_mask == 0 &&
                      entry.from == knowledge::writer::any);
    return may_fit;
  });
  if (may_fit) return Triage::look;
  if (known) return Triage::boring;
  const Triage otherwise = severity >= Severity::error ? Triage::unknown : Triage::boring;
  if (severity < after_word_lowest_) return otherwise;
  if (const std::size_t end = word_end(text); end != std::string_view::npos) {
    for (const Entry& entry : after_word_) {
      if (severity >= entry.lowest && base::stands_at(text, end, entry.look->after_word)) return Triage::look;
    }
  }
  return otherwise;
}

template <typename Fn>
const Matcher::Entry* Matcher::first_fitting(const Message& message, Fn wanted) const noexcept {
  const std::string_view text = message.text;
  const std::uint32_t key = key_of(message.error, message.at);
  const Entry* first = nullptr;
  // True where no later entry of the same list can be the first.
  const auto offer = [&](const Entry& entry) {
    if (((key ^ entry.key) & entry.key_mask) != 0 || message.severity < entry.lowest || !wanted(entry)) return false;
    if ((message.from & entry.from) == 0 || !begins_fit(*entry.look, text)) return false;
    const std::string_view holds = entry.look->holds;
    if (!holds.empty() && text.find(holds) == std::string_view::npos) return false;
    const std::string_view lacks = entry.look->lacks;
    if (!lacks.empty() && text.find(lacks) != std::string_view::npos) return false;
    if (first == nullptr || entry.order < first->order) first = &entry;
    return true;
  };
  if (text.size() >= 8) each_candidate(start_of(base::load8(text.data())), text, offer);
  if (first != nullptr && first->alone) return first;
  if (const std::size_t end = word_end(text); end != std::string_view::npos) {
    for (const Entry& entry : after_word_) {
      if (base::stands_at(text, end, entry.look->after_word)) offer(entry);
    }
  }
  return first;
}

const knowledge::Rule* Matcher::find(const Message& message) const noexcept {
  const Entry* entry = first_fitting(message, [](const Entry& e) { return e.rule != nullptr; });
  return entry == nullptr ? nullptr : entry->rule;
}

bool Matcher::is_look_alike(const Message& message) const noexcept {
  return first_fitting(message, [](const Entry& e) { return e.rule == nullptr; }) != nullptr;
}

}  // namespace why502::match
