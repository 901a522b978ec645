// haproxy.cc -- the twin's reading of HAProxy's lines: words between blanks.
#include <string>
#include <utility>
#include <vector>

#include "tests/twin/gateways.h"

namespace why502_tests {
namespace {

using why502::Severity;

constexpr std::size_t npos = std::string::npos;

bool is_signed(std::string text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text = text.substr(1);
  return is_number(text);
}
bool are_signed(const std::string& text, std::size_t count) {
  const std::vector<std::string> parts = split(text, '/');
  for (const std::string& part : parts) {
    if (!is_signed(part)) return false;
  }
  return parts.size() == count;
}

bool are_letters(const std::string& text, std::size_t count) {
  for (const char c : text) {
    if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '-') return false;
  }
  return text.size() == count;
}

struct Line {
  std::vector<std::string> words;  // behind the stamp
  std::string client, stamp, rest;
  bool is_http = false;
  std::string backend, server, state;
  int status = 0;
};

std::optional<Line> read(const std::string& line) {
  Line l;
  const std::size_t blank = line.find(' ');
  if (blank == npos || blank == 0 || blank + 1 >= 56 || line.compare(blank, 2, " [") != 0) return std::nullopt;
  l.client = line.substr(0, blank);
  const std::size_t close = line.find("] ", blank);
  if (close == npos) return std::nullopt;
  const bool is_unix = l.client.compare(0, 5, "unix:") == 0;
  const std::string chars = is_unix ? "0123456789" : "0123456789abcdef:.";
  if (l.client.find_first_not_of(chars, is_unix ? 5 : 0) != npos || l.client.find(':') == npos) return std::nullopt;
  l.stamp = line.substr(blank + 2, close - blank - 2);
  l.words = split(line.substr(close + 2), ' ');
  l.words.resize(l.words.size() + 11);  // empty ones behind the end
  const std::size_t slash = l.words[1].find('/');
  if (slash == npos || slash == 0) return std::nullopt;
  l.backend = l.words[1].substr(0, slash);
  l.server = l.words[1].substr(slash + 1);
  l.is_http = are_signed(l.words[2], 5);
  if (!l.is_http && !are_signed(l.words[2], 3)) return std::nullopt;
  std::size_t at = 3;
  if (l.is_http) {
    const std::string status = l.words[at++];
    if (!is_signed(status)) return std::nullopt;
    if (status.size() == 3 && is_number(status)) l.status = std::stoi(status);
  }
  if (!is_signed(l.words[at++])) return std::nullopt;
  if (l.is_http) at += 2;
  if (!are_letters(l.words[at], l.is_http ? 4 : 2)) return std::nullopt;
  l.state = l.words[at].substr(0, 2);
  if (!are_signed(l.words[at + 1], 5) || !are_signed(l.words[at + 2], 2)) return std::nullopt;
  std::size_t length = close + 2;
  for (std::size_t i = 0; i < at + 3; ++i) length += l.words[i].size() + 1;
  if (length <= line.size() && l.is_http) l.rest = line.substr(length - 1);
  return l;
}

std::optional<std::pair<std::size_t, Severity>> console(const std::string& line) {
  if (line.empty() || line[0] != '[') return std::make_pair(std::size_t{0}, Severity::unknown);
  const std::size_t end = line.substr(0, 48).find(") : ");
  for (const auto& [word, severity] : {std::make_pair(std::string("[ALERT]"), Severity::alert),
                                       std::make_pair(std::string("[WARNING]"), Severity::warn),
                                       std::make_pair(std::string("[NOTICE]"), Severity::notice)}) {
    if (line.compare(0, word.size(), word) == 0 && end != npos) return std::make_pair(end + 4, severity);
  }
  return std::nullopt;
}

// The server's or backend's name in what HAProxy says; "" if it is not that.
std::string name_in(const std::string& message) {
  const std::pair<std::string, std::string> openings[] = {{"Server ", " is DOWN"},
                                                          {"Server ", " is UP"},
                                                          {"Backup Server ", " is DOWN"},
                                                          {"Backup Server ", " is UP"},
                                                          {"backend ", " has no server"},
                                                          {"Health check for server ", " failed, reason: "},
                                                          {"Health check for server ", " succeeded, reason: "}};
  for (const auto& [begin, behind] : openings) {
    if (message.compare(0, begin.size(), begin) != 0) continue;
    const std::string rest = message.substr(begin.size());
    const std::size_t blank = rest.find(' ');
    if (blank != npos && rest.compare(blank, behind.size(), behind) == 0) return "x" + rest.substr(0, blank);
  }
  return "";
}

}  // namespace

std::optional<Head> haproxy_head_of(const std::string& line) {
  Head head;
  if (const auto l = read(line)) {
    const auto time = clf_time(l->stamp);
    if (!time) return std::nullopt;
    head.time = *time;
    head.zoned = l->stamp.find(' ') != npos;
    return head;
  }
  const auto begin = console(line);
  if (!begin || name_in(line.substr(begin->first)).empty()) return std::nullopt;
  head.weak = true;
  return head;
}

std::vector<TwinEvent> haproxy_events(const std::string& line) {
  Asked asked;
  TwinEvent event;
  const auto l = read(line);
  if (!l) {
    const auto begin = console(line);
    asked.message = event.message = line.substr(begin->first);
    asked.severity = begin->second;
    event.upstream = name_in(event.message).substr(1);
    return judged(why502::knowledge::Server::haproxy, asked, event);
  }
  const bool has_server = l->server != "<NOSRV>" && l->server != "<STATS>";
  const char who = l->state[0];
  const bool by_gateway_or_server = who == 'S' || who == 's' || who == 'R' || who == 'D' || who == 'I';
  const bool servers_error = l->state == "--" && l->status >= 500 && has_server;
  if (!by_gateway_or_server && who != 'P' && !servers_error) return {};
  asked.state = l->state;
  asked.is_failure = by_gateway_or_server;
  if (!has_server) asked.at = why502::Phase::select;
  event.status = l->status;
  event.server = l->words[0];
  event.upstream = has_server ? l->words[1] : l->backend;
  event.client = without_port(l->client);
  event.message = l->words[1] + " " + l->words[2];
  for (std::size_t i = 3; i <= (l->is_http ? 7u : 4u); ++i) event.message += " " + l->words[i];
  if (l->is_http) {
    const std::size_t open = l->rest.find(" \"");
    const std::size_t close = open == npos ? npos : l->rest.find('"', open + 2);
    event.truncated = close == npos;
    if (open != npos) event.request = l->rest.substr(open + 2, close == npos ? npos : close - open - 2);
  }
  return judged(why502::knowledge::Server::haproxy, asked, event);
}

}  // namespace why502_tests
