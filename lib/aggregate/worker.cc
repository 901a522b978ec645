// worker.cc -- what one thread of run() does: inputs and slices, one after the other.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <unistd.h>

#include "lib/aggregate/inputs.h"
#include "lib/aggregate/reference.h"
#include "lib/aggregate/shared.h"
#include "lib/aggregate/sink.h"
#include "lib/engine/stream.h"
#include "lib/input/file.h"
#include "lib/input/read_ahead.h"

namespace why502::counting {
namespace {

// A part with more groups than that is handed in, so that a hundred thousand groups are kept once
// and not by every thread. And since putting parts together costs as much as counting then, one
// thread goes on alone.
constexpr std::size_t kManyGroups = 16 * 1024;

class Worker {
 public:
  explicit Worker(Shared& shared) : shared_(shared) { ++shared_.workers; }

  void run() {
    Task task;
    while (next(&task)) {
      if (task.file == nullptr) {
        read_input(task);
      } else {
        read_slice(task);
      }
      shared_.queue.done(task.key);
    }
    leave_file();
    hand_in();
  }

 private:
  bool next(Task* task) {
    if (shared_.is_stopped()) shared_.queue.stop();
    if (shared_.is_wide && !is_alone_) {
      if (shared_.workers.fetch_sub(1) > 1) return false;
      is_alone_ = true;  // the last one stays
    }
    return shared_.queue.take(task);
  }

  // Has the part too many groups for one of several? Or does it stand alone, and is the sum?
  void bound_part() {
    if (shared_.jobs > 1 && part_) (file_ != nullptr ? file_->levels : shared_.levels).share(*part_);
    if (is_alone_) {
      auto sum = file_ != nullptr ? file_->take_part() : shared_.results.take_part();
      if (!sum) return;
      sum->merge(part());
      part() = *std::move(sum);
    } else if (shared_.jobs > 1 && part().row_count() > kManyGroups) {
      shared_.is_wide = true;
      renew_part();
    }
  }

  Aggregate& part() {
    if (!part_) part_ = shared_.make_part();
    return *part_;
  }

  void hand_in() {
    if (part_) shared_.results.hand_in(*std::exchange(part_, std::nullopt));
  }

  void leave_file() {
    if (file_ == nullptr) return;
    if (part_) file_->hand_in(*std::exchange(part_, std::nullopt));
    const auto file = std::move(file_);
    if (file->leave(shared_.is_stopped())) sum_up(shared_, *file);
  }

  void read_input(const Task& task) {
    leave_file();
    const input::Found& found = shared_.files[task.key.input];
    if (found.error || !found.skipped.empty()) {
      shared_.queue.keep_whole();
      shared_.results.add(Input{found.path, {}, found.skipped, found.error ? found.error->message : std::string()});
      return;
    }
    if (std::string why = outside(shared_, found); !why.empty()) {
      shared_.queue.keep_whole();
      shared_.leave_out(found.bytes);
      shared_.results.add(Input{found.path, {}, std::move(why), {}});
      return;
    }
    if (const auto cut = cut_file(shared_, task)) {
      shared_.remember(cut);
      shared_.queue.cut(task, cut);
      return;
    }
    shared_.queue.keep_whole();
    read_whole(task, found);
  }

  void read_whole(const Task& task, const input::Found& found) {
    const std::string name = found.path == "-" ? "<stdin>" : found.path;
    if (found.in_directory) {
      if (auto input = not_a_log(shared_, found.path)) return shared_.results.add(*std::move(input));
    }
    // `stop` is what ends a read that waits: run()'s, or that nobody wants the input any more.
    const auto open = [&](const std::atomic<bool>* stop) -> Result<std::unique_ptr<SourceReader>> {
      if (found.path == "-") return input::borrow_fd(STDIN_FILENO, name, stop, &shared_.bytes_read);
      return input::open_file(found.path, stop, &shared_.bytes_read);
    };
    std::atomic<bool> quit{false};
    const bool is_ahead = shared_.jobs > 1 && shared_.queue.is_exhausted();
    auto reader = is_ahead ? input::read_ahead(open, shared_.options.block_bytes, &quit, shared_.options.stop)
                           : open(shared_.options.stop);
    if (!reader) return shared_.results.add(Input{found.path, {}, {}, reader.error().message});
    read_stream(task.key, Source::from_reader(*std::move(reader), name));
  }

  void read_stream(Key key, Source source) {
    Sink sink(shared_, key, part(), nullptr);
    const auto on_reject = [&](const Reject& reject) { sink.take(reject); };
    engine::Stream stream(shared_.parser, source,
                          {shared_.options.block_bytes, shared_.options.on_reject ? RejectFn(on_reject) : RejectFn(),
                           reference_time(shared_.parser, shared_.files[key.input])},
                          shared_.options.stop);
    auto step = engine::Stream::Step::more;
    while (step == engine::Stream::Step::more && !shared_.ended) {
      step = stream.step([&](const Event& event) { return sink.take(event); });
      sink.after_read(source.name());
      bound_part();
    }
    sink.finish();
    shared_.results.add(
        Input{std::string(source.name()), stream.counters(), {}, stream.error() ? stream.error()->message : ""});
  }

  // Not for a sink's part while it is in use: it is the same object afterwards.
  void renew_part() {
    Aggregate full = std::exchange(*part_, shared_.make_part());
    if (file_ != nullptr) {
      file_->hand_in(std::move(full));
    } else {
      shared_.results.hand_in(std::move(full));
    }
  }

  void read_slice(const Task& task) {
    if (file_ != task.file) {
      leave_file();
      hand_in();
      file_ = task.file;
      file_->join();
    }
    CutFile& file = *task.file;
    if (shared_.trace != nullptr) ++shared_.trace->slices;
    Sink sink(shared_, task.key, part(), &file);
    const CutFile::Slice& slice = task.slice;
    file.file().announce(slice.begin, std::min(slice.end, file.file().bytes()) - slice.begin);
    const bool is_read = read_part(shared_.files[task.key.input], file, slice, sink);
    if (!is_read || file.has_failed()) {
      shared_.queue.wake();
      sink.drop();
    } else {
      sink.finish();
    }
    if (file.release()) read_anew(shared_, task.key, file);
    if (!file.has_more()) leave_file();
  }

  // false: the file failed.
  bool read_part(const input::Found& found, CutFile& file, const CutFile::Slice& slice, Sink& sink) {
    const auto on_reject = [&](const Reject& reject) { sink.take(reject); };
    engine::Part part(shared_.parser, file.file(), {slice.begin, slice.end, slice.is_last},
                      {shared_.options.block_bytes, shared_.options.on_reject ? RejectFn(on_reject) : RejectFn(),
                       reference_time(shared_.parser, found)},
                      shared_.options.stop);
    if (slice.number > 0) {
      part.lead_in(file.begin(), shared_.cuts.lead);
      file.begins(slice.number, part.state());
    }
    auto step = engine::Part::Step::more;
    std::uint64_t read = 0;
    while (step == engine::Part::Step::more && !file.has_failed() && !shared_.ended) {
      step = part.step([&](const Event& event) { return sink.take(event); });
      shared_.bytes_read += part.bytes_read() - std::exchange(read, part.bytes_read());
      sink.after_read(file.file().path());
      bound_part();
    }
    if (step == engine::Part::Step::failed) file.fail();
    if (file.has_failed()) return false;
    if (!slice.is_last) {
      if (step == engine::Part::Step::end && !part.ended_early()) {
        file.ends(slice.number, part.state());
      } else {
        file.ends_unknown(slice.number);
      }
    }
    file.add(part.counters());
    return true;
  }

  Shared& shared_;
  std::optional<Aggregate> part_;  // of file_, or of whole inputs
  std::shared_ptr<CutFile> file_;  // whose slices were read last
  bool is_alone_ = false;          // the others left
};

}  // namespace

void work(Shared& shared) { Worker(shared).run(); }

}  // namespace why502::counting
