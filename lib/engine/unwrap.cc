// unwrap.cc -- one envelope taken off a line.
#include "lib/engine/unwrap.h"

#include <functional>

#include "lib/base/hash.h"
#include "lib/engine/prefix.h"
#include "lib/engine/wrapped.h"

namespace why502::engine {

Rooms::Rooms(const ParserAccess::Impl& parser, std::optional<Timestamp> reference_time) {
  rooms_.reserve(kDeepest);
  for (std::size_t i = 0; i < kDeepest; ++i) {
    rooms_.emplace_back(parser.options.json_key, envelope::Stamps(parser.zone, reference_time));
  }
}

void Layers::push(Envelope kind, const envelope::Opened& opened) noexcept {
  using envelope::StampKind;
  const std::uint64_t words[] = {stream(), static_cast<std::uint64_t>(kind), opened.stream};
  const std::uint64_t mixed = base::stable_hash({reinterpret_cast<const char*>(words), sizeof words}, 0);
  streams[++depth] = mixed == 0 ? 1 : mixed;
  if (depth == 1) {
    envelope = kind;
    indent = opened.indent;
  }
  if (!opened.container.empty()) container = opened.container;
  const bool is_better = opened.stamp.kind == StampKind::writing ||
                         (opened.stamp.kind != StampKind::none && stamp.kind != StampKind::writing);
  if (is_better) stamp = opened.stamp;
  if (opened.stamp.offset) lent = opened.stamp.offset;
  prefix = "";
  // In an object the text has an end of its own.
  if (kind == Envelope::docker || kind == Envelope::journald || kind == Envelope::json) cr = false;
}

std::optional<Timestamp> Layers::time(std::optional<Timestamp> own) const noexcept {
  using envelope::StampKind;
  if (stamp.kind == StampKind::writing || (stamp.kind != StampKind::none && !own)) return stamp.time;
  return own;
}

void find_late_time(const format::Grammar& grammar, const Layers& layers, format::Record* record) noexcept {
  if (grammar.late_time == nullptr || (!record->given_up && grammar.is_open(*record))) return;
  if (const auto own = grammar.late_time(record->text)) record->head.time = layers.time(own);
}

bool open_one(const ParserAccess::Impl& parser, const Wrapped* wrapped, const envelope::Sealed& line,
              envelope::Room& room, format::StampReader& stamps, bool may_be_prefix, Layers* layers, Inside* inside) {
  const Layers outer = *layers;
  const auto open = [&](const envelope::Opener& opener) {
    envelope::Opened opened;
    if (!opener.open(line, room, &opened)) return false;
    inside->opened = opened;
    *layers = outer;
    layers->push(opener.envelope, inside->opened);
    inside->text = cut_carriage_return(inside->opened.text, layers);
    return true;
  };
  room.next_line();
  const envelope::Opener* chosen = nullptr;
  const envelope::Opener* last = nullptr;
  bool is_awaited = false;
  for (const envelope::Opener& opener : envelope::openers()) {
    if (opener.open == nullptr || !open(opener)) continue;
    last = &opener;
    inside->grammar = parser.grammar_of(inside->text, stamps.in(layers->lent), &inside->head);
    if (inside->grammar != nullptr) return true;
    const bool is_this_awaited = wrapped != nullptr && wrapped->awaits(layers->stream());
    if (chosen == nullptr || (is_this_awaited && !is_awaited)) {
      chosen = &opener;
      is_awaited = is_this_awaited;
    }
  }
  if (chosen != nullptr) return chosen == last || open(*chosen);

  *layers = outer;
  if (!may_be_prefix) return false;
  const std::size_t length = prefix_length(parser, line.text, stamps.in(outer.lent));
  if (length == 0) return false;
  const std::string_view prefix = line.text.substr(0, length);
  inside->opened = {};
  inside->opened.text = without_prefix(line.text, prefix);
  inside->opened.stream = base::stable_hash(prefix, 0);
  layers->push(Envelope::prefix, inside->opened);
  layers->prefix = prefix;
  inside->text = cut_carriage_return(inside->opened.text, layers);
  inside->grammar = parser.grammar_of(inside->text, stamps.in(outer.lent), &inside->head);
  return inside->grammar != nullptr;
}

envelope::Sealed seal(const envelope::Sealed& line, std::string_view text) noexcept {
  const char* const end = line.text.data() + line.readable;
  const std::less<> before;
  const bool is_in_line = !before(text.data(), line.text.data()) && before(text.data(), end);
  return {text, is_in_line ? static_cast<std::size_t>(end - text.data()) : text.size()};
}

std::string_view cut_carriage_return(std::string_view text, Layers* layers) noexcept {
  if (layers->cr || !text.ends_with('\r')) return text;
  layers->cr = true;
  return text.substr(0, text.size() - 1);
}

}  // namespace why502::engine
