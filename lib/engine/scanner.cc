// scanner.cc -- the events of a stream, pulled.
#include "why502/scanner.h"

#include <optional>
#include <utility>
#include <vector>

#include "lib/engine/recorder.h"
#include "lib/engine/stream.h"
#include "lib/input/block.h"

namespace why502 {

struct Scanner::State {
  State(const Parser& parser, Source& from, const ScanOptions& options)
      : source(&from), block(options.block_bytes), recorder(parser, options.on_reject, options.reference_time) {
    if (const auto all = from.contiguous()) {
      memory = *all;
      in_memory = final = true;
    }
  }

  // Looks for the next record with events; false if there is none in what was read.
  bool scan() {
    events.clear();
    taken = 0;
    const auto step = recorder.scan(in_memory ? memory : block.view(), source->name(), final,
                                    engine::Recorder::Until::one_event_record,
                                    [this](const Event& event) { events.push_back(event); });
    if (in_memory) {
      memory.remove_prefix(step.consumed);
    } else {
      block.consume(step.consumed);
    }
    return step.stopped;
  }

  Source* source;
  input::Block block;
  engine::Recorder recorder;
  std::string_view memory;  // what is left of a source in memory
  bool in_memory = false;
  bool final = false;  // nothing comes behind what was read
  bool ended = false;
  std::optional<Error> error;
  std::vector<Event> events;  // of the last record; the first `taken` were given out
  std::size_t taken = 0;
};

Scanner::Scanner(const Parser& parser, Source& source, const ScanOptions& options)
    : state_(std::make_unique<State>(parser, source, options)) {}
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;
Scanner::~Scanner() = default;

const Event* Scanner::next() {
  State& s = *state_;
  if (s.taken < s.events.size()) return &s.events[s.taken++];
  while (!s.ended) {
    if (s.scan()) return &s.events[s.taken++];
    if (s.final) {
      s.ended = true;
    } else {
      const auto n = s.block.fill(*s.source);
      if (!n) s.error = n.error();
      s.final = !n || *n == 0;
    }
  }
  return nullptr;
}

const Error* Scanner::error() const noexcept { return state_->ended && state_->error ? &*state_->error : nullptr; }

const Counters& Scanner::counters() const noexcept { return state_->recorder.counters(); }

Result<Counters> for_each_event(const Parser& parser, Source source, EventFn on_event) {
  engine::Stream stream(parser, source, {});
  for (;;) {
    switch (stream.step(on_event)) {
      case engine::Stream::Step::more: break;
      case engine::Stream::Step::failed: return *stream.error();
      case engine::Stream::Step::end:
      case engine::Stream::Step::stopped: return stream.counters();
    }
  }
}

}  // namespace why502
