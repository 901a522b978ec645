// run.cc -- many inputs, one Aggregate.
#include "why502/run.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "lib/engine/stream.h"
#include "lib/input/file.h"
#include "lib/input/tree.h"

namespace why502 {
namespace {

constexpr std::size_t kSniffedBytes = 64 * 1024;

class Runner {
 public:
  Runner(const Parser& parser, const RunOptions& options, Aggregate into)
      : parser_(parser), options_(options), result_(std::move(into)) {}

  Aggregate run(std::span<const std::string> inputs) {
    const std::vector<input::Found> files = input::list_inputs(inputs);
    for (const input::Found& file : files) progress_.total += file.bytes;
    for (const input::Found& file : files) {
      if (stopped()) break;
      if (file.error || !file.skipped.empty()) {
        result_.add(Input{file.path, {}, file.skipped, file.error ? file.error->message : std::string()});
      } else {
        read(file);
      }
    }
    return std::move(result_);
  }

 private:
  bool stopped() const noexcept {
    return stopped_ || (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed));
  }

  void read(const input::Found& file) {
    if (file.path == "-") {
      const auto info = input::inspect("/dev/stdin");
      read(Source::from_reader(input::borrow_fd(STDIN_FILENO, "<stdin>", options_.stop), "<stdin>"),
           info && info->regular ? std::optional(info->modified) : std::nullopt);
      return;
    }
    if (file.in_directory && !is_log(file.path)) return;
    auto reader = input::open_file(file.path, options_.stop);
    if (!reader) {
      result_.add(Input{file.path, {}, {}, reader.error().message});
      return;
    }
    read(Source::from_reader(*std::move(reader), file.path), file.modified);
  }

  // Is there a record that we know at the beginning of a file that nobody named?
  bool is_log(const std::string& path) {
    auto reader = input::open_file(path, options_.stop);
    if (!reader) {
      result_.add(Input{path, {}, {}, reader.error().message});
      return false;
    }
    std::vector<char> bytes(kSniffedBytes);
    std::size_t size = 0;
    while (size < bytes.size()) {
      const auto n = (*reader)->read(std::span(bytes).subspan(size));
      if (!n) {
        result_.add(Input{path, {}, {}, n.error().message});
        return false;
      }
      if (*n == 0) break;
      size += *n;
    }
    engine::Recorder recorder(parser_, {});
    recorder.scan({bytes.data(), size}, path, true, engine::Recorder::Until::the_end, EventFn());
    if (recorder.counters().formats != 0) return true;
    result_.add(Input{path, {}, size == 0 ? "it is empty" : "no record of a known format in its first 64 KiB", {}});
    return false;
  }

  // What stands in a file happened before it was last written to. A day more, since such times
  // are cut to seconds, and zones differ.
  std::optional<Timestamp> reference_of(std::optional<Timestamp> modified) const {
    const std::optional<Timestamp> known = parser_.options().reference_time;
    if (!known || !modified) return known;
    return std::min(*known, *modified + std::chrono::hours(24));
  }

  void read(Source source, std::optional<Timestamp> modified) {
    engine::Stream stream(parser_, source, {options_.block_bytes, options_.on_reject, reference_of(modified)});
    const std::uint64_t before = progress_.bytes;
    progress_.input = source.name();
    auto step = engine::Stream::Step::more;
    while (step == engine::Stream::Step::more && !stopped_) {
      step = stream.step([this](const Event& event) { return take(event); });
      progress_.bytes = before + stream.counters().bytes;
      if (!options_.on_read() || !options_.on_progress(progress_)) stopped_ = true;
    }
    result_.add(
        Input{std::string(source.name()), stream.counters(), {}, stream.error() ? stream.error()->message : ""});
  }

  bool take(const Event& event) {
    if (options_.filter != nullptr && !options_.filter->matches(event)) return true;
    result_.add(event);
    if (!options_.on_event(event)) stopped_ = true;
    return !stopped_;
  }

  const Parser& parser_;
  const RunOptions& options_;
  Aggregate result_;
  Progress progress_;
  bool stopped_ = false;
};

}  // namespace

Result<Aggregate> run(const Parser& parser, std::span<const std::string> inputs, const RunOptions& options) {
  if (options.block_bytes == 0) return Error{Errc::bad_option, "block_bytes must be at least 1"};
  auto empty = Aggregate::create(options.aggregate);
  if (!empty) return empty;
  return Runner(parser, options, *std::move(empty)).run(inputs);
}

}  // namespace why502
