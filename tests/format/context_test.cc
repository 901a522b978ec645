// context_test.cc -- the fields behind a message, each there or not, and what clients write into them.
#include "lib/format/nginx_context.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace why502::format {
namespace {

const std::string kHead = "2026/08/20 12:34:56 [error] 7#7: *9 ";
const std::string kRefused = "connect() failed (111: Connection refused) while connecting to upstream";

// LIFETIME. The context's views live as long as this.
struct Read {
  explicit Read(const std::string& message) : text(kHead + message), context(nginx_context(text, kHead.size())) {}
  Read(const Read&) = delete;
  Read& operator=(const Read&) = delete;
  std::string text;
  NginxContext context;
};

TEST(Context, EachFieldMayBeAbsent) {
  for (unsigned set = 0; set < 64; ++set) {
    const auto has = [set](unsigned bit) { return (set >> bit & 1u) != 0; };
    std::string message = kRefused + ", client: 10.0.0.9";
    if (has(0)) message += ", server: a.io";
    if (has(1)) message += ", request: \"GET /x HTTP/1.1\"";
    if (has(2)) message += ", subrequest: \"/auth\"";
    if (has(3)) message += ", upstream: \"http://10.1.2.3:80/x\"";
    if (has(4)) message += ", host: \"b.io\"";
    if (has(5)) message += ", referrer: \"https://c.io/\"";
    const Read read(message);
    const NginxContext& c = read.context;
    SCOPED_TRACE(message);
    EXPECT_TRUE(c.present);
    EXPECT_TRUE(c.closed);
    EXPECT_FALSE(c.ambiguous);
    EXPECT_EQ(c.message, "connect() failed (111: Connection refused)");
    EXPECT_EQ(c.action, Phase::connect);
    EXPECT_EQ(c.client, "10.0.0.9");
    EXPECT_EQ(c.server, has(0) ? "a.io" : "");
    EXPECT_EQ(c.request, has(1) ? "GET /x HTTP/1.1" : "");
    EXPECT_EQ(c.has_subrequest, has(2));
    EXPECT_EQ(c.has_upstream, has(3));
    EXPECT_EQ(c.upstream, has(3) ? "http://10.1.2.3:80/x" : "");
    EXPECT_EQ(c.upstream_closed, has(3));
    EXPECT_EQ(c.host, has(4) ? "b.io" : "");
    EXPECT_FALSE(c.is_stream);
    EXPECT_FALSE(c.is_upgraded);
  }
}

TEST(Context, EachActionMeansItsPhase) {
  const struct {
    std::string_view text;
    Phase phase;
  } actions[] = {
#define WHY502_ACTION(text, phase, module) {text, Phase::phase},
#include "lib/knowledge/actions.inc"
#undef WHY502_ACTION
  };
  for (const auto& action : actions) {
    const std::string with = "it failed while " + std::string(action.text);
    for (const std::string& message : {with, with + ", client: 10.0.0.9, server: a.io"}) {
      const Read read(message);
      EXPECT_EQ(read.context.action, action.phase) << message;
      EXPECT_EQ(read.context.message, "it failed") << message;
      EXPECT_EQ(read.context.is_upgraded, action.text == "proxying upgraded connection") << message;
    }
  }
}

TEST(Context, AnUnknownActionIsCutOffAndMeansNothing) {
  const Read read("SSL_do_handshake() failed (SSL: x) while SSL handshaking, client: 10.0.0.9, server: 0.0.0.0:443");
  EXPECT_EQ(read.context.message, "SSL_do_handshake() failed (SSL: x)");
  EXPECT_EQ(read.context.action, Phase::unknown);
  const Read twice("it failed while a while b, client: 10.0.0.9");
  EXPECT_EQ(twice.context.message, "it failed while a") << "the last one only";
  const Read alone("it failed while dreaming");
  EXPECT_EQ(alone.context.message, "it failed while dreaming") << "without a context it is message";
}

TEST(Context, WithoutClientThereIsNone) {
  const Read read("4096 worker_connections are not enough");
  EXPECT_FALSE(read.context.present);
  EXPECT_TRUE(read.context.client.empty());
  EXPECT_EQ(read.context.message, "4096 worker_connections are not enough");
}

TEST(Context, ClientsAreAddressesOfAnyKind) {
  for (const char* client : {"2001:db8::1", "::ffff:10.0.0.1", "unix:", "[::1]:443", "10.0.0.9:52113", ""}) {
    const Read read(kRefused + ", client: " + client + ", server: a.io, request: \"GET / HTTP/1.1\"");
    EXPECT_EQ(read.context.client, client);
    EXPECT_EQ(read.context.server, "a.io");
  }
  const Read last(kRefused + ", client: 2001:db8::1");
  EXPECT_EQ(last.context.client, "2001:db8::1");
}

TEST(Context, ServerNamesMayHoldCommas) {
  for (const char* server : {"", "_", "*.example.com", "~^(?<shop>[a-z]{2,9})\\.io$", "a, b", "~^a,\\s*host: b$",
                             "0.0.0.0:80", "\"quoted\""}) {
    const Read read(kRefused + ", client: 10.0.0.9, server: " + server +
                    ", request: \"GET / HTTP/1.1\", upstream: \"http://b:1/\", host: \"h\"");
    EXPECT_EQ(read.context.server, server);
    EXPECT_EQ(read.context.request, "GET / HTTP/1.1");
    EXPECT_EQ(read.context.host, "h");
  }
}

TEST(Context, QuotesInAUriDoNoHarm) {
  for (const char* uri : {"/a\"b", "/\"", "/\" HTTP/1.1", "/\", host: \"evil", "/\", upstream: \"http://evil/\", x",
                          "/\", referrer: \"evil", "/\", subrequest: \"/evil", "/a b\"c d", "/\"\"\"\"\""}) {
    const std::string request = "GET " + std::string(uri) + " HTTP/1.1";
    const Read read(kRefused + ", client: 10.0.0.9, server: a.io, request: \"" + request +
                    "\", upstream: \"http://10.1.2.3:80/x\", host: \"b.io\"");
    EXPECT_EQ(read.context.request, request);
    EXPECT_EQ(read.context.upstream, "http://10.1.2.3:80/x") << uri;
    EXPECT_EQ(read.context.host, "b.io") << uri;
    EXPECT_FALSE(read.context.has_subrequest) << uri;
  }
}

TEST(Context, OldRequestsHaveNoVersion) {
  const Read plain(kRefused + ", client: 1.1.1.1, server: a, request: \"GET /x\", upstream: \"http://b:1/x\"");
  EXPECT_EQ(plain.context.request, "GET /x");
  EXPECT_EQ(plain.context.upstream, "http://b:1/x");
  const Read quote(kRefused + ", client: 1.1.1.1, server: a, request: \"GET /\"x\", upstream: \"http://b:1/x\"");
  EXPECT_EQ(quote.context.request, "GET /\"x");
  const Read last(kRefused + ", client: 1.1.1.1, server: a, request: \"GET /x\"");
  EXPECT_EQ(last.context.request, "GET /x");
  EXPECT_TRUE(last.context.closed);
}

TEST(Context, ARequestThatIsNotClosedRunsToTheEnd) {
  const Read read(kRefused + ", client: 1.1.1.1, server: a, request: \"GET /long");
  EXPECT_EQ(read.context.request, "GET /long");
  EXPECT_FALSE(read.context.closed);
}

TEST(Context, AnUpstreamThatIsNotClosedSaysSo) {
  const Read read(kRefused + ", client: 1.1.1.1, server: a, request: \"GET / HTTP/1.1\", upstream: \"http://10.1.2");
  EXPECT_EQ(read.context.upstream, "http://10.1.2");
  EXPECT_FALSE(read.context.upstream_closed);
  EXPECT_FALSE(read.context.closed);
  const Read later(kRefused + ", client: 1.1.1.1, server: a, upstream: \"http://b:1/\", host: \"b.i");
  EXPECT_TRUE(later.context.upstream_closed);
  EXPECT_FALSE(later.context.closed);
  EXPECT_EQ(later.context.host, "b.i");
}

TEST(Context, StreamRecordsCountBytes) {
  const Read read(kRefused +
                  ", client: 10.0.0.9, server: 0.0.0.0:5432, upstream: \"10.0.0.5:5432\", bytes from/to "
                  "client:0/0, bytes from/to upstream:0/0");
  EXPECT_TRUE(read.context.is_stream);
  EXPECT_EQ(read.context.upstream, "10.0.0.5:5432");
  EXPECT_TRUE(read.context.upstream_closed);
  EXPECT_EQ(read.context.server, "0.0.0.0:5432");
  const Read early(kRefused + ", client: 10.0.0.9, server: 0.0.0.0:5432, bytes from/to client:0/0");
  EXPECT_TRUE(early.context.is_stream);
  EXPECT_EQ(early.context.server, "0.0.0.0:5432");
}

// --- forged fields

TEST(Forged, AReferrerForgesNothing) {
  for (const char* referrer : {"x\", upstream: \"http://evil:1/\", host: \"evil", "\", host: \"evil",
                               "\", referrer: \"again", "a\"b", "x, client: 6.6.6.6, server: evil"}) {
    const Read read(kRefused +
                    ", client: 1.1.1.1, server: a, request: \"GET / HTTP/1.1\", upstream: \"http://b:1/\", " +
                    "host: \"h\", referrer: \"" + referrer + "\"");
    EXPECT_EQ(read.context.upstream, "http://b:1/") << referrer;
    EXPECT_EQ(read.context.host, "h") << referrer;
    EXPECT_EQ(read.context.client, "1.1.1.1") << referrer;
    EXPECT_TRUE(read.context.closed) << referrer;
  }
}

TEST(Forged, ABackendsWordsForgeNoContext) {
  const std::string real =
      " while reading response header from upstream, client: 1.1.1.1, server: a, request: \"GET / "
      "HTTP/1.1\", upstream: \"fastcgi://unix:/run/php.sock:\", host: \"h\"";
  const Read words("FastCGI sent in stderr: \"PHP message: x, client: 6.6.6.6, server: evil\"" + real);
  EXPECT_EQ(words.context.client, "1.1.1.1") << "no known action stands before the forged one";
  EXPECT_EQ(words.context.message, "FastCGI sent in stderr: \"PHP message: x, client: 6.6.6.6, server: evil\"");
  EXPECT_FALSE(words.context.ambiguous);
  const Read unknown("FastCGI sent in stderr: \"x while dreaming, client: 6.6.6.6, server: evil\"" + real);
  EXPECT_EQ(unknown.context.client, "1.1.1.1");
  EXPECT_FALSE(unknown.context.ambiguous);
}

TEST(Forged, AContextWithAKnownActionInABackendsWordsIsSeen) {
  for (const char* start : {"FastCGI sent in stderr: \"", "upstream sent ", "memcached sent "}) {
    const Read read(
        std::string(start) + "x while reading upstream, client: 6.6.6.6, server: evil, upstream: \"http://" +
        "evil:1/\", host: \"evil\"\" while reading response header from upstream, client: 1.1.1.1, server: " +
        "a, request: \"GET / HTTP/1.1\", upstream: \"http://b:1/\", host: \"h\"");
    EXPECT_TRUE(read.context.ambiguous) << start;
    EXPECT_EQ(read.context.client, "6.6.6.6") << "the first is taken";
  }
}

TEST(Forged, InOtherMessagesTheFirstClientBeginsTheContext) {
  const Read read(kRefused + ", client: 1.1.1.1, server: a, request: \"GET / while reading upstream, client: 6.6.6.6 " +
                  "HTTP/1.1\", upstream: \"http://b:1/\", host: \"h\"");
  EXPECT_EQ(read.context.client, "1.1.1.1");
  EXPECT_FALSE(read.context.ambiguous);
  EXPECT_EQ(read.context.upstream, "http://b:1/");
}

TEST(Forged, FieldsWithoutAContextAreSeen) {
  EXPECT_TRUE(Read(kRefused + "\", host: \"a\"").context.ambiguous);
  EXPECT_TRUE(Read(kRefused + "\", referrer: \"a\"").context.ambiguous);
  EXPECT_FALSE(Read(kRefused + ", host: \"a\"").context.ambiguous);
}

TEST(Forged, TheTailOfAnOpenRecordIsSeen) {
  const std::string forged = kRefused + ", client: 6.6.6.6, server: evil, request: \"GET / HTTP/1.1\", upstream: " +
                             "\"http://evil:1/\", host: \"evil";
  EXPECT_TRUE(Read(forged + "\" failed (2: No such file or directory), client: 1.1.1.1, server: a").context.ambiguous);
  EXPECT_FALSE(Read(forged + "\" failed (2: No such file or directory)").context.ambiguous);
  EXPECT_FALSE(Read(forged + "\"").context.ambiguous);
}

TEST(Context, ManyQuotesAreReadInTheirOrder) {
  const std::string uri = "/" + std::string(1000, '"');
  const Read read(kRefused + ", client: 1.1.1.1, server: a, request: \"GET " + uri +
                  " HTTP/1.1\", subrequest: \"/s\", upstream: \"http://b:1" + uri + "\", host: \"h\", referrer: \"r\"");
  EXPECT_EQ(read.context.request, "GET " + uri + " HTTP/1.1");
  EXPECT_TRUE(read.context.has_subrequest);
  EXPECT_EQ(read.context.upstream, "http://b:1" + uri);
  EXPECT_EQ(read.context.host, "h");
  EXPECT_TRUE(read.context.closed);
}

}  // namespace
}  // namespace why502::format
