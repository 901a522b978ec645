// inputs.cc -- which inputs are logs, which are cut, and what becomes of a cut file in the end.
#include "lib/aggregate/inputs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "lib/aggregate/reference.h"
#include "lib/aggregate/sink.h"
#include "lib/engine/recorder.h"
#include "lib/input/file.h"

namespace why502::counting {
namespace {

constexpr std::size_t kSniffedBytes = 64 * 1024;

// What waits for its turn is kept in memory: then slices are small.
CutFile::Sizes sizes_of(const Shared& shared) {
  constexpr std::uint64_t kLeast = 2u << 20, kMost = 16u << 20;
  const std::uint64_t least = shared.cuts.slice == 0 ? kLeast : shared.cuts.slice;
  const std::uint64_t most = shared.cuts.slice != 0 || shared.is_ordered ? least : kMost;
  return {least, most, shared.jobs * 4};
}

}  // namespace

std::optional<Input> not_a_log(const Shared& shared, const std::string& path) {
  auto reader = input::open_file(path, shared.options.stop);
  if (!reader) return Input{path, {}, {}, reader.error().message};
  std::vector<char> bytes(kSniffedBytes);
  std::size_t size = 0;
  while (size < bytes.size()) {
    const auto n = (*reader)->read(std::span(bytes).subspan(size));
    if (!n) return Input{path, {}, {}, n.error().message};
    if (*n == 0) break;
    size += *n;
  }
  engine::Recorder recorder(shared.parser, {});
  recorder.scan({bytes.data(), size}, path, true, engine::Recorder::Until::the_end, EventFn());
  if (recorder.counters().formats != 0) return std::nullopt;
  return Input{path, {}, size == 0 ? "it is empty" : "no record of a known format in its first 64 KiB", {}};
}

std::string outside(const Shared& shared, const input::Found& found) {
  return shared.sought && found.bytes > 0 ? outside(shared.parser, found, *shared.sought) : std::string();
}

std::shared_ptr<CutFile> cut_file(Shared& shared, const Task& task) {
  const input::Found& found = shared.files[task.key.input];
  if (found.bytes == 0) return nullptr;
  const CutFile::Sizes sizes = sizes_of(shared);
  // Where there are many files whole ones are as good: no thread will be without one.
  const bool is_large = shared.is_ordered || found.bytes > task.bytes_left / shared.jobs;
  const bool is_cut = shared.jobs > 1 && !shared.is_wide && is_large && found.bytes / 2 >= sizes.least;
  if (!is_cut && !shared.sought) return nullptr;
  if (found.in_directory && not_a_log(shared, found.path)) return nullptr;
  auto file = input::PlainFile::open(found.path);
  if (!file || *file == nullptr) return nullptr;
  Sought sought;
  if (shared.sought) sought = seek(shared.parser, **file, *shared.sought, reference_time(shared.parser, found));
  const std::uint64_t end = std::min(sought.end, (*file)->bytes());
  shared.leave_out(found.bytes - std::min(found.bytes, end - std::min(end, sought.begin)));
  constexpr CutFile::Sizes kWhole = {input::kToTheEnd, input::kToTheEnd, 1};
  return std::make_shared<CutFile>(*std::move(file), sought.begin, sought.end, is_cut ? sizes : kWhole,
                                   std::move(sought.left_out));
}

void sum_up(Shared& shared, CutFile& file) {
  shared.forget(file);
  auto sum = file.take_sum();
  if (!sum) return;
  shared.results.add(Input{file.file().path(), sum->counters, file.left_out(), {}});
  if (sum->aggregate) shared.results.hand_in(*std::move(sum->aggregate));
  shared.results.keep(std::move(sum->rejects), shared.options.most_rejects);
}

void read_anew(Shared& shared, Key key, CutFile& file) {
  if (shared.trace != nullptr) ++shared.trace->read_anew;
  Aggregate sum = shared.make_part();
  Sink sink(shared, key, sum, &file);
  sink.pass_over_what_was_told();
  const auto on_reject = [&](const Reject& reject) { sink.take(reject); };
  engine::Part part(shared.parser, file.file(), {file.begin(), file.end(), true},
                    {shared.options.block_bytes, shared.options.on_reject ? RejectFn(on_reject) : RejectFn(),
                     reference_time(shared.parser, shared.files[key.input])},
                    shared.options.stop);
  auto step = engine::Part::Step::more;
  while (step == engine::Part::Step::more && !shared.ended) {
    step = part.step([&](const Event& event) { return sink.take(event); });
    sink.after_read(file.file().path());
  }
  sink.finish();
  shared.results.add(Input{file.file().path(), part.counters(), file.left_out(),
                           part.error() ? part.error()->message : std::string()});
  shared.results.hand_in(std::move(sum));
  shared.forget(file);
}

}  // namespace why502::counting
