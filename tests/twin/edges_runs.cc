// edges_runs.cc -- edge cases of Docker's lines in a row: what one of them is to the others.
#include <string>
#include <utility>
#include <vector>

#include "tests/twin/edges.h"
#include "tests/twin/wrap.h"

namespace why502_tests {
namespace {

// The escaped `logs`, of two streams in turn, each at a time of its own: not in order, nor near the records' stamps.
std::string run(const std::vector<std::string>& logs) {
  std::string out;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    out += "{\"log\":\"" + logs[i] + "\",\"stream\":\"" + (i % 2 == 0 ? "stderr" : "stdout") +
           "\",\"time\":\"2026-08-2" + std::to_string(3 - i % 3) + "T01:02:09." + std::to_string(i) + "Z\"}\n";
  }
  return out;
}

std::string escaped(const std::string& text) {
  const std::string quoted = json_string(text);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

std::vector<Edge> run_edges() {
  const std::string good = escaped(kGood + "\n");
  const std::string date = kHead.substr(0, 11), rest = kHead.substr(19);
  const std::string behind = kGood.substr(kHead.size());
  const std::string info =
      kHead.substr(0, 19) + " [info] 7#7: *9 client closed connection and its other end is far away";
  const std::vector<std::pair<std::string, std::string>> odd = {
      {"as_the_others", good},
      {"ends_in_cr", escaped(kGood + "\r\n")},
      {"line_feed_inside", escaped(kGood + "\nx\n")},
      {"line_feed_by_number", escaped(kGood) + "\\u000a"},
      {"two_line_feeds", escaped(kGood + "\n\n")},
      {"line_feed_in_a_value", escaped(kHead + kRefused + ", client: 1.1.1.1\n, server: x" + kFields + "\n")},
      {"part", escaped(kGood)},
      {"backslash_at_the_end", escaped(kGood) + "\\\\n"},
      {"quote_behind_backslash", escaped(kGood) + "\\\\\"\\n"},
      {"quote_by_number", escaped(kGood) + "\\u0022\\u005c\\n"},
      {"more_than_ascii", escaped(kHead + kRefused + ", client: \xc3\xa9, server: x\n")},
      {"nothing", ""},
      {"line_feed_only", "\\n"},
      {"no_head", "x\\n"},
      {"stamp_only", escaped(kHead.substr(0, 19) + "\n")},
      {"head_only", escaped(kHead + "\n")},
      {"next_second", escaped(date + "12:34:57" + rest + behind + "\n")},
      {"next_minute", escaped(date + "12:35:00" + rest + behind + "\n")},
      {"no_second", escaped(date + "12:34:61" + rest + behind + "\n")},
      {"no_hour", escaped(date + "25:34:56" + rest + behind + "\n")},
      {"start_up", "nginx: [emerg] host not found in upstream \\\"a\\\"\\n"},
      {"boring", escaped(info + " while waiting for request, client: 1.1.1.1, server: x\n")},
      {"boring_and_open", escaped(info + "\n")},
      {"boring_forger",
       escaped(kHead.substr(0, 19) + " [info] 7#7: *9 open() \"/srv/some/directory/of/many/names/x\n")},
      {"boring_no_connection", escaped(kHead.substr(0, 19) + " [notice] 7#7: signal process started\n")},
      {"open", escaped(kHead + "FastCGI sent in stderr: \"PHP message: something that goes on\n")},
      {"forger", escaped(kHead + "open() \"/srv/some/directory/of/many/names/x\n")},
      {"suspect", escaped(kHead + "something of some length\", host: \"y\"\n")},
      {"unknown",
       escaped(kHead + "strange words while connecting to upstream, client: 1.1.1.1, server: x" + kFields + "\n")},
      {"envelope", escaped(run({good}))},
      {"long", escaped(kHead + std::string(2046 - kHead.size(), 'x') + "\n")},
      {"longer", escaped(kHead + std::string(3000, 'x') + "\n")},
      {"too_long", escaped(kHead + std::string(5000, 'x') + "\n")},
  };
  std::vector<Edge> edges;
  for (const auto& [name, log] : odd) {
    edges.push_back({"run_" + name, "one among others", run({good, good, log, good, good, "x\\n", good})});
    edges.push_back({"run_on_" + name, "with further lines", run({good, log, log, "x\\n", "x\\n", good, good})});
    edges.push_back({"run_of_" + name, "many of them", run({good, log, log, log, good, log})});
  }
  edges.push_back({"run_and_plain", "a plain line between", run({good, good}) + kGood + "\nx\n" + run({good, good})});
  edges.push_back({"run_and_plain_open", "", run({good, good}) + kHead + "x\n" + run({good, good}) + kGood + "\n"});
  edges.push_back({"run_and_plain_forger", "suspect", run({good}) + kHead + "open() \"/x\n" + run({good, good})});
  edges.push_back(
      {"run_cut", "no line feed at the end", run({good, good, good}).substr(0, run({good, good, good}).size() - 1)});
  return edges;
}

}  // namespace why502_tests
