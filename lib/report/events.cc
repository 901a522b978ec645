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
  const auto text = [&](std::string_view key, std::string_view value) {
    json.key(key);
    json.string_or_null(value);
  };
  json.open_object();
  json.key("time");
  json.time_or_null(event.time());
  text("cause", id(event.cause()));
  text("role", id(event.role()));
  text("phase", id(event.phase()));
  json.key("status");
  json.number_or_null(event.status());
  text("upstream", event.upstream());
  text("protocol", event.protocol());
  text("server", event.server());
  text("host", event.host());
  text("request", event.request());
  text("client", event.client());
  text("severity", id(event.severity()));
  json.key("errno");
  json.number_or_null(event.errno_value());
  text("rule", event.rule());
  text("format", id(event.format()));
  text("envelope", id(event.envelope()));
  text("container", event.container());
  json.key("truncated");
  json.boolean(event.truncated());
  json.key("suspect");
  json.boolean(event.suspect());
  json.key("attempt");
  attempt_or_null(event.attempt_key(), json);
  text("source", event.source());
  json.key("offset");
  json.number(event.offset());
  json.key("message");
  json.string(event.message());
  json.close();
  *out += '\n';
}

}  // namespace why502
