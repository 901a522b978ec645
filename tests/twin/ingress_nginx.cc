// ingress_nginx.cc -- the twin's reading of ingress-nginx's lines.
#include <string>
#include <vector>

#include "tests/twin/gateways.h"

namespace why502_tests {
namespace {

using why502::Severity;

constexpr std::size_t npos = std::string::npos;

using List = std::vector<std::string>;

struct Line {
  std::string client, stamp, request, shown, id;
  List lists[4];  // peers, lengths, times, statuses
};

bool is_decimal(const std::string& text) { return !text.empty() && text.find_first_not_of("0123456789.") == npos; }

// The parts of the line between its first quotes: outside, inside, outside, ...
std::optional<Line> read(const std::string& line) {
  if (!line.empty() && line[0] == '{') return std::nullopt;
  const List parts = split(line, '"');
  if (parts.size() < 7) return std::nullopt;
  const std::string& head = parts[0];
  const std::size_t dash = head.find(" - "), open = head.rfind('[');
  if (head.size() < 4 || head.substr(head.size() - 2) != "] " || open == npos || dash == npos || dash == 0)
    return std::nullopt;
  if (dash + 3 > open || open + 1 > head.size() - 2) return std::nullopt;
  Line l;
  l.client = head.substr(0, dash);
  if (l.client != "unix:" && l.client.find_first_not_of("0123456789abcdef:.") != npos) return std::nullopt;
  l.stamp = head.substr(open + 1, head.size() - 2 - open - 1);
  l.request = parts[1];
  const List numbers = split(parts[2], ' ');  // "", status, bytes, ""
  if (numbers.size() != 4 || !numbers[0].empty() || !numbers[3].empty()) return std::nullopt;
  if (!is_decimal(numbers[1]) || !is_decimal(numbers[2]) || parts[4] != " ") return std::nullopt;
  std::string rest = line;
  for (int i = 0; i < 6; ++i) rest = rest.substr(rest.find('"') + 1);
  if (rest.empty() || rest[0] != ' ') return std::nullopt;
  rest = rest.substr(1);
  const std::size_t blank = rest.find(' ');
  const std::size_t bracket = blank == npos ? npos : rest.find(" [", blank + 1);
  if (bracket == npos || !is_decimal(rest.substr(0, blank)) ||
      !is_decimal(rest.substr(blank + 1, bracket - blank - 1))) {
    return std::nullopt;
  }
  for (const char* end : {"] [", "] "}) {
    const std::size_t at = rest.find(end, end[2] == '[' ? bracket + 2 : 0);
    if (at == npos) return std::nullopt;
    rest = rest.substr(at + std::string(end).size());
  }
  const List words = split(rest, ' ');
  std::size_t at = 0;
  for (List& list : l.lists) {
    for (bool goes_on = true; goes_on;) {
      if (at + 1 >= words.size() || words[at].empty() || list.size() == 32) return std::nullopt;
      std::string word = words[at++];
      goes_on = word.back() == ',';
      if (goes_on) word.pop_back();
      list.push_back(word);
      if (!goes_on && words[at] == ":" && at + 1 < words.size()) {
        goes_on = true;
        ++at;
      }
    }
    if (list.size() != l.lists[0].size()) return std::nullopt;
  }
  if (at + 1 != words.size() || words[at].empty()) return std::nullopt;
  l.id = words[at];
  l.shown = rest.substr(0, rest.size() - l.id.size() - 1);
  return l;
}

// Behind the controller's head, with its level's letter before it; "" if it is none.
std::string klog(const std::string& line) {
  const std::string shape = "W0000 00:00:00.000000 ";
  if (line.size() < shape.size() || std::string("IWEF").find(line[0]) == npos) return "";
  for (std::size_t i = 1; i < shape.size(); ++i) {
    const bool is_digit = line[i] >= '0' && line[i] <= '9';
    if (shape[i] == '0' ? !is_digit : line[i] != shape[i]) return "";
  }
  const std::string rest = line.substr(std::min(line.size(), line.find_first_not_of(' ', shape.size())));
  const std::size_t blank = rest.find(' '), close = rest.find("] ");
  if (blank == npos || close == npos || close < blank || !is_number(rest.substr(0, blank))) return "";
  const List place = split(rest.substr(blank + 1, close - blank - 1), ':');
  const bool is_known = place[0] == "controller.go" || place[0] == "nginx.go" || place[0] == "endpointslices.go";
  if (place.size() != 2 || !is_known || !is_number(place[1])) return "";
  return line[0] + rest.substr(close + 2);
}

}  // namespace

std::optional<Head> ingress_nginx_head_of(const std::string& line) {
  if (!klog(line).empty()) return Head();
  const auto l = read(line);
  if (!l) return std::nullopt;
  const auto time = clf_time(l->stamp);
  if (!time) return std::nullopt;
  Head head;
  head.time = *time;
  head.zoned = l->stamp.find(' ') != npos;
  return head;
}

std::vector<TwinEvent> ingress_nginx_events(const std::string& line) {
  Asked asked;
  TwinEvent event;
  if (const std::string message = klog(line); !message.empty()) {
    const char level = message[0];
    asked.severity = level == 'I'   ? Severity::info
                     : level == 'W' ? Severity::warn
                     : level == 'E' ? Severity::error
                                    : Severity::crit;
    asked.message = event.message = message.substr(1);
    const List parts = split(event.message, '"');
    if (parts.size() >= 3) event.upstream = parts[1];
    return judged(why502::knowledge::Server::ingress_nginx, asked, event);
  }
  const Line l = *read(line);
  std::vector<TwinEvent> events;
  for (std::size_t i = 0; i < l.lists[0].size(); ++i) {
    const std::string& status = l.lists[3][i];
    if (status.size() != 3 || !is_number(status) || status[0] != '5') continue;
    const bool is_nginx = l.lists[1][i] == "0" && (status == "502" || status == "504");
    asked.state = is_nginx ? status : "own";
    event.status = std::stoi(status);
    event.upstream = l.lists[0][i] == "-" ? "" : l.lists[0][i];
    event.client = l.client;
    event.request = l.request;
    event.message = l.shown;
    event.request_id = l.id;
    for (const TwinEvent& each : judged(why502::knowledge::Server::ingress_nginx, asked, event)) events.push_back(each);
  }
  return events;
}

}  // namespace why502_tests
