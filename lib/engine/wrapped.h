// wrapped.h -- the records and lines that lie open in envelopes: one of each a stream.
#ifndef WHY502_LIB_ENGINE_WRAPPED_H_
#define WHY502_LIB_ENGINE_WRAPPED_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/engine/unwrap.h"
#include "lib/format/format.h"

namespace why502::engine {

// A record that further lines of its stream must complete.
struct OpenRecord {
  void reset() noexcept {}

  Layers layers;  // its views are those of the strings below
  std::string text, container, prefix;
  const format::Grammar* grammar = nullptr;
  format::Head head;
  bool after_carrier = false;
};

// A line of which the end has not come.
struct OpenLine {
  void reset() noexcept { too_long = false; }

  Layers layers;
  std::string text, container;
  bool too_long = false;
};

// A record whose head ended others, of which one stopped the call: it is looked at in the next.
struct HeldRecord {
  bool is_held = false;
  Layers layers;
  std::string text, container, prefix;
  const format::Grammar* grammar = nullptr;
  format::Head head;
};

// A few of a kind, found by their stream. What was taken out keeps its bytes until the next
// add(), so that the events of a record outlive it.
//
// COST. A search of kMost entries; allocates as it grows, and keeps its room up to kKept bytes each.
template <typename T>
class Streams {
 public:
  static constexpr std::size_t kMost = 64;

  bool empty() const noexcept { return live_.empty(); }
  bool full() const noexcept { return live_.size() >= kMost; }

  T* find(std::uint64_t stream) const noexcept {
    for (const auto& entry : live_) {
      if (entry->layers.stream() == stream) return entry.get();
    }
    return nullptr;
  }

  // The one that begins first; nullptr if there is none.
  T* oldest() const noexcept {
    const auto it = std::min_element(live_.begin(), live_.end(),
                                     [](const auto& a, const auto& b) { return a->layers.offset < b->layers.offset; });
    return it == live_.end() ? nullptr : it->get();
  }

  // One with the layers, its views kept; the text is still to be set.
  T& add(const Layers& layers) {
    std::unique_ptr<T> entry;
    if (free_.empty()) {
      entry = std::make_unique<T>();
    } else {
      entry = std::move(free_.back());
      free_.pop_back();
      if (entry->text.capacity() > kKept) std::string().swap(entry->text);
    }
    entry->reset();
    entry->layers = layers;
    entry->container.assign(layers.container);
    entry->layers.container = entry->container;
    live_.push_back(std::move(entry));
    return *live_.back();
  }

  void remove(const T& gone) {
    const auto it = std::find_if(live_.begin(), live_.end(), [&](const auto& entry) { return entry.get() == &gone; });
    std::iter_swap(it, std::prev(live_.end()));
    // The longest unused is taken first: behind the others.
    free_.insert(free_.begin(), std::move(live_.back()));
    live_.pop_back();
  }

  auto begin() const noexcept { return live_.begin(); }
  auto end() const noexcept { return live_.end(); }

 private:
  static constexpr std::size_t kKept = 64 * 1024;

  std::vector<std::unique_ptr<T>> live_, free_;
};

// LIFETIME. Refers to the parser.
// THREADS. One at a time.
struct Wrapped {
  Wrapped(const ParserAccess::Impl& parser, std::optional<Timestamp> reference_time) : rooms(parser, reference_time) {}

  Rooms rooms;
  Streams<OpenRecord> records;
  Streams<OpenLine> lines;
  HeldRecord held;

  // Of the last head, if the next lines may be swept: see Recorder::sweep_wrapped(). Only what is
  // tried first depends on them and no answer, so they are no state of the recorder's.
  const format::Grammar* swept_grammar = nullptr;
  const envelope::Opener* swept_opener = nullptr;

  // Does something of the stream wait for its next line?
  bool awaits(std::uint64_t stream) const noexcept {
    return records.find(stream) != nullptr || lines.find(stream) != nullptr;
  }

  // The last record of which `line` is a further one by its indentation; nullptr if there is none.
  OpenRecord* indented(std::string_view line) const noexcept {
    OpenRecord* found = nullptr;
    if (!line.starts_with(' ')) return found;
    const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
    for (const auto& record : records) {
      const Layers& its = record->layers;
      if (its.indent == 0 || its.indent > blanks) continue;
      if (found == nullptr || its.offset > found->layers.offset) found = record.get();
    }
    return found;
  }
};

}  // namespace why502::engine

#endif  // WHY502_LIB_ENGINE_WRAPPED_H_
