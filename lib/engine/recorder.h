// recorder.h -- records out of lines, whatever the cuts: see ARCHITECTURE.md.
#ifndef WHY502_LIB_ENGINE_RECORDER_H_
#define WHY502_LIB_ENGINE_RECORDER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/engine/parser_impl.h"
#include "lib/engine/wrapped.h"
#include "lib/format/format.h"
#include "lib/scan/newlines.h"
#include "why502/event_fn.h"
#include "why502/parser.h"
#include "why502/scanner.h"

namespace why502::engine {

// Looks at bytes, counts lines, and gives out events. Whoever calls it keeps what
// it did not consume and gives it again, with more bytes behind it.
//
// LIFETIME. Refers to the parser and to what on_reject refers to.
// THREADS. One at a time.
// COST. A few instructions for a line that no rule can know; allocates nothing.
class Recorder {
 public:
  // `reference_time`: in place of the parser's.
  Recorder(const Parser& parser, RejectFn on_reject, std::optional<Timestamp> reference_time = {}) noexcept;

  struct Step {
    std::size_t consumed;  // bytes that are done with
    bool stopped;          // on_event said so, or one record was asked for and gave an event
  };
  enum class Until { the_end, one_event_record };

  // `bytes` begins where the last call's consumed bytes ended, and `source` is the
  // name for events. `final`: nothing comes behind `bytes`. After a stop, call it
  // again to go on behind the record that stopped it.
  Step scan(std::string_view bytes, std::string_view source, bool final, Until until, EventFn on_event);

  // Gives out the open record at the front of `bytes`, if there is one.
  Step flush(std::string_view bytes, std::string_view source, EventFn on_event);

  const Counters& counters() const noexcept { return counters_; }

  // Reading a part of an input as if all before it had been read: seam.cc.
  // The next call's first byte stands at `offset`. REQUIRES: nothing was scanned.
  void begin_at(std::uint64_t offset) noexcept { offset_ = offset; }
  // What was counted so far is counted elsewhere.
  void forget_counters() noexcept;
  // Was there a line that is no head?
  bool has_unwrapped() const noexcept { return wrapped_ != nullptr; }
  // All that came before and that what comes may depend on, as bytes: equal states read on
  // equally. Nothing if that is more than kMostState. REQUIRES: the last call ended behind a
  // line feed and was not stopped.
  static constexpr std::size_t kMostState = 256 * 1024;
  std::optional<std::string> open_state() const;

 private:
  // A record and where it stands in the bytes of the call.
  struct Place {
    const format::Grammar* grammar;
    std::size_t begin, end;
    format::Head head;
    bool cr;             // its last line ended in "\r\n"
    bool after_carrier;  // see format::Record
  };
  struct Line {
    std::size_t begin, end, next;  // content without ending; where the next line begins
    bool cr;
  };
  // What one call was given, and what on_event said.
  struct Call {
    std::string_view bytes;
    std::string_view source;
    bool final;
    Until until;
    EventFn on_event;
    bool stopped = false;
  };
  // What became of a line that no grammar knows.
  enum class Took {
    no,       // it is for the input's own stream
    yes,      // it is done with
    stopped,  // not yet: what came long before it was given out, and that stopped the call
  };

  // A record grows by further lines up to this; then it is forgotten (the horizon).
  static constexpr std::size_t kLongestRecord = std::size_t{1} << 20;

  bool cut_line(const Call& call, std::size_t begin, std::size_t newline, Line* line) const noexcept;
  std::size_t sweep(Call& call, std::size_t at, std::size_t newline);
  bool is_further(std::string_view line) const;
  void on_head(Call& call, const Place& place);
  void on_headless(Call& call, const Line& line);
  void reject(const Call& call, const Line& line, Verdict verdict);
  format::Record record_of(const Call& call, const Place& place) const noexcept;
  format::Outcome look(Call& call, const Place& place, bool given_up);
  void count(Call& call, const format::Record& record, format::Outcome outcome, bool suspect, bool go_on) noexcept;
  void give_out(Call& call);
  void reopen_last_boring(const Call& call) noexcept;
  bool is_open(const Call& call, const Place& place) const;
  bool is_carrier(const Call& call, const Place& place) const;
  void saw(const format::Head& head) noexcept;
  Step leave(const Call& call, std::size_t at) noexcept;

  // Lines in envelopes: wrapped_sweep.cc and wrapped.cc.
  std::size_t sweep_wrapped(Call& call, std::size_t at, std::size_t newline);
  void expect_more(const Layers& layers, const format::Grammar* grammar) noexcept;
  Took on_wrapped(Call& call, const Line& line);
  Took unwrap(Call& call, envelope::Sealed at, Layers& layers);
  Took go_on(Call& call, OpenRecord& open, std::string_view line, bool cr);
  bool open_next(const envelope::Sealed& at, Layers& layers, bool is_open, Inside* inside);
  Took join(Call& call, OpenLine* begun, const Inside& inside, Layers& layers);
  void finish(Call& call, OpenLine& line);
  void on_wrapped_head(Call& call, std::string_view text, const Layers& layers, const format::Grammar* grammar,
                       const format::Head& own);
  void hold(std::string_view text, const Layers& layers, const format::Grammar* grammar, const format::Head& own);
  void resume(Call& call);
  format::Outcome look_inside(Call& call, const format::Record& record, const format::Grammar* grammar,
                              const Layers& layers);
  void give_out(Call& call, OpenRecord& open);
  bool forget(Call& call, std::uint64_t line_end);
  void end_wrapped(Call& call);
  void flush_wrapped(Call& call);

  const ParserAccess::Impl* parser_;
  RejectFn on_reject_;
  std::optional<Timestamp> reference_time_;
  format::StampReader stamps_;
  format::MessageMemo memo_;
  std::string side_;  // format::Record::side, of the last record
  Counters counters_;

  std::uint64_t offset_ = 0;   // of the first byte of the next call
  std::size_t next_line_ = 0;  // in the bytes of the next call: the first line not looked at
  scan::Newlines newlines_;    // ... the first of them is the one that ends next_line_
  bool is_waiting_ = false;    // waiting_ is a record that further lines must complete
  Place waiting_{};
  bool after_carrier_ = false;  // the next line's head cut a carrier short
  bool skipping_ = false;       // inside a line that is too long
  bool has_boring_ = false;     // boring_ is the last record, counted as `other` without a closer look
  Place boring_{};
  const format::Grammar* last_grammar_ = nullptr;  // the last that was counted
  std::optional<Timestamp> last_time_;             // the last time that was counted
  std::unique_ptr<Wrapped> wrapped_;               // made for the first line that no grammar knows
};

}  // namespace why502::engine

#endif  // WHY502_LIB_ENGINE_RECORDER_H_
