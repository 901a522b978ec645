// cloudflare.cc -- the twin's reading of Cloudflare's Logpush.
#include <chrono>
#include <string>

#include "tests/twin/gateways.h"

namespace why502_tests {
namespace {

constexpr std::size_t npos = std::string::npos;

std::optional<Json> read(const std::string& line) {
  if (is_shippers(line) || line.empty() || line[0] != '{' || line.find("\"EdgeResponseStatus\"") == npos)
    return std::nullopt;
  const auto json = read_json(line, true);
  if (!json) return std::nullopt;
  const int edge = whole(Members(*json).either({"EdgeResponseStatus"}));
  if (edge < 0 || edge > 999) return std::nullopt;
  return json;
}

}  // namespace

std::optional<Head> cloudflare_head_of(const std::string& line) {
  const auto json = read(line);
  if (!json) return std::nullopt;
  Head head;
  const Members members(*json);
  const std::vector<std::string> keys = {"EdgeStartTimestamp", "EdgeEndTimestamp"};
  if (!members.has(keys)) return head;
  const std::string number = members.number(keys);
  if (number.empty()) {
    const auto time = iso_time(members.text(keys));
    if (!time) return std::nullopt;
    head.time = time->first;
    head.zoned = time->second;
    return head;
  }
  head.zoned = true;
  if (!is_number(number)) return std::nullopt;
  if (number.size() >= 17 && number.size() <= 19) {
    head.time = why502::Timestamp(std::chrono::microseconds(std::stoll(number.substr(0, number.size() - 3))));
  } else if (number.size() <= 10) {
    head.time = why502::Timestamp(std::chrono::seconds(std::stoll(number)));
  } else {
    return std::nullopt;
  }
  return head;
}

std::vector<TwinEvent> cloudflare_events(const std::string& line) {
  const Json json = *read(line);
  const Members members(json);
  const std::string edge = members.either({"EdgeResponseStatus"}), origin = members.either({"OriginResponseStatus"});
  const int status = whole(edge);
  if (status < 500) return {};
  const bool is_own = status >= 520 && status <= 530;
  Asked asked;
  asked.is_failure = is_own;
  asked.state = !is_own && whole(origin) >= 500 ? "origin" : edge;
  TwinEvent event;
  event.status = status;
  event.message = "edge " + edge + " origin " + (whole(origin) < 0 ? "-" : origin);
  const std::string source = members.text({"RequestSource"});
  if (!source.empty()) event.message += " " + source;
  asked.message = event.message;
  event.host = members.text({"ClientRequestHost"});
  event.upstream = members.text({"OriginIP"});
  if (event.upstream.empty()) event.upstream = event.host;
  event.client = members.text({"ClientIP"});
  for (const std::vector<std::string>& keys : {std::vector<std::string>{"ClientRequestMethod"},
                                               {"ClientRequestURI", "ClientRequestPath"},
                                               {"ClientRequestProtocol"}}) {
    const std::string part = members.text(keys);
    if (!part.empty()) event.request += (event.request.empty() ? "" : " ") + part;
  }
  return judged(why502::knowledge::Server::cloudflare, asked, event);
}

}  // namespace why502_tests
