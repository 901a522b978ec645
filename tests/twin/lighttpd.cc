// lighttpd.cc -- the twin's reading of lighttpd's error log.
#include <string>

#include "tests/twin/gateways.h"

namespace why502_tests {
namespace {

constexpr std::size_t npos = std::string::npos;

// Where the message begins; 0: the line is none of lighttpd's.
std::size_t message_of(const std::string& line) {
  if (line.size() < 23 || line[10] != ' ' || line.compare(19, 3, ": (") != 0) return 0;
  const std::size_t close = line.find(") ", 22);
  if (close == npos) return 0;
  const std::string place = line.substr(22, close - 22);
  const std::size_t dot = place.find(".c.");
  if (dot == npos || dot == 0 || 22 + dot + 3 > 64 || place.substr(0, dot).find(' ') != npos) return 0;
  return is_number(place.substr(dot + 3)) ? close + 2 : 0;
}

}  // namespace

std::optional<Head> lighttpd_head_of(const std::string& line) {
  if (message_of(line) == 0) return std::nullopt;
  const auto time = iso_time(line.substr(0, 19));
  if (!time) return std::nullopt;
  Head head;
  head.time = time->first;
  return head;
}

std::vector<TwinEvent> lighttpd_events(const std::string& line) {
  TwinEvent event;
  event.message = line.substr(message_of(line));
  const std::size_t at = event.message.find("socket: ");
  if (at != npos) {
    std::string name = split(event.message.substr(at + 8), ' ')[0];
    if (!name.empty() && (name.back() == ':' || name.back() == ',')) name.pop_back();
    event.upstream = name.compare(0, 4, "tcp:") == 0 ? name.substr(4) : name;
  }
  Asked asked;
  asked.message = event.message;
  return judged(why502::knowledge::Server::lighttpd, asked, event);
}

}  // namespace why502_tests
