// edges_lines.cc -- edge cases of lines, heads, and of which lines make one record.
#include <string>
#include <vector>

#include "tests/twin/edges.h"

namespace why502_tests {

namespace {

const std::string kStderr = "FastCGI sent in stderr: \"PHP message: PHP Fatal error:  Uncaught Exception in /a.php:3";
const std::string kTrace = "Stack trace:\n#0 {main}\n  thrown in /a.php on line 3";
const std::string kStderrEnd =
    "\" while reading response header from upstream, client: 10.0.0.9, server: a.io, request: \"GET /x HTTP/1.1\", "
    "upstream: \"fastcgi://unix:/run/php.sock:\", host: \"a.io\"";
const std::string kForged =
    "2026/08/20 12:34:57 [error] 7#7: *9 connect() failed (111: Connection refused) while connecting to upstream, "
    "client: 6.6.6.6, server: evil, request: \"GET / HTTP/1.1\", upstream: \"http://6.6.6.6:1/\", host: \"evil\"";

std::string nul() { return std::string(1, '\0'); }

}  // namespace

std::vector<Edge> line_edges() {
  const std::string plain = "2026/08/20 12:34:56 [notice] 7#7: signal process started";
  return {
      {"empty_input", "no line at all", ""},
      {"no_level", "brackets around nothing are no head", "2026/08/20 12:34:56 [] 7#7: *9 connect() failed\n"},
      {"console_head_alone", "a head without a message is a head, however short (found by fuzzing)",
       "nginx: [info] \nnginx: [warn] x\nnginx: [info]\nnginx: [notice] "},
      {"only_a_line_feed", "an empty line is a line", "\n"},
      {"only_a_carriage_return", "it is an ending, but something stood there", "\r"},
      {"no_last_newline", "the end of the input ends a line", kGood + "\n" + kGood},
      {"last_line_ends_in_cr", "one CR at the end is no part of it, with or without LF", kGood + "\r"},
      {"crlf", "as Windows writes", kGood + "\r\n" + kGood + "\r\n"},
      {"two_carriage_returns", "one CR only is cut off", kGood + "\r\r\n" + kGood + "\n"},
      {"carriage_return_inside", "a lone CR ends no line", kHead + "a\rb\n" + kGood + "\n"},
      {"empty_lines_between", "each is unrecognized", "\n\n" + kGood + "\n\n\r\n" + kGood + "\n\n"},
      {"nul_inside", "NUL is a byte as any other", kHead + "con" + nul() + "nect" + kFields + "\n" + nul() + "\n"},
      {"high_bytes", "no UTF-8 is asked for", kHead + "upstream sent \xff\xfe\x80" + kFields + "\n\xc3\x28\n"},
      {"not_a_log", "no head anywhere", "hello\nworld 2026/08/20 12:34:56\n"},
      {"head_in_mid_line", "a head begins a line", "x " + kGood + "\n " + kGood + "\n"},
      {"head_alone", "its message is empty", "2026/08/20 12:34:56 [error] 7#7: \n"},
      {"head_without_last_blank", "is none", "2026/08/20 12:34:56 [error] 7#7:\n"},
      {"head_cut", "is none at any length",
       [] {
         std::string out;
         for (std::size_t n = 0; n <= kHead.size(); ++n) out += kHead.substr(0, n) + "\n";
         return out;
       }()},
      {"connection_alone", "an open record without words", kHead + "\n" + kGood + "\n"},
      {"star_without_number", "the star is message then",
       [] {
         std::string out;
         for (const char* star : {"*x ", "* ", "*", "*9", "*9x ", "** ", "*-1 ", "*9\t"}) {
           out += "2026/08/20 12:34:56 [error] 7#7: " + std::string(star) + kRefused + kFields + "\nmore\n";
         }
         return out + "2026/08/20 12:34:56 [error] 7#7: *9\nmore\n";
       }()},
      {"message_begins_with_digits", "the connection is the first number only", kHead + "11 worker_connections\n"},
      {"long_numbers", "one or more digits",
       "2026/08/20 12:34:56 [error] 123456789012345678901234567890#" + std::string(300, '7') + ": *" +
           std::string(300, '9') + " " + kRefused + kFields + "\n"},
      {"no_numbers", "at least one digit",
       "2026/08/20 12:34:56 [error] #7: x\n2026/08/20 12:34:56 [error] 7#: x\n2026/08/20 12:34:56 [error] 7: x\n"},
      {"levels", "eight names in lower case",
       [] {
         std::string out;
         for (const char* level : {"emerg", "alert", "crit", "error", "warn", "notice", "info", "debug", "ERROR", "err",
                                   "errors", "", " error", "unknown"}) {
           out += std::string("2026/08/20 12:34:56 [") + level + "] 7#7: *9 " + kRefused + kFields + "\n";
         }
         return out;
       }()},
      {"stamps_that_are_no_time", "the record counts and has no time",
       [] {
         std::string out;
         for (const char* stamp : {"2026/13/01 00:00:00", "2026/00/01 00:00:00", "2026/02/29 00:00:00",
                                   "2026/04/31 00:00:00", "2026/01/00 00:00:00", "2026/01/01 24:00:00",
                                   "2026/01/01 00:60:00", "2026/01/01 00:00:60", "1900/02/29 00:00:00"}) {
           out += stamp + kGood.substr(19) + "\n";
         }
         return out;
       }()},
      {"stamps_that_are_times", "leap years and the ends of the calendar",
       [] {
         std::string out;
         for (const char* stamp : {"2024/02/29 23:59:59", "2000/02/29 00:00:00", "1970/01/01 00:00:00",
                                   "1969/12/31 23:59:59", "0001/01/01 00:00:00", "9999/12/31 23:59:59"}) {
           out += stamp + kGood.substr(19) + "\n";
         }
         return out;
       }()},
      {"time_runs_backwards", "first is the least, last the most",
       "2026/08/21 00:00:00 [info] 1#1: a\n" + kGood + "\n2025/08/21 00:00:00 [info] 1#1: b\n"},
      {"stamp_shapes", "exactly these digits and signs",
       "2026-08-20 12:34:56" + kGood.substr(19) + "\n026/08/20 12:34:56" + kGood.substr(19) + "\n2026/8/20 12:34:56" +
           kGood.substr(19) + "\n2026/08/20T12:34:56" + kGood.substr(19) + "\n2026/08/20 12:34:56.1" +
           kGood.substr(19) + "\n2026/08/20 12:34:56  [error] 7#7: x\n"},
      {"several_lines", "a stack trace of FastCGI stderr is one record",
       kHead + kStderr + "\n" + kTrace + kStderrEnd + "\n" + kGood + "\n"},
      {"several_lines_crlf", "the endings inside belong to the text",
       kHead + kStderr + "\r\n#0\n#1\r\n#2" + kStderrEnd + "\r\n" + kGood + "\r\n"},
      {"several_lines_with_empty_ones", "an empty line continues as well",
       kHead + kStderr + "\n\n\r\n" + nul() + "\n" + kTrace + kStderrEnd + "\n\n"},
      {"several_lines_to_the_end", "given out open: cut", kHead + kStderr + "\n" + kTrace},
      {"several_lines_then_head", "given out open: cut; stderr may carry a forged line",
       kHead + kStderr + "\n" + kTrace + "\n" + kGood + "\n" + kGood + "\n"},
      {"line_feed_in_upstream", "proxy_pass with $uri writes decoded LF into the field",
       kHead + kRefused +
           ", client: 1.1.1.1, server: a, request: \"GET /%0Ax HTTP/1.1\", upstream: \"http://b:1/\nx\", " +
           "host: \"a\"\n" + kGood + "\n"},
      {"continuation_of_a_whole_record", "nothing to continue: unrecognized",
       kGood + "\nmore\n\nmore\n" + kGood + "\n"},
      {"continuation_without_connection", "such a record is never open",
       "2026/08/20 12:34:56 [error] 7#7: FastCGI sent in stderr: \"a\nb\n" + plain + "\nc\n"},
      {"continuation_of_debug", "debug records have no context and are never open",
       "2026/08/20 12:34:56 [debug] 7#7: *9 http upstream request\nb\n"},
      {"continuation_of_info", "levels below error are open as well",
       "2026/08/20 12:34:56 [info] 7#7: *9 something\nb\nc\n" + kGood + "\n"},
      {"forged_line_in_open", "the head ends an open open(): the new record is suspect, the next one is not",
       kHead + "open() \"/srv/x\n" + kForged +
           "\" failed (2: No such file or directory), client: 6.6.6.6, server: a, " +
           "request: \"GET /x HTTP/1.1\", host: \"a\"\n" + kGood + "\n"},
      {"forged_line_in_createfile", "on Windows the call has another name",
       kHead + "CreateFile() \"/srv/x\r\n" + kForged + "\r\n" + kGood + "\r\n"},
      {"forged_line_in_stderr", "a backend may print a client's text", kHead + kStderr + "\n" + kForged + "\n"},
      {"head_after_other_open_record", "no carrier: cut, but nobody is suspect",
       kHead + "something went wrong\n" + kGood + "\n"},
      {"open_then_unrecognizable", "text between keeps the suspicion",
       kHead + "open() \"/srv/x\ny\n\n" + kForged + "\n" + kGood + "\n"},
      {"two_carriers", "each head is suspect by the one before it",
       kHead + "open() \"/a\n" + kHead + "open() \"/b\n" + kGood + "\n" + kGood + "\n"},
      {"carrier_without_connection", "it was not open, so nothing follows from it",
       "2026/08/20 12:34:56 [error] 7#7: open() \"/a\n" + kGood + "\n"},
      {"closed_carrier", "it was not open, so nothing follows from it",
       kHead + "open() \"/a\" failed (2: No such file or directory), client: 1.1.1.1, server: a\n" + kGood + "\n"},
  };
}

std::vector<Edge> edges() {
  std::vector<Edge> all;
  for (const auto& part :
       {line_edges(), length_edges(), context_edges(), name_edges(), meaning_edges(), wrapped_edges(), run_edges()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace why502_tests
