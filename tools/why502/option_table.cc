// option_table.cc -- the table of options.
#include "tools/why502/option_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <utility>

#include "tools/why502/nearest.h"
#include "why502/catalog.h"
#include "why502/time.h"

namespace why502::command {
namespace {

constexpr std::size_t kMostJobs = 1024;

// "--color takes auto, always or never, not 'x'"
std::string not_one_of(std::string_view option, const std::vector<std::string_view>& words, const std::string& value) {
  std::string sentence = std::string(option) + " takes ";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) sentence += i + 1 == words.size() ? " or " : ", ";
    sentence += words[i];
  }
  return sentence + ", not '" + value + "'";
}

template <typename T>
std::string set_word(std::string_view option, std::initializer_list<std::pair<std::string_view, T>> words,
                     const std::string& value, T* target) {
  std::vector<std::string_view> names;
  for (const auto& [name, meaning] : words) {
    if (name == value) {
      *target = meaning;
      return "";
    }
    names.push_back(name);
  }
  return not_one_of(option, names, value);
}

template <typename T>
std::string set_number(std::string_view option, const std::string& value, T* target) {
  T number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (value.empty() || error != std::errc() || stop != end) {
    return std::string(option) + " takes a whole number, 0 or more, not '" + value + "'";
  }
  *target = number;
  return "";
}

std::string set_text(std::string_view option, const std::string& value, std::string* target) {
  if (value.empty()) return std::string(option) + " needs a value";
  *target = value;
  return "";
}

std::string unknown_cause(const std::string& value) {
  std::vector<std::string_view> ids;
  for (const CauseInfo& cause : causes()) ids.push_back(cause.id);
  const std::string_view guess = nearest(value, ids);
  return "unknown cause '" + value + "'; " +
         (guess.empty() ? "'why502 --list causes' shows them" : "did you mean '" + std::string(guess) + "'?");
}

std::string set_format(const std::string& value, Options* options) {
  if (const auto format = format_from_id(value)) {
    options->format = *format;
    return "";
  }
  std::vector<std::string_view> ids;
  for (const FormatInfo& format : formats()) ids.push_back(format.id);
  return not_one_of("--format", ids, value);
}

std::string set_apache_format(const std::string& value, Options* options) {
  return set_text("--apache-format", value, &options->apache_format);
}

std::string set_time_zone(const std::string& value, Options* options) {
  return set_text("--tz", value, &options->time_zone);
}

std::string set_json_key(const std::string& value, Options* options) {
  return set_text("--json-key", value, &options->json_key);
}

std::string set_jobs(const std::string& value, Options* options) {
  std::size_t number = 0;
  std::string wrong = set_number("--jobs", value, &number);
  if (wrong.empty() && number > kMostJobs)
    return "--jobs takes 0 to " + std::to_string(kMostJobs) + ", not '" + value + "'";
  if (wrong.empty()) options->jobs = number;
  return wrong;
}

std::string set_merge(const std::string&, Options* options) {
  options->merge = true;
  return "";
}

std::string set_against(const std::string& value, Options* options) {
  return set_text("--against", value, &options->against);
}

std::string set_since(const std::string& value, Options* options) {
  return set_text("--since", value, &options->since);
}

std::string set_until(const std::string& value, Options* options) {
  return set_text("--until", value, &options->until);
}

std::string set_seek(const std::string&, Options* options) {
  options->seek = true;
  return "";
}

std::string set_upstream(const std::string& value, Options* options) {
  return set_text("--upstream", value, &options->upstream);
}

std::string set_server(const std::string& value, Options* options) {
  return set_text("--server", value, &options->server);
}

std::string set_causes(const std::string& value, Options* options) {
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::size_t comma = std::min(value.find(',', begin), value.size());
    const std::string id = value.substr(begin, comma - begin);
    const auto cause = cause_from_id(id);
    if (!cause || *cause == Cause::none) return unknown_cause(id);
    options->causes.push_back(*cause);
    begin = comma + 1;
  }
  return "";
}

std::string set_output(const std::string& value, Options* options) {
  if (value == "events") {
    options->report.reset();
    return "";
  }
  if (const auto report = report_from_id(value)) {
    options->report = *report;
    return "";
  }
  std::vector<std::string_view> ids;
  for (const ReportInfo& report : reports()) ids.push_back(report.id);
  ids.emplace_back("events");
  return not_one_of("--output", ids, value);
}

std::string set_by(const std::string& value, Options* options) {
  std::vector<Dimension> by;
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::size_t comma = std::min(value.find(',', begin), value.size());
    const std::string name = value.substr(begin, comma - begin);
    const auto dimension = dimension_from_id(name);
    if (!dimension) {
      std::vector<std::string_view> known;
      for (std::size_t i = 0; i < kDimensionCount; ++i) known.push_back(id(static_cast<Dimension>(i)));
      return not_one_of("--by", known, name);
    }
    if (std::find(by.begin(), by.end(), *dimension) != by.end()) return "--by names '" + name + "' twice";
    by.push_back(*dimension);
    begin = comma + 1;
  }
  if (by.size() > kMaxDimensions) {
    return "--by takes at most " + std::to_string(kMaxDimensions) + " dimensions, not " + std::to_string(by.size());
  }
  options->by = std::move(by);
  return "";
}

std::string set_window(const std::string& value, Options* options) {
  if (value == "auto") {
    options->window = std::chrono::seconds(0);
    return "";
  }
  const Result<std::chrono::seconds> window = parse_duration(value);
  if (!window) return "--window: " + window.error().message;
  if (*window <= std::chrono::seconds(0)) return "--window: '" + value + "' is no width; give auto, 30s, 5m or 1h";
  options->window = *window;
  return "";
}

std::string set_top(const std::string& value, Options* options) { return set_number("--top", value, &options->top); }

std::string set_color(const std::string& value, Options* options) {
  return set_word<When>("--color", {{"auto", When::automatic}, {"always", When::always}, {"never", When::never}}, value,
                        &options->color);
}

std::string set_progress(const std::string& value, Options* options) {
  return set_word<When>("--progress", {{"auto", When::automatic}, {"always", When::always}, {"never", When::never}},
                        value, &options->progress);
}

std::string set_redact(const std::string&, Options* options) {
  options->redact = true;
  return "";
}

std::string set_output_file(const std::string& value, Options* options) {
  return set_text("--output-file", value, &options->output_file);
}

std::string set_rejects(const std::string& value, Options* options) {
  return set_text("--rejects", value, &options->rejects);
}

std::string set_stats(const std::string&, Options* options) {
  options->stats = true;
  return "";
}

std::string set_max_failures(const std::string& value, Options* options) {
  std::uint64_t number = 0;
  std::string wrong = set_number("--max-failures", value, &number);
  if (wrong.empty()) options->max_failures = number;
  return wrong;
}

std::string set_list(const std::string& value, Options* options) {
  options->action = Action::list;
  return set_word<Catalogue>("--list",
                             {{"causes", Catalogue::causes},
                              {"rules", Catalogue::rules},
                              {"formats", Catalogue::formats},
                              {"envelopes", Catalogue::envelopes},
                              {"reports", Catalogue::reports}},
                             value, &options->catalogue);
}

std::string set_explain(const std::string& value, Options* options) {
  const auto cause = cause_from_id(value);
  if (!cause || *cause == Cause::none) return unknown_cause(value);
  options->action = Action::explain;
  options->explained = *cause;
  return "";
}

std::string set_generate(const std::string& value, Options* options) {
  options->action = Action::generate;
  return set_word<Generated>("--generate",
                             {{"man", Generated::man},
                              {"bash", Generated::bash},
                              {"zsh", Generated::zsh},
                              {"fish", Generated::fish},
                              {"causes", Generated::causes},
                              {"formats", Generated::formats}},
                             value, &options->generated);
}

std::string set_version(const std::string&, Options* options) {
  options->action = Action::version;
  return "";
}

std::string set_help(const std::string&, Options* options) {
  options->action = Action::help;
  return "";
}

constexpr const char* kReading = "Reading";
constexpr const char* kFilters = "What to look at";
constexpr const char* kPrinting = "What to print";
constexpr const char* kKnowledge = "What it knows";

constexpr std::array kTable = {
    OptionInfo{"--format", "NAME", kReading, "read only this format (default: find out, record by record)", set_format},
    OptionInfo{"--apache-format", "STRING", kReading, "Apache's ErrorLogFormat, where it is one of your own",
               set_apache_format},
    OptionInfo{"--tz", "ZONE", kReading,
               "the time zone of stamps that name none, and of the report: Europe/Berlin, UTC, +02:00 (default: the "
               "machine's)",
               set_time_zone},
    OptionInfo{"--json-key", "KEY", kReading,
               "the key that holds the record in JSON lines, before log, message, msg and others; a.b: b in a",
               set_json_key},
    OptionInfo{"-j,--jobs", "N", kReading, "read with N threads (default: 0, as many as there are processors)",
               set_jobs},
    OptionInfo{"--merge", "", kReading, "the inputs are partials, as -o partial writes them: report on all together",
               set_merge},
    OptionInfo{"--against", "FILE", kReading,
               "tell what is new, gone or changed by more than noise against FILE: a log, of which only what is before "
               "--since counts, or a partial (text, HTML and JSON)",
               set_against},
    OptionInfo{"--since", "TIME", kFilters, "only what happened at TIME or later", set_since},
    OptionInfo{"--until", "TIME", kFilters, "only what happened before TIME", set_until},
    OptionInfo{"--seek", "", kFilters,
               "with --since or --until: read only about that part of plain files, found by bisection, and leave out "
               "files of another time; the report says what was not read",
               set_seek},
    OptionInfo{"--cause", "ID,...", kFilters, "only these causes (--list causes shows them)", set_causes},
    OptionInfo{"--upstream", "RE2", kFilters, "only upstreams in which this regular expression is found", set_upstream},
    OptionInfo{"--server", "RE2", kFilters, "only servers (nginx's server_name) in which it is found", set_server},
    OptionInfo{
        "-o,--output", "text|json|csv|html|prometheus|partial|events", kPrinting,
        "a report to read, the same as JSON, groups by window as CSV, a page for a browser, gauges for "
        "node_exporter's textfile collector, what --merge takes, or each event as one line of JSON (default: text)",
        set_output},
    OptionInfo{"--output-file", "FILE", kPrinting, "write it to FILE: beside it first, then renamed into place",
               set_output_file},
    OptionInfo{"--by", "DIM,...", kPrinting,
               "what failures are grouped by, at most 4 of cause, upstream, server, host, path (ids as *), client, "
               "phase, protocol, format, file, status (default: cause,upstream)",
               set_by},
    OptionInfo{"-w,--window", "auto|30s|5m|1h", kPrinting,
               "the width of the windows that failures are counted in (default: auto, at most 60 windows)", set_window},
    OptionInfo{"--top", "N", kPrinting, "rows shown in text, and in HTML at first; 0: all (default: 20)", set_top},
    OptionInfo{"--color", "auto|always|never", kPrinting, "auto: on a terminal (default), unless NO_COLOR is set",
               set_color},
    OptionInfo{"--progress", "auto|always|never", kPrinting,
               "on stderr: how far it is; auto: on a terminal, after a second (default)", set_progress},
    OptionInfo{
        "--redact", "", kPrinting,
        "clients as client-3f9a1c, query strings left out; hides from readers, not from who can guess an address",
        set_redact},
    OptionInfo{"--rejects", "FILE", kPrinting, "write the lines that could not be read to FILE", set_rejects},
    OptionInfo{"--stats", "", kPrinting, "tell on stderr what it cost", set_stats},
    OptionInfo{"--max-failures", "N", kPrinting, "exit with 1 if there were more (default: any number will do)",
               set_max_failures},
    OptionInfo{"--list", "causes|rules|formats|envelopes|reports", kKnowledge, "what this build knows", set_list},
    OptionInfo{"--explain", "CAUSE", kKnowledge, "what a cause means, what servers write, where to look first",
               set_explain},
    OptionInfo{"--generate", "man|bash|zsh|fish|causes|formats", kKnowledge,
               "the manual page, a shell's completions, or a table of what it knows in Markdown", set_generate},
    OptionInfo{"--version", "", kKnowledge, "the version", set_version},
    OptionInfo{"-h,--help", "", kKnowledge, "this text", set_help},
};

}  // namespace

std::string_view OptionInfo::long_name() const {
  const std::string_view all = names;
  return all.substr(all.find("--"));
}

std::span<const OptionInfo> option_table() { return kTable; }

}  // namespace why502::command
