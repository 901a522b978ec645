// traefik.cc -- the twin's reading of Traefik's lines.
#include <map>
#include <string>
#include <vector>

#include "tests/twin/gateways.h"

namespace why502_tests {
namespace {

using why502::Severity;

constexpr std::size_t npos = std::string::npos;

const std::map<std::string, Severity> kLevels = {
    {"trace", Severity::debug}, {"debug", Severity::debug}, {"info", Severity::info}, {"warn", Severity::warn},
    {"error", Severity::error}, {"panic", Severity::crit},  {"fatal", Severity::crit}};

struct Line {
  bool is_error = false, suspect = false, has_peer = false, has_service = false;
  int status = 0, origin = -1, size = -1;
  Severity severity = Severity::unknown;
  std::string stamp, upstream, host, request, client, shown, url;
  bool is_json = false;
};

std::string host_of(const std::string& url) {
  const std::size_t scheme = url.compare(0, 5, "unix:") == 0 ? npos : url.substr(0, 16).find("://");
  const std::string rest = scheme == npos ? url : url.substr(scheme + 3);
  if (rest.compare(0, 5, "unix:") != 0) return rest.substr(0, rest.find('/'));
  Record record;
  record.upstream = {true, true, url};
  return name_of_upstream(record).name;
}

std::optional<Line> read_json_line(const std::string& line) {
  if (is_shippers(line)) return std::nullopt;
  const bool is_access = line.find("\"DownstreamStatus\"") != npos;
  if (!is_access && (line.find("\"message\":\"") == npos || line.find("\"error\":\"") == npos)) return std::nullopt;
  const auto json = read_json(line, true);
  if (!json) return std::nullopt;
  const Members m(*json);
  Line l;
  l.is_json = true;
  l.stamp = m.text({"StartUTC", "time"});
  const std::string message = m.text({"message"});
  if (!m.has({"DownstreamStatus"})) {
    const bool is_check = message == "Health check failed.";
    if (!is_check && message != "502 Bad Gateway" && message != "504 Gateway Timeout" &&
        message != "500 Internal Server Error" && message != "499 Client Closed Request") {
      return std::nullopt;
    }
    if (!m.has({"error"}) || !m.number({"error"}).empty() || kLevels.count(m.text({"level"})) == 0) return std::nullopt;
    l.is_error = true;
    l.severity = kLevels.at(m.text({"level"}));
    l.shown = (is_check ? message + " " : "") + m.text({"error"});
    l.upstream = m.text({"targetURL"}).empty() ? go_peer(l.shown) : host_of(m.text({"targetURL"}));
    return l;
  }
  const auto shown = [&](const std::string& key) { return m.has({key}) ? m.either({key}) : "-"; };
  l.status = whole(m.either({"DownstreamStatus"}));
  l.origin = whole(m.either({"OriginStatus"}));
  l.size = whole(m.either({"OriginContentSize"}));
  if (l.status < 0 || l.status > 999) return std::nullopt;
  const std::string address = m.text({"ServiceAddr", "ServiceURL"}), service = m.text({"ServiceName"});
  l.has_peer = !address.empty();
  l.has_service = !service.empty();
  l.upstream = host_of(l.has_peer ? address : service);
  l.shown = shown("DownstreamStatus") + " " + shown("OriginStatus") + " " + shown("OriginContentSize");
  l.host = m.text({"RequestHost"});
  l.client = m.text({"ClientHost"});
  for (const char* key : {"RequestMethod", "RequestPath", "RequestProtocol"}) {
    const std::string part = m.text({key});
    if (!part.empty()) l.request += (l.request.empty() ? "" : " ") + part;
  }
  return l;
}

// `" 502 11 "` at `at`: the words between its quotes; none if it is not there.
std::vector<std::string> status_at(const std::string& line, std::size_t at) {
  if (line.compare(at, 2, "\" ") != 0) return {};
  const std::size_t quote = line.find('"', at + 1);
  if (quote == npos) return {};
  const std::vector<std::string> words = split(line.substr(at + 2, quote - at - 2), ' ');
  if (words.size() != 3 || words[0].size() != 3 || !is_number(words[0]) || !is_number(words[1])) return {};
  return words[1].size() > 9 || !words[2].empty() ? std::vector<std::string>() : words;
}

std::optional<Line> read_common(const std::string& line) {
  Line l;
  const std::size_t close = line.rfind("\" ");
  if (close == npos || close == 0 || line.size() < 2 || line.substr(line.size() - 2) != "ms") return std::nullopt;
  if (!is_number(line.substr(close + 2, line.size() - 2 - close - 2))) return std::nullopt;
  const std::size_t open = line.rfind('"', close - 1);
  if (open == npos || open < 2 || line.compare(open - 2, 2, "\" ") != 0) return std::nullopt;
  l.url = line.substr(open + 1, close - open - 1);
  const std::size_t quote = line.find('"');
  if (quote < 4 || quote >= open || line.compare(quote - 2, 2, "] ") != 0) return std::nullopt;
  const std::size_t stamp = line.rfind('[', quote), dash = line.find(" - ");
  if (stamp == npos || dash == npos || dash == 0 || dash + 3 > stamp || stamp + 1 > quote - 2) return std::nullopt;
  l.client = line.substr(0, dash);
  if (l.client.find_first_not_of("0123456789abcdef.:") != npos) return std::nullopt;
  l.stamp = line.substr(stamp + 1, quote - 2 - stamp - 1);
  for (std::size_t at = quote + 1; at < line.size(); ++at) {
    const std::vector<std::string> words = status_at(line, at);
    if (words.empty()) continue;
    if (!l.shown.empty()) {
      l.suspect = true;
      continue;
    }
    if (line.find('"', at + 1) >= open) return std::nullopt;
    l.status = std::stoi(words[0]);
    l.size = std::stoi(words[1]);
    l.shown = words[0] + " " + words[1];
    l.request = line.substr(quote + 1, at - quote - 1);
  }
  if (l.shown.empty()) return std::nullopt;
  l.origin = l.status;
  l.has_peer = l.url != "-" && !l.url.empty();
  l.has_service = !l.has_peer && line.compare(open - 4, 4, "\"-\" ") != 0;
  if (l.has_peer) l.upstream = host_of(l.url);
  return l;
}

std::optional<Line> read(const std::string& line) {
  if (line.empty()) return std::nullopt;
  return line[0] == '{' ? read_json_line(line) : read_common(line);
}

}  // namespace

std::optional<Head> traefik_head_of(const std::string& line) {
  const auto l = read(line);
  if (!l) return std::nullopt;
  Head head;
  if (!l->is_json) {
    const auto time = clf_time(l->stamp);
    if (!time) return std::nullopt;
    head.time = *time;
    head.zoned = l->stamp.find(' ') != npos;
    return head;
  }
  if (l->stamp.empty()) return head;
  const auto time = iso_time(l->stamp);
  if (!time) return std::nullopt;
  head.time = time->first;
  head.zoned = time->second;
  return head;
}

std::vector<TwinEvent> traefik_events(const std::string& line) {
  const Line l = *read(line);
  Asked asked;
  TwinEvent event;
  event.message = l.shown;
  event.upstream = l.upstream;
  event.host = l.host;
  event.request = l.request;
  event.client = l.client;
  event.suspect = l.suspect;
  event.status = l.status;
  if (l.is_error) {
    asked.severity = l.severity;
    (l.shown == "EOF" ? asked.state : asked.message) = l.shown;
    return judged(why502::knowledge::Server::traefik, asked, event);
  }
  if (l.status < 500 || l.status > 599) return {};
  if (!l.has_peer) {
    if (l.status != 503 || !l.has_service) return {};
    asked.state = "unserved";
  } else if (l.status == 502 && (l.origin <= 0 || l.size == 11)) {
    asked.state = "502";
    asked.is_failure = true;
  } else if (l.status == 504 && (l.origin <= 0 || l.size == 15)) {
    asked.state = "504";
  } else if (l.origin >= 500) {
    asked.state = "origin";
  } else {
    return {};
  }
  return judged(why502::knowledge::Server::traefik, asked, event);
}

}  // namespace why502_tests
