// baseline.cc -- counts what came before.
#include "tools/why502/baseline.h"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "tools/why502/merge.h"
#include "tools/why502/signals.h"
#include "why502/filter.h"
#include "why502/run.h"
#include "why502/source.h"

namespace why502::command {
namespace {

// Does it begin like a partial? Reads a regular file's first bytes, unpacked.
Result<bool> begins_like_partial(const std::string& file) {
  Result<Source> source = Source::open(file);
  if (!source) return source.error();
  std::array<char, 64> room{};
  std::size_t size = 0;
  while (size < room.size()) {
    const Result<std::size_t> read = source->read(std::span(room).subspan(size));
    if (!read || *read == 0) break;  // whoever reads it all tells the error
    size += *read;
  }
  return is_partial(std::string_view(room.data(), size));
}

Result<Partial> read_log(const Plan& plan, Selection selection, const Options& options) {
  // What is told is what has changed since then.
  if (selection.filter.since) selection.filter.until = std::exchange(selection.filter.since, std::nullopt);
  const Result<Filter> filter = Filter::create(selection.filter);
  if (!filter) return filter.error();
  const std::array<std::string, 1> inputs{options.against};
  RunOptions run_options;
  run_options.filter = &*filter;
  run_options.redact = selection.redacted;
  run_options.jobs = options.jobs;
  run_options.seek = options.seek;
  run_options.stop = &interrupted();
  Result<Aggregate> aggregate = run(plan.parser, inputs, run_options);
  if (!aggregate) return aggregate.error();
  for (const Input& input : aggregate->inputs()) {
    if (!input.error.empty()) return Error{Errc::io, input.error};
  }
  return Partial{*std::move(aggregate), std::move(selection)};
}

}  // namespace

Result<Partial> read_baseline(const Plan& plan, const Selection& selection, const Options& options) {
  const std::string& file = options.against;
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) return read_log(plan, selection, options);
  // What can be read only once is not looked at twice.
  if (file == "-" || (std::filesystem::exists(file, ignored) && !std::filesystem::is_regular_file(file, ignored))) {
    if (file != "-") return read_partial(file);
    return Error{Errc::bad_option, "--against takes a file, not standard input"};
  }
  const Result<bool> partial = begins_like_partial(file);
  if (!partial) return partial.error();
  return *partial ? read_partial(file) : read_log(plan, selection, options);
}

}  // namespace why502::command
