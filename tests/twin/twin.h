// twin.h -- the slow obvious twin of the engine: ARCHITECTURE.md's words, one by one, with no speed tricks.
//
// It shares with the engine the tables of lib/knowledge and the public
// vocabulary, and no code. Where the two differ, one of them misreads the text.
#ifndef WHY502_TESTS_TWIN_TWIN_H_
#define WHY502_TESTS_TWIN_TWIN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "why502/cause.h"
#include "why502/event.h"
#include "why502/parser.h"

namespace why502_tests {

// All that a why502::Event tells, owned.
struct TwinEvent {
  why502::Cause cause = why502::Cause::none;
  why502::Role role = why502::Role::failure;
  why502::Phase phase = why502::Phase::unknown;
  int status = 0;
  std::size_t attempt = 0;  // 0: no key; else 1 for the first key seen, 2 for the second one, ...
  int errno_value = 0;
  std::string rule;
  bool truncated = false;
  bool suspect = false;
  why502::Severity severity = why502::Severity::unknown;
  why502::Format format = why502::Format::nginx;
  why502::Envelope envelope = why502::Envelope::none;
  std::optional<why502::Timestamp> time;
  std::string upstream, protocol, server, host, request, client, container, message, text;
  std::uint64_t offset = 0;

  bool operator==(const TwinEvent&) const = default;
};

// A line that could not be read.
struct TwinReject {
  why502::Verdict verdict = why502::Verdict::unrecognized;
  std::string line;
  std::uint64_t offset = 0;

  bool operator==(const TwinReject&) const = default;
};

struct TwinResult {
  std::vector<TwinEvent> events;
  why502::Counters counters;
  std::vector<TwinReject> rejects;
};

// Everything that stands in `bytes`. REQUIRES: zone is "UTC", the only one that
// the twin knows. `format`: nginx, angie_json, or another gateway.
TwinResult twin(std::string_view bytes, const std::string& zone = "UTC", std::size_t max_line_bytes = 1 << 20,
                why502::Format format = why502::Format::nginx);

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_TWIN_H_
