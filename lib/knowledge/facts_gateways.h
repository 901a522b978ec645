// facts_gateways.h -- what a look asks of a sample of another gateway: slow, small and constexpr, as facts.h.
#ifndef WHY502_LIB_KNOWLEDGE_FACTS_GATEWAYS_H_
#define WHY502_LIB_KNOWLEDGE_FACTS_GATEWAYS_H_

#include <cstddef>
#include <string_view>

#include "lib/knowledge/facts.h"

namespace why502::knowledge {

// The word that `text` begins with.
constexpr std::string_view first_word(std::string_view text) noexcept { return text.substr(0, text.find(' ')); }

// The n-th word behind the first ones.
constexpr std::string_view word_at(std::string_view text, int number) noexcept {
  for (int i = 0; i < number; ++i) text = text.substr(text.find(' ') + 1);
  return first_word(text);
}

// "1.2.3.4:5 [STAMP] frontend backend/server TIMERS STATUS BYTES - - SC-- ...", or of tcp without STATUS and cookies.
constexpr Facts haproxy_facts(std::string_view record) noexcept {
  Facts facts;
  const std::size_t stamp = record.find(" [");
  if (record.starts_with('[')) {
    facts.severity = severity_of(record.substr(1, record.find(']') - 1));
    facts.message = record.substr(record.find(") : ") + 4);
  } else if (stamp == std::string_view::npos || record[0] > '9') {
    facts.message = record;
  } else {
    const std::string_view words = record.substr(stamp + 2);
    const std::string_view http = word_at(words, 8), tcp = word_at(words, 5);
    facts.state = (http.size() == 4 ? http : tcp).substr(0, 2);
    if (word_at(words, 2).ends_with("<NOSRV>")) facts.at = Phase::select;
  }
  return facts;
}

// What stands behind `before`, up to `end`; "" if it is not there.
constexpr std::string_view between(std::string_view text, std::string_view before, char end) noexcept {
  const std::size_t at = text.find(before);
  if (at == std::string_view::npos) return {};
  text = text.substr(at + before.size());
  return text.substr(0, text.find(end));
}

// The first flag; the whole line stands for the details.
constexpr Facts envoy_facts(std::string_view record) noexcept {
  Facts facts;
  facts.message = record;
  std::string_view flags = between(record, "\"response_flags\":\"", '"'),
                   code = between(record, "\"response_code\":", ',');
  if (!record.starts_with('{')) {
    const std::string_view behind = record.substr(record.find("\" ") + 2);
    code = word_at(behind, 0);
    flags = word_at(behind, 1);
  }
  facts.state = flags.substr(0, flags.find(','));
  const bool has_begun =
      code.starts_with('2') || record.find("upstream_reset_after_response_started") != std::string_view::npos;
  if (has_begun) facts.at = Phase::read_body;
  return facts;
}

// The edge's status, or that the origin told of an error of its own.
constexpr Facts cloudflare_facts(std::string_view record) noexcept {
  Facts facts;
  facts.message = record;
  facts.state = between(record, "\"EdgeResponseStatus\":", ',');
  const std::string_view origin = between(record, "\"OriginResponseStatus\":", ',');
  if (origin.starts_with('5') && (facts.state < "520" || facts.state > "530")) facts.state = "origin";
  return facts;
}

// Of the only attempt; or what the controller says.
constexpr Facts ingress_nginx_facts(std::string_view record) noexcept {
  Facts facts;
  if (record.starts_with('W')) {
    facts.severity = Severity::warn;
    facts.message = record.substr(record.find("] ") + 2);
    return facts;
  }
  const std::string_view lists = record.substr(record.rfind("] ") + 2);
  const std::string_view length = word_at(lists, 1), status = word_at(lists, 3);
  facts.state = length == "0" && (status == "502" || status == "504") ? status : "own";
  return facts;
}

// What the error handler says; of the access log, whose answer it was; "EOF" alone is a state. Where an error
// stands beside the message, the message is enough to know the sample by.
constexpr Facts caddy_facts(std::string_view record) noexcept {
  Facts facts;
  facts.severity = severity_of(between(record, "\"level\":\"", '"'));
  const std::string_view message = between(record, "\"msg\":\"", '"');
  if (between(record, "\"logger\":\"", '"').starts_with("http.log.access")) {
    facts.state = between(record, "\"size\":", ',') == "0" ? "answered" : "passed";
  } else if (message == "EOF") {
    facts.state = message;
  } else {
    facts.message = message;
  }
  return facts;
}

// An error, or what became of the request. Only of samples in JSON.
constexpr Facts traefik_facts(std::string_view record) noexcept {
  Facts facts;
  const std::string_view status = between(record, "\"DownstreamStatus\":", ',');
  if (status.empty()) {
    facts.severity = severity_of(between(record, "\"level\":\"", '"'));
    facts.message = between(record, "\"error\":\"", '"');
    if (facts.message == "EOF") facts.state = facts.message;
    const std::size_t check = record.find("Health check failed.");
    if (check != std::string_view::npos) facts.message = record.substr(check);
  } else if (between(record, "\"ServiceAddr\":\"", '"').empty()) {
    facts.state = "unserved";
  } else {
    const std::string_view size = between(record, "\"OriginContentSize\":", ',');
    facts.state = (status == "502" && size == "11") || (status == "504" && size == "15") ? status : "origin";
  }
  return facts;
}

// The first error, of a transaction or of a line; a health check's line; else the backend's own answer.
constexpr Facts varnish_facts(std::string_view record) noexcept {
  Facts facts;
  const std::string_view error = between(record, "Error     ", '\n'),
                         check = between(record, "Backend_health - ", '\n');
  facts.message =
      check.empty()
          ? error.substr(error.find_first_not_of(' ') == std::string_view::npos ? 0 : error.find_first_not_of(' '))
          : check;
  if (check.empty()) facts.state = error.empty() ? "own" : facts.message;
  return facts;
}

}  // namespace why502::knowledge

#endif  // WHY502_LIB_KNOWLEDGE_FACTS_GATEWAYS_H_
