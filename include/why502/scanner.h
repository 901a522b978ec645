// scanner.h -- the events of a stream: pulled (Scanner) or pushed (Feed).
#ifndef WHY502_SCANNER_H_
#define WHY502_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "why502/attributes.h"
#include "why502/callback.h"
#include "why502/event.h"
#include "why502/event_fn.h"
#include "why502/parser.h"
#include "why502/result.h"
#include "why502/source.h"

namespace why502 {

// A line that we could not read.
struct Reject {
  Verdict verdict;          // unrecognized or too_long
  std::string_view line;    // without its line ending; too_long: its first 4096 bytes at most
  std::string_view source;  // as Event::source()
  std::uint64_t offset;     // where it begins
};

// Called with each such line, in input order; views are valid during the call.
// What it returns is not looked at.
using RejectFn = Callback<const Reject&>;

struct ScanOptions {
  std::size_t block_bytes = 256 * 1024;  // read at once; at least 1
  RejectFn on_reject = {};               // LIFETIME: as long as the Scanner or Feed
  // Of this source, in place of ParserOptions::reference_time.
  std::optional<Timestamp> reference_time = {};
};

// PULL. You ask for the next event:
//
//   Scanner scanner(parser, source);
//   for (const Event& e : scanner) { ... }
//   if (const Error* error = scanner.error()) { ... }
//
// LIFETIME. Parser and source must outlive the scanner.
// THREADS. One thread at a time.
// COST. Keeps one block of the source in memory, whatever the source's size;
// grows it only for a record that is longer, up to max_line_bytes.
class Scanner {
 public:
  Scanner(const Parser& parser WHY502_LIFETIME_BOUND, Source& source WHY502_LIFETIME_BOUND,
          const ScanOptions& options = {});
  Scanner(Parser&&, Source&, const ScanOptions& = {}) = delete;
  Scanner(const Parser&, Source&&, const ScanOptions& = {}) = delete;
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;
  ~Scanner();

  // The next event, or nullptr at the end or after an error. The event and all
  // its views are valid until the next call. May block in the source.
  const Event* next();

  // Why next() gave nullptr too early; nullptr if it did not. What came before
  // the error was given out and counted.
  const Error* error() const noexcept;

  // Of all lines so far, whether events or not.
  const Counters& counters() const noexcept;

  class iterator {  // a C++20 input iterator; single pass
   public:
    using value_type = Event;
    using difference_type = std::ptrdiff_t;
    const Event& operator*() const noexcept { return *event_; }
    const Event* operator->() const noexcept { return event_; }
    iterator& operator++() {
      event_ = scanner_->next();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const noexcept { return event_ == nullptr; }

   private:
    friend class Scanner;
    explicit iterator(Scanner* scanner) : scanner_(scanner), event_(scanner->next()) {}
    Scanner* scanner_;
    const Event* event_;
  };
  iterator begin() { return iterator(this); }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  struct State;
  std::unique_ptr<State> state_;
};
static_assert(std::input_iterator<Scanner::iterator>);

// PUSH. You own the reading (an event loop, a log shipper); give the bytes as
// they come, cut anywhere:
//
//   Feed feed(parser);
//   while (...) feed.write(bytes, on_event);
//   feed.finish(on_event);          // a last line without '\n'
//
// A record that lies in one chunk is looked at where it is; only one that
// chunks share is copied. Nothing is read past a chunk's end.
//
// LIFETIME. The parser must outlive the feed. Views are valid during the
// callback only.
// THREADS. One thread at a time; a feed per thread.
class Feed {
 public:
  // `name` is what Event::source() says.
  explicit Feed(const Parser& parser WHY502_LIFETIME_BOUND, std::string name = "<memory>",
                const ScanOptions& options = {});
  explicit Feed(Parser&&, std::string = {}, const ScanOptions& = {}) = delete;
  Feed(Feed&&) noexcept;
  Feed& operator=(Feed&&) noexcept;
  ~Feed();

  // Events come as soon as their record is whole: with its line ending, unless
  // the record is one that further lines must complete. false: the callback asked
  // to stop; the rest of `bytes` was not looked at, and write() and finish() do
  // nothing from then on.
  bool write(std::string_view bytes, EventFn on_event);

  // The end: takes what is left as the last line. Call it once; after it write()
  // does nothing. false: the callback asked to stop.
  bool finish(EventFn on_event);

  // Gives out a record that waits for further lines. For live input that went
  // idle; a further line that comes later counts as unrecognized. A line without
  // its ending is kept.
  bool flush(EventFn on_event);

  const Counters& counters() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The whole of it in one call: every event of `source`, in order.
// Errors: io, corrupt: what came before was given to on_event.
Result<Counters> for_each_event(const Parser& parser, Source source, EventFn on_event);

}  // namespace why502

#endif  // WHY502_SCANNER_H_
