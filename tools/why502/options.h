// options.h -- what the command line asks for.
#ifndef WHY502_TOOLS_OPTIONS_H_
#define WHY502_TOOLS_OPTIONS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "why502/aggregate.h"
#include "why502/cause.h"
#include "why502/event.h"
#include "why502/report.h"
#include "why502/result.h"

namespace why502::command {

enum class Action { read, help, version, list, explain, generate };
enum class When { automatic, always, never };
enum class Generated { man, bash, zsh, fish };
enum class Catalogue { causes, rules, formats, envelopes, reports };

struct Options {
  Action action = Action::read;
  std::vector<std::string> inputs = {};  // none: standard input

  // Reading.
  Format format = Format::unknown;
  std::string apache_format;
  std::string time_zone = {};  // "": the machine's
  std::string json_key = {};   // "": the known ones
  std::size_t jobs = 0;        // 0: as many as there are processors
  bool merge = false;          // the inputs are partials
  std::string against = {};    // a log or a partial; "": nothing

  // Filters. Times are read when the time zone is known.
  std::string since = {}, until = {};
  bool seek = false;  // read only about that part
  std::vector<Cause> causes = {};
  std::string upstream, server;  // regular expressions; "": all

  // Printing.
  std::optional<ReportId> report = ReportId::text;  // nothing: the events themselves
  std::vector<Dimension> by = AggregateOptions().by;
  std::chrono::seconds window{0};
  std::size_t top = 20;
  When color = When::automatic;
  When progress = When::automatic;
  bool redact = false;
  std::string output_file = {};  // "": standard output
  std::string rejects = {};      // "": nowhere
  bool stats = false;

  std::optional<std::uint64_t> max_failures = {};

  // Telling what this build knows.
  Catalogue catalogue = Catalogue::causes;
  Cause explained = Cause::none;
  Generated generated = Generated::man;
};

// Reads the arguments behind the program's name.
// Errors: bad_option; the sentence says what would be right.
Result<Options> parse_options(const std::vector<std::string>& arguments);

}  // namespace why502::command

#endif  // WHY502_TOOLS_OPTIONS_H_
