// truth.cc -- the sums of what was written, and their JSON.
#include "bench/truth.h"

#include <set>
#include <utility>

namespace why502::bench {
namespace {

template <typename Map, typename Name>
void append_map(const char* key, const Map& map, Name name, std::string* out) {
  *out += std::string(",\"") + key + "\":{";
  bool first = true;
  for (const auto& [k, n] : map) {
    if (!std::exchange(first, false)) *out += ',';
    *out += '"' + name(k) + "\":" + std::to_string(n);
  }
  *out += '}';
}

}  // namespace

Tally::Tally(std::vector<Meaning> messages, std::size_t names)
    : messages_(std::move(messages)), names_(names), counts_(messages_.size() * names) {}

void Tally::sum(const Fleet& fleet, Truth* truth) const {
  std::set<std::pair<std::string_view, std::size_t>> groups;
  std::vector<std::uint64_t> by_name(names_);
  for (std::size_t m = 0; m < messages_.size(); ++m) {
    const Meaning& message = messages_[m];
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < names_; ++i) {
      const std::uint64_t n = counts_[m * names_ + i];
      sum += n;
      if (n == 0 || message.means != Means::failure) continue;
      by_name[i] += n;
      groups.emplace(message.cause, i);
    }
    truth->lines += sum;
    (message.means == Means::nothing ? truth->others : truth->events) += sum;
    if (message.means == Means::evidence) truth->evidence += sum;
    if (message.means == Means::echo) truth->echoes += sum;
    if (message.means != Means::failure || sum == 0) continue;
    (message.status / 100 == 4 ? truth->client_errors : truth->failures) += sum;
    truth->by_cause[std::string(message.cause)] += sum;
    truth->by_status[message.status] += sum;
  }
  truth->groups = groups.size();
  for (std::size_t i = 0; i < names_; ++i) {
    if (by_name[i] != 0) truth->by_upstream[std::string(i < fleet.size() ? fleet.name(i) : "")] = by_name[i];
  }
}

std::string to_json(const Truth& truth) {
  std::string out = "{";
  const auto number = [&out](const char* key, auto value) {
    if (out.size() > 1) out += ',';
    out += std::string("\"") + key + "\":" + std::to_string(value);
  };
  number("bytes", truth.bytes);
  number("lines", truth.lines);
  number("events", truth.events);
  number("others", truth.others);
  number("failures", truth.failures);
  number("client_errors", truth.client_errors);
  number("evidence", truth.evidence);
  number("echoes", truth.echoes);
  number("groups", truth.groups);
  number("first", truth.first);
  number("last", truth.last);
  const auto same = [](const std::string& key) { return key; };
  append_map("by_cause", truth.by_cause, same, &out);
  append_map("by_upstream", truth.by_upstream, same, &out);
  append_map(
      "by_status", truth.by_status, [](int s) { return s == 0 ? "null" : std::to_string(s); }, &out);
  return out += "}\n";
}

}  // namespace why502::bench
