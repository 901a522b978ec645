// nginx.cc -- the record that nginx's error_log writes.
#include "lib/format/nginx.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <optional>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/format/event_builder.h"
#include "lib/format/nginx_context.h"
#include "lib/format/role.h"
#include "lib/format/upstream_name.h"
#include "lib/scan/find.h"
#include "lib/scan/masks.h"

namespace why502::format {
namespace {

using base::load8;
using base::skip_digits;
using base::stands_at;

// nginx cuts a record at 2047 bytes and a line feed (ngx_log.c, NGX_MAX_ERROR_STR).
constexpr std::size_t kLongestRecord = 2047;

constexpr std::string_view kCarriers[] = {
#define WHY502_CARRIER(text) text,
#include "lib/knowledge/carriers.inc"
#undef WHY502_CARRIER
};

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

// A level's name and "]", as an integer.
struct Level {
  std::uint64_t word, mask;
  std::uint32_t length;  // of the name
  Severity severity;
};
// What stands at a name's place has no byte of 0.
constexpr Level kNoLevel = {0, ~std::uint64_t{0}, 0, Severity::unknown};

constexpr std::pair<std::string_view, Severity> kLevelNames[] = {
    {"debug]", Severity::debug}, {"info]", Severity::info}, {"notice]", Severity::notice}, {"warn]", Severity::warn},
    {"error]", Severity::error}, {"crit]", Severity::crit}, {"alert]", Severity::alert},   {"emerg]", Severity::emerg}};

// The levels by a hash of their first bytes, so that none is guessed.
class Levels {
 public:
  constexpr Levels() noexcept {
    while (!fill()) multiplier_ += 2;
  }

  // The only level that may stand where the 8 bytes of `word` do.
  constexpr const Level& at(std::uint64_t word) const noexcept { return slots_[slot(word)]; }

 private:
  constexpr std::size_t slot(std::uint64_t word) const noexcept {
    const std::uint64_t first4 = std::endian::native == std::endian::little ? word & 0xffff'ffffu : word >> 32;
    return static_cast<std::uint32_t>(first4 * multiplier_) >> 28;
  }

  constexpr bool fill() noexcept {
    slots_.fill(kNoLevel);  // GCC 12 takes `= {}` for zeros
    for (const auto& [name, severity] : kLevelNames) {
      const std::uint64_t word = base::word_of(name);
      Level& level = slots_[slot(word)];
      if (level.length != 0) return false;
      level = {word, base::mask_of(name.size()), static_cast<std::uint32_t>(name.size() - 1), severity};
    }
    return true;
  }

  std::uint64_t multiplier_ = 3;
  std::array<Level, 16> slots_{};
};
constexpr Levels kLevels;

#if defined(__SSE2__)
// The first bytes behind a level, their digits found at once: see read_process().
class Near {
 public:
  static constexpr std::size_t kBytes = 32;

  // REQUIRES: kBytes can be read at `p`.
  explicit Near(const char* p) noexcept : p_(p), others_(scan::others_than_digits32(p)) {}

  std::size_t digits_end(std::size_t at) const noexcept {
    return at + static_cast<std::size_t>(std::countr_zero(others_ >> at));
  }
  bool holds(std::size_t at) const noexcept { return at < kBytes; }
  char operator[](std::size_t at) const noexcept { return p_[at]; }
  static constexpr bool kIsWhole = false;

 private:
  const char* p_;
  std::uint64_t others_;
};
#endif

// The same for any number of bytes.
class Anywhere {
 public:
  explicit Anywhere(std::string_view text) noexcept : text_(text) {}

  std::size_t digits_end(std::size_t at) const noexcept { return skip_digits(text_, at); }
  bool holds(std::size_t at) const noexcept { return at < text_.size(); }
  char operator[](std::size_t at) const noexcept { return text_[at]; }
  static constexpr bool kIsWhole = true;

 private:
  std::string_view text_;
};

// Reads `71#71: *9 ` at the beginning of `text`, which stands at `begin` in the line. Nothing
// if what is there does not tell.
template <typename Text>
std::optional<bool> read_process(const Text& text, std::size_t begin, Head* head) noexcept {
  const auto cut = [] { return Text::kIsWhole ? std::optional(false) : std::nullopt; };
  const std::size_t thread = text.digits_end(0) + 1;
  if (!text.holds(thread)) return cut();
  if (thread == 1 || text[thread - 1] != '#') return false;
  const std::size_t end = text.digits_end(thread);
  if (!text.holds(end + 1)) return cut();
  if (end == thread || text[end] != ':' || text[end + 1] != ' ') return false;
  const std::size_t message = end + 2;
  head->process_begin = static_cast<std::uint32_t>(begin);
  head->process_end = static_cast<std::uint32_t>(begin + end);
  head->connection_begin = head->connection_end = 0;
  head->message = static_cast<std::uint32_t>(begin + message);
  if (!text.holds(message)) return Text::kIsWhole ? std::optional(true) : std::nullopt;
  if (text[message] != '*') return true;
  const std::size_t blank = text.digits_end(message + 1);
  if (!text.holds(blank)) return Text::kIsWhole ? std::optional(true) : std::nullopt;
  if (blank == message + 1 || text[blank] != ' ') return true;
  head->connection_begin = static_cast<std::uint32_t>(begin + message + 1);
  head->connection_end = static_cast<std::uint32_t>(begin + blank);
  head->message = static_cast<std::uint32_t>(begin + blank + 1);
  return true;
}

bool is_open(const Record& record, const NginxContext& context) noexcept {
  return record.head.has_connection() && record.head.severity != Severity::debug &&
         record.text.size() < kLongestRecord - 1 && (!context.present || !context.closed);
}

// The number in ` (111: Connection refused)` at the end of the message; 0 if there
// is none.
int errno_in(std::string_view message) noexcept {
  if (message.empty() || message.back() != ')') return 0;
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

// What stands behind the first `mark`: to a blank, a quote, a parenthesis, a comma or the end.
std::string_view name_after(std::string_view message, std::string_view mark) noexcept {
  const std::size_t at = message.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = message.substr(at + mark.size());
  return rest.substr(0, rest.find_first_of(" \"(),"));
}

// The upstream's name as the rule finds it in the message; `known`: what the field tells.
UpstreamName name_in_message(const knowledge::Rule& rule, const NginxContext& context, UpstreamName known) noexcept {
  const std::string_view message = context.message;
  if (!rule.name_after.empty()) return upstream_name(name_after(message, rule.name_after), true, context.request);
  switch (rule.names) {
    case knowledge::Names::field: break;
    case knowledge::Names::first_word: known.name = word(message, 1); break;
    case knowledge::Names::third_word: known.name = word(message, 3); break;
    case knowledge::Names::last_word: known.name = message.substr(message.find_last_of(' ') + 1); break;
    default: break;  // other servers'
  }
  return known;
}

// The rule's status, where the record can tell one: a subrequest's is its request's
// to decide, stream and mail have none, and a websocket's client had 101 where others had 200.
int status_of(int status, const NginxContext& context) noexcept {
  if (context.has_subrequest || context.is_stream || context.is_mail) return 0;
  return status == 200 && context.is_upgraded ? 101 : status;
}

std::uint64_t attempt_key(std::string_view record, const Head& head, const NginxContext& context) noexcept {
  if (!head.has_connection() || !context.names_request()) return 0;
  // "71#71: *9" stands in one piece.
  const std::string_view who = record.substr(head.process_begin, head.connection_end - head.process_begin);
  std::uint64_t key = base::stable_hash(who, 0);
  key = base::stable_hash(context.request, key);
  key = base::stable_hash(context.host, key);
  return key == 0 ? 1 : key;
}

}  // namespace

// `nginx: [emerg] ...`: what nginx writes to its standard error while it starts.
// Source: ngx_log.c ngx_log_stderr() and ngx_log_error_core().
static bool console_head(std::string_view line, Head* head) {
  constexpr std::string_view kStart = "nginx: [";
  if (!stands_at(line, 0, kStart) || line.size() < 2 * kStart.size()) return false;
  const std::uint64_t word = load8(line.data() + kStart.size());
  const Level& level = kLevels.at(word);
  const std::size_t blank = kStart.size() + level.length + 1;
  if ((word & level.mask) != level.word || blank >= line.size() || line[blank] != ' ') return false;
  *head = Head{};
  head->severity = level.severity;
  head->message = static_cast<std::uint32_t>(blank + 1);
  return true;
}

bool nginx_head(std::string_view line, StampReader& stamps, Head* head) {
  constexpr std::size_t kLevel = kStampShape.size();
  constexpr std::size_t kShortest = kLevel + std::string_view("info] 1#1: ").size();
  if (line.size() < kShortest) return console_head(line, head);
  const bool known = stamps.is_last_minute(line.data());
  if (!is_stamp(line.data(), known)) return console_head(line, head);
  const std::uint64_t word = load8(line.data() + kLevel);
  const Level& level = kLevels.at(word);
  const std::size_t blank = kLevel + level.length + 1;
  if ((word & level.mask) != level.word || line[blank] != ' ') return false;
  head->severity = level.severity;
  head->time = known ? stamps.read_second(line.data()) : stamps.read(line);
#if defined(__SSE2__)
  const bool is_near = line.size() - blank > Near::kBytes;
  if (is_near) {
    const Near near(line.data() + blank + 1);
    if (const auto found = read_process(near, blank + 1, head)) return *found;
  }
#endif
  return *read_process(Anywhere(line.substr(blank + 1)), blank + 1, head);
}

bool nginx_is_carrier(const Record& record) {
  const std::string_view message = record.text.substr(record.head.message);
  if (std::any_of(std::begin(kCarriers), std::end(kCarriers),
                  [&](std::string_view start) { return stands_at(message, 0, start); })) {
    return true;
  }
  // Nearly all records end in a quote that closes a field.
  if (base::ends_in(message, "\"") && !base::ends_in(message, " \"")) return false;
  return nginx_context(record.text, record.head.message).is_decoded_text_open;
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
  const int number = context.is_free_text ? 0 : errno_in(context.message);
  message.error = knowledge::errno_of(number);
  message.context = context.context;

  const knowledge::Rule* rule = matcher.find(message);
  if (rule == nullptr) {
    const bool tells_of_upstream =
        (context.action != Phase::unknown || context.has_upstream) && context.context != knowledge::Context::check;
    if (record.head.severity < Severity::error || !tells_of_upstream || matcher.is_look_alike(message)) {
      return Outcome::other;
    }
  }

  EventBuilder build(record.text);
  UpstreamName upstream;
  if (context.has_upstream) upstream = upstream_name(context.upstream, context.upstream_closed, context.request);
  if (rule != nullptr) {
    if (upstream.name.empty()) upstream = name_in_message(*rule, context, upstream);
    build.meaning(rule->cause, role_of(rule->counts, context.names_request()),
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
