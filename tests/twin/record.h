// record.h -- the twin's reading of one nginx record: message, action, context.
#ifndef WHY502_TESTS_TWIN_RECORD_H_
#define WHY502_TESTS_TWIN_RECORD_H_

#include <cstddef>
#include <optional>
#include <string>

#include "tests/twin/head.h"
#include "why502/event.h"

namespace why502_tests {

// One field of the context.
struct ContextField {
  bool present = false;
  bool closed = true;  // false: a quoted one without its closing quote
  std::string value;
};

struct Record {
  Head head;
  std::string text;     // from the head's first byte to the last line's end
  std::string message;  // without head, action and context
  bool has_action = false;
  std::string action_words;
  why502::Phase action = why502::Phase::unknown;  // what the action means
  bool has_context = false;
  ContextField client, server, request, subrequest, upstream, host, referrer;
  bool is_stream = false, is_udp = false, is_mail = false;
  bool is_check = false;                // a health check's
  bool several_contexts = false;        // in foreign text
  bool fields_without_context = false;  // `", host: "` or `", referrer: "`
  bool tail_after_context = false;      // `" failed (` and then another `, client: `
  bool all_fields_are_closed = false;   // of the context
  bool is_json = false;                 // Angie's: one line, whatever is in it
  bool is_cut = false;                  // it says so
  std::optional<int> number;            // the errno, told apart from the message
};

// REQUIRES: `text` begins with `head`.
Record read_record(const Head& head, const std::string& text);

// Must further lines complete it?
bool is_open(const Record& record);

// The number of the last " (111: " of a message that ends in a parenthesis and
// quotes nobody; 0 if there is none.
int errno_of_message(const std::string& message);

// The upstream's name as its field tells it; "" where it does not.
struct UpstreamName {
  std::string protocol, name;
};
UpstreamName name_of_upstream(const Record& record);

// The same of the value that stands behind the first `mark` of the message.
UpstreamName name_behind(const Record& record, const std::string& mark);

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_RECORD_H_
