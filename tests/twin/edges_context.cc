// edges_context.cc -- edge cases of the context: fields, forged fields, actions.
#include <string>
#include <vector>

#include "tests/twin/edges.h"

namespace why502_tests {
namespace {

const std::string kAt = kHead + kRefused;
const std::string kToServer = kAt + ", client: 1.1.1.1, server: a";
const std::string kToRequest = kToServer + ", request: \"GET /x HTTP/1.1\"";
const std::string kToUpstream = kToRequest + ", upstream: \"http://b:1/x\"";
const std::string kEvil = "\", upstream: \"http://evil/\", host: \"evil\", referrer: \"http://evil/\"";
const std::string kStderr = "FastCGI sent in stderr: \"PHP message: PHP Fatal error:  ";

// Each on a line, and each after every line a plain record, so that an open one is told.
std::string lines(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& line : all) out += line + "\n" + kGood + "\n";
  return out;
}

}  // namespace

std::vector<Edge> context_edges() {
  return {
      {"client_alone", "to the end", lines({kAt + ", client: 1.1.1.1", kAt + ", client: ", kAt + ", client:"})},
      {"host_that_looks_like_its_name", "the last one begins the host",
       lines({kAt + ", client: 1, server: a, upstream: \"\", host: \", host: \""})},
      {"client_then_unknown", "the context ends where no field comes", lines({kAt + ", client: ::1, foo: \"bar"})},
      {"client_with_a_failed_quote", "a foreign tail may begin in the client",
       lines({kAt + ", client: 1\" failed (, server: , upstream: \", client: \", host: \"\""})},
      {"udp_client", "stream over UDP, before and behind another client",
       lines({kAt + ", udp client: 1.1.1.1, server: a:53, upstream: \"b:53\", bytes from/to client:1/0, bytes",
              kAt + ", udp client: 1.1.1.1, client: 2", kAt + ", client: 1.1.1.1, udp client: 2"})},
      {"mail_fields", "a login with quotes, a plain upstream, and what is only like them",
       lines({kAt + ", client: 1 using starttls, server: a:143, login: \"us\"er\", upstream: 10.0.0.1:143",
              kAt + ", client: 1, server: a:143, login: \"x\", upstream: y\", upstream: 10.0.0.1:143",
              kAt + ", client: 1, server: a:143, login: \"x\", upstream: \"y\"", kAt + ", client: 1, login: \"x",
              kAt + ", client: 1, server: a, upstream: 10.0.0.1:143", kAt + ", client:  using starttls, server: "})},
      {"angie_fields", "all quoted, request_line, protocol",
       lines({kAt + ", client: \"1:5\", server: \"a\", request_line: \"GET /x HTTP/1.1\", upstream: \"http://b:1/x\"",
              kAt + ", client: \"1:5\", server: \"a\", protocol: \"udp\", upstream: \"b:1\", bytes_from_client: 0",
              kAt + ", client: \"1:5\", server: \"a\", protocol: \"udp\", upstream: \"b:1\", packets_from_client: 1",
              kAt + ", client: \"1:5\", server: \"a\", upstream: \"b:1\", packets_from_client: 1, bytes_from_client: 5",
              kAt + ", client: 1, server: a, packets_from_client: 1",
              kAt + ", client: 1, server: a, starttls: \"true\"", kAt + ", client: \"1, server: a",
              kAt + ", client: \"\", server: \"", kAt + ", client: \"1\", host: \"h\""})},
      {"angie_mail", "the upstream is quoted, the login holds quotes and forged fields",
       lines({kAt + ", client: \"1:5\", server: \"a\", login: \"m\"e\", upstream: \"10.0.0.1:143\"",
              kAt + ", client: \"1:5\", server: \"a\", starttls: \"true\", login: \"m\", upstream: \"10.0.0.1:143\"",
              kAt + ", client: \"1:5\", server: \"a\", starttls: \"true\"",
              kAt + ", client: \"1:5\", server: \"a\", starttls: \"true\", upstream: \"10.0.0.1:25\"",
              kAt + ", client: \"1:5\", server: \"a\", login: \"m\", upstream: \"6.6.6.6\", upstream: \"10.0.0.1:143\"",
              kAt + ", client: \"1:5\", server: \"a\", login: \"m\", upstream: 6.6.6.6\", upstream: \"10.0.0.1:143\"",
              kAt + ", client: \"1:5\", server: \"a\", login: \"m\", host: \"h\"",
              kAt + ", client: \"1:5\", server: \"a\", login: \"m",
              kAt + ", client: \"1:5\", server: \"a\", login: \"m\", upstream: \"10.0.0.1:14"})},
      {"lua_timer", "the last one ends the message, whatever stands there",
       lines({kHead + "[lua] a.lua:1: f(): x, client: y, context: ngx.timer",
              kHead + "lua x, context: ngx.timer, client: 1",
              kHead + "[lua] a, context: ngx.timer, server: s, client: 1", kHead + "[lua] a, context: ngx.timers",
              kHead + "[lua] a, context: ngx.timer b, client: 1, server: s", kAt + ", context: ngx.timer"})},
      {"health_check", "known, unknown, cut, and below its level",
       lines({kAt + ", health check \"m\" of peer 10.0.0.1:80 in upstream \"u\", port 80",
              kHead + "strange words while connecting to upstream, health check \"m\" of peer 10.0.0.1:80",
              kHead + "open() \"x\", health check \"",
              "2026/08/20 12:34:56 [notice] 7#7: peer is healthy, health check \"m\""})},
      {"client_twice", "the first begins the context", lines({kAt + ", client: 1.1.1.1, client: 2.2.2.2, server: a"})},
      {"server_shapes", "empty, a regex, with commas, to the end",
       lines({kAt + ", client: 1, server: , request: \"GET / HTTP/1.1\"", kAt + ", client: 1, server: ~^(a,b), c$",
              kToServer, kToServer + ", bytes from/to client:1/2", kToServer + ", login: \"x"})},
      {"fields_in_wrong_order", "only what comes next counts",
       lines({kToServer + ", host: \"h\", request: \"GET / HTTP/1.1\"",
              kToServer + ", upstream: \"http://b:1/\", subrequest: \"/s\", host: \"h\"",
              kToServer + ", referrer: \"r\", host: \"h\""})},
      {"request_with_quotes", "the version tells its end",
       lines({kToServer + ", request: \"GET /a\", host: \"x HTTP/1.1\", host: \"a\"",
              kToServer + ", request: \"GET /a\"b\"c HTTP/1.1\", upstream: \"http://b:1/\", host: \"a\""})},
      {"request_forged", "one that ends before its version is none while there is a better one",
       lines({kToServer + ", request: \"GET /" + kEvil + " HTTP/1.1\", upstream: \"http://b:1/\", host: \"a\""})},
      {"request_without_version", "HTTP/0.9: the first quote with a follower",
       lines({kToServer + ", request: \"GET /\", upstream: \"http://b:1/\", host: \"a\"",
              kToServer + ", request: \"GET / HTTP/11\", host: \"a\"", kToServer + ", request: \"GET /x\"y\"z\""})},
      {"request_versions", "one digit, a dot, one digit, a blank before",
       lines({kToServer + ", request: \" HTTP/1.1\", host: \"a\"", kToServer + ", request: \"HTTP/1.1\", host: \"a\"",
              kToServer + ", request: \"G / HTTP/1.12\", host: \"a\"", kToServer + ", request: \"G / HTTP/a.1\""})},
      {"request_empty", "present is present",
       lines({kToServer + ", request: \"\", host: \"a\"", kToServer + ", request: \"\""})},
      {"request_unclosed", "runs to the end and keeps the record open",
       lines({kToServer + ", request: \"GET /x HTTP/1.", kToServer + ", request: \"",
              kToServer + ", request: \"GET /x HTTP/1.1\" and more"})},
      {"subrequest", "no status can be told",
       lines({kToRequest + ", subrequest: \"/auth\", upstream: \"http://b:1/\"",
              kToRequest + ", subrequest: \"/a\"b\", host: \"a\"", kToRequest + ", subrequest: \"/auth",
              kToRequest + ", subrequest: \"/a\", subrequest: \"/b\""})},
      {"upstream_to_last_host", "a decoded URI may hold quotes",
       lines({kToRequest + ", upstream: \"http://b:1/x\", host: \"evil\", host: \"a\"",
              kToRequest + ", upstream: \"http://b:1/x\", host: \"h\", referrer: \"r\", host: \"z\""})},
      {"upstream_without_host", "HTTP/1.0 needs none",
       lines({kToUpstream, kToUpstream + ", referrer: \"r\"", kToUpstream + ", referrer: \"x\", host: \"y\""})},
      {"upstream_host_and_referrer_overlap", "one quote cannot close both",
       lines({kToRequest + ", upstream: \"http://b:1/x\", host: \", referrer: \"r\""})},
      {"upstream_unclosed", "what reaches the end may be cut",
       lines({kToRequest + ", upstream: \"http://10.0.0", kToRequest + ", upstream: \"http://10.0.0.1:80/x",
              kToRequest + ", upstream: \"", kToRequest + ", upstream: \"htt",
              kToRequest + ", upstream: \"http://b:1/\" x"})},
      {"host_shapes", "to the referrer, else to the last byte",
       lines({kToUpstream + ", host: \"a\", upstream: \"http://evil/\"", kToUpstream + ", host: \"\"",
              kToUpstream + ", host: \"", kToUpstream + ", host: \"a", kToUpstream + ", host: \"a\" ",
              kToUpstream + ", host: \"a\"b\", referrer: \"r\""})},
      {"referrer_forges_fields", "runs to the record's last byte",
       lines({kToUpstream + ", host: \"a\", referrer: \"http://r/" + kEvil,
              kToUpstream + ", host: \"a\", referrer: \"x\", referrer: \"y\""})},
      {"referrer_shapes", "its last byte must be a quote of its own",
       lines({kToUpstream + ", host: \"a\", referrer: \"", kToUpstream + ", host: \"a\", referrer: \"\"",
              kToUpstream + ", host: \"a\", referrer: \"r", kToUpstream + ", host: \"a\", referrer: \"r\" "})},
      {"stream", "bytes from/to is no upstream",
       lines({kToServer + ", upstream: \"10.0.0.1:5432\", bytes from/to client:0/0, bytes from/to upstream:0/0",
              kToServer + ", bytes from/to client:0/0, bytes from/to upstream:0/0",
              kAt + ", udp client: 1.1.1.1, server: 0.0.0.0:53, upstream: \"10.0.0.1:53\", bytes from/to client:1/0"})},
      {"mail", "its upstream has no quotes",
       lines({kHead + "recv() failed (111: Connection refused) while reading response from upstream, client: 1.1.1.1 "
                      "using starttls, server: 0.0.0.0:143, login: \"u\", upstream: 10.0.0.1:143"})},
      {"action_unknown", "the words are cut off and mean nothing",
       lines({kHead + "SSL_do_handshake() failed (SSL: error:1) while SSL handshaking" + kFields,
              kHead + "a while b while c" + kFields, kHead + "a while " + kFields, kHead + "a while" + kFields,
              kHead + " while connecting to upstream" + kFields})},
      {"action_known_but_not_directly", "only the last words are the action",
       lines({kHead + "a while connecting to upstream x" + kFields,
              kHead + "a while connecting to upstream while dreaming" + kFields})},
      {"action_without_context", "the first known one",
       lines({kHead + "a while dreaming while reading upstream, b while sending to client",
              "2026/08/20 12:34:56 [error] 7#7: x while connecting to upstreams, health check \"\"",
              "2026/08/20 12:34:56 [error] 7#7: x while connecting to upstrea"})},
      {"free_text_forges_context", "only an action before it counts",
       lines({kHead + kStderr + "a, client: 6.6.6.6, server: evil, request: \"x\" while reading upstream" + kFields,
              kHead + "upstream sent invalid header: \"a, client: 6.6.6.6\" while reading upstream" + kFields})},
      {"free_text_several_contexts", "the first is taken, the record is suspect",
       lines({kHead + kStderr + "a\" while reading upstream, client: 6.6.6.6, server: evil\" while reading upstream" +
                  kFields,
              kHead + kStderr + "a\" while reading upstream" + kFields +
                  ", referrer: \"b while reading upstream, client: 6.6.6.6\""})},
      {"free_text_without_action", "no context then, and the record is open",
       lines({kHead + kStderr + "a\" while dreaming" + kFields, kHead + kStderr + "a\"" + kFields,
              kHead + "upstream sent " + kFields})},
  };
}

}  // namespace why502_tests
