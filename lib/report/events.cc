// events.cc -- one event as one line of JSON: share/why502/event.schema.json as code.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "lib/report/json_writer.h"
#include "why502/report.h"

namespace why502 {
namespace {

using report::JsonWriter;

// 16 hex digits: as a number it would not survive JavaScript.
void attempt_or_null(std::uint64_t key, JsonWriter& json) {
  if (key == 0) return json.null();
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<char, 16> text{};
  for (auto it = text.rbegin(); it != text.rend(); ++it, key >>= 4U) *it = kDigits[key & 15U];
  json.string({text.data(), text.size()});
}

}  // namespace

void append_json(const Event& event, std::string* out) {
  JsonWriter json(out);
  json.open_object();
  json.time_or_null("time", event.time());
  json.string_or_null("cause", id(event.cause()));
  json.string_or_null("role", id(event.role()));
  json.string_or_null("phase", id(event.phase()));
  json.number_or_null("status", event.status());
  json.string_or_null("upstream", event.upstream());
  json.string_or_null("protocol", event.protocol());
  json.string_or_null("server", event.server());
  json.string_or_null("host", event.host());
  json.string_or_null("request", event.request());
  json.string_or_null("client", event.client());
  json.string_or_null("severity", id(event.severity()));
  json.number_or_null("errno", event.errno_value());
  json.string_or_null("rule", event.rule());
  json.string_or_null("format", id(event.format()));
  json.string_or_null("envelope", id(event.envelope()));
  json.string_or_null("container", event.container());
  json.boolean("truncated", event.truncated());
  json.boolean("suspect", event.suspect());
  json.key("attempt");
  attempt_or_null(event.attempt_key(), json);
  json.string_or_null("source", event.source());
  json.number("offset", event.offset());
  json.string("message", event.message());
  json.close();
  *out += '\n';
}

}  // namespace why502
