// apache_writer.cc -- one record after the other, in the grammar of Apache's default ErrorLogFormat.
#include "bench/apache_writer.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string_view>

#include "bench/messages.h"

namespace why502::bench {

// Whom the head is about.
enum class About : std::uint8_t { none, client, remote };

// What fills the gap of a message, and whom the record names with it.
enum class ApacheHole : std::uint8_t {
  none,          // nothing; names nobody
  nobody,        // the same
  peer,          // "10.0.0.1:8080"
  peer_twice,    // "10.0.0.1:8080 (10.0.0.1:8080)"
  peer_host,     // "10.0.0.1:8080 (10.0.0.1)"
  socket,        // "/run/app.sock"
  host,          // "10.0.0.1", of an echo
  name,          // "svc-1.internal.example.com"
  group,         // "pool_3"
  path,          // of the request's URI; names nobody
  line_number,   // the same
  small_number,  // the same
};

struct ApacheMessage {
  unsigned weight;  // 0: it follows the one before
  unsigned kinds, not_kinds;
  Means means;
  std::string_view cause;
  int status;
  std::string_view module, error;
  About about;
  std::string_view before;
  ApacheHole hole;
  std::string_view after;
};

namespace {

constexpr ApacheMessage kApache[] = {
#define WHY502_APACHE(weight, kinds, not_kinds, means, cause, status, module, error, about, before, hole, after) \
  {weight, kinds, not_kinds, Means::means, cause, status, module, error, About::about, before, ApacheHole::hole, after},
#include "bench/apache_messages.inc"
#undef WHY502_APACHE
};
constexpr std::size_t kCount = std::size(kApache);

constexpr std::int64_t kDuration = 6 * 3600;
constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// "Sun Nov 22 00:00:00".
void write_stamp(std::int64_t seconds, std::string* out, std::string* year) {
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  out->assign(kDays[std::chrono::weekday(day).c_encoding()]).append(1, ' ');
  out->append(kMonths[static_cast<unsigned>(date.month()) - 1]).append(1, ' ');
  append_number(static_cast<unsigned>(date.day()), 2, out);
  *out += ' ';
  append_number(static_cast<std::uint64_t>(clock.hours().count()), 2, out);
  *out += ':';
  append_number(static_cast<std::uint64_t>(clock.minutes().count()), 2, out);
  *out += ':';
  append_number(static_cast<std::uint64_t>(clock.seconds().count()), 2, out);
  year->clear();
  append_number(static_cast<std::uint64_t>(static_cast<int>(date.year())), 4, year);
}

// Does it tell of an upstream, or the lines behind it?
bool is_innocent(std::size_t m) { return kApache[m].means == Means::nothing; }

bool fits(const ApacheMessage& message, unsigned kinds) {
  return (message.kinds & ~kinds) == 0 && (message.not_kinds & kinds) == 0;
}

std::string_view host_of(std::string_view peer) { return peer.substr(0, peer.rfind(':')); }

std::string_view path_of(std::string_view uri) { return uri.substr(0, uri.find('?')); }

std::vector<Meaning> meanings() {
  std::vector<Meaning> all;
  all.reserve(kCount);
  for (const ApacheMessage& message : kApache) all.push_back({message.cause, message.status, message.means});
  return all;
}

}  // namespace

ApacheWriter::ApacheWriter(const LogOptions& options)
    : options_(options),
      fleet_(std::max<std::size_t>(options.upstreams, 1)),
      tally_(meanings(), fleet_.size() + 1),
      random_(options.seed),
      failures_(kGroups),
      exchange_(&random_) {
  for (std::size_t m = 0; m < kCount; ++m) {
    const auto number = static_cast<std::uint8_t>(m);
    if (is_innocent(m)) {
      innocents_.insert(innocents_.end(), kApache[m].weight, number);
      continue;
    }
    for (std::size_t group = 0; group < kGroups; ++group) {
      if (!fits(kApache[m], fleet_.kinds(group))) continue;
      failures_[group].insert(failures_[group].end(), kApache[m].weight, number);
    }
  }
}

bool ApacheWriter::fill(std::string* out, std::size_t bytes) {
  const std::uint64_t before = written_;
  const auto n = static_cast<std::uint32_t>(fleet_.upstreams());
  while (out->size() < bytes && written_ < options_.bytes) {
    exchange_.renew();
    // Two lines an attempt, so that 1 % of a sparse log's lines are of failures.
    if (options_.kind == LogKind::dense || random_.one_in(200)) {
      const std::size_t peer = std::min(random_.below(n), random_.below(n));
      const std::vector<std::uint8_t>& choice = failures_[peer % kGroups];
      attempt(choice[random_.below(static_cast<std::uint32_t>(choice.size()))], peer, out);
    } else {
      const std::size_t m = innocents_[random_.below(static_cast<std::uint32_t>(innocents_.size()))];
      std::size_t peer = random_.below(n);
      while (peer > 0 && !fits(kApache[m], fleet_.kinds(peer))) --peer;
      attempt(m, peer, out);
    }
  }
  return written_ != before;
}

// A message and those that follow it.
void ApacheWriter::attempt(std::size_t m, std::size_t peer, std::string* out) {
  do {
    const std::size_t start = out->size();
    line(m, peer, out);
    written_ += out->size() - start;
    ++m;
  } while (m < kCount && kApache[m].weight == 0);
}

void ApacheWriter::line(std::size_t m, std::size_t peer, std::string* out) {
  const ApacheMessage& message = kApache[m];
  const std::string_view name = fleet_.name(peer);
  std::size_t named = fleet_.size();  // nobody
  head(message, peer, out);
  out->append(message.before);
  switch (message.hole) {
    case ApacheHole::none:
    case ApacheHole::nobody: break;
    case ApacheHole::peer:
      named = peer;
      out->append(name);
      break;
    case ApacheHole::peer_twice:
      named = peer;
      out->append(name).append(" (").append(name) += ')';
      break;
    case ApacheHole::peer_host:
      named = peer;
      out->append(name).append(" (").append(host_of(name)) += ')';
      break;
    case ApacheHole::socket:
      named = peer;
      out->append(name.substr(name.find('/')));
      break;
    case ApacheHole::host: out->append(host_of(name)); break;
    case ApacheHole::name:
      named = fleet_.host(peer % kHosts);
      out->append(fleet_.name(named));
      break;
    case ApacheHole::group:
      named = fleet_.group_of(peer);
      out->append(fleet_.name(named));
      break;
    case ApacheHole::path: out->append(path_of(exchange_.uri())); break;
    case ApacheHole::line_number: append_number(10 + random_.below(900), 0, out); break;
    case ApacheHole::small_number: append_number(random_.below(256), 0, out); break;
  }
  tally_.count(m, named);
  out->append(message.after);
  if (message.about == About::client && !exchange_.referrer().empty()) {
    out->append(", referer: ").append(exchange_.referrer());
  }
  *out += '\n';
}

void ApacheWriter::head(const ApacheMessage& message, std::size_t peer, std::string* out) {
  const std::uint64_t at = written_ * kDuration;
  const std::int64_t now = options_.start + static_cast<std::int64_t>(at / options_.bytes);
  if (now != stamped_) {
    if (stamped_ < 0) first_ = now;
    stamped_ = last_ = now;
    write_stamp(now, &stamp_, &year_);
  }
  out->append("[").append(stamp_) += '.';
  append_number(at % options_.bytes * 1'000'000 / options_.bytes, 6, out);
  out->append(" ").append(year_).append("] [").append(message.module).append("] [pid ");
  const std::string_view pid = exchange_.process().substr(0, exchange_.process().find('#'));
  out->append(pid).append(":tid ").append(pid);
  append_number(static_cast<std::uint64_t>(exchange_.number().back() - '0') + 10, 2, out);
  out->append("] ").append(message.error);
  if (message.about == About::client) {
    out->append("[client ").append(exchange_.client()) += ':';
    append_number(std::uint64_t{40'000} + exchange_.number().size() * 1'000 + peer % 1'000, 0, out);
    out->append("] ");
  } else if (message.about == About::remote) {
    out->append("[remote ").append(fleet_.name(peer)).append("] ");
  }
}

Truth ApacheWriter::truth() const {
  Truth truth;
  truth.bytes = written_;
  truth.first = first_;
  truth.last = last_;
  tally_.sum(fleet_, &truth);
  return truth;
}

}  // namespace why502::bench
