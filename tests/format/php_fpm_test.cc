// php_fpm_test.cc -- PHP-FPM's log, its slow log and PHP's own, as files.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tests/engine/parsed.h"
#include "why502/scanner.h"
#include "why502/time.h"

namespace why502 {
namespace {

using why502_tests::event_of;
using why502_tests::make_parser;
using why502_tests::parsed;

std::vector<OwnedEvent> events_of(std::string_view log, Counters* counters = nullptr) {
  std::vector<OwnedEvent> events;
  const auto counted =
      for_each_event(make_parser(), Source::from_memory(log), [&](const Event& event) { events.emplace_back(event); });
  EXPECT_TRUE(counted.has_value());
  if (counters != nullptr) *counters = *counted;
  return events;
}

const std::string kSlow =
    "\n[22-Nov-2026 13:43:46]  [pool www] pid 14178\n"
    "script_filename = /srv/lab/www/sleep.php\n"
    "[0x00007f457fa150d0] sleep() /srv/lab/sleep.php:1\n"
    "\n[22-Nov-2026 13:43:50]  [pool api] pid 14179\n"
    "script_filename = /srv/lab/www/other.php\n";

TEST(PhpFpmSlow, ARecordGoesToTheEmptyLine) {
  Counters counters;
  const auto events = events_of(kSlow, &counters);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].view().cause(), Cause::slow_script);
  EXPECT_EQ(events[0].view().role(), Role::evidence);
  EXPECT_EQ(events[0].view().upstream(), "pool www");
  EXPECT_EQ(events[0].view().message(),
            "script_filename = /srv/lab/www/sleep.php\n[0x00007f457fa150d0] sleep() /srv/lab/sleep.php:1");
  EXPECT_EQ(events[1].view().upstream(), "pool api");
  EXPECT_EQ(format_time(*events[1].view().time()), "2026-11-22T13:43:50Z");
  EXPECT_EQ(counters.unrecognized, 1u) << "the empty line at the start";
  EXPECT_EQ(counters.lines(), 7u);
}

TEST(Php, ATraceBelongsToWhatWasNotCaught) {
  const std::string log =
      "[22-Nov-2026 13:45:11 UTC] PHP Fatal error:  Uncaught Exception: boom in /srv/www/fatal.php:1\n"
      "Stack trace:\n#0 {main}\n  thrown in /srv/www/fatal.php on line 1\n"
      "[22-Nov-2026 14:45:12 Europe/Berlin] PHP Warning:  x in /srv/www/a.php on line 1\n"
      "[22-Nov-2026 14:45:13 Europe/Berlin] PHP Parse error:  y in /srv/www/a.php on line 1\n"
      "[22-Nov-2026 14:45:14 Nowhere/Atall] PHP Parse error:  z in /srv/www/a.php on line 1\n";
  Counters counters;
  const auto events = events_of(log, &counters);
  ASSERT_EQ(events.size(), 3u);
  EXPECT_TRUE(events[0].view().message().ends_with("thrown in /srv/www/fatal.php on line 1"));
  EXPECT_EQ(events[0].view().role(), Role::evidence);
  EXPECT_EQ(format_time(*events[1].view().time()), "2026-11-22T13:45:13Z") << "in the zone that it names";
  EXPECT_EQ(format_time(*events[2].view().time()), "2026-11-22T14:45:14Z") << "in ours: there is no such zone";
  EXPECT_EQ(counters.continuation, 3u);
  EXPECT_EQ(counters.other, 1u);
}

TEST(PhpFpm, ARequestsWordsAreNotTheServers) {
  const auto owned = event_of(
      "[22-Nov-2026 13:43:44] WARNING: [pool www] child 9247, script '/srv/x.php' (request: \"GET /x?\") execution "
      "timed "
      "out (1.0 sec), terminating\") executing too slow (1.059036 sec), logging");
  ASSERT_TRUE(owned.has_value());
  EXPECT_EQ(owned->view().cause(), Cause::slow_script);
  EXPECT_EQ(owned->view().request(), "GET /x?\") execution timed out (1.0 sec), terminating");
  for (const char* line :
       {"[22-Nov-2026 13:45:34] WARNING: [pool www] child 15834 said into stderr: \"exited on signal 11 (SIGSEGV)\"",
        "[22-Nov-2026 13:45:34] WARNING: [pool www] child 15834 said into stdout: \"NOTICE: PHP message: PHP Fatal "
        "error:\"",
        "[22-Nov-2026 13:45:34] NOTICE: [pool www] child 15801 exited with code 0 after 3600.004131 seconds from start",
        "[22-Nov-2026 13:45:34] NOTICE: [pool www] child 15801 started", "ERROR: child failed to initialize"}) {
    EXPECT_TRUE(parsed(line).events.empty()) << line;
  }
}

TEST(PhpFpm, PrintsItsPlaceAtLevelDebug) {
  const auto owned = event_of(
      "[22-Nov-2026 13:45:34.004131] WARNING: pid 15832, fpm_children_bury(), line 303: [pool www] child 15801 exited "
      "on "
      "signal 11 (SIGSEGV) after 30.004131 seconds from start");
  ASSERT_TRUE(owned.has_value());
  EXPECT_EQ(owned->view().cause(), Cause::worker_crashed);
  EXPECT_EQ(format_time(*owned->view().time()), "2026-11-22T13:45:34.004131Z");
}

// A child's line has no stamp. Inside of a record of several lines it is one of them.
TEST(PhpFpm, AChildsLineDoesNotCutARecord) {
  const std::string open =
      "2026/11/22 13:45:11 [error] 1#1: *3 FastCGI sent in stderr: \"PHP message: PHP Fatal error:  Uncaught x\n"
      "ERROR: [pool www] child failed to initialize\nAH00957: http: attempt to connect to 6.6.6.6:80 (x) failed\n"
      "\" while reading response header from upstream, client: 10.0.0.9, server: a.io, request: \"GET / HTTP/1.1\", "
      "upstream: \"fastcgi://unix:/srv/php.sock:\", host: \"a.io\"\n"
      "ERROR: [pool www] child failed to initialize\n";
  const auto events = events_of(open);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].view().cause(), Cause::app_error);
  EXPECT_EQ(events[0].view().format(), Format::nginx);
  EXPECT_EQ(events[0].view().upstream(), "unix:/srv/php.sock");
  EXPECT_EQ(events[1].view().cause(), Cause::worker_crashed);
  EXPECT_EQ(events[1].view().format(), Format::php_fpm);
  EXPECT_FALSE(events[1].view().time().has_value());
}

// Docker's php images let children print without stamp and pool.
TEST(PhpFpm, ChildrenMayPrintWithoutStampAndPool) {
  std::ifstream in(WHY502_SAMPLES "/logs/php_fpm.undecorated.log", std::ios::binary);
  const std::string log{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  auto events = events_of(log);
  std::erase_if(events, [](const OwnedEvent& event) { return event.view().time().has_value(); });  // the master's
  ASSERT_EQ(events.size(), 4u);
  const Cause causes[] = {Cause::app_error, Cause::app_error, Cause::script_timeout, Cause::app_error};
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].view().cause(), causes[i]) << i;
    EXPECT_EQ(events[i].view().role(), Role::evidence) << i;
    EXPECT_EQ(events[i].view().format(), Format::php_fpm) << i;
  }
  const auto wrapped =
      events_of("2023-05-10T10:12:13.5Z NOTICE: PHP message: PHP Parse error:  x in /a.php on line 3\n");
  ASSERT_EQ(wrapped.size(), 1u);
  EXPECT_TRUE(wrapped[0].view().time().has_value()) << "the envelope's";
}

// One fatal error as five logs tell it: one cause, and one failure where a gateway tells it.
TEST(PhpFatalError, HasOneCauseInFiveShapes) {
  const std::string words = "PHP Fatal error:  Uncaught Exception: boom in /srv/lab/fatal.php:1";
  const std::string shapes[] = {
      "2026/11/22 13:45:11 [error] 1#1: *3 FastCGI sent in stderr: \"PHP message: " + words +
          "\nStack trace:\n#0 {main}\n  thrown in /srv/lab/fatal.php on line 1\" while reading response header from "
          "upstream, client: 127.0.0.1, server: a, request: \"GET /fatal.php HTTP/1.1\", upstream: "
          "\"fastcgi://unix:/srv/lab/php.sock:\", host: \"a\"",
      "[Sun Nov 22 13:42:27.151531 2026] [proxy_fcgi:error] [pid 1:tid 2] [client 127.0.0.1:51920] AH01071: Got error "
      "'PHP "
      "message: " +
          words + "\\nStack trace:\\n#0 {main}', referer: http://ref.example/page",
      "[Sun Nov 22 13:49:16.859207 2026] [fcgid:warn] [pid 1:tid 2] [client 127.0.0.1:39202] mod_fcgid: stderr: " +
          words,
      "[22-Nov-2026 13:43:41] WARNING: [pool www] child 9247 said into stderr: \"NOTICE: PHP message: " + words + "\"",
      "[22-Nov-2026 13:45:11 UTC] " + words + "\nStack trace:\n#0 {main}\n  thrown in /srv/lab/fatal.php on line 1"};
  int failures = 0;
  for (const std::string& shape : shapes) {
    const auto owned = event_of(shape);
    ASSERT_TRUE(owned.has_value()) << shape;
    EXPECT_EQ(owned->view().cause(), Cause::app_error) << shape;
    EXPECT_NE(owned->view().message().find("/srv/lab/fatal.php:1"), std::string_view::npos) << shape;
    failures += owned->view().role() == Role::failure ? 1 : 0;
  }
  EXPECT_EQ(failures, 3) << "nginx, mod_proxy_fcgi, mod_fcgid: the gateways";
}

}  // namespace
}  // namespace why502
