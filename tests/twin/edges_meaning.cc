// edges_meaning.cc -- edge cases of the upstream's name, of errno, rules, roles and suspicion.
#include <string>
#include <vector>

#include "tests/twin/edges.h"

namespace why502_tests {
namespace {

// A refused connection with this upstream field and request URI.
std::string named(const std::string& upstream, const std::string& uri = "/x") {
  return kHead + kRefused + ", client: 1.1.1.1, server: a, request: \"GET " + uri + " HTTP/1.1\", upstream: \"" +
         upstream + "\", host: \"a\"\n";
}

// The same, cut inside the upstream field.
std::string cut(const std::string& upstream, const std::string& call = "connect() failed") {
  return kHead + call + " (111: Connection refused) while connecting to upstream, client: 1.1.1.1, server: a, " +
         "request: \"GET /x HTTP/1.1\", upstream: \"" + upstream + "\n" + kGood + "\n";
}

std::string saying(const std::string& message, const std::string& level = "error") {
  return "2026/08/20 12:34:56 [" + level + "] 7#7: *9 " + message + kFields + "\n";
}

}  // namespace

std::vector<Edge> name_edges() {
  return {
      {"names_of_hosts", "up to the first slash, or the end",
       named("http://10.0.0.1:80/x") + named("https://[::1]:443/x") + named("grpc://10.0.0.1:50051") +
           named("http://backend/x") + named("10.0.0.1:5432") + named("fastcgi://127.0.0.1:9000")},
      {"names_missing", "no peer was chosen yet", named("http:///x") + named("http://") + named("") + named("/x")},
      {"scheme_places", "within the first 16 bytes",
       named("0123456789://a/x") + named("0123456789012://a/x") + named("01234567890123://a/x") +
           named("012345678901234://a/x") + named("0123456789012345://a/x") + named("://a/x") + named("a/b://c") +
           named("unix:/a://b.sock") + named("http://http://a/x")},
      {"unix_sock", "the path ends in .sock, with or without a colon behind it",
       named("http://unix:/run/a.sock:/x") + named("http://unix:/run/a.sock/x") + named("fastcgi://unix:/run/a.sock:") +
           named("fastcgi://unix:/run/a.sock") + named("unix:/run/a.sock") + named("http://unix:/run/a.socket:/x") +
           named("http://unix:/run/a.socket/x")},
      {"unix_sock_traps", "not every .sock ends it",
       named("http://unix:/run/a.socks/b.sock:/x") + named("http://unix:/run.sock/b.sock:/x") +
           named("http://unix:/run/a.sock.old:/x") + named("http://unix:.sock") + named("http://unix:/a.sock.sock/x") +
           named("http://unix:/a/x.sock:", "/x.sock:")},
      {"unix_by_uri", "without .sock the request's URI tells",
       named("http://unix:/run/app:/x/y?z", "/x/y?z") + named("http://unix:/run/app/x/y", "/x/y") +
           named("http://unix:/run/app::/x", "/x") + named("http://unix:/x", "/x") + named("http://unix:x", "unix:x") +
           named("http://unix:/run/a b:/x y", "/x y") + named("http://unix:/run/app:", "")},
      {"unix_by_colon", "else the first colon, else the end",
       named("http://unix:/run/app:/rewritten") + named("fastcgi://unix:/run/app:") + named("fastcgi://unix:/run/app") +
           named("http://unix:") + named("http://unix::") + named("http://unix") + named("Unix:/run/app:/x")},
      {"names_cut", "what reaches the end of an unclosed field is not taken",
       cut("http://10.0.0.1:8") + cut("http://10.0.0.1:80/") + cut("http:/") + cut("http://unix:/run/a.sock") +
           cut("http://unix:/run/a.sock:") + cut("http://unix:/run/app") + cut("http://unix:/run/app/x")},
      {"name_in_the_message", "the third word where the field is lost",
       cut("http://10.0", "connect() to 10.0.0.1:80 failed") + cut("", "connect() to unix:/run/a.sock failed") +
           cut("x", "connect() to  failed")},
      {"request_uri_shapes", "what the URI is when the request is odd",
       kHead + kRefused +
           ", client: 1, server: a, request: \"GET /x\", upstream: \"http://unix:/a:/x\", host: \"a\"\n" + kHead +
           kRefused + ", client: 1, server: a, request: \"/x\", upstream: \"http://unix:/a:/x\", host: \"a\"\n" +
           kHead + kRefused +
           ", client: 1, server: a, request: \"GET  /x HTTP/1.1\", upstream: \"http://unix:/a:/x\"\n" + kHead +
           kRefused + ", client: 1, server: a, request: \" HTTP/1.1\", upstream: \"http://unix:/a:/x\"\n" + kHead +
           kRefused + ", client: 1, server: a, upstream: \"http://unix:/a:/x\", host: \"a\"\n"},
  };
}

std::vector<Edge> meaning_edges() {
  const std::string at = " while connecting to upstream";
  return {
      {"errno_shapes", "a number, a colon and a blank in parentheses that end the message",
       saying("connect() failed (111: Connection refused)" + at) + saying("connect() failed (111:Connection)" + at) +
           saying("connect() failed ( 111: x)" + at) + saying("connect() failed(111: x)" + at) +
           saying("connect() failed (111: x" + at) + saying("connect() failed (111: x) " + at) +
           saying("connect() failed (: x)" + at) + saying("connect() failed (-1: x)" + at)},
      {"errno_numbers", "whatever the number",
       saying("connect() failed (0: Success)" + at) + saying("connect() failed (000111: x)" + at) +
           saying("connect() failed (10061: x)" + at) + saying("connect() failed (999999: x)" + at) +
           saying("connect() failed (1000000: x)" + at) + saying("a (111: b) (1234567: c)" + at) +
           saying("connect() failed (99999999999999999999999999: x)" + at)},
      {"errno_texts", "the text may be anything, parentheses included",
       saying("connect() failed (111: Unknown error)" + at) + saying("connect() failed (111: )" + at) +
           saying("connect() failed (111: a (b) c)" + at) + saying("connect() failed (1: a) (111: b)" + at) +
           saying("SSL_do_handshake() failed (SSL: error:0A:x) (104: Connection reset by peer)" + at)},
      {"errno_of_free_text", "is the backend's",
       saying("FastCGI sent in stderr: \"a\" (111: b)" + at) + saying("upstream sent (111: b)" + at) +
           saying("upstream sent\t(111: b)" + at)},
      {"errno_not_at_the_end", "is somebody's text", saying("connect() (111: x) failed" + at)},
      {"names_of_domains", "the first word where there is no upstream field",
       kHead + "backend could not be resolved (3: Host not found), client: 1.1.1.1, server: a, request: " +
           "\"GET / HTTP/1.1\", host: \"a\"\n" + kHead +
           " could not be resolved (3: Host not found), client: 1.1.1.1\n" + kHead +
           "could not be resolved, client: 1.1.1.1\n" + kHead + "a b could not be resolved, client: 1.1.1.1\n"},
      {"unknown_words", "an upstream failure in words that no rule knows",
       saying("strange words" + at) + saying("strange words") + saying("strange words" + at, "warn") +
           saying("strange words" + at, "crit") + kHead + "strange words, client: 1.1.1.1, server: a\n" + kHead +
           "strange words" + at + "\n" + "2026/08/20 12:34:56 [error] 7#7: strange words" + at + "\n" + kHead +
           "strange words, client: 1, server: a, upstream: \"\n" + kHead + "upstream did strange things\n" + kHead +
           "upstream timed out (110: a) while reading resp\n" + kHead + "upstreams\n" + kHead +
           "upstream was cut, client: 1\n2026/08/20 12:34:56 [warn] 7#7: *9 upstream did strange things\n"},
      {"levels_of_a_rule", "below its lowest level it does not fit",
       saying(kRefused, "warn") + saying(kRefused, "info") + saying(kRefused, "emerg") +
           saying("upstream timed out (110: Connection timed out) while proxying upgraded connection", "info")},
      {"phase_by_errno_and_action", "one message, many causes",
       [] {
         std::string out;
         for (const char* action :
              {"connecting to upstream", "SSL handshaking to upstream", "sending request to upstream",
               "reading response header from upstream", "reading upstream", "sending to client",
               "proxying upgraded connection", "dreaming"}) {
           for (const char* call :
                {"upstream timed out (110: a)", "recv() failed (104: a)", "connect() failed (113: a)",
                 "upstream prematurely closed connection", "writev() failed (32: a)"}) {
             out += saying(std::string(call) + " while " + action);
           }
         }
         return out;
       }()},
      {"last_word_is_the_name", "where the rule says so",
       kHead + "no resolver defined to resolve backend, client: 1.1.1.1, server: a, request: \"GET / HTTP/1.1\"\n" +
           kHead + "no resolver defined to resolve , client: 1.1.1.1\n"},
      {"status_101", "of an upgraded connection the header had gone out as 101",
       saying("upstream timed out (110: a) while proxying upgraded connection", "info") +
           saying("recv() failed (104: a) while proxying upgraded connection") +
           saying("upstream prematurely closed connection while reading upstream")},
      {"status_of_stream", "it has none",
       kHead + kRefused + ", client: 1, server: a, upstream: \"10.0.0.1:1\", bytes from/to client:0/0\n" + kHead +
           kRefused + ", client: 1, server: a, bytes from/to client:0/0\n" + kHead + kRefused +
           ", client: 1, bytes from/to client:0/0\n" + kHead + kRefused +
           ", client: 1, server: a, request: \"GET / HTTP/1.1\", bytes from/to client:0/0\n"},
      {"fields_without_context", "the tail of a field in which it was forged",
       kHead + kRefused + "\", host: \"a\"\n" + kHead + kRefused + "\", referrer: \"a\"\n" + kHead +
           "connect() failed (111: a)\", host: \"a\" while connecting to upstream\n" + kHead + kRefused +
           ", host: \"a\"\n"},
      {"suspect_records_have_no_time", "a forged stamp does not stretch the log, whatever its record tells",
       kGood + "\n9999/12/31 23:59:59 [error] 7#7: *9 " + kRefused + "\", host: \"a\"\n" +
           "0001/01/01 00:00:00 [info] 7#7: *9 nothing\", host: \"a\"\n" + kGood + "\n"},
      {"with_or_without_request", "without a request it is no client's failure",
       kHead + kRefused + ", client: 1.1.1.1, server: a\n" + "2026/08/20 12:34:56 [alert] 7#7: 10 worker_connections " +
           "are not enough\n2026/08/20 12:34:56 [alert] 7#7: *9 10 worker_connections are not enough" + kFields + "\n"},
      {"attempt_keys", "process, connection, request and host",
       kGood + "\n" + kGood + "\n" + named("http://other:1/x") + named("http://other:1/y", "/y") + saying(kRefused) +
           "2026/08/20 12:34:56 [error] 7#8: *9 " + kRefused + kFields + "\n2026/08/20 12:34:56 [error] 8#7: *9 " +
           kRefused + kFields + "\n2026/08/20 12:34:56 [error] 7#7: *10 " + kRefused + kFields +
           "\n2026/08/20 12:34:56 [error] 7#7: *09 " + kRefused + kFields +
           "\n2026/08/20 12:34:56 [error] 7#7: " + kRefused + kFields + "\n"},
      {"tail_of_an_open_record", "the path that open() printed forged this one",
       kGood + "\" failed (2: No such file or directory), client: 6.6.6.6, server: a\n" + kGood + "\" failed (2: x)\n" +
           kHead + "a\" failed (b" + kFields + "\n" + kGood + ", client: 1\" failed (x\n"},
      {"client_aborts", "look like failures and are none",
       saying("client prematurely closed connection, so upstream connection is closed too while sending request to "
              "upstream",
              "info") +
           saying("client intended to send too large body: 9 bytes")},
  };
}

}  // namespace why502_tests
