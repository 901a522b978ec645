// name.cc -- the twin's reading of what a record calls its upstream, and of its error number.
#include <string>
#include <vector>

#include "tests/twin/record.h"

namespace why502_tests {
namespace {

constexpr std::size_t npos = std::string::npos;

const std::vector<std::string> kFreeText = {
#define WHY502_FREE_TEXT(start) start,
#include "lib/knowledge/free_text.inc"
#undef WHY502_FREE_TEXT
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "/a?b" of "GET /a?b HTTP/1.1": what stands between the first and the last blank, or behind the only one.
std::string uri_of(const std::string& request) {
  const std::size_t first = request.find(' ');
  if (first == npos) return "";
  const std::size_t last = request.rfind(' ');
  return request.substr(first + 1, last == first ? npos : last - first - 1);
}

// The end of the first `.sock` or `.socket` with `:`, `/` or the end behind it.
std::size_t end_of_socket(const std::string& path) {
  for (std::size_t at = path.find(".sock"); at != npos; at = path.find(".sock", at + 1)) {
    for (const std::string word : {".sock", ".socket"}) {
      if (path.compare(at, word.size(), word) != 0) continue;
      const std::size_t end = at + word.size();
      if (end == path.size() || path[end] == ':' || path[end] == '/') return end;
    }
  }
  return npos;
}

// How much of `path`, what stands behind "unix:", is the socket's path.
std::size_t end_of_unix_path(const std::string& path, const std::string& uri) {
  if (const std::size_t socket = end_of_socket(path); socket != npos) return socket;
  if (!uri.empty() && path.size() >= uri.size() && path.substr(path.size() - uri.size()) == uri) {
    std::size_t end = path.size() - uri.size();
    if (end > 0 && path[end - 1] == ':') --end;
    if (end > 0) return end;  // a socket has a path
  }
  return path.find(':');
}

}  // namespace

int errno_of_message(const std::string& message) {
  for (const std::string& start : kFreeText) {
    if (message.compare(0, start.size(), start) == 0) return 0;
  }
  if (message.empty() || message.back() != ')') return 0;
  int last = 0;
  for (std::size_t open = message.find(" ("); open != npos; open = message.find(" (", open + 1)) {
    std::size_t at = open + 2;
    int number = 0;
    while (at < open + 2 + 6 && at < message.size() && is_digit(message[at])) {
      number = number * 10 + (message[at] - '0');
      ++at;
    }
    if (at > open + 2 && message.compare(at, 2, ": ") == 0) last = number;
  }
  return last;
}

UpstreamName name_behind(const Record& record, const std::string& mark) {
  const std::size_t at = record.message.find(mark);
  if (at == npos) return {};
  Record of_value = record;
  of_value.upstream = {true, true, ""};
  for (std::size_t i = at + mark.size(); i < record.message.size(); ++i) {
    const char c = record.message[i];
    if (c == ' ' || c == '"' || c == '(' || c == ')' || c == ',') break;
    of_value.upstream.value += c;
  }
  return name_of_upstream(of_value);
}

UpstreamName name_of_upstream(const Record& record) {
  UpstreamName result;
  if (!record.upstream.present) return result;
  std::string name = record.upstream.value;
  const std::size_t scheme = name.compare(0, 5, "unix:") == 0 ? npos : name.substr(0, 16).find("://");
  if (scheme != npos) {
    result.protocol = name.substr(0, scheme);
    name = name.substr(scheme + 3);
  }
  const std::string prefix = "unix:";
  std::size_t end;
  if (name.compare(0, prefix.size(), prefix) == 0) {
    end = end_of_unix_path(name.substr(prefix.size()), uri_of(record.request.value));
    if (end != npos) end += prefix.size();
  } else {
    end = name.find('/');
  }
  const bool reaches_end = end == npos || end == name.size();
  if (reaches_end && !record.upstream.closed) return result;
  result.name = name.substr(0, end);
  return result;
}

}  // namespace why502_tests
