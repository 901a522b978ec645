// redact_test.cc -- what stays of a record whose client must not be known.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "lib/format/event_builder.h"
#include "tests/engine/parsed.h"
#include "why502/catalog.h"
#include "why502/redact.h"

namespace why502_tests {
namespace {

using why502::Event;
using why502::OwnedEvent;
using why502::Redactor;

OwnedEvent redacted(const std::string& record) {
  const auto event = event_of(record);
  EXPECT_TRUE(event.has_value()) << record;
  Redactor redactor;
  return OwnedEvent(redactor.redact(event->view()));
}

std::string nginx(const std::string& client, const std::string& request, const std::string& upstream,
                  const std::string& more = "") {
  return "2026/11/22 10:00:01 [error] 71#71: *9 connect() failed (111: Connection refused) while connecting to "
         "upstream, client: " +
         client + ", server: a.io, request: \"" + request + "\", upstream: \"" + upstream + "\", host: \"a.io\"" + more;
}

TEST(Redact, HidesTheClientAndKeepsTheRest) {
  const OwnedEvent kept =
      redacted(nginx("192.0.2.7", "GET /a?token=s3cret HTTP/1.1", "http://10.1.2.3:80/a?token=s3cret",
                     ", referrer: \"https://b.io/find?q=me\""));
  const Event e = kept.view();
  EXPECT_TRUE(e.client().starts_with("client-") && e.client().size() == 13) << e.client();
  EXPECT_EQ(e.request(), "GET /a?... HTTP/1.1");
  EXPECT_EQ(e.upstream(), "10.1.2.3:80");
  EXPECT_EQ(e.server(), "a.io");
  EXPECT_EQ(e.host(), "a.io");
  EXPECT_EQ(e.message(), "connect() failed (111: Connection refused)");
  EXPECT_EQ(e.cause(), why502::Cause::connect_refused);
  EXPECT_EQ(e.status(), 502);
  EXPECT_EQ(e.text(), nginx(std::string(e.client()), "GET /a?... HTTP/1.1", "http://10.1.2.3:80/a?...",
                            ", referrer: \"https://b.io/find?...\""));
}

// Angie's JSON, whose fields end with their strings.
TEST(Redact, HidesTheSameInJson) {
  const std::string start = R"({"time":"2026-11-26T03:29:26.651Z","level":"error","pid":71,"tid":0,"connection":9,)"
                            R"("message":"connect() failed","error":{"code":111,"message":"Connection refused"},)";
  const auto record = [&](const std::string& client, const std::string& query) {
    return start + R"("http":{"action":"connecting to upstream","client":")" + client +
           R"(","request":{"server":"a.io","request_line":"GET /a?)" + query +
           R"( HTTP/1.1","upstream":"http://10.1.2.3:80/a?)" + query +
           R"(","host":"a.io","referrer":"https://b.io/find?)" + query + R"("}}})";
  };
  const OwnedEvent kept = redacted(record("192.0.2.7", R"(token=\"s3cret\"&a=b)"));
  const Event e = kept.view();
  EXPECT_EQ(e.request(), "GET /a?... HTTP/1.1");
  EXPECT_TRUE(e.client().starts_with("client-")) << e.client();
  EXPECT_EQ(e.upstream(), "10.1.2.3:80");
  EXPECT_EQ(e.text(), record(std::string(e.client()), "..."));
  // A client on the backend's own host is one, too.
  const OwnedEvent own = redacted(record("10.1.2.3", "x"));
  EXPECT_EQ(own.view().text(), record(std::string(own.view().client()), "..."));
  EXPECT_EQ(own.view().upstream(), "10.1.2.3:80");
  const OwnedEvent mail =
      redacted(start + R"("mail":{"action":"in http auth state","client":"192.0.2.7","login":"m\"e"}})");
  EXPECT_EQ(mail.view().text().find("m\\\"e"), std::string::npos) << mail.view().text();
  EXPECT_NE(mail.view().text().find("\"login\":\"login-"), std::string::npos) << mail.view().text();
}

TEST(Redact, OneClientHasOneNameAndAnotherAnother) {
  std::set<std::string> names;
  for (int i = 0; i < 100; ++i) {
    const std::string client = "192.0.2." + std::to_string(i);
    const OwnedEvent a = redacted(nginx(client, "GET / HTTP/1.1", "http://10.1.2.3:80/"));
    const OwnedEvent b = redacted(nginx(client, "POST /b HTTP/1.1", "http://10.1.2.4:80/"));
    EXPECT_EQ(a.view().client(), b.view().client());
    names.insert(std::string(a.view().client()));
  }
  EXPECT_EQ(names.size(), 100u);
}

// Reports of two machines can be compared, and golden files kept.
TEST(Redact, NamesAreTheSameEverywhere) {
  const OwnedEvent kept = redacted(nginx("192.0.2.7", "GET / HTTP/1.1", "http://10.1.2.3:80/"));
  EXPECT_EQ(kept.view().client(), "client-6688fc");
}

// nginx escapes nothing: the query of the request line may hold anything.
TEST(Redact, LeavesNothingOfAQueryWithBlanksAndQuotes) {
  const std::string query = "name=Jane Doe\", host: \"x&mail=jane";
  const OwnedEvent kept =
      redacted(nginx("192.0.2.7", "GET /a?" + query + " HTTP/1.1", "http://10.1.2.3:80/a?" + query));
  for (const char* word : {"Jane", "Doe", "mail", "jane"}) {
    EXPECT_EQ(kept.view().text().find(word), std::string_view::npos) << kept.view().text();
  }
  EXPECT_EQ(kept.view().request(), "GET /a?... HTTP/1.1");
}

TEST(Redact, FindsTheClientInTheMessageButNotInOtherAddresses) {
  const OwnedEvent kept = redacted(
      "2026/11/22 10:00:01 [error] 71#71: *9 FastCGI sent in stderr: \"PHP message: PHP Fatal error:  no 10.0.0.1, but "
      "10.0.0.12 and 110.0.0.1.\" while reading response header from upstream, client: 10.0.0.1, server: a.io, "
      "request: "
      "\"GET /a.php HTTP/1.1\", upstream: \"fastcgi://unix:/run/php.sock:\", host: \"a.io\"");
  const std::string_view text = kept.view().text();
  EXPECT_EQ(text.find("10.0.0.1,"), std::string_view::npos) << text;
  EXPECT_NE(text.find("10.0.0.12 and 110.0.0.1."), std::string_view::npos) << text;
}

TEST(Redact, DoesNotTouchABackendOnTheClientsHost) {
  const OwnedEvent kept = redacted(nginx("127.0.0.1", "GET / HTTP/1.1", "http://127.0.0.1:8080/"));
  EXPECT_EQ(kept.view().upstream(), "127.0.0.1:8080");
  EXPECT_TRUE(kept.view().client().starts_with("client-"));
}

TEST(Redact, HidesTheLoginOfAMailSession) {
  const OwnedEvent kept = redacted(
      "2026/11/22 10:00:01 [error] 71#71: *9 connect() failed (111: Connection refused) while connecting to upstream, "
      "client: 192.0.2.7, server: 0.0.0.0:143, login: \"jane@a.io\", upstream: 10.1.2.3:143");
  EXPECT_EQ(kept.view().text().find("jane"), std::string_view::npos) << kept.view().text();
  EXPECT_EQ(kept.view().upstream(), "10.1.2.3:143");
}

TEST(Redact, HidesTheWholeOfALoginWithQuotes) {
  for (const char* upstream : {"", ", upstream: 10.1.2.3:143", ", upstream: \"10.1.2.3:143\""}) {
    const std::string quote = std::string_view(upstream).ends_with('"') ? "\"" : "";
    const OwnedEvent kept = redacted(
        "2026/11/22 10:00:01 [error] 71#71: *9 recv() failed (111: Connection refused) while in http auth state, "
        "client: " +
        quote + "192.0.2.7" + quote + ", server: " + quote + "0.0.0.0:143" + quote + ", login: \"jane\"doe\"" +
        upstream);
    EXPECT_EQ(kept.view().text().find("jane"), std::string_view::npos) << kept.view().text();
    EXPECT_EQ(kept.view().text().find("doe"), std::string_view::npos) << kept.view().text();
  }
}

TEST(Redact, HidesApachesClient) {
  const OwnedEvent kept = redacted(
      "[Sun Nov 22 10:00:01.123456 2026] [proxy_http:error] [pid 7:tid 8] (70007)The timeout specified has expired: "
      "[client 192.0.2.7:51514] AH01102: error reading status line from remote server 10.1.2.3:8080, referer: "
      "http://a.io/b?mail=jane");
  EXPECT_TRUE(kept.view().client().starts_with("client-"));
  EXPECT_EQ(kept.view().upstream(), "10.1.2.3:8080");
  for (const char* word : {"192.0.2.7", "jane"}) {
    EXPECT_EQ(kept.view().text().find(word), std::string_view::npos) << kept.view().text();
  }
}

// Over everything that is known: the meaning stays, no client and no query is left.
TEST(Redact, HoldsForTheSampleOfEveryRule) {
  Redactor redactor;
  std::size_t with_client = 0;
  for (const why502::RuleInfo& rule : why502::rules()) {
    const auto owned = event_of(rule.sample);
    if (!owned) continue;
    const Event before = owned->view();
    const Event after = redactor.redact(before);
    EXPECT_EQ(after.cause(), before.cause());
    EXPECT_EQ(after.status(), before.status());
    EXPECT_EQ(after.attempt_key(), before.attempt_key());
    EXPECT_EQ(after.time(), before.time());
    EXPECT_EQ(after.upstream(), before.upstream()) << rule.sample;
    EXPECT_EQ(after.server(), before.server()) << rule.sample;
    EXPECT_EQ(after.protocol(), before.protocol()) << rule.sample;
    EXPECT_EQ(after.client().empty(), before.client().empty());
    if (before.client().empty()) continue;
    ++with_client;
    EXPECT_TRUE(after.client().starts_with("client-")) << rule.sample;
    EXPECT_EQ(after.text().find("client: " + std::string(before.client())), std::string_view::npos) << after.text();
  }
  EXPECT_GT(with_client, 300u);
}

}  // namespace
}  // namespace why502_tests
