// angie_json_test.cc -- Angie's JSON error log tells what its text does.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/roads/roads.h"
#include "tests/twin/same.h"
#include "why502/scanner.h"

namespace why502 {
namespace {

using why502_tests::by_memory;
using why502_tests::make_parser;
using why502_tests::TwinEvent;
using why502_tests::TwinResult;

const std::string kLine =
    R"({"time":"2026-11-26T03:29:26.651Z","level":"error","pid":71,"tid":0,"connection":9,"message":"connect() failed",)"
    R"("error":{"code":111,"message":"Connection refused"},"http":{"action":"connecting to upstream",)"
    R"("client":"10.0.0.9","request":{"server":"a.io","request_line":"GET /a?b=\"c\" HTTP/1.1",)"
    R"("upstream":"http://10.1.2.3:8080/a","host":"a.io","referrer":"http://b.io/"}},"tags":["http","peer"]})";

std::string with(const std::string& from, const std::string& to) {
  std::string line = kLine;
  return line.replace(line.find(from), from.size(), to);
}

TwinResult result_of(const std::string& log) { return by_memory(make_parser(), log); }

std::string log_of(const std::string& name) {
  std::ifstream in(std::string(WHY502_SAMPLES) + "/logs/" + name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  EXPECT_GT(text.size(), 100u) << name;
  return text;
}

TEST(AngieJson, TellsEveryField) {
  const TwinResult result = result_of(kLine + "\n");
  ASSERT_EQ(result.events.size(), 1u);
  const TwinEvent& event = result.events[0];
  EXPECT_EQ(event.format, Format::angie_json);
  EXPECT_EQ(event.cause, Cause::connect_refused);
  EXPECT_EQ(event.rule, "nginx.http.connect_refused");
  EXPECT_EQ(event.role, Role::failure);
  EXPECT_EQ(event.phase, Phase::connect);
  EXPECT_EQ(event.status, 502);
  EXPECT_EQ(event.errno_value, 111);
  EXPECT_EQ(event.severity, Severity::error);
  EXPECT_EQ(event.time, Timestamp(std::chrono::microseconds(1795663766651000)));
  EXPECT_EQ(event.message, "connect() failed (111: Connection refused)");
  EXPECT_EQ(event.client, "10.0.0.9");
  EXPECT_EQ(event.server, "a.io");
  EXPECT_EQ(event.request, "GET /a?b=\"c\" HTTP/1.1");
  EXPECT_EQ(event.protocol, "http");
  EXPECT_EQ(event.upstream, "10.1.2.3:8080");
  EXPECT_EQ(event.host, "a.io");
  EXPECT_EQ(event.text, kLine);
  EXPECT_FALSE(event.truncated);
  EXPECT_FALSE(event.suspect);
}

// A real Angie wrote each record as text and as JSON. samples/README.md tells where the two differ.
TEST(AngieSample, TellsInJsonWhatItTellsInText) {
  std::vector<TwinEvent> text = result_of(log_of("angie.log")).events;
  const TwinResult json = result_of(log_of("angie_json.log"));
  EXPECT_EQ(json.counters.unrecognized, 0u);
  ASSERT_EQ(json.events.size(), text.size());
  ASSERT_GT(text.size(), 30u);
  int cut = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const TwinEvent& seen = json.events[i];
    TwinEvent expected = text[i];
    ASSERT_TRUE(seen.time && expected.time);
    EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(*seen.time), *expected.time);
    expected.time = seen.time;
    expected.format = Format::angie_json;
    expected.text = seen.text;
    expected.offset = seen.offset;
    if (expected.truncated && seen.truncated) {  // JSON is longer, so it is cut earlier
      ++cut;
      EXPECT_EQ(expected.request.compare(0, seen.request.size(), seen.request), 0);
      expected.request = seen.request;
      expected.attempt = seen.attempt;
      if (seen.upstream.empty()) expected.upstream = expected.protocol = "";
    }
    EXPECT_EQ(why502_tests::difference(expected, seen), "") << seen.text;
  }
  EXPECT_GE(cut, 4);
}

// The same keys, so that a mixed log's requests are counted once.
TEST(AngieJson, HasTheSameAttemptKeysAsItsText) {
  std::vector<std::uint64_t> text, json;
  const auto keys_of = [](const std::string& log, std::vector<std::uint64_t>* keys) {
    const auto counted = for_each_event(make_parser(), Source::from_memory(log), [&](const Event& event) {
      if (!event.truncated()) keys->push_back(event.attempt_key());
    });
    EXPECT_TRUE(counted.has_value());
  };
  keys_of(kLine + "\n", &json);
  keys_of(
      "2026/11/26 03:29:26 [error] 71#0: *9 connect() failed (111: Connection refused) while connecting to upstream, "
      "client: \"10.0.0.9\", server: \"a.io\", request_line: \"GET /a?b=\"c\" HTTP/1.1\", "
      "upstream: \"http://10.1.2.3:8080/a\", host: \"a.io\"\n",
      &text);
  ASSERT_EQ(json.size(), 1u);
  EXPECT_NE(json[0], 0u);
  EXPECT_EQ(json, text);
}

TEST(AngieJson, NoClientCanForgeAField) {
  const std::string forged = R"(\", upstream: \"http://6.6.6.6/\", host: \"evil\"},\"http\":{\"request\":{)";
  for (const char* field : {"/a?b=", "http://b.io/", "connect() failed"}) {
    const TwinResult result = result_of(with(field, field + forged) + "\n");
    ASSERT_EQ(result.events.size(), 1u) << field;
    EXPECT_EQ(result.events[0].upstream, "10.1.2.3:8080") << field;
    EXPECT_EQ(result.events[0].host, "a.io") << field;
    EXPECT_FALSE(result.events[0].suspect) << field;
  }
}

TEST(AngieJson, BytesThatAreNoUtf8AreKept) {
  const TwinResult result = result_of(with("/a?b", "/\xE9\xFF") + "\n");
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_EQ(result.events[0].request, "GET /\xE9\xFF=\"c\" HTTP/1.1");
}

// An escape in its first bytes, at a level of which hardly any record is looked at.
TEST(AngieJson, EscapedMessageIsLookedAt) {
  std::string line = with("\"error\"", "\"warn\"");
  const std::string message = R"("message":"connect() failed","error":{"code":111,"message":"Connection refused"})";
  line.replace(line.find(message), message.size(), R"("message":"upstream\u0020server temporarily disabled")");
  const TwinResult result = result_of(line + "\n");
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_EQ(result.events[0].cause, Cause::peer_disabled);
}

TEST(AngieJson, CutNameIsNotTaken) {
  const std::string cut = kLine.substr(0, kLine.find(":8080/a")) + "\"}},\"truncated\":true}\n";
  const TwinResult result = result_of(cut);
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_TRUE(result.events[0].truncated);
  EXPECT_EQ(result.events[0].upstream, "");
  EXPECT_EQ(result.events[0].cause, Cause::connect_refused);
}

TEST(AngieJson, ComesInEnvelopesToo) {
  std::string escaped;
  for (const char c : kLine) escaped += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  const TwinResult result =
      result_of(R"({"log":")" + escaped + R"(\n","stream":"stderr","time":"2026-11-26T03:29:27Z"})" + "\n" +
                "web-1  | " + kLine + "\n");
  ASSERT_EQ(result.events.size(), 2u);
  EXPECT_EQ(result.events[0].envelope, Envelope::docker);
  EXPECT_EQ(result.events[0].request, "GET /a?b=\"c\" HTTP/1.1");
  EXPECT_EQ(result.events[1].envelope, Envelope::compose);
  EXPECT_EQ(result.events[1].container, "web-1");
  EXPECT_EQ(result.events[1].request, "GET /a?b=\"c\" HTTP/1.1");
}

// A decoded path can end a text record's line; what follows it may be a client's.
TEST(AngieJson, RecordBehindACutCarrierIsSuspect) {
  const TwinResult result = result_of("2026/11/26 03:29:26 [error] 71#0: *9 open() \"/srv/a\n" + kLine + "\n");
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_TRUE(result.events[0].suspect);
}

TEST(AngieJson, WhatIsNoRecordIsUnrecognizedAndTheNextLineIsRead) {
  const std::string bad[] = {
      kLine.substr(0, kLine.size() - 1),           // cut by a shipper
      kLine + "}",                                 // more than an object
      kLine + kLine,                               // two writers at once
      with("\"pid\":71", "\"pid\":\"71\""),        // a wrong type
      with("\"level\":\"error\"", "\"level\":4"),  // the same
      with("\"level\":\"error\"", "\"level\":\"fatal\""),
      with("\"message\":\"connect() failed\"", "\"message\":null"),
      with("\"tid\":0,", ""),  // another logger's
      with("2026-11-26T03:29:26.651Z", "yesterday"),
      with("/a?b", "/\\uD800"),  // half of a pair
      with("/a?b", "/\x01"),     // a control byte that is not escaped
      with("\"tags\":[", "\"tags\":" + std::string(40, '[')),
  };
  for (const std::string& line : bad) {
    const TwinResult result = result_of(line + "\n" + kLine + "\n");
    EXPECT_EQ(result.counters.unrecognized, 1u) << line;
    EXPECT_EQ(result.events.size(), 1u) << line;
  }
}

// A value of another kind than Angie writes is as if it were not there.
TEST(AngieJson, WrongKindsOfValuesTellNothing) {
  for (const char* value : {"7", "null", "[\"http://6.6.6.6/\"]", "{\"a\":\"http://6.6.6.6/\"}"}) {
    const TwinResult result = result_of(with("\"http://10.1.2.3:8080/a\"", value) + "\n");
    ASSERT_EQ(result.events.size(), 1u) << value;
    EXPECT_EQ(result.events[0].upstream, "") << value;
    EXPECT_EQ(result.events[0].host, "a.io") << value;
  }
}

}  // namespace
}  // namespace why502
