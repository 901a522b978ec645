// run.cc -- many inputs, one Aggregate.
#include "why502/run.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include "lib/aggregate/inputs.h"
#include "lib/aggregate/shared.h"
#include "lib/base/errno_guard.h"

namespace why502 {
namespace counting {
namespace {

// With one job as they are named, as with callbacks that see them in order. Else the largest
// first, so that no thread begins with one when the others end; and before these what has no size.
std::vector<std::pair<std::size_t, std::uint64_t>> order_of(const std::vector<input::Found>& files, bool by_size) {
  std::vector<std::pair<std::size_t, std::uint64_t>> order;
  for (std::size_t i = 0; i < files.size(); ++i) order.emplace_back(i, files[i].bytes);
  const auto weight = [](std::uint64_t bytes) { return bytes == 0 ? input::kToTheEnd : bytes; };
  if (by_size) {
    std::stable_sort(order.begin(), order.end(),
                     [&](const auto& a, const auto& b) { return weight(a.second) > weight(b.second); });
  }
  return order;
}

std::optional<TimeRange> range_of(const RunOptions& options) {
  if (!options.seek || options.filter == nullptr) return std::nullopt;
  const FilterOptions& wanted = options.filter->options();
  if (!wanted.since && !wanted.until) return std::nullopt;
  return TimeRange{wanted.since, wanted.until};
}

// Rejects of which only some are wanted are told at the end.
constexpr std::size_t kFewRejects = 100;

bool needs_order(const RunOptions& options) {
  return options.on_event || (options.on_reject && options.most_rejects > kFewRejects);
}

// No more threads than there may be something to do for: a stream is worth two, one of which reads.
std::size_t jobs_for(const std::vector<input::Found>& files, std::size_t jobs, const Cuts& cuts) {
  constexpr std::uint64_t kWorthAThread = 2u << 20;
  const std::uint64_t least = cuts.slice == 0 ? kWorthAThread : cuts.slice;
  if (jobs == 0) jobs = std::max(1u, std::thread::hardware_concurrency());
  std::uint64_t worth = 0;
  for (const input::Found& file : files) worth += file.bytes == 0 ? 2 : file.bytes / least + 1;
  return static_cast<std::size_t>(std::clamp<std::uint64_t>(worth, 1, jobs));
}

void work_or_break(Shared& shared) {
  try {
    work(shared);
  } catch (...) {
    shared.results.broke(std::current_exception());
    shared.queue.abandon();
  }
}

void tell_rejects(const Shared& shared) {
  if (shared.is_ordered || !shared.options.on_reject) return;
  for (const KeptReject& reject : shared.results.rejects) shared.options.on_reject(reject.view());
}

}  // namespace

Shared::Shared(const Parser& the_parser, const RunOptions& the_options, const Cuts& the_cuts, Trace* the_trace,
               std::vector<input::Found> found, std::size_t threads)
    : parser(the_parser),
      options(the_options),
      cuts(the_cuts),
      trace(the_trace),
      files(std::move(found)),
      jobs(threads),
      sought(range_of(the_options)),
      is_ordered(needs_order(the_options)),
      queue(order_of(files, threads > 1 && !is_ordered)),
      results(the_options.aggregate) {
  for (const input::Found& file : files) total_ += file.bytes;
}

void Shared::tell_progress(std::string_view input) {
  if (!options.on_read && !options.on_progress) return;
  const std::lock_guard lock(mutex_);
  if (ended) return;
  if (!options.on_read() || !options.on_progress(Progress{input, bytes_read, total_})) ended = true;
}

Aggregate run_with(const Parser& parser, std::span<const std::string> inputs, const RunOptions& options,
                   const Cuts& cuts, Trace* trace) {
  const base::ErrnoGuard guard;
  std::vector<input::Found> files = input::list_inputs(inputs);
  const std::size_t jobs = jobs_for(files, options.jobs, cuts);
  Shared shared(parser, options, cuts, trace, std::move(files), jobs);
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < shared.jobs; ++i) {
    try {
      threads.emplace_back([&shared] { work_or_break(shared); });
    } catch (const std::system_error&) {
      break;  // there are no more to be had: fewer will do
    }
  }
  work_or_break(shared);
  for (std::thread& thread : threads) thread.join();
  if (shared.results.exception) std::rethrow_exception(shared.results.exception);

  // A stop leaves files of which nobody read the last slice.
  for (const auto& file : shared.cut_files()) sum_up(shared, *file);
  Results& results = shared.results;
  if (results.told) results.hand_in(*std::move(results.told));
  Aggregate sum = results.sum ? *std::move(results.sum) : shared.make_part();
  if (results.read) {
    // A hundred thousand groups, or a million inputs: the less is copied.
    if (results.read->inputs().size() > sum.row_count()) std::swap(*results.read, sum);
    sum.merge(*results.read);
  }
  tell_rejects(shared);
  return sum;
}

}  // namespace counting

Result<Aggregate> run(const Parser& parser, std::span<const std::string> inputs, const RunOptions& options) {
  constexpr std::size_t kMostJobs = 1024;
  if (options.block_bytes == 0) return Error{Errc::bad_option, "block_bytes must be at least 1"};
  if (options.jobs > kMostJobs) return Error{Errc::bad_option, "jobs must be at most 1024"};
  auto empty = Aggregate::create(options.aggregate);
  if (!empty) return empty;
  return counting::run_with(parser, inputs, options, {}, nullptr);
}

}  // namespace why502
