// matcher.cc -- which rule knows a message.
#include "lib/match/matcher.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "lib/base/bytes.h"

namespace why502::match {
namespace {

using knowledge::Context;
using knowledge::Errno;
using knowledge::Look;

// Where the text behind the first word begins: at its blank; npos if there is none.
std::size_t word_end(std::string_view text) noexcept { return text.find(' '); }

// Is there a message that both fit?
bool can_both_fit(const Look& look, const Look& other) noexcept {
  if (!other.begins.empty()) return look.begins.starts_with(other.begins);
  const std::size_t end = word_end(look.begins);
  if (end == std::string_view::npos) return true;
  const std::string_view rest = look.begins.substr(end);
  return rest.starts_with(other.after_word) || other.after_word.starts_with(rest);
}

// Does the message start as one of others_ wants? `end`: that of its first word.
bool other_fits(const Look& look, std::string_view text, std::size_t end) noexcept {
  return look.begins.empty() ? base::stands_at(text, end, look.after_word) : base::stands_at(text, 0, look.begins);
}

// Does the message start with `begins`, of which the first 16 bytes are known to fit?
bool begins_fit(const Look& look, std::string_view text) noexcept {
  return look.begins.size() <= 16 || base::stands_at(text, 0, look.begins);
}

// Does the message end before the last blank of `begins`, so that only what follows it fits?
bool ends_before(std::string_view text, const Look& look) noexcept {
  return look.begins.back() == ' ' && base::stands_at(text, look.begins.size() - 1, " while ");
}

}  // namespace

Matcher::Matcher(std::span<const knowledge::Rule> rules, std::span<const knowledge::LookAlike> look_alikes) {
  std::uint32_t order = 0;
  const auto add = [&](const Look& look, const knowledge::Rule* rule, bool before_rules) {
    Entry entry;
    entry.look = &look;
    entry.rule = rule;
    entry.order = order++;
    entry.lowest = look.lowest;
    entry.from = look.from;
    entry.key = key_of(look.error, look.at, look.context);
    entry.key_mask =
        key_of(look.error == Errno::any ? Errno{} : Errno{0xff}, look.at == Phase::unknown ? Phase{} : Phase{0xff},
               look.context == Context::any ? Context{} : Context{0xff});
    entry.before_rules = before_rules;
    if (!look.state.empty()) {
      states_.push_back(entry);
      return;
    }
    if (rule != nullptr) lowest_ = std::min(lowest_, look.lowest);
    if (look.begins.size() < 8) {
      others_.push_back(entry);
      if (rule != nullptr) others_lowest_ = std::min(others_lowest_, look.lowest);
      return;
    }
    const std::string_view second = look.begins.substr(8, 8);
    entry.second8 = base::load8(second);
    entry.mask = base::mask_of(second.size());
    entries_.push_back(entry);
  };
  for (const auto& look_alike : look_alikes) {
    if (look_alike.before_rules) add(look_alike.look, nullptr, true);
  }
  for (const auto& rule : rules) {
    const bool is_any = rule.look.begins.empty() && rule.look.after_word.empty() && rule.look.state.empty();
    if (!is_any) add(rule.look, &rule, false);
    if (is_any && any_check_ == nullptr) any_check_ = &rule;
  }
  for (const auto& look_alike : look_alikes) {
    if (!look_alike.before_rules) add(look_alike.look, nullptr, false);
  }
  for (Entry& entry : entries_) {
    entry.alone = std::none_of(others_.begin(), others_.end(),
                               [&](const Entry& other) { return can_both_fit(*entry.look, *other.look); });
  }
  index();
}

// A look-alike of no conditions, where no rule can know what it knows?
bool Matcher::settles(const Entry& entry) noexcept {
  return entry.rule == nullptr && entry.alone && entry.key_mask == 0 && entry.look->holds.empty() &&
         entry.look->lacks.empty() && entry.from == knowledge::writer::any;
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
  lowest_by_start_.fill(Severity::error);
  shift_ = starts_shift_ = 64 - std::countr_zero(size);
  for (auto begin = entries_.begin(); begin != entries_.end();) {
    const auto [first8, is_long, second8] = key(*begin);
    const auto end = std::find_if(begin, entries_.end(), [&](const Entry& e) { return key(e) != key(*begin); });
    const std::span<const Entry> list(begin, end);

    std::size_t slot = first8 * kMix >> starts_shift_;
    while (!starts_[slot].is_free && starts_[slot].first8 != first8) slot = (slot + 1) % size;
    Start& start = starts_[slot];
    start.first8 = first8;
    start.is_free = false;
    for (const Entry& entry : list) {
      if (entry.rule != nullptr) {
        start.lowest = std::min(start.lowest, entry.lowest);
        Severity& lowest = lowest_by_start_[first8 * kMix >> (64 - kStartBits)];
        lowest = std::min(lowest, entry.lowest);
      }
      if (settles(entry) && entry.lowest <= Severity::error && entry.look->begins.back() != ' ') {
        start.settled = entry.look;
      }
    }
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
  if (start.is_free) return;
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
    known = known || (settles(entry) && !ends_before(text, *entry.look));
    return may_fit;
  });
  if (may_fit) return Triage::look;
  if (known) return Triage::boring;
  const Triage otherwise = severity >= Severity::error ? Triage::unknown : Triage::boring;
  if (severity < others_lowest_) return otherwise;
  const std::size_t end = word_end(text);
  for (const Entry& entry : others_) {
    if (severity >= entry.lowest && other_fits(*entry.look, text, end)) return Triage::look;
  }
  return otherwise;
}

template <typename Fn>
const Matcher::Entry* Matcher::first_fitting(const Message& message, Fn wanted) const noexcept {
  const std::string_view text = message.text;
  const std::uint32_t key = key_of(message.error, message.at, message.context);
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
  if (!message.state.empty()) {
    for (const Entry& entry : states_) {
      if (entry.look->state == message.state) offer(entry);
    }
  }
  if (first != nullptr && first->alone) return first;
  const std::size_t end = word_end(text);
  for (const Entry& entry : others_) {
    if (other_fits(*entry.look, text, end)) offer(entry);
  }
  return first;
}

const knowledge::Rule* Matcher::find(const Message& message) const noexcept {
  const Entry* entry = first_fitting(message, [](const Entry& e) { return e.rule != nullptr || e.before_rules; });
  const knowledge::Rule* rule = entry == nullptr ? nullptr : entry->rule;
  if (message.context != Context::check) return rule;
  // A check writes what a request would have written.
  entry = first_fitting(message, [](const Entry& e) { return e.rule != nullptr && e.look->context == Context::check; });
  if (entry != nullptr) return entry->rule;
  if (any_check_ == nullptr || message.severity < any_check_->look.lowest) return nullptr;
  return rule != nullptr || (message.severity >= Severity::error && !is_look_alike(message)) ? any_check_ : nullptr;
}

bool Matcher::is_look_alike(const Message& message) const noexcept {
  return first_fitting(message, [](const Entry& e) { return e.rule == nullptr; }) != nullptr;
}

}  // namespace why502::match
