// caddy.cc -- the twin's reading of Caddy's JSON log.
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "tests/twin/gateways.h"

namespace why502_tests {
namespace {

using why502::Severity;

constexpr std::size_t npos = std::string::npos;

const std::map<std::string, Severity> kLevels = {{"debug", Severity::debug}, {"info", Severity::info},
                                                 {"warn", Severity::warn},   {"error", Severity::error},
                                                 {"panic", Severity::crit},  {"fatal", Severity::crit}};

bool begins(const std::string& text, const std::string& start) { return text.compare(0, start.size(), start) == 0; }

std::optional<Json> read(const std::string& line) {
  if (line.empty() || line[0] != '{' || is_shippers(line)) return std::nullopt;
  if (line.find("\"logger\":\"http") == npos) return std::nullopt;
  const auto json = read_json(line, true);
  if (!json) return std::nullopt;
  const Members members(*json);
  if (kLevels.count(members.text({"level"})) == 0 || !members.has({"ts"})) return std::nullopt;
  if (!members.has({"msg"}) || !members.number({"msg"}).empty()) return std::nullopt;
  return begins(members.text({"logger"}), "http") ? json : std::nullopt;
}

std::string inner(const Json& json, const std::string& key) {
  const auto it = json.strings.find("request." + key);
  return it == json.strings.end() ? "" : it->second;
}

}  // namespace

std::string go_peer(const std::string& error) {
  const std::string lookup = "dial tcp: lookup ";
  if (const std::size_t at = error.find(lookup); at != npos) {
    const std::string rest = error.substr(at + lookup.size());
    return rest.substr(0, rest.find_first_of(" :"));
  }
  for (const std::string mark : {"dial tcp ", "read tcp ", "write tcp "}) {
    const std::size_t at = error.find(mark);
    if (at == npos) continue;
    const std::string rest = error.substr(at + mark.size());
    const std::size_t end = rest.find(": ");
    if (end == npos) continue;
    const std::size_t arrow = rest.substr(0, end).find("->");
    return arrow == npos ? rest.substr(0, end) : rest.substr(arrow + 2, end - arrow - 2);
  }
  return "";
}

std::optional<Head> caddy_head_of(const std::string& line) {
  const auto json = read(line);
  if (!json) return std::nullopt;
  Head head;
  const Members members(*json);
  const std::string number = members.number({"ts"});
  if (number.empty()) {
    const auto time = iso_time(members.text({"ts"}));
    if (time) {
      head.time = time->first;
      head.zoned = time->second;
    }
    return head;
  }
  head.zoned = true;
  std::vector<std::string> parts = split(number, '.');
  if (!is_number(parts[0]) || parts[0].size() > 10 || parts.size() > 2) return head;
  std::string micros = parts.size() == 2 ? parts[1] : "";
  if (!micros.empty() && !is_number(micros)) return head;
  micros.resize(6, '0');
  head.time = why502::Timestamp(std::chrono::microseconds(std::stoll(parts[0] + micros)));
  return head;
}

std::vector<TwinEvent> caddy_events(const std::string& line) {
  const Json json = *read(line);
  const Members members(json);
  const std::string logger = members.text({"logger"});
  const bool is_error = begins(logger, "http.log.error"), is_access = begins(logger, "http.log.access");
  const bool is_proxy = begins(logger, "http.handlers.reverse_proxy");
  const int status = whole(members.either({"status"}));
  Asked asked;
  asked.severity = kLevels.at(members.text({"level"}));
  if (!is_error && !(is_access && status >= 500 && status <= 599) && !(is_proxy && asked.severity > Severity::debug)) {
    return {};
  }
  TwinEvent event;
  event.message = members.text({"msg"});
  if (const std::string error = members.text({"error"}); !error.empty()) event.message += ": " + error;
  if (is_access) {
    asked.state = whole(members.either({"size"})) == 0 ? "answered" : "passed";
  } else if (event.message == "EOF") {
    asked.state = "EOF";
  } else {
    asked.message = event.message;
  }
  asked.is_failure = is_error && begins(members.text({"err_trace"}), "reverseproxy.") && status >= 500;
  event.status = status >= 100 && status <= 599 ? status : 0;
  event.upstream = go_peer(event.message);
  if (event.upstream.empty() && is_proxy) event.upstream = members.text({"upstream"});
  if (event.upstream.empty() && is_proxy) event.upstream = members.text({"host"});
  event.host = inner(json, "host");
  const bool has_client = json.strings.count("request.client_ip") != 0 || json.numbers.count("request.client_ip") != 0;
  event.client = inner(json, has_client ? "client_ip" : "remote_ip");
  for (const char* key : {"method", "uri", "proto"}) {
    const std::string part = inner(json, key);
    if (!part.empty()) event.request += (event.request.empty() ? "" : " ") + part;
  }
  return judged(why502::knowledge::Server::caddy, asked, event);
}

}  // namespace why502_tests
