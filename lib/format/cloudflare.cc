// cloudflare.cc -- Cloudflare's Logpush of http_requests: one JSON object a request.
//
// Source: cloudflare-docs, logs/logpush/logpush-job/datasets/zone/http_requests, .../log-output-options (three forms of
// time), support/troubleshooting/http-status-codes/cloudflare-5xx-errors, logs/faq/504-origin-status-0.
#include <array>
#include <cstddef>

#include "lib/base/bytes.h"
#include "lib/format/gateway.h"
#include "lib/format/json_members.h"
#include "lib/format/unescaped.h"
#include "lib/scan/find_text.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

enum In : std::uint8_t { edge, origin, start, origin_ip, host, method, uri, protocol, client, request_source, count };

constexpr JsonMember kMembers[] = {{"", "EdgeResponseStatus", edge},
                                   {"", "OriginResponseStatus", origin},
                                   {"", "EdgeStartTimestamp", start},
                                   {"", "EdgeEndTimestamp", start},
                                   {"", "OriginIP", origin_ip},
                                   {"", "ClientRequestHost", host},
                                   {"", "ClientRequestMethod", method},
                                   {"", "ClientRequestURI", uri},
                                   {"", "ClientRequestPath", uri},
                                   {"", "ClientRequestProtocol", protocol},
                                   {"", "ClientIP", client},
                                   {"", "RequestSource", request_source}};

struct CloudflareLine {
  std::array<JsonValue, In::count> values;
  int edge = 0, origin = 0;
};

bool read_line(std::string_view line, CloudflareLine* to) noexcept {
  if (!line.starts_with('{') || is_shippers(line) || scan::find_text(line, "\"EdgeResponseStatus\"") == npos)
    return false;
  if (!read_json_members(line, kMembers, to->values)) return false;
  to->edge = whole_number(to->values[edge]);
  to->origin = whole_number(to->values[origin]);
  return to->edge >= 0 && to->edge <= 999;
}

// Seconds or nanoseconds since 1970, or RFC 3339. False: it is none of them.
bool read_time(const JsonValue& value, StampReader& stamps, std::optional<Timestamp>* time) {
  constexpr std::size_t kLongestSeconds = 10, kLeastNanos = 17, kMostNanos = 19;
  if (!value.is_there()) return true;
  if (value.is_string) return stamps.read_iso(value.text, time);
  const std::string_view digits = value.text;
  if (base::skip_digits(digits, 0) != digits.size()) return false;
  const bool is_nanos = digits.size() >= kLeastNanos && digits.size() <= kMostNanos;
  if (!is_nanos && digits.size() > kLongestSeconds) return false;
  std::int64_t number = 0;
  for (const char c : is_nanos ? digits.substr(0, digits.size() - 3) : digits) number = number * 10 + (c - '0');
  *time = Timestamp(std::chrono::microseconds(is_nanos ? number : number * 1'000'000));
  return true;
}

// Statuses that no origin sends: they say what became of the request to it.
bool is_own(int status) noexcept { return status >= 520 && status <= 530; }

}  // namespace

bool cloudflare_head(std::string_view line, StampReader& stamps, Head* head) {
  CloudflareLine found;
  if (!read_line(line, &found) || !read_time(found.values[start], stamps, &head->time)) return false;
  set_interest(line, found.edge >= 500, head);
  return true;
}

Outcome cloudflare_parse(const Record& record, const match::Matcher& matcher, EventFn on_event) {
  CloudflareLine line;
  if (!read_line(record.text, &line) || line.edge < 500) return Outcome::other;
  const auto& v = line.values;
  Unescaped text(record.text, record.side);
  Told told;
  told.message.state = is_own(line.edge) || line.origin < 500 ? v[edge].text : "origin";
  told.is_failure = is_own(line.edge);
  told.status = line.edge;
  const std::size_t shown = text.size();
  text.append_plain("edge ");
  text.append_plain(v[edge].text);
  text.append_plain(" origin ");
  text.append_plain(line.origin < 0 ? "-" : v[origin].text);
  if (!v[request_source].string().empty()) text.append_plain(" ");
  text.append(v[request_source].string());
  told.message.text = told.shown = text.since(shown);
  told.host = text.add(v[host].string());
  told.upstream = text.add(v[origin_ip].string().empty() ? v[host].string() : v[origin_ip].string());
  told.client = text.add(v[client].string());
  told.request = text.add_words({v[method].string(), v[uri].string(), v[protocol].string()});
  told.made = text.all();
  return tell(record, Format::cloudflare, told, matcher, on_event);
}

}  // namespace why502::format
