// edges_angie.cc -- edge cases of Angie's JSON records, each a decision of ARCHITECTURE.md.
#include <string>
#include <vector>

#include "tests/twin/edges.h"
#include "tests/twin/wrap.h"

namespace why502_tests {
namespace {

const std::string kStart = R"({"time":"2026-08-20T12:34:56.789Z","level":"error","pid":7,"tid":8,"connection":9,)";
const std::string kRefusal =
    kStart + R"("message":"connect() failed","error":{"code":111,"message":"Connection refused"},)";
const std::string kRequest =
    R"("request":{"server":"a.io","request_line":"GET /a HTTP/1.1","upstream":"http://10.1.2.3:8080/a","host":"a.io"})";
const std::string kHttp = R"("http":{"action":"connecting to upstream","client":"10.0.0.9",)" + kRequest + "}";
const std::string kTags = R"(,"tags":["http","upstream"]})";

std::string nested(int depth) {
  std::string open, close;
  for (int i = 1; i < depth; ++i) open += "[", close += "]";
  return kRefusal + kHttp + ",\"x\":" + open + close + "}";
}

}  // namespace

std::vector<Edge> angie_edges() {
  const std::string good = kRefusal + kHttp + kTags;
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string line = good;
    return line.replace(line.find(from), from.size(), to);
  };
  std::vector<Edge> edges = {
      {"good", "", good},
      {"blanks", "JSON may have them", with(",\"level\"", " ,\t\"level\" ") + " \t"},
      {"begin", "but not before the first key", " " + good},
      {"other_order", "the first key decides, not the others' order",
       R"({"time":"2026-08-20T12:34:56Z","message":"no live upstreams",)" + kHttp +
           R"(,"tid":0,"pid":1,"level":"error"})"},
      {"no_pid", "other loggers have time, level and message, too", with("\"pid\":7,", "")},
      {"no_tid", "", with("\"tid\":8,", "")},
      {"no_level", "", with("\"level\":\"error\",", "")},
      {"no_message", "", with("\"message\":\"connect() failed\",", "")},
      {"no_connection", "then there is no attempt key", with("\"connection\":9,", "")},
      {"no_error", "no number", with("\"error\":{\"code\":111,\"message\":\"Connection refused\"},", "")},
      {"no_error_text", "", with(",\"message\":\"Connection refused\"", "")},
      {"no_context", "evidence of nobody", kRefusal + "\"tags\":[]}"},
      {"no_client", "", with("\"client\":\"10.0.0.9\",", "")},
      {"no_action", "", with("\"action\":\"connecting to upstream\",", "")},
      {"unknown_action", "", with("connecting to upstream", "dreaming")},
      {"upgraded", "the client had its 101",
       kStart +
           R"("message":"upstream timed out","error":{"code":110,"message":"Connection timed out"},"http":{"action":"proxying upgraded connection","client":"1",)" +
           kRequest + "}}"},
      {"level_upper", "", with("\"error\"", "\"ERROR\"")},
      {"level_number", "", with("\"level\":\"error\"", "\"level\":3")},
      {"pid_string", "", with("\"pid\":7", "\"pid\":\"7\"")},
      {"pid_negative", "", with("\"pid\":7", "\"pid\":-7")},
      {"pid_float", "", with("\"pid\":7", "\"pid\":7.0")},
      {"pid_zero_before", "no JSON", with("\"pid\":7", "\"pid\":07")},
      {"message_list", "", with("\"connect() failed\"", "[\"connect() failed\"]")},
      {"code_string", "as if it were not there", with("111", "\"111\"")},
      {"code_long", "no number of a system", with("111", "1111111")},
      {"error_string", "", with("{\"code\":111,\"message\":\"Connection refused\"}", "\"refused\"")},
      {"request_elsewhere", "what is no request tells none", with("\"request\":", "\"request\":\"x\",\"x\":")},
      {"upstream_number", "", with("\"http://10.1.2.3:8080/a\"", "5")},
      {"upstream_null", "", with("\"http://10.1.2.3:8080/a\"", "null")},
      {"stamp_no_time", "a record without a time", with("08-20T", "13-20T")},
      {"stamp_zone", "Angie writes UTC", with("789Z", "789+02:00")},
      {"stamp_short", "", with("2026-08-20T12:34:56.789Z", "2026-08-20T12:34Z")},
      {"stamp_blank", "", with("20T12", "20 12")},
      {"stamp_fraction", "too long", with("789Z", "7890123456Z")},
      {"twice", "the first counts", with("\"pid\":7", "\"pid\":7,\"level\":\"info\",\"message\":\"x\"")},
      {"two_contexts", "the first counts", kRefusal + R"("stream":{"client":"1.1.1.1","server":"s"},)" + kHttp + kTags},
      {"split_context", "one context in two pieces", kRefusal + R"("http":{"client":"1.1.1.1"},)" + kHttp + kTags},
      {"null_context", "is none", kRefusal + R"("stream":null,)" + kHttp + kTags},
      {"server_twice", "where the server stands first counts", with("\"client\":", "\"server\":\"outer\",\"client\":")},
      {"server_behind", "", with("\"host\":\"a.io\"}", "\"host\":\"a.io\"},\"server\":\"outer\"")},
      {"subrequest", "no status", with("\"upstream\":", "\"subrequest\":\"/auth\",\"upstream\":")},
      {"escapes", "what they stand for",
       with("/a HTTP", "/\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\uD83D\\uDE00 HTTP")},
      {"escape_in_message", "the first bytes do not tell", with("connect()", "c\\u006fnnect()")},
      {"escape_late", "", with("() failed", "() f\\u0061iled")},
      {"escape_info", "of a level at which few are known",
       kStart.substr(0, kStart.find("\"error\"")) + "\"info\"" + kStart.substr(kStart.find("\"error\"") + 7) +
           R"("message":"client timed out\u0020",)" + kHttp + "}"},
      {"lone_surrogate", "no JSON", with("/a HTTP", "/\\uD83D HTTP")},
      {"bad_escape", "no JSON", with("/a HTTP", "/\\x41 HTTP")},
      {"raw_control", "no JSON", with("/a HTTP", "/\t HTTP")},
      {"any_bytes", "a client's bytes are no UTF-8", with("/a HTTP", "/\xE9\xFF\xC0\x80 HTTP")},
      {"forged_client", "JSON says where a field ends",
       with("/a HTTP", "/\\\", client: \\\"6.6.6.6\\\", upstream: \\\"http://6.6.6.6/\\\" HTTP")},
      {"forged_in_message", "",
       with("connect() failed", "connect() failed, client: 6.6.6.6, upstream: \\\"http://6.6.6.6/\\\"")},
      {"stderr", "a message of several lines is one line",
       kStart + R"("message":"FastCGI sent in stderr: \"PHP message: PHP Fatal error:  x (5: y)\nz\"",)" + kHttp + "}"},
      {"number_in_free_text", "a backend's number is none",
       kStart + R"x("message":"upstream sent invalid header: \"x\" (111: y)",)x" + kHttp + "}"},
      {"number_in_message", "as nginx writes it",
       kStart + R"x("message":"a.io could not be resolved (3: Host not found)",)x" + kHttp + "}"},
      {"name_in_message", "", kStart + R"("message":"host not found in upstream \"a.io\"",)" + kHttp + "}"},
      {"stream", "",
       kRefusal +
           R"("stream":{"action":"connecting to upstream","client":"10.0.0.9:5","server":"0.0.0.0:25","protocol":"tcp","session":{"upstream":"10.1.2.3:25","bytes_from_client":0}}})"},
      {"udp", "",
       kRefusal +
           R"("stream":{"action":"proxying and reading from upstream","client":"10.0.0.9:5","server":"0.0.0.0:53","protocol":"udp","session":{"upstream":"10.1.2.3:53"}}})"},
      {"udp_http", "only a stream is udp's", with("\"client\":", "\"protocol\":\"udp\",\"client\":")},
      {"mail", "",
       kRefusal +
           R"("mail":{"action":"in http auth state","client":"10.0.0.9","server":"0.0.0.0:25","login":"me","upstream":"10.1.2.3:25"}})"},
      {"resolver", "no client", kRefusal + R"("context":{"action":"resolving","resolver":"10.0.0.53:53"}})"},
      {"resolving_without", "the resolver stands behind the action", kRefusal + R"("context":{"action":"resolving"}})"},
      {"context_fields", "of no module", kRefusal + R"("context":{"client":"1","server":"2","upstream":"3"}})"},
      {"text", "of a module that knows no JSON",
       kRefusal +
           R"("http":" while connecting to upstream, client: 1.1.1.1, server: a, request: \"GET / HTTP/1.1\", upstream: \"http://10.1.2.3:80/\"")" +
           kTags},
      {"text_forged", "as in a text log",
       kStart +
           R"("message":"FastCGI sent in stderr: \"x\"","context":" while reading upstream, client: 1, server: a while reading upstream, client: 2"})"},
      {"text_then_object", "", kRefusal + R"("http":", client: 1",)" + kHttp + kTags},
      {"text_timer", "",
       kStart +
           R"x("message":"[lua] x.lua:3: connect() failed (111: Connection refused)","context":", context: ngx.timer"})x"},
      {"cut_upstream", "the last string may be cut",
       kRefusal +
           R"("http":{"client":"10.0.0.9","request":{"server":"a","request_line":"GET / HTTP/1.1","upstream":"http://10.1.2"}},"truncated":true})"},
      {"cut_behind_slash", "the name is whole",
       kRefusal +
           R"("http":{"client":"10.0.0.9","request":{"request_line":"GET / HTTP/1.1","upstream":"http://10.1.2.3:80/a"}},"truncated":true})"},
      {"cut_elsewhere", "tags were cut",
       kRefusal +
           R"("http":{"client":"10.0.0.9","request":{"request_line":"GET / HTTP/1.1","upstream":"fastcgi://10.1.2.3:9000"}},"tags":["http"],"truncated":true})"},
      {"cut_false", "",
       kRefusal +
           R"("http":{"client":"1","request":{"request_line":"GET / HTTP/1.1","upstream":"fastcgi://10.1.2.3:9000"}},"truncated":false})"},
      {"cut_string", "",
       kRefusal +
           R"("http":{"client":"1","request":{"request_line":"GET / HTTP/1.1","upstream":"fastcgi://10.1.2.3:9000"}},"truncated":"true"})"},
      {"cut_inside", "only the record's own counts",
       kRefusal +
           R"("http":{"client":"1","request":{"request_line":"GET / HTTP/1.1","upstream":"fastcgi://10.1.2.3:9000","truncated":true}}})"},
      {"deep", "32", nested(32)},
      {"too_deep", "33", nested(33)},
      {"unclosed", "", good.substr(0, good.size() - 1)},
      {"behind", "nothing may stand behind the object", good + "}"},
      {"two_in_a_line", "interleaved writes", good + good},
      {"comma_at_end", "", good.substr(0, good.size() - 1) + ",}"},
      {"carriage_return", "", good + "\r\n" + good},
      {"mixed", "an nginx head is none here", kHead + "x\n" + good + "\n{\"time\":\"x\"}\n"},
      {"docker", "in an envelope",
       "{\"log\":" + json_string(good + "\n") + ",\"stream\":\"stderr\",\"time\":\"2026-08-20T12:34:59Z\"}\n"},
      {"cri", "the writing time counts", "2026-08-20T14:34:56.123456789+02:00 stderr F " + good + "\n"},
      {"prefix", "", "web | " + good},
      {"braces_before", "no prefix", "{} | " + good},
  };
  for (std::size_t length = 0; length < good.size(); length += 13) {
    edges.push_back({"cut_at_" + std::to_string(length), "", good.substr(0, length) + "\n" + good});
  }
  for (Edge& edge : edges) {
    if (edge.bytes.empty() || edge.bytes.back() != '\n') edge.bytes += '\n';
  }
  return edges;
}

}  // namespace why502_tests
