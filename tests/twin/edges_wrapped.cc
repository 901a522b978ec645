// edges_wrapped.cc -- edge cases of envelopes: what fits, what is joined, whose line is whose.
#include <string>
#include <vector>

#include "tests/twin/edges.h"
#include "tests/twin/wrap.h"

namespace why502_tests {
namespace {

const std::string kTime = "\"time\":\"2026-08-20T12:34:56.5Z\"";

// A line of Docker's json-file; `log` needs no line feed.
std::string docker(const std::string& log, const std::string& stream = "stderr") {
  return "{\"log\":" + json_string(log) + ",\"stream\":\"" + stream + "\"," + kTime + "}\n";
}
std::string cri(const std::string& text, const std::string& tag = "F") {
  return "2026-08-20T14:34:56.123456789+02:00 stderr " + tag + " " + text + "\n";
}
std::string repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

std::vector<Edge> wrapped_edges() {
  const std::string start = kHead + "FastCGI sent in stderr: \"PHP message: PHP Fatal error:  Uncaught x in /a.php:3";
  const std::string end = "thrown in /a.php on line 3\" while reading response header from upstream" + kFields;
  const std::string forger = kHead + "open() \"/srv/x";
  const std::string message = json_string(kGood);
  const std::string pod = "[pod/web/nginx] ";
  std::vector<Edge> edges = {
      {"docker_line", "", docker(kGood + "\n")},
      {"docker_crlf_inside", "the record's own CR LF",
       docker(kGood + "\r\n") + docker(start + "\r\n") + docker(end + "\r\n")},
      {"docker_crlf_outside", "a file that Windows wrote",
       "{\"log\":" + message + "," + kTime + ",\"stream\":\"x\"}\r\n"},
      {"docker_order", "any order of keys",
       "{" + kTime + ",\"stream\":\"stderr\",\"log\":" + json_string(kGood + "\n") + "}\n"},
      {"docker_more_keys", "then it is JSON, and whole",
       "{\"log\":" + message + ",\"stream\":\"stderr\",\"x\":1," + kTime + "}\n"},
      {"docker_bad_time", "then it is JSON",
       "{\"log\":" + message + ",\"stream\":\"stderr\",\"time\":\"2026-13-20T12:34:56Z\"}\n"},
      {"docker_escapes", "",
       "{\"log\":\"2026\\/08\\/20 12:34:56 [error] 7#7: *9 " + kRefused +
           ", client: \\u0031\\t\\b\\f\\r\\u00e9\\ud83d\\ude00\\n\",\"stream\":\"stderr\"," + kTime + "}\n"},
      {"docker_quote_inside", "no JSON", "{\"log\":\"" + kGood + "\",\"stream\":\"stderr\"," + kTime + "}\n"},
      {"docker_not_utf8", "no JSON", docker(kGood + "\xff\n")},
      {"docker_utf8", "", docker(kHead + kRefused + ", client: \xc3\xa9\n")},
      {"docker_forged", "what is suspect does not stretch the log's time",
       docker(kGood + "\n") + docker(kHead + kRefused + "\", host: \"a\"\n") + docker(kGood + "\n")},
      {"docker_never_ends", "partial lines without end",
       repeat(docker(std::string(3000, 'x')), 3) + docker("y\n") + docker(kGood + "\n")},
      {"docker_record_never_ends", "too long",
       docker(kGood) + repeat(docker(std::string(3000, 'x')), 5) + docker("\n") + docker(kGood + "\n")},
      {"docker_parts_of_two", "each stream is joined alone",
       docker(kGood.substr(0, 50)) + docker(kGood.substr(0, 90), "stdout") + docker(kGood.substr(50) + "\n") +
           docker(kGood.substr(90) + "\n", "stdout")},
      {"docker_part_at_the_end", "the end of the input ends it", docker(kGood)},
      {"docker_record_over_lines", "", docker(start + "\n") + docker("x\n", "stdout") + docker(end + "\n")},
      {"docker_open_and_plain", "a plain line is none of the container's",
       docker(start + "\n") + "x\n" + kGood + "\n" + docker(end + "\n")},
      {"plain_open_and_docker", "the outermost that waits takes it",
       start + "\n" + docker("x\n") + docker(kGood) + docker(kGood + "\n")},
      {"plain_forges_docker", "suspect", forger + "\n" + docker(kGood + "\n")},
      {"plain_forges_parts", "not joined",
       forger + "\n" + docker(kGood.substr(0, 60)) + docker(kGood.substr(60) + "\n")},
      {"docker_forges_json", "suspect", docker(forger + "\n") + docker("{\"log\":" + message + "}\n")},
      {"docker_forges_head", "suspect", docker(forger + "\n") + docker(kGood + "\n")},
      {"docker_forges_elsewhere", "another stream", docker(forger + "\n") + docker(kGood + "\n", "stdout")},
      {"plain_forges_prefix", "no prefix while a record is open", forger + "\n[x] " + kGood + "\n"},
      {"cri_parts", "",
       cri(kGood.substr(0, 30), "P") + cri(kGood.substr(30, 30), "P:x") + cri(kGood.substr(60), "F:y")},
      {"cri_tags", "no others", cri(kGood, "G") + cri(kGood, "FP") + cri(kGood, "F:") + cri(kGood, "")},
      {"cri_empty", "", cri("") + "2026-08-20T12:34:56Z stderr F\n"},
      {"cri_around_docker", "", cri(docker(kGood + "\n").substr(0, docker(kGood + "\n").size() - 1))},
      {"cri_parts_of_docker", "joined before they are opened",
       cri(docker(kGood + "\n").substr(0, 40), "P") +
           cri(docker(kGood + "\n").substr(40, docker(kGood + "\n").size() - 41))},
      {"deep", "four, not five", pod + pod + pod + pod + kGood + "\n" + pod + pod + pod + pod + pod + kGood + "\n"},
      {"times", "",
       "2026-08-20T12:34:56Z " + kGood + "\n2026-08-20T12:34:56.Z " + kGood + "\n2026-02-30T12:34:56Z " + kGood +
           "\n2026-08-20T12:34:56-0130 " + kGood + "\n2026-08-20T12:34:56+1:30 " + kGood + "\n" +
           std::string(16, '\0') + ":00Z " + kGood + "\n"},
      {"syslog_shapes", "",
       "<1>Aug 20 12:34:56 a b: " + kGood + "\n<1234>Aug 20 12:34:56 a b: " + kGood +
           "\nAug  2 12:34:56 b[1]: " + kGood + "\nAug 2 12:34:56.123 b: " + kGood + "\n12 <3>1 - a b c d - " + kGood +
           "\n<3>1 - a b c d [x y=\"]\\\"\"] " + kGood + "\n<3>1 - a b c d [x " + kGood +
           "\n<3>1 - a b c d -\n1795355447 a b: " + kGood + "\n1795355447.5 a: " + kGood + "\n"},
      {"syslog_escapes", "", "Aug 20 12:34:56 a b: " + kHead + "x#012y#011#040#0#01" + kFields + "\n"},
      {"syslog_or_timestamp", "the one that waits",
       "2026-08-20T12:34:56Z " + start + "\n2026-08-20T12:34:56Z #0 /a.php(2): x\n2026-08-20T12:34:56Z " + end + "\n"},
      {"compose_shapes", "",
       "a| " + kGood + "\na |" + kGood + "\na  | " + kGood + "\nweb | \nweb |\n | " + kGood + "\n"},
      {"prefix_shapes", "",
       "- " + kGood + "\n1.2.3.4 - " + kGood + "\n\"a: " + kGood + "\n{a: " + kGood + "\n\t" + kGood +
           "\na: b: " + kGood + "\n" + std::string(127, 'x') + "\t" + kGood + "\n" + std::string(128, 'x') + "\t" +
           kGood + "\n\x1b[1;31m\x1b[0m" + kGood + "\x1b[0m\n\x1b[1;" + kGood + "\n"},
      {"prefix_of_grep", "a path, or a path and the line's number",
       "/var/log/e.log:" + kGood + "\n/var/log/e.log:17:" + kGood + "\n17:" + kGood + "\na b:" + kGood + "\na:x" +
           kGood + "\n:" + kGood + "\n/e.log:[Wed Oct 11 14:32:52 2017] [error] x\na:b: " + kGood +
           "\na:" + kGood.substr(1) + "\n"},
      {"prefix_of_words", "two at most, none an address",
       "2026-08-20_12:34:56.12345 " + kGood + "\nweb-1 nginx " + kGood + "\na b c " + kGood + "\n1.2.3.4 " + kGood +
           "\na 1.2.3.4 " + kGood + "\na - " + kGood + "\na  " + kGood + "\na! " + kGood + "\n_ " + kGood + "\n::1 " +
           kGood + "\nfe80::1 - " + kGood + "\na: b " + kGood + "\na b: " + kGood + "\na b c: " + kGood + "\n"},
      {"prefix_of_blanks", "a record that was pasted",
       "    " + kGood + "\n " + kGood + "\n  a " + kGood + "\n" + std::string(128, ' ') + kGood + "\n" +
           std::string(129, ' ') + kGood + "\n \t" + kGood + "\n"},
      {"prefix_goes_on", "", "[a] " + start + "\n[b] x\n[a] y\n[a] " + end + "\n"},
      {"json_keys", "the first of the list",
       "{\"msg\":" + message + ",\"log\":\"x\"}\n{\"log\":{\"a\":\"b\"},\"message\":" + message +
           "}\n{\"message\":[1],\"msg\":" + message + "}\n{\"jsonPayload\":{\"message\":" + message +
           "}}\n{\"jsonPayload.message\":" + message + "}\n{\"MESSAGE\":null}\n"},
      {"json_broken", "the next line is read as if nothing had happened",
       "{\"log\":" + message + "\n{\"log\":" + message + "}}\n{\"log\":" + message + ",}\n{\"log\":" + message +
           ",\"a\":nul}\n{\"log\":" + message + ",\"a\":01}\n{\"log\":" + message + ",\"a\":\"\\ud800\"}\n{\"log\":" +
           message + ",\"a\":\"\\udc00\"}\n{\"log\":" + message + " \"a\":1}\n{\"log\":" + message +
           ",\"a\":[1,]}\n{\"log\":" + message + ",\"a\":[1 2]}\n{}\n{\n" + kGood + "\n"},
      {"json_numbers", "of any size",
       "{\"a\":1e999,\"b\":-0.5E-7,\"c\":123456789012345678901234567890,\"log\":" + message + "}\n"},
      {"json_deep", "32 deep, and one more",
       "{\"a\":" + repeat("[", 31) + repeat("]", 31) + ",\"log\":" + message + "}\n{\"a\":" + repeat("[", 32) +
           repeat("]", 32) + ",\"log\":" + message + "}\n{\"a\":" + repeat("[", 1500) + repeat("]", 1500) +
           ",\"log\":" + message + "}\n"},
      {"json_lines_inside", "one message is one record",
       "{\"log\":" + json_string(kGood + "\n" + kGood + "\n") + "}\n"},
      {"json_part_without_head", "it waits all the same", "{\"logtag\":\"P\",\"log\":\"x\"}\n" + kGood + "\n"},
      {"json_parts", "",
       "{\"logtag\":\"P\",\"log\":" + json_string(kGood.substr(0, 60)) + "}\n{\"logtag\":\"F\",\"log\":" +
           json_string(kGood.substr(60)) + "}\n{\"_partial\":true,\"message\":" + json_string(kGood.substr(0, 60)) +
           "}\n{\"message\":" + json_string(kGood.substr(60)) +
           "}\n{\"partial_message\":\"true\",\"partial_last\":\"false\",\"log\":" + json_string(kGood.substr(0, 60)) +
           "}\n{\"partial_message\":\"true\",\"partial_last\":\"true\",\"log\":" + json_string(kGood.substr(60)) +
           "}\n"},
  };
  // What journalctl prints of messages of several lines.
  const std::string tag = "Aug 20 12:34:56 web nginx[7]: ", other_tag = "Aug 20 12:34:57 web other[7]: ";
  const std::string blanks(tag.size(), ' ');
  for (const auto& [name, why, bytes] : {
           Edge{"indented", "further lines of the message", tag + start + "\n" + blanks + "x\n" + blanks + end + "\n"},
           Edge{"indented_more", "the text has blanks of its own", tag + start + "\n" + blanks + "    " + end + "\n"},
           Edge{"indented_less", "no further line", tag + start + "\n" + blanks.substr(1) + end + "\n"},
           Edge{"indented_head", "one message begins one record",
                tag + start + "\n" + blanks + kGood + "\n" + blanks + "a: " + kGood + "\n" + blanks + end + "\n"},
           Edge{"indented_alone", "no record is open", blanks + end + "\n" + tag + kGood + "\n" + blanks + end + "\n"},
           Edge{"indented_of_the_last", "of two open records",
                tag + start + "\n" + other_tag + start + "\n" + blanks + end + "\n" + blanks + end + "\n"},
           Edge{"indented_of_the_longer", "the last has more blanks",
                tag + start + "\n" + "x" + other_tag + start + "\n" + "1787229296.5 a-longer-name nginx[7]: " + start +
                    "\n" + blanks + end + "\n"},
           Edge{"indented_behind_prefix", "whatever stands between the tag and the record",
                tag + "web nginx: " + start + "\n" + blanks + end + "\n"},
           Edge{"indented_5424", "",
                "<187>1 2026-08-20T12:34:56Z web nginx 7 - -  " + start + "\n" + blanks + "    " + end + "\n"},
           Edge{"indented_escapes", "as long as it stood there", tag + start + "#011" + "\n" + blanks + end + "\n"},
           Edge{"indented_under_plain", "a plain record is open",
                start + "\n" + blanks + end + "\n" + tag + start + "\n"},
           Edge{"indented_crlf", "", tag + start + "\r\n" + blanks + end + "\r\n"},
           Edge{"lent_zone", "that of the shipper's machine",
                "2026-08-20T14:34:57+02:00\tnginx\t{\"log\":" + message + "}\n" +
                    "{\"@timestamp\":\"2026-08-20T07:04:57-05:30\",\"message\":" + message + "}\n"},
           Edge{"lent_by_the_innermost", "",
                "2026-08-20T14:34:57+02:00\tnginx\t{\"time\":\"2026-08-20T13:34:57+01:00\",\"log\":" + message + "}\n"},
           Edge{"lent_by_none", "Z is written anywhere",
                "{\"time\":\"2026-08-20T12:34:57Z\",\"log\":" + message + "}\n"},
           Edge{"lent_to_parts", "the first part's",
                "{\"time\":\"2026-08-20T14:34:57+02:00\",\"logtag\":\"P\",\"log\":" + json_string(kGood.substr(0, 60)) +
                    "}\n{\"time\":\"2026-08-20T14:34:57+03:00\",\"logtag\":\"F\",\"log\":" +
                    json_string(kGood.substr(60)) + "}\n"},
           Edge{"blank_kept_5424", "what rsyslog received by RFC 3164",
                "<187>1 2026-08-20T12:34:56Z web nginx 7 - -  " + kGood + "\n"},
           Edge{"blanks_kept_5424", "two are the text's",
                "<187>1 2026-08-20T12:34:56Z web nginx 7 - -   " + kGood + "\n"},
           Edge{"blank_alone_5424", "", "<187>1 2026-08-20T12:34:56Z web nginx 7 - -  \n"},
           Edge{"blank_kept_tag", "without a host", "Aug 20 12:34:56 localhost  nginx: " + kGood + "\n"},
           Edge{"blanks_kept_tag", "", "Aug 20 12:34:56 localhost   nginx: " + kGood + "\n"},
           Edge{"blank_kept_tag_iso", "", "2026-08-20T12:34:56+00:00 localhost  nginx: " + kGood + "\n"},
       }) {
    edges.push_back({name, why, bytes});
  }
  // More streams than are kept, each with an open record, then with an open line.
  std::string many;
  for (int i = 0; i < 70; ++i) many += "c" + std::to_string(i) + " | " + start + "\n";
  for (int i = 0; i < 70; ++i) many += "c" + std::to_string(i) + " | " + end + "\n";
  edges.push_back({"many_streams", "those that began first are given out", many});
  many.clear();
  for (int i = 0; i < 70; ++i) many += "c" + std::to_string(i) + " | " + cri(kGood.substr(0, 70), "P");
  for (int i = 0; i < 70; ++i) many += "c" + std::to_string(i) + " | " + cri(kGood.substr(70));
  edges.push_back({"many_parts", "those that began first are taken as whole", many});
  // The horizon: 1 MiB of input behind the first byte.
  const std::string junk = std::string(1023, '.') + "\n";
  for (const int lines : {1021, 1022, 1023, 1024, 1025}) {
    edges.push_back({"horizon_of_" + std::to_string(lines), "an open record, then other lines",
                     docker(start + "\n") + repeat(junk, lines) + docker(end + "\n")});
    edges.push_back({"horizon_of_part_" + std::to_string(lines), "an open line, then other lines",
                     docker(kGood.substr(0, 99)) + repeat(junk, lines) + docker(kGood.substr(99) + "\n")});
  }
  for (const Wrapper& wrapper : wrappers()) {
    edges.push_back({"wrapped_" + wrapper.name, "",
                     wrapped(wrapper, kGood + "\n" + start + "\nx\n" + end + "\n" + kGood + "\nx\n")});
  }
  return edges;
}

}  // namespace why502_tests
