// nginx_sweep.cc -- records that a glance is enough for, many in one loop.
#include <bit>

#include "lib/format/nginx.h"
#include "lib/format/nginx_event.h"
#include "lib/format/nginx_head.h"
#include "lib/format/nginx_plain.h"
#include "lib/scan/find.h"

namespace why502::format {

#if defined(__SSE2__)
namespace {

using nginx_head_parts::kLevels;
using nginx_head_parts::Level;

constexpr std::size_t kLevel = nginx_head_parts::kStampShape.size();
constexpr std::size_t kNear = 32;  // what others_than_digits32() reads
// How far a head is looked at before it is known where its parts end: a stamp, the longest level, what
// others_than_digits32() reads, and 8 bytes of the message.
constexpr std::size_t kReach = kLevel + std::string_view("notice] ").size() + kNear + 8;
// What is longer may have been cut by nginx, and by ParserOptions::max_line_bytes.
constexpr std::size_t kLongest = 2045;

// What stands where in `71#71: *9 ` or `71#71: `.
struct Process {
  std::size_t end = 0;                    // of the thread's number
  std::size_t connection = 0, blank = 0;  // where the connection's begins and ends, both 0 if there is none
  std::size_t message = 0;                // 0: it does not tell at a glance
};

inline Process read_process(const char* p) noexcept {
  Process process;
  std::uint64_t others = scan::others_than_digits32(p);
  const auto hash = static_cast<std::size_t>(std::countr_zero(others));
  others &= others - 1;
  const auto colon = static_cast<std::size_t>(std::countr_zero(others));
  if (hash == 0 || p[hash] != '#' || colon == hash + 1 || colon > kNear - 3) return process;
  if (p[colon] != ':' || p[colon + 1] != ' ') return process;
  process.end = colon;
  if (p[colon + 2] != '*') {
    process.message = colon + 2;
    return process;
  }
  const std::uint64_t behind = others >> (colon + 3);
  const std::size_t blank = colon + 3 + static_cast<std::size_t>(std::countr_zero(behind));
  if ((behind & 1) != 0 || blank >= kNear || p[blank] != ' ') return process;
  process.connection = colon + 3;
  process.blank = blank;
  process.message = blank + 1;
  return process;
}

// Where the message begins behind a stamp; 0 if it does not tell at a glance.
inline std::size_t message_of(const char* line, Severity* severity) noexcept {
  const std::uint64_t word = base::load8(line + kLevel);
  const Level& level = kLevels.at(word);
  *severity = level.severity;
  if ((word & level.mask) != level.word) return 0;
  const std::size_t begin = kLevel + level.length;
  const std::size_t message = read_process(line + begin).message;
  return message == 0 ? 0 : begin + message;
}

// The whole head of a line that tells at a glance, but for its time.
inline void read_head(const char* line, Head* head) noexcept {
  const Level& level = kLevels.at(base::load8(line + kLevel));
  const std::size_t begin = kLevel + level.length;
  const Process process = read_process(line + begin);
  const auto in_line = [begin](std::size_t at) { return static_cast<std::uint32_t>(at == 0 ? 0 : begin + at); };
  head->severity = level.severity;
  head->process_begin = static_cast<std::uint32_t>(begin);
  head->process_end = in_line(process.end);
  head->connection_begin = in_line(process.connection);
  head->connection_end = in_line(process.blank);
  head->message = in_line(process.message);
}

class Sweep {
 public:
  Sweep(std::string_view source, bool one_event, Envelope envelope, StampReader& stamps, const match::Matcher& matcher,
        MessageMemo& memo, EventFn on_event)
      : one_event_(one_event),
        envelope_(envelope),
        stamps_(stamps),
        stamp_(stamps.last_second()),
        time_(stamps.last_time()),
        matcher_(matcher),
        memo_(memo),
        on_event_(on_event) {
    context_.present = true;
    record_.source = source;
    record_.memo = &memo;
    record_.head.time = time_;
  }

  Swept run(const Lines& lines) {
    const char* p = lines.base + lines.begin;
    bool after_boring = lines.after_boring;
    std::size_t done = 0;
    for (const std::size_t end : lines.ends) {
      const std::string_view line(p, static_cast<std::size_t>(lines.base + end - p));
      if (line.size() > kLongest || static_cast<std::size_t>(lines.readable_end - p) < kReach) break;
      const bool is_later = !stamp_.stands_at(p);
      if (is_later && !read_second(p)) break;
      Severity severity;
      const std::size_t message = message_of(p, &severity);
      if (message == 0) break;
      const std::string_view text(p + message, line.size() - message);
      const bool is_boring = matcher_.triage(text, severity) == match::Triage::boring;
      // Only what can be open can be cut short by a head that a client wrote.
      if (after_boring && (is_later || !is_boring) && (done == 0 || was_cut_short())) break;
      record_.offset = lines.offset + static_cast<std::size_t>(p - lines.base);
      if (!is_boring) read_head(p, &record_.head);
      if (!is_boring && !take(line)) break;
      ++done;
      p += line.size() + 1;
      after_boring = is_boring;
      if (is_boring) {
        last_ = line;
        if (is_later) swept_.saw(*record_.head.time);
        continue;
      }
      // A forged record does not stretch the log's time, nor is its stamp the last that was seen.
      if (is_later && !is_suspect_) swept_.saw(*record_.head.time);
      if (swept_.stopped || is_suspect_) break;
    }
    swept_.lines = done;
    swept_.ends_boring = after_boring && done > 0;
    if (swept_.ends_boring) {
      read_head(last_.data(), &swept_.head);
      swept_.head.time = swept_.latest ? swept_.latest : time_;
    }
    return swept_;
  }

  Swept run(const InnerLines& lines) {
    Head& head = record_.head;
    std::optional<Inner> waiting;  // of no interest, but further lines may belong to it
    for (Inner inner; lines.next(inner);) {
      const std::string_view line = inner.text;
      if (waiting && waiting->stream != inner.stream) break;
      if (line.size() < kReach || line.size() > kLongest) break;
      if (!stamp_.stands_at(line.data()) && !read_second(line.data())) break;
      Severity severity;
      if (message_of(line.data(), &severity) == 0) break;
      read_head(line.data(), &head);
      // There were none. The envelope's time is better than the record's own.
      if (waiting) done_with(waiting->time);
      waiting.reset();
      head.time = inner.time;
      record_.text = line;
      record_.offset = inner.offset;
      const std::string_view message = line.substr(head.message);
      if (matcher_.triage(message, head.severity) != match::Triage::boring) {
        if (!take(line)) break;
      } else if (head.has_connection() && head.severity != Severity::debug) {
        // What a client can put a line feed into stands in quotes: without one this is no carrier.
        if (scan::find_near(message, '"', 0) == std::string_view::npos) {
          waiting = inner;
          continue;
        }
        if (nginx_is_open(record_)) break;
      }
      if (is_suspect_) {  // it does not stretch the log's time
        ++swept_.lines;
        break;
      }
      done_with(inner.time);
      if (swept_.stopped) break;
    }
    return swept_;
  }

 private:
  void done_with(Timestamp time) noexcept {
    ++swept_.lines;
    swept_.saw(time);
  }

  // Another second of the same minute?
  bool read_second(const char* p) noexcept {
    if (!stamps_.is_last_minute(p) || !nginx_head_parts::has_second(p)) return false;
    record_.head.time = stamps_.read_second(p);
    stamp_ = stamps_.last_second();
    return record_.head.time.has_value();
  }

  // May the last line, of no interest, have been cut short by this one? See ARCHITECTURE.md.
  bool was_cut_short() const {
    Record last;
    last.text = last_;
    last.cr = last_.ends_with('\r');
    if (last.cr) last.text.remove_suffix(1);
    read_head(last_.data(), &last.head);
    return nginx_is_carrier(last) && nginx_is_open(last);
  }

  // Looks at the record that begins with `line`, of which record_ has the head. False if that is not the whole of it.
  bool take(std::string_view line) {
    if (line.back() == '\r') return false;
    record_.text = line;
    bool go_on = true;
    Outcome outcome = Outcome::event;
    const MessageMemo::Known* known = read_plain_record();
    if (known != nullptr && known->rule != nullptr) {
      EventBuilder build = nginx_event(record_, context_, *known, false);
      build.envelope(envelope_);
      go_on = on_event_(build.event());
    } else if (known != nullptr && !(known->may_be_other && tells_of_upstream(context_))) {
      outcome = Outcome::other;
    } else {
      outcome = nginx_parse(record_, matcher_, [&](const Event& event) {
        is_suspect_ = event.suspect();
        EventBuilder build(event);
        build.envelope(envelope_);
        return go_on = on_event_(build.event());
      });
    }
    if (outcome == Outcome::event) {
      ++swept_.events;
      swept_.stopped = !go_on || one_event_;
    }
    return outcome != Outcome::open;
  }

  // Fills context_ if the record is as plain as can be; nullptr if not.
  const MessageMemo::Known* read_plain_record() noexcept {
    const std::string_view line = record_.text;
    const std::size_t message = record_.head.message;
    const std::size_t client = find_plain_client(line, message);
    if (client == std::string_view::npos || !record_.head.has_connection()) return nullptr;
    const std::string_view text(line.data() + message, client - kClient.size() - message);
    const MessageMemo::Known* known = memo_.find(text, record_.head.severity);
    if (known == nullptr || !read_plain(line, client, &context_)) return nullptr;
    context_.message = text.substr(0, known->size);
    context_.action = known->action;
    context_.is_upgraded = known->is_upgraded;
    return known;
  }

  bool one_event_;
  Envelope envelope_;
  StampReader& stamps_;
  StampReader::Second stamp_;
  std::optional<Timestamp> time_;  // of the record before these lines
  const match::Matcher& matcher_;
  MessageMemo& memo_;
  EventFn on_event_;
  Record record_;
  NginxContext context_;
  std::string_view last_;    // the last line of no interest
  bool is_suspect_ = false;  // the last event
  Swept swept_;
};

}  // namespace

Swept nginx_sweep(const Lines& lines, StampReader& stamps, const match::Matcher& matcher, MessageMemo& memo,
                  EventFn on_event) {
  return Sweep(lines.source, lines.one_event, Envelope::none, stamps, matcher, memo, on_event).run(lines);
}

Swept nginx_sweep_inner(const InnerLines& lines, StampReader& stamps, const match::Matcher& matcher, MessageMemo& memo,
                        EventFn on_event) {
  return Sweep(lines.source, lines.one_event, lines.envelope, stamps, matcher, memo, on_event).run(lines);
}
#else
Swept nginx_sweep(const Lines& /*lines*/, StampReader& /*stamps*/, const match::Matcher& /*matcher*/,
                  MessageMemo& /*memo*/, EventFn /*on_event*/) {
  return {};
}

Swept nginx_sweep_inner(const InnerLines& /*lines*/, StampReader& /*stamps*/, const match::Matcher& /*matcher*/,
                        MessageMemo& /*memo*/, EventFn /*on_event*/) {
  return {};
}
#endif

}  // namespace why502::format
