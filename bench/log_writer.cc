// log_writer.cc -- one record after the other, in nginx's grammar.
#include "bench/log_writer.h"

#include <algorithm>
#include <chrono>

namespace why502::bench {
namespace {

constexpr std::int64_t kDuration = 6 * 3600;

// "2026/11/22 00:00:00".
void write_stamp(std::int64_t seconds, std::string* out) {
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  out->clear();
  append_number(static_cast<std::uint64_t>(static_cast<int>(date.year())), 4, out);
  *out += '/';
  append_number(static_cast<unsigned>(date.month()), 2, out);
  *out += '/';
  append_number(static_cast<unsigned>(date.day()), 2, out);
  *out += ' ';
  append_number(static_cast<std::uint64_t>(clock.hours().count()), 2, out);
  *out += ':';
  append_number(static_cast<std::uint64_t>(clock.minutes().count()), 2, out);
  *out += ':';
  append_number(static_cast<std::uint64_t>(clock.seconds().count()), 2, out);
}

bool fits(const Message& message, unsigned kinds) {
  return message.means != Means::nothing && (message.kinds & ~kinds) == 0 && (message.not_kinds & kinds) == 0;
}

std::vector<Meaning> meanings() {
  std::vector<Meaning> all;
  all.reserve(kMessageCount);
  for (const Message& message : kMessages) all.push_back({message.cause, message.status, message.means});
  return all;
}

}  // namespace

LogWriter::LogWriter(const LogOptions& options)
    : options_(options),
      fleet_(std::max<std::size_t>(options.upstreams, 1)),
      tally_(meanings(), fleet_.size()),
      random_(options.seed),
      exchange_(&random_) {
  for (std::size_t group = 0; group < kGroups; ++group) {
    unsigned total = 0;
    for (const Message& message : kMessages) total += fits(message, fleet_.kinds(group)) ? message.weight : 0;
    Choice& choice = failures_[group];
    unsigned before = 0;
    std::size_t end = 0;
    for (std::size_t m = 0; m < kMessageCount; ++m) {
      if (!fits(kMessages[m], fleet_.kinds(group))) continue;
      before += kMessages[m].weight;
      while (end < choice.size() * before / total) choice[end++] = static_cast<std::uint8_t>(m);
    }
  }
  for (std::size_t m = 0; m < kMessageCount; ++m) {
    const bool is_debug = kMessages[m].level == "debug";
    if (kMessages[m].means == Means::nothing && is_debug == (options.kind == LogKind::debug))
      innocents_.insert(innocents_.end(), kMessages[m].weight, static_cast<std::uint8_t>(m));
  }
}

bool LogWriter::fill(std::string* out, std::size_t bytes) {
  const std::uint64_t before = written_;
  while (out->size() < bytes && written_ < options_.bytes) {
    const std::size_t start = out->size();
    if (options_.kind == LogKind::dense || random_.one_in(100)) {
      failure(out);
    } else {
      innocent(out);
    }
    written_ += out->size() - start;
  }
  return written_ != before;
}

// A request fails on one peer, or on up to three of a group in turn.
void LogWriter::failure(std::string* out) {
  if (attempts_left_ > 0) {
    peer_ += kGroups;
    if (peer_ >= fleet_.upstreams()) peer_ %= kGroups;
    if (peer_ >= fleet_.upstreams()) peer_ = 0;
  } else {
    exchange_.renew();
    // Some upstreams fail more often than others.
    const auto n = static_cast<std::uint32_t>(fleet_.upstreams());
    peer_ = std::min(random_.below(n), random_.below(n));
    const std::uint32_t luck = random_.below(20);
    attempts_left_ = luck == 0 ? 3 : luck < 5 ? 2 : 1;
  }
  --attempts_left_;
  const std::size_t m = failures_[peer_ % kGroups][random_.below(1024)];
  const Message& message = kMessages[m];
  std::size_t name = peer_;
  if (message.tail == Tail::grouped) {
    name = fleet_.group_of(peer_);
    attempts_left_ = 0;
  } else if (message.tail == Tail::request) {
    name = fleet_.host(random_.below(kHosts));
    attempts_left_ = 0;
  }
  line(m, name, out);
}

void LogWriter::innocent(std::string* out) {
  attempts_left_ = 0;
  exchange_.renew();
  const std::size_t m = innocents_[random_.below(static_cast<std::uint32_t>(innocents_.size()))];
  std::size_t peer = random_.below(static_cast<std::uint32_t>(fleet_.upstreams()));
  while (peer > 0 && (kMessages[m].kinds & ~fleet_.kinds(peer)) != 0) --peer;
  line(m, peer, out);
}

void LogWriter::line(std::size_t m, std::size_t name, std::string* out) {
  const Message& message = kMessages[m];
  tally_.count(m, name);
  head(message, out);
  out->append(message.before);
  switch (message.hole) {
    case Hole::none: break;
    case Hole::address: out->append(fleet_.name(name)); break;
    case Hole::host: out->append(name < fleet_.upstreams() ? "backend.internal" : fleet_.name(name)); break;
    case Hole::client: out->append(exchange_.client()); break;
    case Hole::path: out->append(exchange_.uri().substr(0, exchange_.uri().find('?'))); break;
    case Hole::number: append_number(100'000 + random_.below(900'000), 0, out); break;
  }
  out->append(message.after);
  tail(message, name, out);
  *out += '\n';
}

// A worker's clock may be a second late.
void LogWriter::head(const Message& message, std::string* out) {
  std::int64_t now = options_.start + static_cast<std::int64_t>(written_ * kDuration / options_.bytes);
  if (random_.one_in(64)) --now;
  if (now != stamped_) {
    if (stamped_ < 0) first_ = last_ = now;
    stamped_ = now;
    first_ = std::min(first_, now);
    last_ = std::max(last_, now);
    write_stamp(now, &stamp_);
  }
  out->append(stamp_).append(" [").append(message.level).append("] ");
  if (message.level == "notice") {
    out->append("1#1: ");
  } else {
    out->append(exchange_.process()).append(": *").append(exchange_.number()) += ' ';
  }
}

void LogWriter::tail(const Message& message, std::size_t name, std::string* out) {
  if (message.tail == Tail::none) return;
  out->append(", client: ").append(exchange_.client()).append(", server: ");
  if (message.tail == Tail::connection) {
    out->append(exchange_.listen());
    return;
  }
  out->append(exchange_.server()).append(", request: \"").append(exchange_.request()) += '"';
  if (message.tail != Tail::request) {
    out->append(", upstream: \"").append(fleet_.scheme(name)).append(fleet_.name(name));
    const bool is_unix = message.tail != Tail::grouped && (fleet_.kinds(name) & kUnix) != 0;
    if (is_unix && message.tail != Tail::timed_out) *out += ':';
    if (fleet_.writes_uri(name)) out->append(exchange_.uri());
    *out += '"';
  }
  out->append(", host: \"").append(exchange_.host()) += '"';
  if (!exchange_.referrer().empty()) out->append(", referrer: \"").append(exchange_.referrer()) += '"';
}

Truth LogWriter::truth() const {
  Truth truth;
  truth.bytes = written_;
  truth.first = first_;
  truth.last = last_;
  tally_.sum(fleet_, &truth);
  return truth;
}

Log make_log(const LogOptions& options) {
  Log log;
  log.text.reserve(options.bytes + 4096);
  LogWriter writer(options);
  writer.fill(&log.text, static_cast<std::size_t>(-1));
  log.truth = writer.truth();
  return log;
}

}  // namespace why502::bench
