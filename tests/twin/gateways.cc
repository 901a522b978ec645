// gateways.cc -- what the twin's readings of the other gateways have in common.
#include "tests/twin/gateways.h"

#include <algorithm>
#include <chrono>

#include "lib/knowledge/rules.h"

namespace why502_tests {
namespace {

using why502::Phase;
using why502::knowledge::Counts;
using why502::knowledge::Errno;
using why502::knowledge::Look;
using why502::knowledge::Rule;

bool fits(const Look& look, const Asked& asked) {
  if (!look.state.empty() && look.state != asked.state) return false;
  if (asked.severity < look.lowest) return false;
  if (asked.message.compare(0, look.begins.size(), look.begins) != 0) return false;
  if (!look.after_word.empty()) {
    const std::size_t blank = std::min(asked.message.find(' '), asked.message.size());
    if (asked.message.compare(blank, look.after_word.size(), look.after_word) != 0) return false;
  }
  if (asked.message.find(look.holds) == std::string::npos) return false;
  if (!look.lacks.empty() && asked.message.find(look.lacks) != std::string::npos) return false;
  if (look.error != Errno::any && why502::knowledge::errno_of(asked.number) != look.error) return false;
  return look.at == Phase::unknown || look.at == asked.at;
}

}  // namespace

std::vector<TwinEvent> judged(why502::knowledge::Server server, const Asked& asked, TwinEvent event) {
  bool looks_alike = false;
  for (const auto& look_alike : why502::knowledge::look_alikes(server)) {
    if (!fits(look_alike.look, asked)) continue;
    if (look_alike.before_rules) return {};
    looks_alike = true;
  }
  event.severity = asked.severity;
  event.errno_value = asked.number;
  for (const Rule& rule : why502::knowledge::rules(server)) {
    if (!fits(rule.look, asked)) continue;
    event.cause = rule.cause;
    event.rule = rule.id;
    event.phase = rule.phase == Phase::unknown ? asked.at : rule.phase;
    if (event.status == 0) event.status = rule.status;
    if (asked.is_unseen) event.status = 0;
    switch (rule.counts) {
      case Counts::failure: event.role = why502::Role::failure; break;
      case Counts::echo: event.role = why502::Role::echo; break;
      case Counts::evidence: event.role = why502::Role::evidence; break;
      case Counts::with_request:
        event.role = event.request.empty() ? why502::Role::evidence : why502::Role::failure;
        break;
    }
    return {event};
  }
  if (!asked.is_failure || looks_alike) return {};
  event.cause = why502::Cause::other;
  if (asked.is_unseen) event.status = 0;
  event.phase = asked.at;
  return {event};
}

std::optional<std::optional<why502::Timestamp>> clf_time(const std::string& stamp) {
  const std::string months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::string shape = "00/Mon/0000:00:00:00";
  if (stamp.size() < shape.size()) return std::nullopt;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool is_digit = stamp[i] >= '0' && stamp[i] <= '9';
    if (shape[i] == '0' && !is_digit) return std::nullopt;
    if ((shape[i] == '/' || shape[i] == ':') && stamp[i] != shape[i]) return std::nullopt;
  }
  int month = 0;
  for (int m = 1; m <= 12; ++m) {
    if (months.substr(static_cast<std::size_t>(3 * m - 3), 3) == stamp.substr(3, 3)) month = m;
  }
  if (month == 0) return std::nullopt;
  std::string rest = stamp.substr(shape.size());
  std::string fraction;
  if (!rest.empty() && rest[0] == '.') {
    fraction = split(rest.substr(1), ' ')[0];
    if (!is_number(fraction) || fraction.size() > 9) return std::nullopt;
    rest = rest.substr(1 + fraction.size());
  }
  int minutes = 0;
  if (!rest.empty()) {
    if (rest.size() != 6 || rest[0] != ' ' || (rest[1] != '+' && rest[1] != '-') || !is_number(rest.substr(2))) {
      return std::nullopt;
    }
    minutes = std::stoi(rest.substr(2, 2)) * 60 + std::stoi(rest.substr(4, 2));
    if (rest[1] == '-') minutes = -minutes;
  }
  const auto number = [&](std::size_t at, std::size_t size) { return std::stoi(stamp.substr(at, size)); };
  auto time = moment(number(7, 4), month, number(0, 2), number(12, 2), number(15, 2), number(18, 2));
  fraction.resize(6, '0');
  if (time) *time += std::chrono::microseconds(std::stoi(fraction)) - std::chrono::minutes(minutes);
  return time;
}

std::optional<std::pair<std::optional<why502::Timestamp>, bool>> iso_time(const std::string& stamp) {
  const std::string shape = "0000-00-00T00:00:00";
  if (stamp.size() < shape.size()) return std::nullopt;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool is_digit = stamp[i] >= '0' && stamp[i] <= '9';
    if (shape[i] == '0' ? !is_digit : stamp[i] != shape[i] && !(shape[i] == 'T' && stamp[i] == ' '))
      return std::nullopt;
  }
  std::string rest = stamp.substr(shape.size()), fraction;
  if (!rest.empty() && rest[0] == '.') {
    for (std::size_t i = 1; i < rest.size() && rest[i] >= '0' && rest[i] <= '9'; ++i) fraction += rest[i];
    if (fraction.empty() || fraction.size() > 9) return std::nullopt;
    rest = rest.substr(1 + fraction.size());
  }
  int minutes = 0;
  const bool is_zoned = !rest.empty();
  if (is_zoned && rest[0] == ' ') rest = rest.substr(1);
  if (is_zoned && rest != "Z") {
    if (rest.size() == 6 && rest[3] == ':') rest.erase(3, 1);
    if (rest.size() != 5 || (rest[0] != '+' && rest[0] != '-') || !is_number(rest.substr(1))) return std::nullopt;
    minutes = std::stoi(rest.substr(1, 2)) * 60 + std::stoi(rest.substr(3, 2));
    if (rest[0] == '-') minutes = -minutes;
  }
  const auto number = [&](std::size_t at, std::size_t size) { return std::stoi(stamp.substr(at, size)); };
  auto time = moment(number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2), number(17, 2));
  fraction.resize(6, '0');
  if (time) *time += std::chrono::microseconds(std::stoi(fraction)) - std::chrono::minutes(minutes);
  return std::make_pair(time, is_zoned);
}

std::string Members::find(const std::vector<std::string>& keys) const {
  for (const std::string& key : keys) {
    for (const auto& [name, first] : json_->members) {
      if (name != key) continue;
      if (first == '"') return "s" + key;
      if (first == '-' || (first >= '0' && first <= '9')) return "n" + key;
    }
  }
  return "";
}
std::string Members::text(const std::vector<std::string>& keys) const {
  const std::string found = find(keys);
  return found.empty() || found[0] == 'n' ? "" : json_->strings.at(found.substr(1));
}
std::string Members::number(const std::vector<std::string>& keys) const {
  const std::string found = find(keys);
  return found.empty() || found[0] == 's' ? "" : json_->numbers.at(found.substr(1));
}
std::string Members::either(const std::vector<std::string>& keys) const { return text(keys) + number(keys); }

int whole(const std::string& text) { return is_number(text) && text.size() <= 9 ? std::stoi(text) : -1; }

bool is_shippers(const std::string& line) {
  return line.compare(0, 7, "{\"log\":") == 0 || line.compare(0, 4, "{\"__") == 0;
}

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts = {""};
  for (const char c : text) {
    if (c == mark) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

std::string without_port(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) return address;
  const std::string port = address.substr(colon + 1);
  return port.empty() || is_number(port) ? address.substr(0, colon) : address;
}

}  // namespace why502_tests
