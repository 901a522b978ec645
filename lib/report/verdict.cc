// verdict.cc -- one sentence: what the figures say, and no more.
//
// It says "of" and "before", never "because": an error log knows no reasons
// beyond its own words, and never names the requests that went well.
#include "lib/report/verdict.h"

#include <utility>

#include "lib/report/incident_words.h"
#include "lib/report/words.h"
#include "why502/report.h"

namespace why502::report {
namespace {

// "connect timed out" as a sentence begins with it.
std::string sentence_case(std::string_view title) {
  std::string text(title);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

class Sentence {
 public:
  Sentence(const Aggregate& aggregate, const Overview& overview, const Stamps& stamps, Charset charset)
      : aggregate_(aggregate), overview_(overview), stamps_(stamps), charset_(charset) {}

  std::string nothing_known() const {
    const std::uint64_t lines = aggregate_.counters().lines();
    if (lines == 0) return "Nothing was read: no lines" + unread_inputs() + ".";
    return "Nothing can be said: in " + counted(lines, "line") + " there is no record of a format that is known" +
           unread_inputs() + ".";
  }

  std::string no_failures(bool filtered) const {
    const Counters& counters = aggregate_.counters();
    std::string text = filtered ? "No upstream failures that pass the filter in " : "No upstream failures in ";
    text += counted(counters.lines() - overview_.unreadable, "line");
    if (counters.first) text += stretch(" from ", " at ", " to ", {counters.first, counters.last});
    if (overview_.totals.client_errors != 0) {
      text += "; " + counted(overview_.totals.client_errors, "attempt") + " answered by a 4xx";
    }
    if (overview_.unreadable != 0) text += "; " + counted(overview_.unreadable, "more line") + " could not be read";
    return text + unread_inputs() + ".";
  }

  // "10.0.0.1:80, 2026-11-22 09:14:00 to 11:03:10 UTC: connection refused, 9,102 failed attempts, ..."
  std::string incident(const Incident& main) const {
    const IncidentWords words(main, overview_.log.last, stamps_, charset_);
    std::string text = words.upstreams() + ", " + stamps_.span(main.onset, main.end, " to ") + ' ';
    text.append(stamps_.zone());
    if (const std::string state = words.state(); !state.empty()) text += ", " + state;
    text += ": " + words.main_cause() + ", " + words.figures();
    if (const std::string near = words.near(); !near.empty()) text += "; " + near;
    if (overview_.incidents.size() > 1) {
      text += "; " + counted(overview_.incidents.size() - 1, "smaller incident") + ", " +
              thousands(overview_.totals.failures) + " failed attempts in all";
    }
    return text + '.';
  }

  std::string no_incident() const { return (overview_.stretch.first ? "No incident; " : "") + failures(); }

 private:
  std::string failures() const {
    const std::uint64_t all = overview_.totals.failures;
    if (!overview_.largest) {
      return counted(all, "failed attempt") + requests_in_brackets() + when(overview_.stretch) + '.';
    }
    const Row& largest = *overview_.largest;
    if (overview_.groups == 1) {
      return who(largest) + ", " + counted(all, "failed attempt") + requests_in_brackets() +
             when({largest.first, largest.last}) + '.';
    }
    if (is_most(largest.failures)) {
      return who(largest) + part(largest.failures) + when({largest.first, largest.last}) + earlier() + in_all() + '.';
    }
    const CauseOverview& cause = overview_.causes.front();
    if (is_most(cause.failures) && cause.failures >= overview_.leading.failures) {
      return begin(info(cause.cause).title) + on_upstreams(cause.upstreams) + part(cause.failures) +
             when(cause.stretch) + ", most on " + shown(upstream_name(cause.largest)) + " (" +
             thousands(cause.largest.failures) + ")" + earlier() + in_all() + '.';
    }
    if (is_most(overview_.leading.failures)) {
      const UpstreamOverview& leading = overview_.leading;
      return shown(leading.name) + part(leading.failures) + when(leading.stretch) + ", most of them " +
             std::string(info(leading.largest.cause).title) + " (" + thousands(leading.largest.failures) + ")" +
             earlier() + in_all() + '.';
    }
    return counted(all, "failed attempt") + requests_in_brackets() + on_upstreams(overview_.upstreams) +
           when(overview_.stretch) + "; the largest part, " + share(largest.failures, all) + ", is " + who(largest) +
           earlier() + '.';
  }

  // As the sentence's beginning, unless something stands before it.
  std::string begin(std::string_view title) const {
    return overview_.stretch.first ? std::string(title) : sentence_case(title);
  }

  bool is_most(std::uint64_t failures) const { return failures > overview_.totals.failures / 2; }

  std::string shown(std::string_view name) const { return visible(name, charset_); }

  // "10.0.0.1:80: connection refused"
  std::string who(const Row& row) const {
    return shown(upstream_name(row)) + ": " + std::string(info(row.cause).title);
  }

  // ", 9,102 of 9,310 failed attempts (97%)"; "all" where it is all of them.
  std::string part(std::uint64_t failures) const {
    const std::uint64_t all = overview_.totals.failures;
    if (failures >= all) return ", all " + counted(all, "failed attempt");
    return ", " + thousands(failures) + " of " + counted(all, "failed attempt") + " (" + share(failures, all) + ')';
  }

  std::string stretch(std::string_view from, std::string_view at, std::string_view between,
                      const Stretch& times) const {
    const std::string span = stamps_.span(*times.first, *times.last, between);
    const bool moment = span == stamps_.full(*times.first);
    return std::string(moment ? at : from) + span + ' ' + std::string(stamps_.zone());
  }

  std::string when(const Stretch& times) const {
    return times.first ? stretch(" between ", " at ", " and ", times) : std::string();
  }

  // Of one attempt it goes without saying.
  std::string requests() const {
    const Estimate& estimate = overview_.totals.requests;
    return overview_.totals.failures <= 1 || estimate.at_least == 0
               ? std::string()
               : (estimate.exact ? "at least " : "about ") + counted(estimate.at_least, "request");
  }

  std::string requests_in_brackets() const {
    const std::string text = requests();
    return text.empty() ? text : " (" + text + ')';
  }

  std::string on_upstreams(std::size_t upstreams) const {
    if (upstreams == 0) return {};
    return (overview_.totals.exact ? " on " : " on at least ") + counted(upstreams, "upstream");
  }

  std::string in_all() const {
    return requests().empty() ? std::string() : "; in all " + requests() + on_upstreams(overview_.upstreams);
  }

  // What no_live_upstreams mostly follows from.
  std::string earlier() const {
    if (!overview_.earlier) return {};
    const Row& row = *overview_.earlier;
    const bool before = *row.first < *overview_.largest->first;
    return "; " + who(row) + " (" + thousands(row.failures) + (before ? ") began before it" : ") began with it");
  }

  std::string unread_inputs() const {
    if (overview_.unread == 0) return {};
    return "; " + counted(overview_.unread, "input") + " could not be read";
  }

  const Aggregate& aggregate_;
  const Overview& overview_;
  const Stamps& stamps_;
  Charset charset_;
};

}  // namespace

std::string verdict(const Aggregate& aggregate, const Overview& overview, const Stamps& stamps, bool filtered,
                    Charset charset) {
  const Sentence sentence(aggregate, overview, stamps, charset);
  if (const Incident* main = overview.main_incident()) return sentence.incident(*main);
  if (overview.totals.failures != 0) return sentence.no_incident();
  return overview.known == 0 ? sentence.nothing_known() : sentence.no_failures(filtered);
}

bool is_filtered(const FilterOptions& filter) {
  return filter.since || filter.until || !filter.causes.empty() || !filter.upstream.empty() || !filter.server.empty();
}

}  // namespace why502::report

namespace why502 {

std::string verdict(const Aggregate& aggregate) {
  const std::optional<base::Zone> utc = base::Zone::load("UTC");
  if (!utc) return {};  // it needs no file, so there always is one
  return report::verdict(aggregate, report::Overview(aggregate), report::Stamps(*utc), false, report::Charset::unicode);
}

}  // namespace why502
