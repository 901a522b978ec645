// catalog.h -- what this build knows: causes (cause.h), rules, formats, envelopes, reports.
#ifndef WHY502_CATALOG_H_
#define WHY502_CATALOG_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "why502/cause.h"
#include "why502/event.h"
#include "why502/report.h"

namespace why502 {

// "0.1.0". Static storage, as are all views below.
std::string_view version() noexcept;

// How we know that a server writes a message.
enum class Proof : std::uint8_t {
  captured,  // a running server wrote the sample
  observed,  // it stood in somebody's log
  source,    // built from the format string in the server's source
};
std::string_view id(Proof proof) noexcept;

// One entry of the built-in knowledge.
struct RuleInfo {
  std::string_view id;      // "nginx.http.connect_refused"
  std::string_view server;  // "nginx"
  Cause cause;
  Role role;    // failure where only records that name a request are one
  Phase phase;  // unknown: any
  int status;   // 0: the record cannot tell
  Proof proof;
  std::string_view origin;  // file and function in the server's source
  std::string_view sample;  // a record that it knows
};

// All rules, in the order in which they are tried.
std::span<const RuleInfo> rules() noexcept;

// What to check where a server's log shows a cause: its commands and its words.
struct LookFirst {
  std::string_view server;  // as RuleInfo::server
  Cause cause;
  std::string_view check;    // what to do; words in capitals are to be filled in
  std::string_view setting;  // which directives it concerns
};

// By server, then in the causes' order. nginx has all causes, the others those that they can
// print.
std::span<const LookFirst> look_first() noexcept;
// The entry, or nullptr. O(their number).
const LookFirst* look_first(Cause cause, std::string_view server) noexcept;

struct FormatInfo {
  Format format;
  std::string_view id;           // "nginx"
  std::string_view description;  // "nginx's error_log, and that of its forks"
};
std::span<const FormatInfo> formats() noexcept;
std::optional<Format> format_from_id(std::string_view id) noexcept;

struct EnvelopeInfo {
  Envelope envelope;
  std::string_view id;
  std::string_view description;
};
std::span<const EnvelopeInfo> envelopes() noexcept;

struct ReportInfo {
  ReportId report;
  std::string_view id;          // "json", as in --output json
  std::string_view media_type;  // "application/json"
  std::string_view description;
};
std::span<const ReportInfo> reports() noexcept;

}  // namespace why502

#endif  // WHY502_CATALOG_H_
