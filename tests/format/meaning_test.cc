// meaning_test.cc -- what a whole nginx record means: errno, status, cuts, attempts, suspicion.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/engine/parsed.h"

namespace why502_tests {
namespace {

using why502::Cause;
using why502::Phase;
using why502::Role;
using why502::Verdict;

// The errno of a record with this message.
int errno_of(const std::string& message, const std::string& tail = " while connecting to upstream" + kFields) {
  const auto event = event_of(kHead + message + tail);
  return event ? event->view().errno_value() : -1;
}

TEST(ErrnoValue, IsTheNumberInTheParenthesesAtTheEnd) {
  EXPECT_EQ(errno_of("connect() failed (111: Connection refused)"), 111);
  EXPECT_EQ(errno_of("connect() failed (10061: No connection could be made (x))"), 10061);
  EXPECT_EQ(errno_of("connect() failed (111: )"), 111);
  EXPECT_EQ(errno_of("connect() failed (000111: x)"), 111);
  EXPECT_EQ(errno_of("connect() failed (999999: x)"), 999'999);
  EXPECT_EQ(errno_of("SSL_connect() failed (SSL: error:0A:x) (104: Connection reset by peer)"), 104);
  EXPECT_EQ(errno_of("a (1: b) (2: c)"), 2) << "the last group";
}

TEST(ErrnoValue, IsNothingElse) {
  for (const char* message :
       {"connect() failed", "connect() failed (111:x)", "connect() failed(111: x)", "connect() failed (111: x",
        "connect() failed ( 111: x)", "connect() failed (1000000: x)", "connect() failed (: x)",
        "connect() failed (-1: x)", "connect() (111: x) failed", "SSL_connect() failed (SSL: error:1: x)",
        "upstream sent (111: x)", "memcached sent (111: x)"}) {
    EXPECT_EQ(errno_of(message), 0) << message;
  }
}

TEST(ErrnoValue, AResolversNumberIsNone) {
  const auto event = event_of(kHead + "backend could not be resolved (3: Host not found)" +
                              ", client: 1.1.1.1, server: a, request: \"GET / HTTP/1.1\", host: \"a\"");
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->view().errno_value(), 0);
  EXPECT_EQ(event->view().upstream(), "backend");
}

TEST(Status, IsUnknownWhereTheRecordCannotTell) {
  EXPECT_EQ(event_of(kGood)->view().status(), 502);
  const std::string begin = kHead + kRefused + ", client: 1.1.1.1, server: a, ";
  EXPECT_EQ(
      event_of(begin + "request: \"GET / HTTP/1.1\", subrequest: \"/s\", upstream: \"http://b:1/\"")->view().status(),
      0);
  EXPECT_EQ(event_of(begin + "upstream: \"10.0.0.1:1\", bytes from/to client:0/0, bytes from/to upstream:0/0")
                ->view()
                .status(),
            0);
}

TEST(Status, OfAnUpgradedConnectionIs101) {
  const std::string closed = "upstream prematurely closed connection while ";
  EXPECT_EQ(
      event_of(kHead + "recv() failed (104: Connection reset by peer) while proxying upgraded connection" + kFields)
          ->view()
          .status(),
      101);
  EXPECT_EQ(event_of(kHead + closed + "reading upstream" + kFields)->view().status(), 200);
  EXPECT_EQ(event_of(kHead + closed + "reading response header from upstream" + kFields)->view().status(), 502);
}

TEST(Other, IsAFailureInWordsThatNoRuleKnows) {
  const auto event = event_of(kHead + "strange words while sending request to upstream" + kFields);
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->view().cause(), Cause::other);
  EXPECT_EQ(event->view().role(), Role::failure);
  EXPECT_EQ(event->view().phase(), Phase::send);
  EXPECT_EQ(event->view().status(), 0);
  EXPECT_EQ(event->view().rule(), "");
  EXPECT_EQ(event->view().upstream(), "10.1.2.3:8080");
}

TEST(Other, NeedsALevelAndAnUpstream) {
  EXPECT_EQ(parsed(kHead + "strange words, client: 1.1.1.1, server: a").verdict, Verdict::other);
  EXPECT_EQ(parsed(kHead + "strange words" + kFields).verdict, Verdict::event) << "the field is enough";
  EXPECT_EQ(parsed(kHead + "strange words while reading upstream").verdict, Verdict::event) << "so is the action";
  EXPECT_EQ(parsed(kHead + "upstream timed out (110: a) while read").verdict, Verdict::event)
      << "so is who it is about";
  EXPECT_EQ(parsed(kHead + "upstreams are many").verdict, Verdict::other);
  EXPECT_EQ(parsed(kStamp + " [warn] 7#7: *9 strange words while reading upstream" + kFields).verdict, Verdict::other);
}

// A record of `size` bytes, whole.
std::string sized(std::size_t size) {
  const std::string begin = kHead + kRefused + ", client: 1.1.1.1, server: a, request: \"GET /";
  const std::string end = " HTTP/1.1\", upstream: \"http://b:1/\", host: \"h\"";
  return begin + std::string(size - begin.size() - end.size(), 'x') + end;
}

TEST(Truncated, IsARecordOfTheLengthThatNginxCutsAt) {
  for (std::size_t size = 2040; size <= 2052; ++size) {
    ASSERT_EQ(sized(size).size(), size);
    EXPECT_EQ(event_of(sized(size))->view().truncated(), size == 2047) << size;
    EXPECT_EQ(event_of(sized(size) + "\r")->view().truncated(), size == 2046) << size << " and CR";
    EXPECT_EQ(event_of(sized(size) + "\r\n")->view().truncated(), size == 2046) << size << " and CR LF";
    EXPECT_EQ(event_of(sized(size) + "\n")->view().truncated(), size == 2047) << size << " and LF";
  }
}

TEST(Truncated, IsARecordWithAnOpenQuote) {
  EXPECT_FALSE(event_of(kGood)->view().truncated());
  for (const char* field :
       {", request: \"GET /", ", upstream: \"http://10.0.", ", host: \"a.i", ", referrer: \"http"}) {
    const std::string record = kHead + kRefused + ", client: 1.1.1.1, server: a" + field;
    EXPECT_TRUE(event_of(record)->view().truncated()) << field;
  }
  EXPECT_TRUE(event_of(kHead + kRefused)->view().truncated()) << "a connection's record has a context";
  EXPECT_FALSE(event_of(kStamp + " [error] 7#7: " + kRefused)->view().truncated()) << "others have none";
}

TEST(Truncated, CutNamesComeFromTheMessageOrNotAtAll) {
  const std::string tail = ", client: 1.1.1.1, server: a, request: \"GET / HTTP/1.1\", upstream: \"http://10.0.0.1:8";
  EXPECT_EQ(event_of(kHead + kRefused + tail)->view().upstream(), "");
  const std::string direct = "connect() to 10.0.0.1:8080 failed (111: Connection refused) while connecting to upstream";
  EXPECT_EQ(event_of(kHead + direct + tail)->view().upstream(), "10.0.0.1:8080");
}

std::uint64_t key_of(const std::string& record) {
  const auto event = event_of(record);
  return event ? event->view().attempt_key() : 0;
}

std::string record(const std::string& who, const std::string& request, const std::string& peer,
                   const std::string& host) {
  return kStamp + " [error] " + who + kRefused + ", client: 1.1.1.1, server: a, request: \"" + request +
         "\", upstream: \"http://" + peer + "/\", host: \"" + host + "\"";
}

TEST(AttemptKey, IsSharedByTheAttemptsOfOneRequest) {
  const std::uint64_t key = key_of(record("7#7: *9 ", "GET / HTTP/1.1", "a:1", "h"));
  EXPECT_NE(key, 0u);
  EXPECT_EQ(key_of(record("7#7: *9 ", "GET / HTTP/1.1", "b:2", "h")), key) << "another peer";
  const std::string later = "2026/08/20 12:34:58" + record("7#7: *9 ", "GET / HTTP/1.1", "a:1", "h").substr(19);
  EXPECT_EQ(key_of(later), key) << "a later second";
}

TEST(AttemptKey, DiffersForAnythingElse) {
  std::set<std::uint64_t> keys;
  EXPECT_TRUE(keys.insert(key_of(record("7#7: *9 ", "GET / HTTP/1.1", "a:1", "h"))).second);
  EXPECT_TRUE(keys.insert(key_of(record("8#7: *9 ", "GET / HTTP/1.1", "a:1", "h"))).second);
  EXPECT_TRUE(keys.insert(key_of(record("7#8: *9 ", "GET / HTTP/1.1", "a:1", "h"))).second);
  EXPECT_TRUE(keys.insert(key_of(record("7#7: *10 ", "GET / HTTP/1.1", "a:1", "h"))).second);
  EXPECT_TRUE(keys.insert(key_of(record("7#7: *9 ", "POST / HTTP/1.1", "a:1", "h"))).second);
  EXPECT_TRUE(keys.insert(key_of(record("7#7: *9 ", "GET /a HTTP/1.1", "a:1", "h"))).second);
  EXPECT_TRUE(keys.insert(key_of(record("7#7: *9 ", "GET / HTTP/1.1", "a:1", "i"))).second);
  EXPECT_FALSE(keys.contains(0));
}

TEST(AttemptKey, IsNothingWithoutAConnectionOrARequest) {
  EXPECT_EQ(key_of(record("7#7: ", "GET / HTTP/1.1", "a:1", "h")), 0u);
  EXPECT_EQ(key_of(kHead + kRefused + ", client: 1.1.1.1, server: a, upstream: \"http://a:1/\""), 0u);
}

// It stands in JSON and is merged across machines: this value is for ever.
TEST(AttemptKey, IsTheSameOnEveryMachine) { EXPECT_EQ(key_of(kGood), 8199417052765663120u); }

TEST(Suspect, IsARecordThatMayHoldAnother) {
  EXPECT_FALSE(event_of(kGood)->view().suspect());
  EXPECT_TRUE(event_of(kHead + kRefused + "\", host: \"a\"")->view().suspect());
  EXPECT_TRUE(event_of(kGood + "\" failed (2: No such file or directory), client: 6.6.6.6")->view().suspect());
}

}  // namespace
}  // namespace why502_tests
