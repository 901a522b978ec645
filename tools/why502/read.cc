// read.cc -- inputs in, report out.
#include "tools/why502/read.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <unistd.h>

#include "tools/why502/baseline.h"
#include "tools/why502/merge.h"
#include "tools/why502/new_file.h"
#include "tools/why502/output.h"
#include "tools/why502/plan.h"
#include "tools/why502/progress.h"
#include "tools/why502/rejects.h"
#include "tools/why502/signals.h"
#include "tools/why502/stats.h"
#include "tools/why502/terminal.h"
#include "why502/compare.h"
#include "why502/report.h"
#include "why502/run.h"

namespace why502::command {
namespace {

constexpr std::size_t kColumns = 100;  // of text that goes to no terminal

int fail(std::string_view sentence) {
  say(sentence);
  return kFailed;
}

// -o events: each event as it is found.
Result<Aggregate> run_with_events(const Plan& plan, const Options& options, RunOptions run_options, Output* out) {
  std::string line;
  const auto on_event = [&](const Event& event) {
    line.clear();
    append_json(event, &line);
    return out->write(line);
  };
  const auto on_read = [&] { return out->flush(); };
  run_options.on_event = on_event;
  run_options.on_read = on_read;
  return run(plan.parser, options.inputs, run_options);
}

bool read_nothing(const Aggregate& aggregate) {
  const auto inputs = aggregate.inputs();
  return !inputs.empty() && std::all_of(inputs.begin(), inputs.end(), [](const Input& input) {
    return !input.error.empty() && input.counters.bytes == 0;
  });
}

// What the report is made of: the logs that the inputs are, or the partials.
Result<Partial> count(const Plan& plan, const Options& options, const RunOptions& run_options, Output* out) {
  if (options.merge) return merge_partials(options.inputs);
  Result<Aggregate> aggregate =
      options.report ? run(plan.parser, options.inputs, run_options) : run_with_events(plan, options, run_options, out);
  if (!aggregate) return aggregate.error();
  return Partial{*std::move(aggregate), {plan.filtered, options.redact}};
}

// The report, unless it is a text about nothing: its reader has the errors.
Result<bool> print_report(const Partial& counted, const Comparison* against, const Plan& plan, const Options& options,
                          const Rejects& rejects, Output* out) {
  const Aggregate& aggregate = counted.aggregate;
  if (!options.report) return true;
  if (*options.report == ReportId::text && read_nothing(aggregate)) return true;
  const Terminal terminal = look_at_terminal(out->fd());
  const ReportOptions report_options = {
      .time_zone = plan.time_zone,
      .filter = counted.selection.filter,
      .redacted = counted.selection.redacted,
      .against = against,
      .top = options.top,
      .columns = terminal.columns == 0 ? kColumns : terminal.columns,
      .color = options.color == When::always || (options.color == When::automatic && terminal.color),
      .unicode = terminal.unicode,
      // What could not be read may hold anything.
      .rejects = options.redact ? std::span<const std::string>() : rejects.first()};
  return write_report(aggregate, *options.report, report_options,
                      [out](std::string_view piece) { return out->write(piece); });
}

// Says what could not be read; true if there was any.
bool say_input_errors(const Aggregate& aggregate) {
  bool any = false;
  for (const Input& input : aggregate.inputs()) {
    if (input.error.empty()) continue;
    say(input.error);
    any = true;
  }
  return any;
}

bool too_many(const Aggregate& aggregate, const Options& options) {
  if (!options.max_failures) return false;
  const std::uint64_t failures = aggregate.totals().failures;
  if (failures <= *options.max_failures) return false;
  say(std::to_string(failures) + " failures, more than --max-failures " + std::to_string(*options.max_failures));
  return true;
}

}  // namespace

int read_and_report(const Options& options) {
  const auto begin = std::chrono::steady_clock::now();
  const Result<Plan> plan = make_plan(options);
  if (!plan) return fail(plan.error().message);
  std::vector<std::string> read = options.inputs;  // what is not to be overwritten
  if (!options.against.empty()) read.push_back(options.against);
  Rejects rejects;
  if (!options.rejects.empty()) {
    if (const Result<bool> opened = rejects.open(options.rejects, read); !opened) {
      return fail(opened.error().message);
    }
  }
  if (!plan->note.empty()) say(plan->note);

  NewFile file;
  if (!options.output_file.empty()) {
    if (const Result<bool> opened = file.open(options.output_file, read); !opened) {
      return fail(opened.error().message);
    }
  }
  Output out =
      file.is_open() ? Output(file.fd(), "'" + options.output_file + "'") : Output(STDOUT_FILENO, "the output");
  if (options.report == ReportId::partial && is_terminal(out.fd())) {
    return fail("a partial is no text to read: give --output-file, or a pipe");
  }
  const bool tells_meanwhile = !options.report && is_terminal(out.fd());
  ProgressLine progress(options.progress, tells_meanwhile);
  RunOptions run_options = {.aggregate = plan->aggregate,
                            .filter = plan->filter ? &*plan->filter : nullptr,
                            .redact = options.redact,
                            .jobs = options.jobs,
                            .seek = options.seek,
                            .on_reject = rejects,
                            .most_rejects = options.rejects.empty() ? Rejects::kFirst : std::size_t(-1),
                            .stop = &interrupted()};
  if (progress.is_wanted()) run_options.on_progress = progress;
  // What it is compared with is read first, while nothing is lost if it cannot be; with --merge only
  // the partials tell what was looked at.
  std::optional<Partial> before;
  if (!options.against.empty() && !options.merge) {
    Result<Partial> baseline = read_baseline(*plan, {plan->filtered, options.redact}, options);
    if (!baseline) return fail(baseline.error().message);
    before.emplace(*std::move(baseline));
  }
  catch_interrupts();
  const Result<Partial> counted = count(*plan, options, run_options, &out);
  release_interrupts();
  progress.clear();
  if (!counted) return fail(counted.error().message);
  const Aggregate& aggregate = counted->aggregate;
  std::optional<Comparison> against;
  if (!options.against.empty()) {
    if (!before) {
      Result<Partial> baseline = read_baseline(*plan, counted->selection, options);
      if (!baseline) return fail(baseline.error().message);
      before.emplace(*std::move(baseline));
    }
    Result<Comparison> compared = compare(*counted, *before, options.against);
    if (!compared) return fail(compared.error().message);
    against.emplace(*std::move(compared));
  }

  bool failed = say_input_errors(aggregate);
  const Result<bool> printed = print_report(*counted, against ? &*against : nullptr, *plan, options, rejects, &out);
  if (!printed) return fail(printed.error().message);
  out.flush();
  std::string not_in_place;
  // A report about nothing was not printed: the old one stays.
  if (file.is_open() && out.usable() && !(options.report == ReportId::text && read_nothing(aggregate))) {
    if (const Result<bool> placed = file.put_into_place(); !placed) not_in_place = placed.error().message;
  }
  for (const std::string& error : {out.error(), not_in_place, rejects.finish()}) {
    if (error.empty()) continue;
    say(error);
    failed = true;
  }
  if (options.stats) {
    Output errors(STDERR_FILENO, "stderr");
    errors.write(stats_text(aggregate.counters(), std::chrono::steady_clock::now() - begin));
    errors.flush();
  }
  const bool exceeded = too_many(aggregate, options);
  return failed ? kFailed : exceeded ? kTooManyFailures : kEverythingRead;
}

}  // namespace why502::command
