// apache_test.cc -- Apache's heads in every format that is in wide use, the names in its messages, and what cannot
// be forged.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "lib/format/apache.h"
#include "lib/format/apache_head.h"
#include "lib/knowledge/rules.h"
#include "tests/engine/parsed.h"
#include "why502/time.h"

namespace why502::format {
namespace {

using why502_tests::event_of;
using why502_tests::parsed;

const std::string kStart = "[Sun Nov 22 13:41:40.834370 2026] [proxy:error] [pid 11586:tid 11610] ";
const std::string kRefused =
    "(111)Connection refused: AH00957: http: attempt to connect to 10.0.0.12:8080 (app1) failed";

std::string message_of(const std::string& line) {
  ApacheHead head;
  return read_apache_head(line, &head) ? line.substr(head.message) : "(none)";
}

std::string time_of(const std::string& line, std::string_view zone = "UTC") {
  StampReader stamps(*base::Zone::load(zone));
  Head head;
  if (!apache_head(line, stamps, &head)) return "no head";
  return head.time ? format_time(*head.time) : "none";
}

// One event of the rule, with this upstream.
void expect_refused(const std::string& line, std::string_view client = "") {
  const auto owned = event_of(line);
  ASSERT_TRUE(owned.has_value()) << line;
  EXPECT_EQ(owned->view().cause(), Cause::connect_refused) << line;
  EXPECT_EQ(owned->view().upstream(), "10.0.0.12:8080") << line;
  EXPECT_EQ(owned->view().protocol(), "http") << line;
  EXPECT_EQ(owned->view().client(), client) << line;
  EXPECT_EQ(owned->view().errno_value(), 111) << line;
}

TEST(ApacheHead, TellsWhereEverythingStands) {
  ApacheHead head;
  const std::string line =
      "[Sun Nov 22 13:41:44.105535 2026] [proxy_http:error] [pid 11585:tid 11666] "
      "(104)Connection reset by peer: [client ::1:49592] AH01102: error";
  ASSERT_TRUE(read_apache_head(line, &head));
  EXPECT_EQ(head.stamp, "Sun Nov 22 13:41:44.105535 2026");
  EXPECT_EQ(head.module, "proxy_http");
  EXPECT_EQ(head.process, "11585:tid 11666");
  EXPECT_EQ(head.peer, "::1:49592");
  EXPECT_EQ(head.severity, Severity::error);
  EXPECT_EQ(head.error, 104);
  EXPECT_FALSE(head.is_remote);
  EXPECT_EQ(line.substr(head.message), "AH01102: error");
}

TEST(ApacheHead, KnowsTheFormatsInWideUse) {
  expect_refused(kStart + kRefused);
  expect_refused("[Sun Nov 22 13:41:40.834370 2026] [proxy:error] [pid 11586] " + kRefused);
  // "[%t] [%l] [pid %P] %F: %E: [client %a] %M": the blanks eat what should have gone.
  expect_refused(
      "[Sun Nov 22 13:47:41 2026] [error] [pid 18418] proxy_util.c(3949): (111)Connection refused: [client "
      "AH00957: http: attempt to connect to 10.0.0.12:8080 (app1) failed");
  // 2.2-like, without module and process.
  expect_refused("[Sun Nov 22 13:47:41 2026] [error] proxy_util.c(3949): " + kRefused);
  // "[%{uc}t] [%-m:%-l] [R:%L] [C:%{C}L] %7F: %E: %M"
  expect_refused("[2026-11-22 13:47:49.513704] [proxy:error] [R:s8AVubWeYZQ] [C:abc] proxy_util.c(3949): " + kRefused);
  expect_refused("[2026-11-22 13:47:53.808568 +0000] [proxy:error] " + kRefused);
  expect_refused("[2026-11-22T13:47:53+0000] [proxy:error] [pid 1:tid 2] " + kRefused);
  expect_refused("[Sun Nov 22 13:47:56.561 2026] [proxy:error] [pid 1:tid 2] " + kRefused);
  expect_refused(kStart + kRefused + ", referer http://ref.example/page");
  expect_refused(kStart +
                     "(111)Connection refused: [client 203.0.113.7:51624] AH00957: http: attempt to connect to "
                     "10.0.0.12:8080 (app1) failed, referer: http://ref.example/page",
                 "203.0.113.7");
  // 2.2: the client before the errno, and no port.
  const auto old = event_of(
      "[Wed Oct 11 14:32:52 2017] [error] [client 2001:db8::7] (70007)The timeout specified has "
      "expired: proxy: error reading status line from remote server app1:8080");
  ASSERT_TRUE(old.has_value());
  EXPECT_EQ(old->view().cause(), Cause::response_timeout);
  EXPECT_EQ(old->view().client(), "2001:db8::7");
  EXPECT_EQ(old->view().upstream(), "app1:8080");
  EXPECT_EQ(old->view().attempt_key(), 0u);
}

TEST(ApacheHead, ErrnosOfEveryShape) {
  for (const auto& [text, number] : {std::pair<std::string, int>{"(111)x: ", 111},
                                     {"(OS 10061)x  : ", 10061},
                                     {"(EAI 2)Name or service not known: ", 670002},
                                     {"(70007)x: ", 70007}}) {
    ApacheHead head;
    ASSERT_TRUE(read_apache_head(kStart + text + "m", &head));
    EXPECT_EQ(head.error, number);
  }
  for (const char* text : {"(x)y: m", "()y: m", "(1234567)y: m", "(111) no colon", "(OS )x: m"}) {
    EXPECT_EQ(message_of(kStart + text), text);
  }
}

TEST(ApacheHead, WhatIsNone) {
  for (const char* line :
       {"", "[", "[]", "[Sun Nov 22 13:41:40 2026]", "[Sun Nov 22 13:41:40 2026] error", "boom on stderr",
        "[Sun Nov 22 13:41:40 2026] [fatal] x", "AH0957: x", "AH00957 x", "*** buffer overflow detected ***"}) {
    EXPECT_EQ(time_of(line), "no head") << line;
  }
  // The stamp is read as a whole.
  for (const char* stamp :
       {"Sun Nov 22 13:41:40", "Xun Nov 22 13:41:40 2026", "Sun Nov  2 13:41:40 2026", "Sun Nov 22 13:41:40. 2026",
        "Sun Nov 22 13:41:40.1234567890 2026", "2026-11-22 13:41", "2026-11-22 13:41:40 +1", "22-Nov-2026 13:41:40"}) {
    EXPECT_EQ(time_of("[" + std::string(stamp) + "] [error] m"), "no head") << stamp;
  }
  const std::string zeros(24, '\0');
  EXPECT_EQ(time_of("[" + zeros + "] [error] m"), "no head") << "what was never read is no stamp";
}

TEST(ApacheHead, StampsAreMoments) {
  EXPECT_EQ(time_of("[Sun Nov 22 13:41:40.834370 2026] [error] m"), "2026-11-22T13:41:40.834370Z");
  EXPECT_EQ(time_of("[Sun Nov 22 13:41:40 2026] [error] m", "Europe/Berlin"), "2026-11-22T12:41:40Z");
  EXPECT_EQ(time_of("[2026-11-22 13:41:40.5 +0530] [error] m", "Europe/Berlin"), "2026-11-22T08:11:40.500Z");
  EXPECT_EQ(time_of("[2026-11-22T13:41:40-03:00] [error] m"), "2026-11-22T16:41:40Z");
  EXPECT_EQ(time_of("[2026-11-22 13:41:40] [error] m", "Europe/Berlin"), "2026-11-22T12:41:40Z");
  for (const char* stamp : {"Sun Nov 31 13:41:40 2026", "Sun Nov 22 24:41:40 2026", "Sun Nov 22 13:60:40 2026",
                            "Sun Nov 22 13:41:60 2026", "2026-13-01 00:00:00"}) {
    EXPECT_EQ(time_of("[" + std::string(stamp) + "] [error] m"), "none") << stamp << ": a head all the same";
  }
}

// Nothing of one minute may reach another.
TEST(ApacheHead, MemoryOfAMinuteChangesNothing) {
  StampReader reader(*base::Zone::load("Europe/Berlin"));
  for (const char* stamp : {"Sun Nov 22 13:41:40.834370 2026", "Sun Nov 22 13:41:41 2026", "Sun Nov 22 13:41:41 2025",
                            "Sun Nov 32 13:41:41 2025", "Sun Nov 22 13:41:41 2025", "Sun Nov 22 13:42:41 2025"}) {
    StampReader fresh(*base::Zone::load("Europe/Berlin"));
    std::optional<Timestamp> one, other;
    EXPECT_EQ(reader.read_ctime(stamp, &one), fresh.read_ctime(stamp, &other)) << stamp;
    EXPECT_EQ(one, other) << stamp;
  }
}

TEST(ApacheNames, AreThePeersThatWereDialled) {
  const auto upstream = [](const std::string& line) {
    const auto owned = event_of(line);
    return owned ? std::string(owned->view().upstream()) : "(none)";
  };
  EXPECT_EQ(upstream(kStart + "(2)No such file or directory: AH02454: FCGI: attempt to connect to Unix domain socket "
                              "/run/my php/a.sock (localhost:8000) failed"),
            "unix:/run/my php/a.sock");
  EXPECT_EQ(
      upstream(kStart + "(111)Connection refused: AH00957: http: attempt to connect to [2001:db8::1]:80 (*) failed"),
      "[2001:db8::1]:80");
  EXPECT_EQ(
      upstream("[Sun Nov 22 13:41:40 2026] [proxy_http:error] [pid 1:tid 2] (70007)x: [client 10.0.0.9:1] AH01102: "
               "error reading status line from remote server 2001:db8::1:8080"),
      "[2001:db8::1]:8080");
  EXPECT_EQ(
      upstream("[Sun Nov 22 13:41:40 2026] [ssl:error] [pid 1:tid 2] [remote 2001:db8::1:443] AH02039: Certificate "
               "Verification: Error (18): self-signed certificate"),
      "[2001:db8::1]:443");
  // The port of AH01075 is the gateway's own.
  EXPECT_EQ(
      upstream("[Sun Nov 22 13:41:40 2026] [proxy_fcgi:error] [pid 1:tid 2] (70007)x: [client 10.0.0.9:1] AH01075: "
               "Error dispatching request to :443: (polling)"),
      "");
  EXPECT_EQ(upstream("[Sun Nov 22 13:41:40 2026] [proxy_balancer:error] [pid 1:tid 2] [client 10.0.0.9:1] AH01174: "
                     "balancer://b: Forcing worker (unix:/run/a.sock|fcgi://localhost) into error state due to status "
                     "code 503 matching 'failonstatus' balancer parameter"),
            "unix:/run/a.sock");
}

// All lines of an attempt share thread and second, though the one with the address has no client.
TEST(ApacheAttempts, ShareTheirKey) {
  const auto key = [](const std::string& line) {
    const auto owned = event_of(line);
    return owned ? owned->view().attempt_key() : 0;
  };
  const std::string address = kStart + kRefused;
  const std::string client =
      "[Sun Nov 22 13:41:40.834426 2026] [proxy_http:error] [pid 11586:tid 11610] [client "
      "127.0.0.1:49552] AH01114: HTTP: failed to make connection to backend: 10.0.0.12";
  EXPECT_NE(key(address), 0u);
  EXPECT_EQ(key(address), key(client));
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string line = address;
    return key(line.replace(line.find(from), from.size(), to));
  };
  EXPECT_NE(changed("tid 11610", "tid 11611"), key(address));
  EXPECT_NE(changed("13:41:40", "13:41:41"), key(address));
  EXPECT_NE(changed("2026]", "2025]"), key(address));
}

// --- what a client or an application writes

TEST(ApacheForgery, NeedlesInUrisAndReferersMakeNoEvent) {
  const std::string needle = "(111)Connection refused: AH00957: http: attempt to connect to 6.6.6.6:80 (x) failed";
  const std::string lines[] = {
      "[Sun Nov 22 13:41:40 2026] [authz_core:error] [pid 1:tid 2] [client 10.0.0.9:1] AH01630: client denied by "
      "server configuration: /srv/" +
          needle,
      "[Sun Nov 22 13:41:40 2026] [core:info] [pid 1:tid 2] [client 10.0.0.9:1] AH00128: File does not exist: /srv/x, "
      "referer: " +
          needle,
      "[Sun Nov 22 13:41:40 2026] [core:error] [pid 1:tid 2] [client 10.0.0.9:1] AH00126: Invalid URI in request '" +
          needle + "' 'x'",
      // What an application prints reaches the log as its module's message.
      "[Sun Nov 22 13:41:40 2026] [wsgi:error] [pid 1:tid 2] [client 10.0.0.9:1] AH01102: error reading status line "
      "from remote server 6.6.6.6:80",
      "[Sun Nov 22 13:41:40 2026] [wsgi:error] [pid 1:tid 2] " + needle,
      "[Sun Nov 22 13:41:40 2026] [php:notice] [pid 1:tid 2] [client 10.0.0.9:1] AH01102: error reading status line "
      "from remote server 6.6.6.6:80",
      "[Sun Nov 22 13:41:40 2026] [cgi:error] [pid 1:tid 2] [client 10.0.0.9:1] AH01215: stderr from /a: " + needle,
      // A client's certificate, and a request that it did not send.
      std::string("[Sun Nov 22 13:41:40 2026] [ssl:error] [pid 1:tid 2] [client 10.0.0.9:1] AH02039: Certificate "
                  "Verification: Error (18): self-signed certificate"),
      // Raw output of a CGI script, and what looks like a start.
      needle,
      std::string("AH00957: http: attempt to connect to 6.6.6.6:80 (x) failed"),
      std::string("AH00016: Configuration Failed"),
      std::string("boom on stderr"),
  };
  for (const std::string& line : lines) {
    EXPECT_TRUE(parsed(line).events.empty()) << line;
  }
}

TEST(ApacheForgery, AHealthProbeIsNoRequest) {
  for (const char* probe : {"HCTCP", "HCOH", "HCHECK", "HCCPING"}) {
    EXPECT_TRUE(parsed(kStart + "(111)Connection refused: AH00957: " + probe +
                       ": attempt to connect to 10.0.0.12:8080 (app1) failed")
                    .events.empty());
  }
}

// A referer must not hide a failure, nor turn it into another.
TEST(ApacheForgery, AReferersWordsAreNotTheServers) {
  const std::string line =
      "[Sun Nov 22 13:41:40 2026] [proxy_fcgi:error] [pid 1:tid 2] (70014)End of file found: [client "
      "10.0.0.9:1] AH01075: Error dispatching request to :80: ";
  for (const char* referer : {"", ", referer: http://x/", ", referer: a: (reading input brigade), referer: b",
                              ", referer: x: (polling)", ", referer x: (passing "}) {
    const auto owned = event_of(line + referer);
    ASSERT_TRUE(owned.has_value()) << referer;
    EXPECT_EQ(owned->view().cause(), Cause::closed_early) << referer;
  }
  const std::string warning =
      "[Sun Nov 22 13:41:40 2026] [proxy_fcgi:error] [pid 1:tid 2] [client 10.0.0.9:1] AH01071: "
      "Got error 'PHP message: PHP Warning:  a, b in /x.php on line 1', referer: ";
  EXPECT_TRUE(parsed(warning + "PHP Fatal error:  x, referer: y', referer: z").events.empty());
}

// Something of mod_proxy that no rule knows is shown, but not what other modules say.
// What a killed PHP-FPM worker left in one run of the live lab of three; it was `other`.
TEST(ApacheFastCgi, TheEndOfARequestCanFailToBeSentToo) {
  const std::string start = "[Thu Nov 26 07:11:24.767123 2026] [proxy_fcgi:error] [pid 20414:tid 20479] ";
  const std::string text = "[client 127.0.1.1:58447] AH01075: Error dispatching request to : (sending empty stdin)";
  const auto owned = event_of(start + "(32)Broken pipe: " + text);
  ASSERT_TRUE(owned.has_value());
  EXPECT_EQ(owned->view().cause(), Cause::connection_reset);
  EXPECT_EQ(owned->view().status(), 503);
  const auto late = event_of(start + "(70007)The timeout specified has expired: " + text);
  ASSERT_TRUE(late.has_value());
  EXPECT_EQ(late->view().cause(), Cause::send_timeout);
}

TEST(ApacheOther, IsOfModProxyOnly) {
  const std::string text = "[pid 1:tid 2] [client 10.0.0.9:1] AH19999: words of a release to come";
  const auto owned = event_of("[Sun Nov 22 13:41:40 2026] [proxy_http:error] " + text);
  ASSERT_TRUE(owned.has_value());
  EXPECT_EQ(owned->view().cause(), Cause::other);
  EXPECT_EQ(owned->view().role(), Role::failure);
  for (const char* module : {"core:error", "proxy_hcheck:error", "proxy_http:warn", "php:error", "error"}) {
    EXPECT_TRUE(parsed("[Sun Nov 22 13:41:40 2026] [" + std::string(module) + "] " + text).events.empty()) << module;
  }
}

// 2.2 names no module: an attempt whose error number no rule lists was dropped.
TEST(ApacheOther, IsWhatBeginsWithProxyWhereNoModuleIsNamed) {
  const std::string start = "[Thu Jun 12 11:46:41 2008] ";
  const auto owned =
      event_of(start + "[error] (999)Whatever: proxy: HTTP: attempt to connect to 10.0.0.1:8080 (backend) failed");
  ASSERT_TRUE(owned.has_value());
  EXPECT_EQ(owned->view().cause(), Cause::other);
  EXPECT_TRUE(parsed(start + "[warn] proxy: No HTTP headers returned by /app (GET)").events.empty());
  EXPECT_TRUE(parsed(start + "[error] a proxy: of somebody's own words").events.empty());
}

TEST(ApacheErrno, IsSolaris) {
  const auto owned = event_of(
      "[Thu Jun 12 11:46:41 2008] [error] (146)Connection refused: proxy: HTTP: attempt to connect to 10.0.0.1:8080 "
      "(backend) failed");
  ASSERT_TRUE(owned.has_value());
  EXPECT_EQ(owned->view().cause(), Cause::connect_refused);
  EXPECT_EQ(owned->view().upstream(), "10.0.0.1:8080");
}

// 8190 bytes: what stands at the end may be a half name.
TEST(ApacheCut, ANameAtTheEndIsNotTaken) {
  std::string line =
      "[Sun Nov 22 13:41:40 2026] [proxy_http:error] [pid 1:tid 2] (70007)x: [client 10.0.0.9:1] AH01102: "
      "error reading status line from remote server ";
  line.append(8190 - line.size(), 'h');
  const auto owned = event_of(line);
  ASSERT_TRUE(owned.has_value());
  EXPECT_TRUE(owned->view().truncated());
  EXPECT_EQ(owned->view().upstream(), "");
}

// A line cut anywhere else: what is there is told, and what is not is null; no half client, and no half errno.
TEST(ApacheCut, ALineCutInTheMiddleMakesNoClientUp) {
  for (const knowledge::Rule& rule : knowledge::rules()) {
    if (rule.server != knowledge::Server::apache) continue;
    const std::string whole(rule.sample);
    for (std::size_t size = 1; size < whole.size(); ++size) {
      const std::string cut = whole.substr(0, size);
      for (const OwnedEvent& owned : parsed(cut + "\n").events) {
        const Event& event = owned.view();
        EXPECT_TRUE(event.client().empty() || event.client() == rule.expect.client) << cut;
        EXPECT_TRUE(event.errno_value() == 0 || event.errno_value() == rule.expect.errno_value) << cut;
      }
    }
  }
}

// --- mod_jk

TEST(ModJk, BothLayouts) {
  const std::string text =
      "[error] ajp_get_reply::jk_ajp_common.c (2307): (node1) Timeout with waiting reply from tomcat. "
      "Tomcat is down, stopped or network problems (errno=110)";
  for (const char* head : {"[Sun Nov 22 13:49:54.488 2026] [19638:140276933904064] ",
                           "[Sun Nov 22 13:49:54.488 2026] [NO-ID] [19638:140276933904064] ",
                           "[Sun Nov 22 13:49:54.488 2026] [s8AVubWeYZQ] [19638:140276933904064] "}) {
    const auto owned = event_of(head + text);
    ASSERT_TRUE(owned.has_value()) << head;
    EXPECT_EQ(owned->view().format(), Format::mod_jk);
    EXPECT_EQ(owned->view().cause(), Cause::response_timeout);
    EXPECT_EQ(owned->view().upstream(), "node1");
    EXPECT_EQ(owned->view().status(), 504);
  }
}

TEST(ModJk, AnErrorThatNamesAWorkerInWordsThatNoRuleKnowsIsOther) {
  const std::string head = "[Sun Nov 22 13:49:54.488 2026] [19638:140276933904064] ";
  const auto owned = event_of(head + "[error] ajp_new_thing::jk_ajp_common.c (17): (node1) strange words");
  ASSERT_TRUE(owned.has_value());
  EXPECT_EQ(owned->view().cause(), Cause::other);
  EXPECT_EQ(owned->view().role(), Role::failure);
  EXPECT_EQ(owned->view().upstream(), "node1");
  for (const char* quiet : {"[info] ajp_new_thing::jk_ajp_common.c (17): (node1) strange words",
                            "[error] ajp_new_thing::jk_ajp_common.c (17): strange words"}) {
    EXPECT_EQ(parsed(head + quiet).verdict, Verdict::other) << quiet;
  }
}

}  // namespace
}  // namespace why502::format
