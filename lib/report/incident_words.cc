// incident_words.cc -- an incident in words.
#include "lib/report/incident_words.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "lib/report/overview.h"
#include "lib/report/words.h"

namespace why502::report {
namespace {

std::string title(Cause cause) { return std::string(info(cause).title); }

const IncidentCause& largest(const Incident& incident) {
  return *std::max_element(incident.causes.begin(), incident.causes.end(),
                           [](const IncidentCause& a, const IncidentCause& b) { return a.failures < b.failures; });
}

// What is more than the gateway's own reaction to failures.
bool tells_more(const IncidentEvidence& evidence) {
  return evidence.cause != Cause::peer_disabled && evidence.cause != Cause::health_check_failed;
}

}  // namespace

std::vector<std::size_t> largest_incidents(const std::vector<Incident>& incidents, std::size_t most) {
  std::vector<std::size_t> order(incidents.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return incidents[a].failures > incidents[b].failures; });
  if (order.size() > most) order.resize(most);
  std::sort(order.begin(), order.end());
  return order;
}

std::string IncidentWords::upstreams() const {
  const auto& names = incident_.upstreams;
  if (names.empty()) return std::string(upstream_name(std::string_view()));
  std::string text = visible(names[0], charset_);
  if (incident_.upstream_count == 2 && names.size() == 2) return text + " and " + visible(names[1], charset_);
  if (incident_.upstream_count > 1) text += " and " + counted(incident_.upstream_count - 1, "more upstream");
  return text;
}

std::string IncidentWords::main_cause() const {
  const IncidentCause& main = largest(incident_);
  if (incident_.causes.size() == 1) return title(main.cause);
  if (main.failures * 10 >= incident_.failures * 9) return "mostly " + title(main.cause);
  return title(main.cause) + " (" + thousands(main.failures) + ") and " +
         counted(incident_.causes.size() - 1, "more cause");
}

std::string IncidentWords::causes(std::size_t most) const {
  std::vector<IncidentCause> shown = incident_.causes;
  std::uint64_t left = 0;
  if (shown.size() > most) {
    // The largest, but in order of time.
    std::vector<std::uint64_t> sizes;
    sizes.reserve(shown.size());
    for (const IncidentCause& cause : shown) sizes.push_back(cause.failures);
    std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(most - 1), sizes.end(),
                     std::greater<>());
    const std::uint64_t fewest = sizes[most - 1];
    std::size_t kept = 0;
    std::erase_if(shown, [&](const IncidentCause& cause) {
      if (cause.failures >= fewest && kept < most) return ++kept, false;
      left += cause.failures;
      return true;
    });
  }
  std::string text;
  for (const IncidentCause& cause : shown) {
    if (!text.empty()) text += ", ";
    text += title(cause.cause) + ' ' + thousands(cause.failures);
  }
  if (left != 0) {
    text += ", " + counted(incident_.causes.size() - shown.size(), "more cause") + ' ' + thousands(left);
  }
  return text;
}

std::string IncidentWords::attempts_and_requests() const {
  std::string text = counted(incident_.failures, "failed attempt");
  if (incident_.failures > 1 && incident_.requests.at_least != 0) {
    text += (incident_.requests.exact ? ", at least " : ", about ") + counted(incident_.requests.at_least, "request");
  }
  return text;
}

std::string IncidentWords::attempts() const {
  std::string text = attempts_and_requests();
  if (incident_.peak_failures != incident_.failures) {
    text += ", most in the minute " + stamps_.minute(incident_.peak_minute) + " (" +
            thousands(incident_.peak_failures) + ')';
  }
  return text;
}

std::string IncidentWords::figures() const {
  std::string text = attempts_and_requests();
  if (incident_.servers > 1) {
    text += incident_.exact ? ", " : ", at least ";
    text += counted(incident_.servers, "site");
  }
  return text;
}

std::string IncidentWords::touched() const {
  std::string text;
  const auto add = [&](std::uint64_t number, std::string_view one) {
    if (number == 0) return;
    if (!text.empty()) text += ", ";
    text += counted(number, one);
  };
  add(incident_.servers, "site");
  add(incident_.clients, "client");
  add(incident_.paths, "path");
  if (!text.empty() && !incident_.exact) text += ", or more";
  return text;
}

bool IncidentWords::is_at_the_end() const {
  return incident_.ongoing && (!log_end_ || *log_end_ - incident_.end < std::chrono::minutes(1));
}

std::string IncidentWords::state() const {
  if (incident_.throughout) return "throughout the log, so it may have begun before it";
  if (!incident_.ongoing) return {};
  if (is_at_the_end()) return "ongoing at the log's end";
  const auto quiet = std::chrono::floor<std::chrono::seconds>(*log_end_ - incident_.end);
  return "quiet in the log's last " + duration_words(quiet);
}

std::string IncidentWords::times() const {
  std::string text = stamps_.brief(incident_.onset);
  if (const std::string end = stamps_.brief(incident_.end); end != text) {
    text += " to " + end + " (" +
            duration_words(std::chrono::floor<std::chrono::seconds>(incident_.end - incident_.onset)) + ')';
  }
  if (const std::string words = state(); !words.empty()) text += ", " + words;
  return text;
}

std::string IncidentWords::statuses() const {
  std::vector<StatusCount> counts = incident_.by_status;
  std::stable_sort(counts.begin(), counts.end(),
                   [](const StatusCount& a, const StatusCount& b) { return a.failures > b.failures; });
  std::string text;
  for (const StatusCount& each : counts) {
    if (!text.empty()) text += "; ";
    text += each.status == 0 ? "unknown" : std::to_string(each.status);
    if (each.status != 0 && each.status < 400) text += " (cut off)";
    text += ": " + thousands(each.failures);
  }
  return text;
}

std::string IncidentWords::near(const IncidentEvidence& evidence) const {
  std::string text;
  const auto before = std::chrono::floor<std::chrono::seconds>(incident_.onset - evidence.first);
  if (evidence.first < incident_.onset) {
    text = before.count() == 0 ? "just before" : duration_words(before) + " before";
  } else {
    text = "from " + stamps_.brief(evidence.first) + " on";
    if (evidence.count == 1) text = "at " + stamps_.brief(evidence.first);
  }
  text += ", " + (evidence.upstream.empty() ? std::string() : visible(evidence.upstream, charset_) + ": ") +
          title(evidence.cause);
  if (evidence.count > 1) text += " (" + thousands(evidence.count) + ')';
  return text;
}

std::vector<const IncidentEvidence*> IncidentWords::most_near(std::size_t most) const {
  std::vector<const IncidentEvidence*> near;
  for (const IncidentEvidence& evidence : incident_.evidence) near.push_back(&evidence);
  std::stable_sort(near.begin(), near.end(),
                   [](const IncidentEvidence* a, const IncidentEvidence* b) { return a->count > b->count; });
  if (near.size() > most) near.resize(most);
  std::sort(near.begin(), near.end());  // pointers into one vector
  return near;
}

std::string IncidentWords::near() const {
  const auto& all = incident_.evidence;
  // What came later than its first minute is no lead.
  const auto is_lead = [this](const IncidentEvidence& each) {
    return each.first < incident_.onset + std::chrono::minutes(1);
  };
  const IncidentEvidence* told = nullptr;
  for (const IncidentEvidence& each : all) {
    if (is_lead(each) && tells_more(each) && (told == nullptr || each.count > told->count)) told = &each;
  }
  return told == nullptr ? std::string() : near(*told);
}

}  // namespace why502::report
