// plan.cc -- time zone, parser, filter.
#include "tools/why502/plan.h"

#include <chrono>
#include <utility>

#include "tools/why502/machine_zone.h"
#include "why502/time.h"

namespace why502::command {
namespace {

ParserOptions parser_options(const Options& options, std::string time_zone) {
  // Of a stamp without a year nobody has seen the future.
  return {.format = options.format,
          .time_zone = std::move(time_zone),
          .apache_format = options.apache_format,
          .json_key = options.json_key,
          .reference_time = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now())};
}

// Reads --since or --until; leaves `time` alone if it was not given.
std::optional<Error> read_time(const char* option, const std::string& text, const std::string& time_zone, Timestamp now,
                               std::optional<Timestamp>* time) {
  if (text.empty()) return {};
  Result<Timestamp> moment = parse_time(text, time_zone, now);
  if (!moment) return Error{Errc::bad_option, std::string(option) + ": " + moment.error().message};
  *time = *moment;
  return {};
}

std::optional<Error> make_filter(const Options& options, Plan* plan) {
  if (options.seek && options.since.empty() && options.until.empty()) {
    return Error{Errc::bad_option, "--seek needs --since or --until: without them all is read"};
  }
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  FilterOptions& wanted = plan->filtered;
  if (auto error = read_time("--since", options.since, plan->time_zone, now, &wanted.since)) return error;
  if (auto error = read_time("--until", options.until, plan->time_zone, now, &wanted.until)) return error;
  wanted.causes = options.causes;
  wanted.upstream = options.upstream;
  wanted.server = options.server;
  if (!wanted.since && !wanted.until && wanted.causes.empty() && wanted.upstream.empty() && wanted.server.empty()) {
    return {};
  }
  Result<Filter> filter = Filter::create(wanted);
  if (!filter) return filter.error();
  plan->filter = *filter;
  return {};
}

// Partials were counted elsewhere: what only counting can do is not asked of them.
std::optional<Error> not_with_merge(const Options& options) {
  const auto refuse = [](const std::string& option) {
    return Error{Errc::bad_option, option + " cannot be used with --merge: give it where the partials are made"};
  };
  if (!options.report) return refuse("-o events");
  const Options unset;
  if (!options.since.empty()) return refuse("--since");
  if (!options.until.empty()) return refuse("--until");
  if (options.seek) return refuse("--seek");
  if (!options.causes.empty()) return refuse("--cause");
  if (!options.upstream.empty()) return refuse("--upstream");
  if (!options.server.empty()) return refuse("--server");
  if (options.by != unset.by) return refuse("--by");
  if (options.window != unset.window) return refuse("--window");
  if (options.redact) return refuse("--redact");
  if (!options.rejects.empty()) return refuse("--rejects");
  return {};
}

}  // namespace

Result<Plan> make_plan(const Options& options) {
  if (!options.against.empty() && options.report != ReportId::text && options.report != ReportId::json &&
      options.report != ReportId::html) {
    return Error{Errc::bad_option, "--against is told in text, HTML and JSON: give -o text, -o html or -o json"};
  }
  if (options.merge) {
    if (auto error = not_with_merge(options)) return *std::move(error);
  }
  if (Result<Parser> parser = Parser::create({.apache_format = options.apache_format}); !parser) {
    return Error{Errc::bad_option, "--apache-format: " + parser.error().message};
  }
  std::string time_zone = options.time_zone;
  std::string note;
  if (time_zone.empty()) {
    time_zone = machine_time_zone();
    // The machine's mistake, not the user's: go on, but say so.
    if (!Parser::create(parser_options(options, time_zone))) {
      note =
          "the machine's time zone '" + time_zone + "' is unknown here; times are taken as UTC (--tz says otherwise)";
      time_zone = "UTC";
    }
  }
  Result<Parser> parser = Parser::create(parser_options(options, time_zone));
  if (!parser) return Error{Errc::bad_option, "--tz: " + parser.error().message};

  Plan plan{.time_zone = std::move(time_zone),
            .note = std::move(note),
            .parser = *std::move(parser),
            .aggregate = {.window = options.window, .by = options.by},
            .filtered = {},
            .filter = {}};
  const Result<Aggregate> empty = Aggregate::create(plan.aggregate);
  if (!empty) return Error{Errc::bad_option, "--window: " + empty.error().message};
  if (auto error = make_filter(options, &plan)) return *std::move(error);
  return plan;
}

}  // namespace why502::command
