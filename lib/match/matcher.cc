// matcher.cc -- which rule knows a message.
#include "lib/match/matcher.h"

#include <algorithm>

#include "lib/base/bytes.h"

namespace why502::match {
namespace {

using knowledge::Errno;
using knowledge::Look;

std::size_t slot_of(std::uint64_t first8) noexcept {
  return static_cast<std::size_t>((first8 * 0x9E3779B97F4A7C15u) >> 56);
}

// Where the text behind the first word begins: at its blank; npos if there is none.
std::size_t word_end(std::string_view text) noexcept { return text.find(' '); }

// Everything but how the message starts.
bool rest_fits(const Look& look, const Message& message) noexcept {
  return message.severity >= look.lowest && (look.error == Errno::any || look.error == message.error) &&
         (look.at == Phase::unknown || look.at == message.at) &&
         (look.holds.empty() || message.text.find(look.holds) != std::string_view::npos);
}

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
  for (const auto& rule : rules) add(rule.look, &rule);
  for (const auto& look_alike : look_alikes) add(look_alike.look, nullptr);
  for (Family& family : families_) {
    for (Branch& branch : family.branches) {
      for (Entry& entry : branch.entries) {
        entry.alone = std::none_of(after_word_.begin(), after_word_.end(), [&](const Entry& other) {
          return can_both_fit(entry.look->begins, other.look->after_word);
        });
      }
    }
  }
}

void Matcher::add(const Look& look, const knowledge::Rule* rule) {
  const Entry entry{&look, rule, size_++, false};
  if (look.begins.empty()) {
    after_word_.push_back(entry);
    after_word_lowest_ = std::min(after_word_lowest_, look.lowest);
    return;
  }
  const std::uint64_t first8 = base::load8(look.begins);
  std::size_t slot = slot_of(first8);
  while (slots_[slot] != 0 && families_[slots_[slot] - 1u].first8 != first8) slot = (slot + 1) % kSlots;
  if (slots_[slot] == 0) {
    families_.push_back({first8, {}});
    slots_[slot] = static_cast<std::uint16_t>(families_.size());
  }
  const std::string_view second = look.begins.size() > 8 ? look.begins.substr(8, 8) : std::string_view{};
  constexpr std::string_view kOnes = "\xff\xff\xff\xff\xff\xff\xff\xff";
  const std::uint64_t second8 = base::load8(second), mask = base::load8(kOnes.substr(0, second.size()));
  auto& branches = families_[slots_[slot] - 1u].branches;
  auto branch = std::find_if(branches.begin(), branches.end(),
                             [&](const Branch& b) { return b.second8 == second8 && b.mask == mask; });
  if (branch == branches.end()) branch = branches.insert(branch, {second8, mask, {}});
  branch->entries.push_back(entry);
}

const Matcher::Family* Matcher::family_of(std::uint64_t first8) const noexcept {
  for (std::size_t slot = slot_of(first8); slots_[slot] != 0; slot = (slot + 1) % kSlots) {
    const Family& family = families_[slots_[slot] - 1u];
    if (family.first8 == first8) return &family;
  }
  return nullptr;
}

Triage Matcher::triage(std::string_view text, Severity severity) const noexcept {
  if (text.size() >= 8) {
    if (const Family* family = family_of(base::load8(text))) {
      const std::uint64_t second8 = base::load8(text.substr(8));
      bool known = false;
      for (const Branch& branch : family->branches) {
        if (((second8 ^ branch.second8) & branch.mask) != 0) continue;
        for (const Entry& entry : branch.entries) {
          const Look& look = *entry.look;
          if (severity < look.lowest || !begins_fit(look, text)) continue;
          if (entry.rule != nullptr) return Triage::look;
          // A look-alike of no conditions settles it; with some, only a close look does.
          known = known || (look.holds.empty() && look.error == Errno::any && look.at == Phase::unknown);
        }
      }
      if (known) return Triage::boring;
    }
  }
  const Triage otherwise = severity >= Severity::error ? Triage::unknown : Triage::boring;
  if (severity < after_word_lowest_) return otherwise;
  if (const std::size_t end = word_end(text); end != std::string_view::npos) {
    for (const Entry& entry : after_word_) {
      if (severity >= entry.look->lowest && base::stands_at(text, end, entry.look->after_word)) return Triage::look;
    }
  }
  return otherwise;
}

template <typename Fn>
const Matcher::Entry* Matcher::first_fitting(const Message& message, Fn wanted) const noexcept {
  const std::string_view text = message.text;
  const Entry* first = nullptr;
  const auto offer = [&](const Entry& entry) {
    if (wanted(entry) && (first == nullptr || entry.order < first->order) && rest_fits(*entry.look, message)) {
      first = &entry;
    }
    return first == &entry;
  };
  if (text.size() >= 8) {
    if (const Family* family = family_of(base::load8(text))) {
      const std::uint64_t second8 = base::load8(text.substr(8));
      for (const Branch& branch : family->branches) {
        if (((second8 ^ branch.second8) & branch.mask) != 0) continue;
        for (const Entry& entry : branch.entries) {
          if (begins_fit(*entry.look, text) && offer(entry)) break;
        }
      }
    }
  }
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
