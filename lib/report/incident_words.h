// incident_words.h -- an incident in words: who, when, what, how far, what was near.
#ifndef WHY502_LIB_REPORT_INCIDENT_WORDS_H_
#define WHY502_LIB_REPORT_INCIDENT_WORDS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lib/report/stamps.h"
#include "lib/report/visible.h"
#include "why502/incident.h"

namespace why502::report {

// The places of the largest, in order of time.
std::vector<std::size_t> largest_incidents(const std::vector<Incident>& incidents, std::size_t most);

class IncidentWords {
 public:
  // `log_end`: of the last record; nothing if it is unknown.
  IncidentWords(const Incident& incident, std::optional<Timestamp> log_end, const Stamps& stamps, Charset charset)
      : incident_(incident), log_end_(log_end), stamps_(stamps), charset_(charset) {}

  // "10.0.0.1:80", "10.0.0.1:80 and 10.0.0.2:80", "10.0.0.1:80 and 4 more upstreams".
  std::string upstreams() const;

  // "connection refused", "mostly connection refused", "connection refused (122) and 2 more causes".
  std::string main_cause() const;

  // "connection refused 122, connection reset 47, 12 more causes 83", in order of time.
  std::string causes(std::size_t most) const;

  // "9,102 failed attempts, at least 8,870 requests, 12 sites".
  std::string figures() const;

  // "3 sites, 12 clients, 9 paths": what was touched; "or more" where a bound was reached.
  std::string touched() const;

  // "throughout the log, so it may have begun before it", "ongoing at the log's end"; where
  // there was no failure in the log's last minute or more, "quiet in the log's last 3 min";
  // "" if it is over.
  std::string state() const;
  bool is_at_the_end() const;

  // "502: 17; 504: 7; 200 (cut off): 2", most first.
  std::string statuses() const;

  // "09:14:00 to 09:20:10 (6 min 10 s), ongoing at the log's end".
  std::string times() const;

  // "24 failed attempts, at least 23 requests, most in the minute 20:18 (15)".
  std::string attempts() const;

  // What was before it or in its first minute, and tells most: "40 s before, pool www:
  // worker pool exhausted"; "" if nothing was.
  std::string near() const;

  // One of the evidence, likewise.
  std::string near(const IncidentEvidence& evidence) const;

  // The evidence with most records, in order of time.
  std::vector<const IncidentEvidence*> most_near(std::size_t most) const;

 private:
  std::string attempts_and_requests() const;

  const Incident& incident_;
  std::optional<Timestamp> log_end_;
  const Stamps& stamps_;
  Charset charset_;
};

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_INCIDENT_WORDS_H_
