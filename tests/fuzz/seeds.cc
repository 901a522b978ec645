// seeds.cc -- makes what fuzzing begins with, out of the samples: FOLDER/TARGET/ and FOLDER/TARGET.dict.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "lib/knowledge/rules.h"
#include "tests/fuzz/targets.h"
#include "tests/roads/roads.h"
#include "tests/twin/edges.h"
#include "tests/twin/pool.h"
#include "tests/twin/wrap.h"
#include "why502/aggregate.h"
#include "why502/partial.h"

namespace why502_tests {
namespace {

// Long inputs make fuzzing slow, and tell little.
constexpr std::size_t kLongest = 2000;

class Folder {
 public:
  Folder(const std::filesystem::path& root, std::string_view target)
      : path_(root / target), dictionary_(root / target) {
    dictionary_ += ".dict";
    std::filesystem::create_directories(path_);
  }

  void add(const std::string& input) {
    if (input.size() > kLongest) return;
    std::ofstream(path_ / ("seed" + std::to_string(count_++)), std::ios::binary) << input;
  }

  void write_dictionary(const std::set<std::string>& words) const {
    std::ofstream file(dictionary_);
    for (const std::string& word : words) {
      if (word.empty() || word.size() > 60) continue;
      file << '"';
      for (const char c : word) {
        char hex[8];
        std::snprintf(hex, sizeof hex, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
        if (c >= ' ' && c <= '~' && c != '"' && c != '\\') {
          file << c;
        } else {
          file << hex;
        }
      }
      file << "\"\n";
    }
  }

 private:
  std::filesystem::path path_, dictionary_;
  std::size_t count_ = 0;
};

std::set<std::string> with(std::set<std::string> words, const std::set<std::string>& more) {
  words.insert(more.begin(), more.end());
  return words;
}

// What decides how a record is read.
std::set<std::string> words_of_rules() {
  std::set<std::string> words = {"2026/08/20 12:34:56 [error] 7#7: *9 ",
                                 ", client: ",
                                 ", udp client: ",
                                 ", server: ",
                                 ", request: \"",
                                 "\"",
                                 ", upstream: \"http://",
                                 ", host: \"",
                                 ", referrer: \"",
                                 ", subrequest: \"",
                                 " while connecting to upstream",
                                 " while reading response header from upstream",
                                 ", context: ngx.timer",
                                 ", health check \"",
                                 " in upstream \"",
                                 ", login: \"",
                                 ", bytes from/to ",
                                 "\r\n",
                                 "nginx: [emerg] ",
                                 "unix:/a.sock"};
  for (const auto& rule : why502::knowledge::rules()) {
    for (const std::string_view word : {rule.look.begins, rule.look.after_word, rule.look.holds, rule.look.state}) {
      words.emplace(word);
    }
  }
  return words;
}

std::set<std::string> words_of_envelopes() {
  return {"{\"log\":\"",
          "\",\"stream\":\"stderr\",\"time\":\"2026-08-20T12:34:56Z\"}\n",
          "{\"__REALTIME_TIMESTAMP\":\"1787229296000000\",\"MESSAGE\":\"",
          "\"}\n",
          "{\"message\":\"",
          "\\n",
          "\\u0022",
          "2026-08-20T12:34:56.000000000Z stderr F ",
          "2026-08-20T12:34:56Z stdout P ",
          "Aug 20 12:34:56 web1 nginx[7]: ",
          "<11>1 2026-08-20T12:34:56Z web1 nginx 7 - - ",
          "#012",
          "web-1  | ",
          "[pod/web-1/nginx] ",
          "\x1b[36m",
          "\x1b[0m",
          "2026-08-20T12:34:56+02:00\ttag\t{",
          "MESSAGE",
          "textPayload",
          "jsonPayload",
          "[104,105]"};
}

std::set<std::string> words_of_formats() {
  return {"[Thu Nov 26 00:02:17.123456 2026] ",
          "[proxy:error] ",
          "[pid 7:tid 8] ",
          "[client 1.2.3.4:5] ",
          "AH01114: ",
          "(111)Connection refused: ",
          "[remote 10.0.0.1:80] ",
          "[26-Nov-2026 00:02:17] WARNING: [pool www] ",
          "[26-Nov-2026 00:02:17 Europe/Berlin] PHP Fatal error:  ",
          "script_filename = ",
          "pool www",
          " 503 0 - - SC-- ",
          "<NOSRV>",
          "[22/Nov/2026:13:50:47.760]",
          "\"response_flags\":\"UF\"",
          "\"EdgeResponseStatus\":521",
          "\"OriginResponseStatus\":",
          "E1122 13:50:47.760123 7 controller.go:1225] ",
          "{",
          "}",
          "[",
          "]",
          "null",
          "-1"};
}

std::string partial_of(const std::string& log, std::vector<why502::Dimension> by) {
  why502::AggregateOptions options;
  if (!by.empty()) options.by = std::move(by);
  const why502::Parser parser = make_parser();
  const auto sum = why502::aggregate(parser, why502::Source::from_memory(log), options);
  std::string bytes;
  auto keep = [&](std::string_view piece) { bytes += piece; };
  sum->save({}, keep);
  return bytes;
}

void write_partials(const std::filesystem::path& root) {
  constexpr std::size_t kHead = 17 + 16;
  Folder folder(root, "partials");
  std::vector<std::string> logs = {""};
  for (const std::string& record : record_pool()) {
    if (logs.size() < 60) logs.push_back(record + "\n");
  }
  logs.push_back(logs[1] + logs[5] + logs[20] + logs[1]);
  for (const std::string& log : logs) {
    for (const auto& by : {std::vector<why502::Dimension>{},
                           std::vector{why502::Dimension::host, why502::Dimension::path, why502::Dimension::client}}) {
      const std::string file = partial_of(log, by);
      folder.add('\1' + file.substr(kHead));
      if (log.empty()) folder.add('\0' + file), folder.add('\0' + file + file);
    }
  }
  std::set<std::string> words = {"why502 partial 1\n", "(other)"};
  for (std::size_t i = 0; i < why502::kDimensionCount; ++i) words.emplace(id(static_cast<why502::Dimension>(i)));
  for (const auto& rule : why502::rules()) words.emplace(id(rule.cause));
  folder.write_dictionary(words);
}

void write_times(const std::filesystem::path& root) {
  Folder folder(root, "times");
  const std::set<std::string> texts = {"2026-11-22T14:00:00Z",
                                       "2026-11-22 14:00",
                                       "2026-11-22",
                                       "14:00:05.123",
                                       "2h ago",
                                       "now",
                                       "30s",
                                       "7d",
                                       "5min",
                                       "1w",
                                       "Thu Nov 26 00:02:17.123456 2026",
                                       "2026-11-26 00:02:17.123456 +0000",
                                       "26-Nov-2026 00:02:17.123456",
                                       "26-Nov-2026 00:02:17 Europe/Berlin",
                                       "22/Nov/2026:13:50:47.760 +0100",
                                       "Nov  2 13:45:11.123456",
                                       "1795355447.760123",
                                       "1795355447760123",
                                       "2026-03-29 02:30",
                                       "2026-10-25 02:30:00",
                                       "0000-01-01",
                                       "9999-12-31T23:59:60Z"};
  for (char zone = 0; zone < 6; ++zone) {
    for (const std::string& text : texts) folder.add(zone + text);
  }
  folder.write_dictionary(with(texts, {"+02:00", "-0930", " ago", "Z", ".123456789", "Feb 29 ", "0000-", "9999-"}));
}

void write_apache_formats(const std::filesystem::path& root) {
  Folder folder(root, "apache_format");
  const std::string lines = read_file(log_paths().front().parent_path() / "apache.log").substr(0, 1200);
  for (const std::string format :
       {"[%{u}t] [%-m:%l] [pid %P:tid %T] %7F: %E: [client\\ %a] %M% ,\\ referer\\ %{Referer}i",
        "[%t] [%l] [pid %P] %F: %E: [client %a] %M", "[%{cu}t] [%m:%l] %M", "%{c}L %v %A %M", "%% %\\ %M", "%-4M"}) {
    folder.add(format + "\n" + lines);
    folder.add(format + "\n[Thu Nov 26 00:02:17.123456 2026] [proxy:error] [pid 7:tid 8] (111)x: AH01114: y\n");
  }
  folder.write_dictionary(with(
      words_of_formats(), {"%{u}t", "%{cu}t", "%t",    "%-m",         "%l",    "%P",    "%T",  "%{g}T", "%F", "%7F",
                           "%E",    "%a",     "%{c}a", "%A",          "%M",    "% ",    "\\ ", "%%",    "%v", "%V",
                           "%L",    "%{c}L",  "%{C}L", "%{Referer}i", "%{x}n", "%{x}e", "%-",  "%+"}));
}

void write_logs(const std::filesystem::path& root) {
  Folder feed(root, "feed"), envelopes(root, "envelopes"), formats(root, "formats"), filters(root, "filters");
  std::size_t turn = 0;
  for (const std::string& record : record_pool()) {
    ++turn;
    feed.add("?G@Z" + record);
    const auto byte = static_cast<char>(turn);
    envelopes.add(std::string{byte, static_cast<char>(turn / 3), turn % 4 == 0 ? byte : '\0'} + record);
    filters.add("^10\\.|unix:\n(?i)web[0-9]+\n" + record);
  }
  for (const Wrapper& wrapper : wrappers()) feed.add("?G@Z" + wrapped(wrapper, kGood + "\n" + kGood + "\n"));
  for (char format = 0; format < 12; ++format) {
    const std::string_view name = id(static_cast<why502::Format>(format));
    for (const auto& path : log_paths()) {
      const std::string stem = path.stem().string();
      if (stem != name && !(name.empty() && stem.find('.') == std::string::npos)) continue;
      std::istringstream file(read_file(path));
      std::string line;
      for (std::size_t n = 0; n < 60 && std::getline(file, line); ++n) {
        formats.add(std::string{format, static_cast<char>(n * 2)} + line + "\n");
        if (n % 4 == 0) formats.add(std::string{format, '\1'} + line + "\n");
      }
    }
    for (const auto& rule : why502::knowledge::rules()) {
      if (why502::knowledge::id(rule.server) == name) formats.add(std::string{format, '\0'} + std::string(rule.sample));
    }
  }
  feed.write_dictionary(with(words_of_rules(), words_of_envelopes()));
  envelopes.write_dictionary(with(words_of_rules(), words_of_envelopes()));
  formats.write_dictionary(with(with(words_of_rules(), words_of_envelopes()), words_of_formats()));
  filters.write_dictionary({"(?i)", ".*", "[a-z]", "{1000}", "(a|b)*", "\\pL", "\\C", "(?:", ")", "^", "$",
                            "\\x{10ffff}", "[[:alpha:]]", "(?P<n>", "\\Q", "\\E", "(((((", "+?", "{2,"});
}

}  // namespace
}  // namespace why502_tests

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: fuzz_seeds FOLDER\n");
    return 2;
  }
  const std::filesystem::path root = argv[1];
  why502_tests::write_logs(root);
  why502_tests::write_apache_formats(root);
  why502_tests::write_times(root);
  why502_tests::write_partials(root);
  return 0;
}
