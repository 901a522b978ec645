// envelope.h -- the twin's opening of envelopes, one at a time.
#ifndef WHY502_TESTS_TWIN_ENVELOPE_H_
#define WHY502_TESTS_TWIN_ENVELOPE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tests/twin/head.h"
#include "why502/event.h"

namespace why502_tests {

struct Opened {
  why502::Envelope envelope = why502::Envelope::none;
  std::string text, container;
  std::string stream;  // what tells one writer from others
  bool partial = false;
  bool in_object = false;  // the text stood in a JSON object
  std::size_t indent = 0;  // syslog's: how many bytes stood before the text
  std::optional<why502::Timestamp> writing, reading;
};

// Every reading of `line` as an envelope, in the order of the table; prefixes left out.
std::vector<Opened> open_envelope(const std::string& line);

// The reading as a record behind a prefix.
std::optional<Opened> open_prefix(const std::string& line, std::optional<Head> (*head_of)(const std::string& line));

// What stands behind it; behind a coloured one without the colour's end.
std::string without_prefix(const std::string& line, const std::string& prefix);

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_ENVELOPE_H_
