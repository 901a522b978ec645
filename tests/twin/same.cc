// same.cc -- two results of one stream, compared field by field and told apart in words.
#include "tests/twin/same.h"

#include <cstdio>
#include <string>

namespace why502_tests {
namespace {

std::string shown(const std::string& value) { return '"' + printable(value) + '"'; }
std::string shown(bool value) { return value ? "true" : "false"; }
std::string shown(int value) { return std::to_string(value); }
std::string shown(std::uint64_t value) { return std::to_string(value); }
std::string shown(std::uint32_t value) { return std::to_string(value); }
std::string shown(why502::Cause value) { return std::string(why502::id(value)); }
std::string shown(why502::Role value) { return std::string(why502::id(value)); }
std::string shown(why502::Phase value) { return std::string(why502::id(value)); }
std::string shown(why502::Severity value) { return std::string(why502::id(value)); }
std::string shown(why502::Format value) { return std::string(why502::id(value)); }
std::string shown(why502::Envelope value) { return std::string(why502::id(value)); }
std::string shown(why502::Verdict value) { return std::string(why502::id(value)); }
std::string shown(const std::optional<why502::Timestamp>& value) {
  return value ? std::to_string(value->time_since_epoch().count()) + " us" : "none";
}

// Appends one line if the two differ.
template <typename T>
void compare(const char* what, const T& expected, const T& seen, std::string* out) {
  if (expected == seen) return;
  *out += std::string("  ") + what + ": expected " + shown(expected) + ", seen " + shown(seen) + "\n";
}

std::string difference(const TwinReject& expected, const TwinReject& seen) {
  std::string out;
  compare("verdict", expected.verdict, seen.verdict, &out);
  compare("line", expected.line, seen.line, &out);
  compare("offset", expected.offset, seen.offset, &out);
  return out;
}

std::string difference(const why502::Counters& expected, const why502::Counters& seen) {
  std::string out;
  compare("bytes", expected.bytes, seen.bytes, &out);
  compare("event", expected.event, seen.event, &out);
  compare("other", expected.other, seen.other, &out);
  compare("continuation", expected.continuation, seen.continuation, &out);
  compare("unrecognized", expected.unrecognized, seen.unrecognized, &out);
  compare("too_long", expected.too_long, seen.too_long, &out);
  compare("formats", expected.formats, seen.formats, &out);
  compare("envelopes", expected.envelopes, seen.envelopes, &out);
  compare("first", expected.first, seen.first, &out);
  compare("last", expected.last, seen.last, &out);
  return out;
}

template <typename T>
std::string difference_of_lists(const char* what, const std::vector<T>& expected, const std::vector<T>& seen) {
  for (std::size_t i = 0; i < expected.size() && i < seen.size(); ++i) {
    if (expected[i] == seen[i]) continue;
    return std::string(what) + " " + std::to_string(i) + " differs:\n" + difference(expected[i], seen[i]);
  }
  if (expected.size() == seen.size()) return "";
  return std::string(what) + "s: expected " + std::to_string(expected.size()) + ", seen " +
         std::to_string(seen.size()) + "\n";
}

}  // namespace

void Gather::add(const why502::Event& event) {
  TwinEvent e;
  e.cause = event.cause();
  e.role = event.role();
  e.phase = event.phase();
  e.status = event.status();
  if (event.attempt_key() != 0) e.attempt = attempts_.emplace(event.attempt_key(), attempts_.size() + 1).first->second;
  e.errno_value = event.errno_value();
  e.rule = event.rule();
  e.truncated = event.truncated();
  e.suspect = event.suspect();
  e.severity = event.severity();
  e.format = event.format();
  e.envelope = event.envelope();
  e.time = event.time();
  e.upstream = event.upstream();
  e.protocol = event.protocol();
  e.server = event.server();
  e.host = event.host();
  e.request = event.request();
  e.client = event.client();
  e.container = event.container();
  e.message = event.message();
  e.text = event.text();
  e.offset = event.offset();
  result.events.push_back(std::move(e));
}

void Gather::add(const why502::Reject& reject) {
  result.rejects.push_back({reject.verdict, std::string(reject.line), reject.offset});
}

std::string difference(const TwinEvent& expected, const TwinEvent& seen) {
  std::string out;
  compare("text", expected.text, seen.text, &out);
  compare("offset", expected.offset, seen.offset, &out);
  compare("rule", expected.rule, seen.rule, &out);
  compare("cause", expected.cause, seen.cause, &out);
  compare("role", expected.role, seen.role, &out);
  compare("phase", expected.phase, seen.phase, &out);
  compare("status", expected.status, seen.status, &out);
  compare("attempt", expected.attempt, seen.attempt, &out);
  compare("errno", expected.errno_value, seen.errno_value, &out);
  compare("truncated", expected.truncated, seen.truncated, &out);
  compare("suspect", expected.suspect, seen.suspect, &out);
  compare("severity", expected.severity, seen.severity, &out);
  compare("format", expected.format, seen.format, &out);
  compare("envelope", expected.envelope, seen.envelope, &out);
  compare("time", expected.time, seen.time, &out);
  compare("upstream", expected.upstream, seen.upstream, &out);
  compare("protocol", expected.protocol, seen.protocol, &out);
  compare("server", expected.server, seen.server, &out);
  compare("host", expected.host, seen.host, &out);
  compare("request", expected.request, seen.request, &out);
  compare("client", expected.client, seen.client, &out);
  compare("container", expected.container, seen.container, &out);
  compare("message", expected.message, seen.message, &out);
  return out;
}

std::string difference(const TwinResult& expected, const TwinResult& seen) {
  return difference_of_lists("event", expected.events, seen.events) +
         difference_of_lists("reject", expected.rejects, seen.rejects) + difference(expected.counters, seen.counters);
}

std::string difference_by_parser(const why502::Parser& parser, const TwinEvent& expected) {
  // The same record as the only line of a log has just the same.
  const TwinResult alone = twin(expected.text, "UTC", expected.text.size(), expected.format);
  const bool is_one_record = alone.events.size() == 1 && alone.events[0].text == expected.text;
  if (!is_one_record) return "";
  why502::Scratch scratch;
  Gather gather;
  const why502::Verdict verdict =
      parser.parse(expected.text, scratch, [&](const why502::Event& event) { gather.add(event); });
  if (verdict != why502::Verdict::event) return "  verdict: " + std::string(why502::id(verdict)) + "\n";
  return difference_of_lists("event", alone.events, gather.result.events);
}

std::string printable(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size();) {
    std::size_t run = 1;
    while (i + run < bytes.size() && bytes[i + run] == bytes[i]) ++run;
    const std::size_t times = run > 40 ? 1 : run;
    for (std::size_t k = 0; k < times; ++k) {
      const char c = bytes[i];
      if (c == '\n') {
        out += "\\n";
      } else if (c == '\r') {
        out += "\\r";
      } else if (c == '"' || c == '\\') {
        out += std::string("\\") + c;
      } else if (c >= ' ' && c <= '~') {
        out += c;
      } else {
        char octal[8];
        std::snprintf(octal, sizeof octal, "\\%03o", static_cast<unsigned>(static_cast<unsigned char>(c)));
        out += octal;
      }
    }
    if (times != run) out += "<" + std::to_string(run) + " times>";
    i += run;
  }
  return out;
}

std::string shrink(std::string bytes, const std::function<bool(const std::string&)>& fails) {
  int tries = 4000;
  for (std::size_t piece = bytes.size() / 2; piece > 0; piece /= 2) {
    for (std::size_t at = 0; at < bytes.size() && tries > 0;) {
      std::string shorter = bytes;
      shorter.erase(at, piece);
      --tries;
      if (fails(shorter)) {
        bytes = shorter;
      } else {
        at += piece;
      }
    }
  }
  return bytes;
}

}  // namespace why502_tests
