// advice.cc -- chooses what to look at first, and fills it in.
#include "lib/report/advice.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>

#include "why502/parser.h"

namespace why502::report {
namespace {

constexpr std::array kGateways = {Format::nginx,   Format::apache,     Format::mod_jk,        Format::haproxy,
                                  Format::envoy,   Format::cloudflare, Format::ingress_nginx, Format::caddy,
                                  Format::traefik, Format::lighttpd,   Format::varnish};

const IncidentCause& leading_cause(const Incident& incident) {
  return *std::max_element(incident.causes.begin(), incident.causes.end(),
                           [](const IncidentCause& a, const IncidentCause& b) { return a.failures < b.failures; });
}

// A cause, and the incident whose upstreams it is looked for on.
struct Wanted {
  Cause cause;
  const Incident* incident;  // nullptr: anywhere
  Row row = {};
};

class Wishes {
 public:
  explicit Wishes(std::size_t most) : most_(most) {}

  void add(Cause cause, const Incident* incident) {
    const bool is_there = std::any_of(all_.begin(), all_.end(), [&](const Wanted& w) { return w.cause == cause; });
    if (!is_there && all_.size() < most_) all_.push_back({cause, incident});
  }
  std::vector<Wanted>& all() { return all_; }

 private:
  std::size_t most_;
  std::vector<Wanted> all_;
};

bool has(const Incident& incident, std::string_view upstream) {
  // Past this an incident names too many to say which of them it is about.
  constexpr std::size_t kLookedAt = 100;
  const auto end =
      incident.upstreams.begin() + static_cast<std::ptrdiff_t>(std::min(incident.upstreams.size(), kLookedAt));
  return std::find(incident.upstreams.begin(), end, upstream) != end;
}

// Is it a host's name, and no address?
bool is_host_name(std::string_view host) {
  return std::any_of(host.begin(), host.end(), [](char c) { return (c < '0' || c > '9') && c != '.'; }) &&
         !host.starts_with('[');
}

// Is it the only thing that the name could mean to a shell?
bool is_plain(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._:/[]@").find(c) != std::string_view::npos;
  });
}

// Who wrote the record, of these formats; unknown if neither they nor its head tell.
Format writer_of(std::uint32_t formats, std::string_view record) {
  if (std::popcount(formats) == 1) return static_cast<Format>(std::countr_zero(formats));
  Format writer = Format::unknown;
  const Result<Parser> parser = Parser::create();
  if (!parser || record.empty()) return writer;
  Scratch scratch;
  parser->parse(record, scratch, [&](const Event& event) {
    writer = event.format();
    return false;
  });
  return writer;
}

}  // namespace

std::vector<Row> leads(const Aggregate& aggregate, const Overview& overview, std::size_t most) {
  Wishes wishes(most);
  std::vector<const Incident*> incidents;
  for (const Incident& incident : overview.incidents) incidents.push_back(&incident);
  std::stable_sort(incidents.begin(), incidents.end(),
                   [](const Incident* a, const Incident* b) { return a->failures > b->failures; });
  for (const Incident* incident : incidents) wishes.add(leading_cause(*incident).cause, incident);
  if (!incidents.empty()) {
    std::vector<IncidentCause> causes = incidents.front()->causes;
    std::stable_sort(causes.begin(), causes.end(),
                     [](const IncidentCause& a, const IncidentCause& b) { return a.failures > b.failures; });
    for (const IncidentCause& cause : causes) wishes.add(cause.cause, incidents.front());
  }
  for (const CauseOverview& cause : overview.causes) {
    if (cause.groups != 0) wishes.add(cause.cause, nullptr);
  }

  for (Wanted& wanted : wishes.all()) {
    for (const CauseOverview& cause : overview.causes) {
      if (cause.cause == wanted.cause) wanted.row = cause.largest;
    }
    // The largest group of all is mostly the incident's; else the incident's own is looked for.
    if (wanted.incident != nullptr && has(*wanted.incident, wanted.row.keys[1])) wanted.incident = nullptr;
    if (wanted.incident == nullptr) continue;
    bool found = false;
    aggregate.each_upstream([&](const Row& row) {
      if (row.cause != wanted.cause || !has(*wanted.incident, row.keys[1])) return true;
      if (!found || comes_before(row, wanted.row)) wanted.row = row;
      found = true;
      return true;
    });
  }
  std::vector<Row> rows;
  for (const Wanted& wanted : wishes.all()) rows.push_back(wanted.row);
  return rows;
}

const LookFirst* entry_for(const Aggregate& aggregate, const Row& row) {
  std::uint32_t gateways = 0;
  for (const Format gateway : kGateways) gateways |= 1U << static_cast<unsigned>(gateway);
  return look_first(row.cause, id(writer_of(aggregate.counters().formats & gateways, row.example)));
}

const LookFirst* entry_for(const Aggregate& aggregate, const EvidenceRow& row) {
  return look_first(row.cause, id(writer_of(aggregate.counters().formats, row.example)));
}

std::string filled_in(std::string_view text, std::string_view upstream) {
  std::string_view address, host, port, socket;
  if (is_plain(upstream)) {
    if (upstream.starts_with("unix:")) {
      socket = upstream.substr(5);
    } else if (const std::size_t colon = upstream.rfind(':'); colon != std::string_view::npos) {
      address = upstream;
      host = upstream.substr(0, colon);
      port = upstream.substr(colon + 1);
    } else {
      host = upstream;
    }
  }
  const std::pair<std::string_view, std::string_view> kWords[] = {
      {"ADDRESS", address},
      {"HOST", host},
      {"PORT", port},
      {"SOCKET", socket},
      {"NAME", is_host_name(host) ? host : std::string_view()}};
  std::string out;
  while (!text.empty()) {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
    std::size_t size = 0;
    while (size < text.size() && is_letter(text[size])) ++size;
    std::string_view word = text.substr(0, std::max<std::size_t>(size, 1));
    text.remove_prefix(word.size());
    for (const auto& [name, value] : kWords) {
      if (word == name && !value.empty()) word = value;
    }
    out += word;
  }
  return out;
}

}  // namespace why502::report
