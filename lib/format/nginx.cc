// nginx.cc -- the record that nginx's error_log writes.
#include "lib/format/nginx.h"

#include <bit>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/format/event_builder.h"
#include "lib/format/nginx_context.h"
#include "lib/format/upstream_name.h"
#include "lib/scan/find.h"

namespace why502::format {
namespace {

using base::load8;
using base::skip_digits;
using base::stands_at;

// nginx cuts a record at 2047 bytes and a line feed (ngx_log.c, NGX_MAX_ERROR_STR).
constexpr std::size_t kLongestRecord = 2047;

struct Carrier {
  std::string_view start;
  std::uint64_t first8;
};
constexpr std::uint64_t word_of(std::string_view text) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(text[i]));
    word |= byte << (std::endian::native == std::endian::little ? 8 * i : 56 - 8 * i);
  }
  return word;
}
constexpr Carrier kCarriers[] = {
#define WHY502_CARRIER(text) {text, word_of(text)},
#include "lib/knowledge/carriers.inc"
#undef WHY502_CARRIER
};

// Compares integers first: this is asked of every line. All carriers have 8 bytes.
bool is_carrier(std::string_view message) noexcept {
  if (message.size() < 8) return false;
  const std::uint64_t first8 = load8(message.data());
  for (const Carrier& carrier : kCarriers) {
    if (first8 == carrier.first8) return stands_at(message, 0, carrier.start);
  }
  return false;
}

// Do 8 bytes look like `shape`, whose digits are '0'? Every other byte must be equal.
constexpr std::uint64_t shape_word(std::string_view shape, bool digits) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const bool digit = shape[i] == '0';
    const auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(shape[i]));
    word |= (digits ? (digit ? 0x80u : 0u) : byte) << (8 * i);
  }
  return word;
}
template <std::uint64_t text, std::uint64_t digits>
bool has_shape(const char* p) noexcept {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    word = load8(p);
  } else {
    for (int i = 7; i >= 0; --i) word = word << 8 | static_cast<unsigned char>(p[i]);
  }
  // A digit minus '0' is 0 to 9, any other byte minus what it must be is 0.
  const std::uint64_t rest = word ^ text;  // digits: low nibble; others: 0
  const std::uint64_t low = digits >> 7;   // 0x01 in every digit's byte
  const std::uint64_t nibbles = low * 0x0F;
  if ((rest & ~nibbles) != 0) return false;
  // 0x76 + a nibble reaches 0x80 from 10 on.
  return (((rest & nibbles) + low * 0x76) & digits) == 0;
}

constexpr std::string_view kStampShape = "0000/00/00 00:00:00 [";

// `known`: the first 16 bytes are those of a stamp.
bool is_stamp(const char* p, bool known) noexcept {
  constexpr std::uint64_t a = shape_word(kStampShape, false), a_digits = shape_word(kStampShape, true);
  constexpr std::uint64_t b = shape_word(kStampShape.substr(8), false),
                          b_digits = shape_word(kStampShape.substr(8), true);
  constexpr std::uint64_t c = shape_word(kStampShape.substr(13), false),
                          c_digits = shape_word(kStampShape.substr(13), true);
  return has_shape<c, c_digits>(p + 13) && (known || (has_shape<a, a_digits>(p) && has_shape<b, b_digits>(p + 8)));
}

// The level whose name stands at `p` with its "]", of which 8 bytes can be read;
// unknown if none does. `length` is that of the name.
Severity level_at(const char* p, std::size_t* length) noexcept {
  const std::uint64_t word = load8(p);
  const auto is = [&](std::string_view name) {  // a constant: compares integers
    const std::uint64_t wanted = load8(name);
    const std::uint64_t mask = load8(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff", name.size()));
    *length = name.size() - 1;
    return (word & mask) == wanted;
  };
  switch (p[0]) {
    case 'i': return is("info]") ? Severity::info : Severity::unknown;
    case 'n': return is("notice]") ? Severity::notice : Severity::unknown;
    case 'w': return is("warn]") ? Severity::warn : Severity::unknown;
    case 'c': return is("crit]") ? Severity::crit : Severity::unknown;
    case 'a': return is("alert]") ? Severity::alert : Severity::unknown;
    case 'd': return is("debug]") ? Severity::debug : Severity::unknown;
    case 'e': return is("error]") ? Severity::error : is("emerg]") ? Severity::emerg : Severity::unknown;
    default: return Severity::unknown;
  }
}

bool is_open(const Record& record, const NginxContext& context) noexcept {
  return record.head.has_connection() && record.head.severity != Severity::debug &&
         record.text.size() < kLongestRecord - 1 && (!context.present || !context.closed);
}

// The number in ` (111: Connection refused)` at the end of the message; 0 if there
// is none.
int errno_in(std::string_view message) noexcept {
  if (message.empty() || message.back() != ')' || nginx_is_free_text(message)) return 0;
  int number = 0;
  for (std::size_t open = scan::find_near(message, '(', 0); open != std::string_view::npos;
       open = scan::find_near(message, '(', open + 1)) {
    const std::size_t end = skip_digits(message, open + 1);
    if (open > 0 && message[open - 1] == ' ' && end > open + 1 && end - open < 8 && stands_at(message, end, ": ")) {
      number = base::to_int(message.substr(open + 1, end - open - 1));
    }
  }
  return number;
}

std::string_view word(std::string_view message, int number) noexcept {
  std::size_t begin = 0;
  for (int i = 1; i < number; ++i) {
    begin = message.find(' ', begin);
    if (begin == std::string_view::npos) return {};
    ++begin;
  }
  const std::size_t end = message.find(' ', begin);
  return end == std::string_view::npos ? std::string_view{} : message.substr(begin, end - begin);
}

std::string_view name_in_message(knowledge::Names names, std::string_view message) noexcept {
  switch (names) {
    case knowledge::Names::field: return {};
    case knowledge::Names::first_word: return word(message, 1);
    case knowledge::Names::third_word: return word(message, 3);
    case knowledge::Names::last_word: return message.substr(message.find_last_of(' ') + 1);
  }
  return {};
}

Role role_of(knowledge::Counts counts, bool names_request) noexcept {
  switch (counts) {
    case knowledge::Counts::failure: return Role::failure;
    case knowledge::Counts::evidence: return Role::evidence;
    case knowledge::Counts::echo: return Role::echo;
    case knowledge::Counts::with_request: return names_request ? Role::failure : Role::evidence;
  }
  return Role::failure;
}

// The rule's status, where the record can tell one: a subrequest's is its request's
// to decide, stream has none, and a websocket's client had 101 where others had 200.
int status_of(int status, const NginxContext& context) noexcept {
  if (context.has_subrequest || context.is_stream) return 0;
  return status == 200 && context.is_upgraded ? 101 : status;
}

std::uint64_t attempt_key(std::string_view record, const Head& head, const NginxContext& context) noexcept {
  if (!head.has_connection() || context.request.empty()) return 0;
  // "71#71: *9" stands in one piece.
  const std::string_view who = record.substr(head.process_begin, head.connection_end - head.process_begin);
  std::uint64_t key = base::stable_hash(who, 0);
  key = base::stable_hash(context.request, key);
  key = base::stable_hash(context.host, key);
  return key == 0 ? 1 : key;
}

}  // namespace

bool nginx_head(std::string_view line, StampReader& stamps, Head* head) {
  constexpr std::size_t kLevel = kStampShape.size();
  if (line.size() < kLevel + 10 || !is_stamp(line.data(), stamps.is_last_minute(line.data()))) return false;
  std::size_t name = 0;
  const Severity severity = level_at(line.data() + kLevel, &name);
  if (severity == Severity::unknown) return false;

  // One byte of the line, 0 behind its end.
  const auto byte = [&](std::size_t at) { return at < line.size() ? line[at] : '\0'; };
  std::size_t at = kLevel + name + 1;
  if (byte(at) != ' ') return false;
  const std::size_t process = ++at;
  at = skip_digits(line, process);
  if (at == process || byte(at) != '#') return false;
  const std::size_t thread = ++at;
  at = skip_digits(line, thread);
  if (at == thread || byte(at) != ':' || byte(at + 1) != ' ') return false;
  head->process_begin = static_cast<std::uint32_t>(process);
  head->process_end = static_cast<std::uint32_t>(at);
  at += 2;

  head->connection_begin = head->connection_end = 0;
  if (byte(at) == '*') {
    const std::size_t end = skip_digits(line, at + 1);
    if (end > at + 1 && byte(end) == ' ') {
      head->connection_begin = static_cast<std::uint32_t>(at + 1);
      head->connection_end = static_cast<std::uint32_t>(end);
      at = end + 1;
    }
  }
  head->message = static_cast<std::uint32_t>(at);
  head->severity = severity;
  head->carrier = is_carrier(line.substr(at));
  head->time = stamps.read(line);
  return true;
}

bool nginx_is_open(const Record& record) { return is_open(record, nginx_context(record.text, record.head.message)); }

Outcome nginx_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  const NginxContext context = nginx_context(record.text, record.head.message);
  const bool open = is_open(record, context);
  if (open && !record.given_up) return Outcome::open;

  match::Message message;
  message.text = context.message;
  message.severity = record.head.severity;
  message.at = context.action;
  const int number = errno_in(context.message);
  message.error = knowledge::errno_of(number);

  const knowledge::Rule* rule = matcher.find(message);
  if (rule == nullptr) {
    const bool tells_of_upstream = context.action != Phase::unknown || context.has_upstream;
    if (record.head.severity < Severity::error || !tells_of_upstream || matcher.is_look_alike(message)) {
      return Outcome::other;
    }
  }

  EventBuilder build(record.text);
  UpstreamName upstream;
  if (context.has_upstream) upstream = upstream_name(context.upstream, context.upstream_closed, context.request);
  if (rule != nullptr) {
    if (upstream.name.empty()) upstream.name = name_in_message(rule->names, context.message);
    build.meaning(rule->cause, role_of(rule->counts, !context.request.empty()),
                  rule->phase == Phase::unknown ? context.action : rule->phase, status_of(rule->status, context),
                  rule->id);
  } else {
    build.meaning(Cause::other, Role::failure, context.action, 0, {});
  }
  build.record(Format::nginx, record.head.severity, rule != nullptr && rule->own_number ? 0 : number,
               attempt_key(record.text, record.head, context));
  if (record.head.time) build.time(*record.head.time);
  build.trust(open || record.text.size() + (record.cr ? 1 : 0) == kLongestRecord,
              context.ambiguous || record.after_carrier);
  build.place(record.source, record.offset);
  build.field(Field::message, context.message);
  build.field(Field::upstream, upstream.name);
  build.field(Field::protocol, upstream.protocol);
  build.field(Field::server, context.server);
  build.field(Field::host, context.host);
  build.field(Field::request, context.request);
  build.field(Field::client, context.client);
  on_event(build.event());
  return Outcome::event;
}

}  // namespace why502::format
