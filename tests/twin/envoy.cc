// envoy.cc -- the twin's reading of Envoy's access log.
#include <map>
#include <string>
#include <vector>

#include "tests/twin/gateways.h"
#include "tests/twin/json.h"

namespace why502_tests {
namespace {

constexpr std::size_t npos = std::string::npos;

struct Line {
  std::string stamp, flags, details, reason, host, cluster, authority, request, client, shown;
  int status = 0;
  bool suspect = false, is_json = false;
};

bool are_flags(const std::string& word) {
  if (word == "-") return true;
  for (const std::string& flag : split(word, ',')) {
    if (flag.size() < 2 || flag.size() > 8) return false;
    for (const char c : flag) {
      if (c < 'A' || c > 'Z') return false;
    }
  }
  return true;
}

bool is_count(const std::string& word) { return word == "-" || is_number(word); }

std::string told(const std::string& value) { return value == "-" ? "" : value; }

// `" 503 UF ` at `at`?
bool is_code(const std::string& line, std::size_t at) {
  if (line.compare(at, 2, "\" ") != 0) return false;
  const std::vector<std::string> words = split(line.substr(at + 2), ' ');
  return words.size() >= 3 && is_number(words[0]) && (words[0].size() == 3 || words[0].size() == 1) &&
         are_flags(words[1]);
}

std::optional<Line> read_text(const std::string& line) {
  Line l;
  const std::size_t stamp = line.substr(0, 40).find("] \"");
  if (line.empty() || line[0] != '[' || stamp == npos) return std::nullopt;
  l.stamp = line.substr(1, stamp - 1);
  std::size_t quote = stamp + 3;
  while (quote < line.size() && !is_code(line, quote)) ++quote;
  if (quote >= line.size()) return std::nullopt;
  l.request = line.substr(stamp + 3, quote - stamp - 3);
  std::vector<std::string> words = split(line.substr(quote + 2), ' ');
  words.resize(words.size() + 8);
  l.status = std::stoi(words[0]);
  l.flags = words[1];
  l.shown = l.flags;
  std::size_t at = quote + 2 + words[0].size() + 1 + words[1].size() + 1;
  if (!is_count(words[2]) || !is_count(words[3])) {
    l.details = words[2];
    const std::size_t reason = at + words[2].size() + 1 + words[3].size() + 1;
    if (reason >= line.size() || line[reason] != '"') return std::nullopt;
    const std::size_t close = line.find("\" ", reason + 1);
    if (close == npos) return std::nullopt;
    l.reason = line.substr(reason + 1, close - reason - 1);
    l.shown = line.substr(quote + 2 + words[0].size() + 1, close + 1 - (quote + 2 + words[0].size() + 1));
    at = close + 2;
  }
  for (int i = 0; i < 4; ++i) {
    const std::size_t blank = at <= line.size() ? line.find(' ', at) : npos;
    if (blank == npos || !is_count(line.substr(at, blank - at))) return std::nullopt;
    at = blank + 1;
  }
  if (at >= line.size() || line[at] != '"') return std::nullopt;
  for (std::size_t i = at; i < line.size(); ++i) l.suspect = l.suspect || is_code(line, i);
  const std::size_t last = line.rfind('"'), before = line.rfind('"', last - 1);
  if (before < at + 2 || line.compare(before - 2, 2, "\" ") != 0) return std::nullopt;
  l.host = line.substr(before + 1, last - before - 1);
  const std::size_t authority = line.rfind('"', before - 3);
  if (authority == npos || authority < at) return std::nullopt;
  l.authority = line.substr(authority + 1, before - 2 - authority - 1);
  if (line.compare(last, 2, "\" ") == 0) l.cluster = split(line.substr(last + 2), ' ')[0];
  return l;
}

std::string first_of(const std::map<std::string, std::string>& values, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (values.count(key) != 0) return values.at(key);
  }
  return "";
}

std::optional<Line> read_json_line(const std::string& line) {
  if (line.compare(0, 7, "{\"log\":") == 0 || line.compare(0, 4, "{\"__") == 0) return std::nullopt;
  if (line.empty() || line[0] != '{' || line.find("lags\"") == npos) return std::nullopt;
  const auto json = read_json(line, true);
  if (!json) return std::nullopt;
  Line l;
  l.is_json = true;
  const auto string = [&](const std::vector<std::string>& keys) {
    for (const std::string& key : keys) {
      if (json->numbers.count(key) != 0 && json->strings.count(key) == 0) return std::string();
      if (json->strings.count(key) != 0) return json->strings.at(key);
    }
    return std::string();
  };
  const auto is_there = [&](const std::vector<std::string>& keys) {
    for (const std::string& key : keys) {
      if (json->numbers.count(key) != 0 || json->strings.count(key) != 0) return true;
    }
    return false;
  };
  const std::vector<std::string> details = {"response_code_details", "responseCodeDetails", "details"};
  const std::vector<std::string> host = {"upstream_host", "upstreamHost"};
  const std::vector<std::string> cluster = {"upstream_cluster", "upstreamCluster"};
  l.flags = string({"response_flags", "responseFlags", "flags"});
  if (!are_flags(l.flags)) return std::nullopt;
  if (!is_there(details) && !is_there(host) && !is_there(cluster)) return std::nullopt;
  std::map<std::string, std::string> either = json->numbers;
  for (const auto& [key, value] : json->strings) either.emplace(key, value);
  const std::string status = first_of(either, {"response_code", "responseCode", "status", "code"});
  if (!is_number(status) || status.size() > 9 || std::stoi(status) > 999) return std::nullopt;
  l.status = std::stoi(status);
  l.stamp = string({"start_time", "startTime", "timestamp", "time"});
  l.details = string(details);
  l.reason = string({"upstream_transport_failure_reason", "upstreamTransportFailureReason"});
  l.host = string(host);
  l.cluster = string(cluster);
  l.authority = string({"authority", "host"});
  l.client = without_port(told(string({"downstream_remote_address", "downstreamRemoteAddress"})));
  if (!told(string({"path"})).empty()) {
    for (const char* key : {"method", "path", "protocol"}) {
      const std::string part = told(string({key}));
      if (!part.empty()) l.request += (l.request.empty() ? "" : " ") + part;
    }
  }
  l.shown = l.flags;
  for (const std::string& part : {l.details, l.reason}) {
    if (!told(part).empty()) l.shown += " " + part;
  }
  return l;
}

std::optional<Line> read(const std::string& line) {
  const auto json = read_json_line(line);
  return json ? json : read_text(line);
}

}  // namespace

std::optional<Head> envoy_head_of(const std::string& line) {
  const auto l = read(line);
  if (!l) return std::nullopt;
  Head head;
  if (l->is_json && l->stamp.empty()) return head;
  const auto time = iso_time(l->stamp);
  if (!time) return std::nullopt;
  head.time = time->first;
  head.zoned = time->second;
  return head;
}

std::vector<TwinEvent> envoy_events(const std::string& line) {
  const Line l = *read(line);
  if (l.flags == "-") {
    if (l.status < 500) return {};
    if (told(l.details).empty() ? told(l.host).empty() : l.details != "via_upstream") return {};
  }
  Asked asked;
  asked.state = split(l.flags, ',')[0];
  asked.message = l.shown;
  asked.is_failure = l.status >= 500 || asked.state == "UF";
  if ((l.status >= 200 && l.status < 400) || l.details.compare(0, 37, "upstream_reset_after_response_started") == 0) {
    asked.at = why502::Phase::read_body;
  }
  TwinEvent event;
  event.message = l.shown;
  event.status = l.status < 100 ? 0 : l.status;
  event.suspect = l.suspect;
  event.upstream = told(l.host).empty() ? told(l.cluster) : l.host;
  event.host = told(l.authority);
  event.client = l.client;
  if (l.request != "- - -" || l.is_json) event.request = l.request;
  return judged(why502::knowledge::Server::envoy, asked, event);
}

}  // namespace why502_tests
