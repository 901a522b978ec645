// varnish.cc -- the twin's reading of what varnishlog prints.
#include <algorithm>
#include <cctype>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "tests/twin/gateways.h"

namespace why502_tests {
namespace {

constexpr std::size_t npos = std::string::npos;

bool begins(const std::string& text, const std::string& start) { return text.compare(0, start.size(), start) == 0; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines = split(text, '\n');
  for (std::string& line : lines) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
  }
  return lines;
}

bool has_mark(const std::string& line, char mark) {
  const std::string m(1, mark), start = line.substr(0, 4);
  if (start == m + "   " || start == m + m + "  " || start == m + m + m + " ") return true;
  return start.size() == 4 && is_number(start.substr(1, 1)) && start == m + start[1] + m + " ";
}

// "BeReq" of the head of a transaction.
std::string kind_of(const std::string& line) {
  if (!has_mark(line, '*')) return "";
  for (const std::string kind : {"Session", "Request", "BeReq", "Unknown", "Record"}) {
    std::string start = "<< " + kind;
    start.resize(11, ' ');
    start += " >> ";
    if (line.compare(4, start.size(), start) != 0) continue;
    std::string number = line.substr(4 + start.size());
    while (!number.empty() && number.back() == ' ') number.pop_back();
    if (is_number(number)) return kind;
  }
  return "";
}

struct Tagged {
  std::string tag, value;
  char type = 0;
};

// "         3 FetchError     b No backend"
std::optional<Tagged> raw_of(const std::string& line) {
  const std::size_t digit = line.find_first_not_of(' ');
  if (digit >= 10) return std::nullopt;
  const std::string number = line.substr(digit, line.find(' ', digit) - digit);
  const std::size_t width = digit + number.size();
  if (!is_number(number) || width < 10 || (digit > 0 && width > 10) || width >= line.size()) return std::nullopt;
  const std::string rest = line.substr(width + 1);
  Tagged found;
  for (const char c : rest) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0 && c != '_') break;
    found.tag += c;
  }
  if (found.tag.empty() || found.tag[0] > 'Z') return std::nullopt;
  const std::size_t behind = std::max<std::size_t>(found.tag.size(), 14);
  const std::string blanks(behind + 1 - found.tag.size(), ' ');
  if (rest.size() < behind + 2 || rest.substr(found.tag.size(), blanks.size()) != blanks) return std::nullopt;
  found.type = rest[behind + 1];
  if (std::string("cb-").find(found.type) == npos) return std::nullopt;
  if (rest.size() > behind + 2 && rest[behind + 2] != ' ') return std::nullopt;
  if (rest.size() > behind + 3) found.value = rest.substr(behind + 3);
  return found;
}

std::vector<Tagged> tagged_lines(const std::string& text) {
  std::vector<Tagged> all;
  for (const std::string& line : lines_of(text)) {
    if (!has_mark(line, '-')) continue;
    Tagged one;
    one.tag = split(line.substr(4), ' ')[0];
    const std::size_t value = line.find_first_not_of(' ', 4 + one.tag.size());
    if (value != npos) one.value = line.substr(value);
    all.push_back(one);
  }
  return all;
}

std::optional<why502::Timestamp> time_in(const std::string& value) {
  const std::size_t at = value.find(": ");
  if (at == npos) return std::nullopt;
  const std::vector<std::string> parts = split(split(value.substr(at + 2), ' ')[0], '.');
  if (!is_number(parts[0]) || parts[0].size() > 10 || parts.size() > 2) return std::nullopt;
  std::string micros = parts.size() == 2 ? parts[1] : "";
  if (!micros.empty() && !is_number(micros)) return std::nullopt;
  micros.resize(6, '0');
  return why502::Timestamp(std::chrono::microseconds(std::stoll(parts[0] + micros)));
}

int status_in(const std::string& value) { return value.size() == 3 ? std::max(whole(value), 0) : 0; }

std::string backend_in(const std::string& detail) {
  if (!begins(detail, "backend ")) return "";
  const std::size_t end = detail.find(": ");
  if (end == npos || end < 8) return "";
  const std::string name = detail.substr(8, end - 8);
  return name.find(' ') == npos ? name : "";
}

std::vector<TwinEvent> fetch_events(const std::string& text) {
  std::map<std::string, std::string> first;  // what counts once
  std::string detail, answer, reason;
  bool closed = false;
  Asked asked;
  TwinEvent event;
  for (const Tagged& line : tagged_lines(text)) {
    const std::string& value = line.value;
    if (line.tag == "Begin") {
      asked.is_unseen = value.size() >= 8 && value.substr(value.size() - 8) == " bgfetch";
    } else if (line.tag == "BereqHeader") {
      std::string name = value.substr(0, 6);
      for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      if (name == "host: " && first["host"].empty()) first["host"] = value.substr(6);
    } else if (line.tag == "BackendOpen") {
      const std::vector<std::string> words = split(value, ' ');
      event.upstream = words.size() > 1 ? words[1] : "";
      detail = answer = reason = "";
      event.status = 0;
      closed = false;
    } else if (line.tag == "BackendClose") {
      closed = true;
    } else if (line.tag == "FetchError" || line.tag == "Error") {
      if (!detail.empty() && !closed) continue;
      detail = value;
      event.status = 0;
      closed = false;
      if (!backend_in(value).empty()) event.upstream = backend_in(value);
    } else if (line.tag == "BerespStatus") {
      if (answer.empty()) answer = value;
      const int status = status_in(value);
      if (status >= 100 && status <= 599) event.status = status;
    } else if (line.tag == "BerespReason") {
      if (!answer.empty() && reason.empty()) reason = value;
    } else if (first[line.tag].empty()) {
      first[line.tag] = value;
    }
  }
  const int own = status_in(answer);
  if (detail.empty() && (event.upstream.empty() || own < 500 || own > 599)) return {};
  event.message = !detail.empty() ? detail : answer + (reason.empty() ? "" : " " + reason);
  asked.message = detail;
  asked.state = detail.empty() ? "own" : detail;
  asked.is_failure = true;
  event.host = first["host"];
  for (const std::string tag : {"BereqMethod", "BereqURL", "BereqProtocol"}) {
    if (!first[tag].empty()) event.request += (event.request.empty() ? "" : " ") + first[tag];
  }
  return judged(why502::knowledge::Server::varnish, asked, event);
}

}  // namespace

// Of a whole record with the time that its lines tell.
std::optional<Head> varnish_head_of(const std::string& text) {
  const std::string line = lines_of(text)[0];
  Head head;
  head.zoned = true;
  if (!kind_of(line).empty()) {
    for (const Tagged& one : tagged_lines(text)) {
      if (one.tag != "Timestamp") continue;
      head.time = time_in(one.value);
      break;
    }
    return head;
  }
  const auto raw = raw_of(line);
  if (!raw) return std::nullopt;
  if (raw->tag == "Timestamp") head.time = time_in(raw->value);
  return head;
}

bool varnish_is_open(const std::string& text) { return begins(text, "*") && text.back() != '\n'; }

bool varnish_is_further(const std::string& line) { return has_mark(line, '-'); }

std::vector<TwinEvent> varnish_events(const std::string& text) {
  const std::string line = lines_of(text)[0];
  if (!kind_of(line).empty()) return kind_of(line) == "BeReq" ? fetch_events(text) : std::vector<TwinEvent>();
  const Tagged raw = *raw_of(line);
  const bool is_error = raw.tag == "FetchError" && raw.type == 'b';
  if (raw.value.empty() || (!is_error && raw.tag != "Backend_health")) return {};
  TwinEvent event;
  Asked asked;
  event.message = asked.message = raw.value;
  event.upstream = is_error ? backend_in(raw.value) : split(raw.value, ' ')[0];
  if (is_error) asked.state = raw.value;
  asked.is_failure = is_error;
  return judged(why502::knowledge::Server::varnish, asked, event);
}

}  // namespace why502_tests
