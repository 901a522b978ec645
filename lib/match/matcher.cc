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

// Where the text behind the first word begins: at its blank; npos if there is none
// within the longest word that a rule can mean (a host name).
std::size_t word_end(std::string_view text) noexcept {
  constexpr std::size_t kLongest = 256;
  return text.substr(0, kLongest).find(' ');
}

// Everything but how the message starts.
bool rest_fits(const Look& look, const Message& message) noexcept {
  return message.severity >= look.lowest && (look.error == Errno::any || look.error == message.error) &&
         (look.at == Phase::unknown || look.at == message.at) &&
         (look.holds.empty() || message.text.find(look.holds) != std::string_view::npos);
}

}  // namespace

Matcher::Matcher(std::span<const knowledge::Rule> rules, std::span<const knowledge::LookAlike> look_alikes) {
  const auto add = [this](const Look& look, const knowledge::Rule* rule) {
    Entry entry;
    entry.look = &look;
    entry.rule = rule;
    if (look.begins.empty()) {
      after_word_.push_back(entry);
      after_word_lowest_ = std::min(after_word_lowest_, look.lowest);
      return;
    }
    if (look.begins.size() > 8) {
      const std::string_view second = look.begins.substr(8, 8);
      entry.second8 = base::load8(second);
      // All ones where `begins` has a byte.
      constexpr std::string_view kOnes = "\xff\xff\xff\xff\xff\xff\xff\xff";
      entry.mask = base::load8(kOnes.substr(0, second.size()));
    }
    const std::uint64_t first8 = base::load8(look.begins);
    std::size_t slot = slot_of(first8);
    while (slots_[slot] != 0 && families_[slots_[slot] - 1u].first8 != first8) slot = (slot + 1) % kSlots;
    if (slots_[slot] == 0) {
      families_.push_back({first8, {}});
      slots_[slot] = static_cast<std::uint16_t>(families_.size());
    }
    families_[slots_[slot] - 1u].entries.push_back(entry);
  };
  for (const auto& rule : rules) add(rule.look, &rule);
  for (const auto& look_alike : look_alikes) add(look_alike.look, nullptr);
}

// The first 8 bytes are the family's.
bool Matcher::begins_fit(const Entry& entry, std::uint64_t second8, std::string_view text) noexcept {
  const std::string_view begins = entry.look->begins;
  return ((second8 ^ entry.second8) & entry.mask) == 0 && (begins.size() <= 16 || text.starts_with(begins));
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
      for (const Entry& entry : family->entries) {
        if (!begins_fit(entry, second8, text)) continue;
        if (entry.rule != nullptr && severity >= entry.look->lowest) return Triage::look;
        // A look-alike of no conditions settles it; with some, only a close look does.
        if (entry.rule == nullptr && severity >= entry.look->lowest && entry.look->holds.empty() &&
            entry.look->error == Errno::any && entry.look->at == Phase::unknown) {
          known = true;
        }
      }
      if (known) return Triage::boring;
    }
  }
  const Triage otherwise = severity >= Severity::error ? Triage::unknown : Triage::boring;
  if (severity < after_word_lowest_) return otherwise;
  if (const std::size_t end = word_end(text); end != std::string_view::npos) {
    for (const Entry& entry : after_word_) {
      if (severity >= entry.look->lowest && base::stands_at(text, end, entry.look->after_word)) {
        return entry.rule != nullptr ? Triage::look : Triage::boring;
      }
    }
  }
  return otherwise;
}

template <typename Fn>
const Matcher::Entry* Matcher::first_fitting(const Message& message, Fn wanted) const noexcept {
  const std::string_view text = message.text;
  if (text.size() >= 8) {
    if (const Family* family = family_of(base::load8(text))) {
      const std::uint64_t second8 = base::load8(text.substr(8));
      for (const Entry& entry : family->entries) {
        if (begins_fit(entry, second8, text) && wanted(entry) && rest_fits(*entry.look, message)) {
          return &entry;
        }
      }
    }
  }
  if (const std::size_t end = word_end(text); end != std::string_view::npos) {
    for (const Entry& entry : after_word_) {
      if (wanted(entry) && base::stands_at(text, end, entry.look->after_word) && rest_fits(*entry.look, message)) {
        return &entry;
      }
    }
  }
  return nullptr;
}

const knowledge::Rule* Matcher::find(const Message& message) const noexcept {
  const Entry* entry = first_fitting(message, [](const Entry& e) { return e.rule != nullptr; });
  return entry == nullptr ? nullptr : entry->rule;
}

bool Matcher::is_look_alike(const Message& message) const noexcept {
  return first_fitting(message, [](const Entry& e) { return e.rule == nullptr; }) != nullptr;
}

}  // namespace why502::match
