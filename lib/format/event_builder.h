// event_builder.h -- the only writer of an Event.
#ifndef WHY502_LIB_FORMAT_EVENT_BUILDER_H_
#define WHY502_LIB_FORMAT_EVENT_BUILDER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/hash.h"
#include "why502/event.h"

namespace why502 {

// LIFETIME. The event refers to the text, the rule id and the source that it was
// given.
class EventBuilder {
 public:
  // Everything else refers to `text`. REQUIRES: text.size() < 4 GiB.
  explicit EventBuilder(std::string_view text) noexcept {
    event_.text_ = text.data();
    event_.text_len_ = static_cast<std::uint32_t>(text.size());
  }

  // Goes on where another ended.
  explicit EventBuilder(const Event& event) noexcept : event_(event) {}

  // REQUIRES: `value` lies in the text, or is empty.
  void field(Field f, std::string_view value) noexcept {
    if (value.empty()) return;
    event_.spans_[static_cast<std::size_t>(f)] = {static_cast<std::uint32_t>(value.data() - event_.text_),
                                                  static_cast<std::uint32_t>(value.size())};
  }
  // A value in `side`, which is no part of the text. REQUIRES: `side` is the same in all
  // calls, and lives as long as the event.
  void side_field(Field f, std::string_view side, std::size_t at, std::size_t size) noexcept {
    if (size == 0) return;
    event_.side_ = side.data();
    event_.side_len_ = static_cast<std::uint32_t>(side.size());
    event_.spans_[static_cast<std::size_t>(f)] = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(size)};
    event_.side_fields_ = static_cast<std::uint16_t>(event_.side_fields_ | 1u << static_cast<unsigned>(f));
  }
  // All fields so far were found in what was given as the text, which was made of `text`, the
  // record as it stands: they are its side text now.
  void beside(std::string_view text) noexcept {
    event_.side_ = event_.text_;
    event_.side_len_ = event_.text_len_;
    event_.side_fields_ = (1u << kFieldCount) - 1;
    event_.text_ = text.data();
    event_.text_len_ = static_cast<std::uint32_t>(text.size());
  }
  void format(Format format) noexcept { event_.format_ = format; }
  void meaning(Cause cause, Role role, Phase phase, int status, std::string_view rule) noexcept {
    event_.cause_ = cause;
    event_.role_ = role;
    event_.phase_ = phase;
    event_.status_ = static_cast<std::uint16_t>(status);
    event_.rule_ = rule;
  }
  void record(Format format, Severity severity, int errno_value, std::uint64_t attempt_key) noexcept {
    event_.format_ = format;
    event_.severity_ = severity;
    event_.errno_ = errno_value;
    event_.attempt_key_ = attempt_key;
  }
  void time(Timestamp time) noexcept {
    event_.time_ = time;
    event_.has_time_ = true;
  }
  void trust(bool truncated, bool suspect) noexcept {
    event_.truncated_ = truncated;
    event_.suspect_ = suspect;
  }
  void place(std::string_view source, std::uint64_t offset) noexcept {
    event_.source_ = source.data();
    event_.source_len_ = static_cast<std::uint32_t>(source.size());
    event_.offset_ = offset;
  }

  void envelope(Envelope envelope) noexcept { event_.envelope_ = envelope; }
  // What it travelled in. The container's name is side text: appended to `side`, in which
  // all other side text of the event is. The same pid and connection in two containers are
  // two attempts.
  void envelope(Envelope envelope, std::string_view container, std::string* side) {
    this->envelope(envelope);
    if (container.empty()) return;
    if (event_.side_fields_ == 0) side->clear();
    const std::size_t at = side->size();
    side->append(container);
    side_field(Field::container, *side, at, container.size());
    if (event_.attempt_key_ != 0) event_.attempt_key_ = base::stable_hash(container, event_.attempt_key_);
  }

  const Event& event() const noexcept { return event_; }

 private:
  Event event_;
};

}  // namespace why502

#endif  // WHY502_LIB_FORMAT_EVENT_BUILDER_H_
