// redact_test.cc -- words of a client that look like a login make neither the client's name vanish nor its address
// stay.
#include "why502/redact.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "tests/engine/records.h"
#include "tests/roads/roads.h"

namespace why502_tests {
namespace {

// The record's one event: its client is named by a pseudonym, and no secret stands in what is left.
void expect_redacted(const std::string& record, std::initializer_list<const char*> secrets) {
  const why502::Parser parser = make_parser();
  why502::Scratch scratch;
  why502::Redactor redactor;
  std::size_t events = 0;
  auto on_event = [&](const why502::Event& event) {
    ++events;
    ASSERT_EQ(event.client(), "10.0.0.9");
    const why502::Event redacted = redactor.redact(event);
    EXPECT_TRUE(redacted.client().starts_with("client-")) << redacted.client();
    for (const char* secret : secrets) {
      EXPECT_EQ(redacted.text().find(secret), std::string_view::npos) << redacted.text();
    }
    EXPECT_EQ(redacted.upstream(), event.upstream());
  };
  parser.parse(record, scratch, on_event);
  EXPECT_EQ(events, 1u);
}

// Found by fuzzing: all from the forged login to the record's last quote was taken for it, the client included, so who
// wrote such words was nobody in a redacted report.
TEST(Redacting, AForgedLoginBeforeTheClientDoesNotHideIt) {
  expect_redacted(kHead +
                      "upstream sent invalid response: \"HTTP/1.1 , login: \"400 Bad\" while reading response from "
                      "upstream, client: 10.0.0.9, server: 127.0.0.1:22850, login: \"jane\", upstream: 10.1.2.3:25",
                  {"10.0.0.9", "jane"});
}

// Found by fuzzing: a request's query that repeats what stands from a question mark before the client on.
TEST(Redacting, AQueryThatRepeatsTheClientsFieldDoesNotHideIt) {
  expect_redacted(
      kHead +
          "connect() failed (111: a?b) while connecting to upstream, client: 10.0.0.9, server: s, request: \"GET /c?b) "
          "while connecting to upstream, client: 10.0.0.9, server: s, request: \"GET / HTTP/1.1\", upstream: "
          "\"http://10.1.2.3:80/\"",
      {"10.0.0.9"});
}

}  // namespace
}  // namespace why502_tests
