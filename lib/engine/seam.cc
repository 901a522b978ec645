// seam.cc -- what is known between two lines, so that a part of an input can be read without
// all that came before it: see ARCHITECTURE.md, "Threads".
#include <algorithm>
#include <cstring>
#include <type_traits>
#include <vector>

#include "lib/engine/recorder.h"
#include "lib/engine/wrapped.h"

namespace why502::engine {
namespace {

template <typename T>
void put(const T& value, std::string* out) {
  static_assert(std::is_integral_v<T> || std::is_enum_v<T>);
  out->append(reinterpret_cast<const char*>(&value), sizeof value);
}

void put_text(std::string_view text, std::string* out) {
  put(text.size(), out);
  out->append(text);
}

void put_time(const std::optional<Timestamp>& time, std::string* out) {
  put(time.has_value(), out);
  put(time ? time->time_since_epoch().count() : Timestamp::rep{0}, out);
}

void put_layers(const Layers& layers, std::string* out) {
  put(layers.depth, out);
  for (std::size_t i = 0; i <= layers.depth; ++i) put(layers.streams[i], out);
  put(layers.envelope, out);
  put_text(layers.container, out);
  put(layers.stamp.kind, out);
  put_time(layers.stamp.time, out);
  put_text(layers.prefix, out);
  put(layers.offset, out);
  put(layers.cr, out);
}

// A head is read from the text and the layers, so it is the same where those are.
void put_entry(const OpenRecord& record, std::string* out) {
  put_layers(record.layers, out);
  put_text(record.text, out);
  put(record.grammar->format, out);
  put(record.after_carrier, out);
}

void put_entry(const OpenLine& line, std::string* out) {
  put_layers(line.layers, out);
  put_text(line.text, out);
  put(line.too_long, out);
}

// In the order of their beginnings: how they lie in memory does not matter to anybody.
template <typename T>
bool put_entries(const Streams<T>& streams, std::size_t most, std::string* out) {
  std::vector<const T*> entries;
  for (const auto& entry : streams) entries.push_back(entry.get());
  std::sort(entries.begin(), entries.end(), [](const T* a, const T* b) { return a->layers.offset < b->layers.offset; });
  put(entries.size(), out);
  for (const T* entry : entries) {
    if (out->size() + entry->text.size() > most) return false;
    put_entry(*entry, out);
  }
  return true;
}

}  // namespace

void Recorder::forget_counters() noexcept {
  counters_ = {};
  last_grammar_ = nullptr;
  last_time_.reset();
}

std::optional<std::string> Recorder::open_state() const {
  std::string state;
  // The record itself stands in the input, at this place.
  put(is_waiting_, &state);
  if (is_waiting_) {
    put(offset_ + waiting_.begin, &state);
    put(offset_ + waiting_.end, &state);
    put(waiting_.cr, &state);
    put(waiting_.after_carrier, &state);
  }
  if (wrapped_ == nullptr || (wrapped_->records.empty() && wrapped_->lines.empty())) return state;
  if (!put_entries(wrapped_->records, kMostState, &state) || !put_entries(wrapped_->lines, kMostState, &state)) {
    return std::nullopt;
  }
  return state;
}

}  // namespace why502::engine
