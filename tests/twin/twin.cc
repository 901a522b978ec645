// twin.cc -- the slow obvious twin: lines, records, every rule in turn.
#include "tests/twin/twin.h"

#include <cassert>
#include <map>
#include <string>
#include <vector>

#include "lib/knowledge/rules.h"
#include "tests/twin/angie.h"
#include "tests/twin/envelope.h"
#include "tests/twin/gateways.h"
#include "tests/twin/record.h"

namespace why502_tests {
namespace {

using why502::Phase;
using why502::Role;
using why502::Severity;
using why502::Verdict;
using why502::knowledge::Context;
using why502::knowledge::Counts;
using why502::knowledge::Errno;
using why502::knowledge::Look;
using why502::knowledge::Names;
using why502::knowledge::Rule;

constexpr std::size_t npos = std::string::npos;
constexpr std::size_t kMaxRecord = 1 << 20;
constexpr std::size_t kMaxReject = 4096;

const std::vector<std::string> kCarriers = {
#define WHY502_CARRIER(start) start,
#include "lib/knowledge/carriers.inc"
#undef WHY502_CARRIER
};

bool begins_with(const std::string& text, std::string_view start) { return text.compare(0, start.size(), start) == 0; }

// The words of a message: what stands between blanks. words[0] is the first.
std::string word(const std::string& message, int number) {
  std::size_t begin = 0;
  for (int i = 0; i < number; ++i) {
    const std::size_t blank = message.find(' ', begin);
    if (blank == npos) return "";
    begin = blank + 1;
  }
  return message.substr(begin, message.find(' ', begin) - begin);
}

std::string last_word(const std::string& message) {
  const std::size_t blank = message.rfind(' ');
  return blank == npos ? "" : message.substr(blank + 1);
}

int number_of(const Record& record) { return record.number ? *record.number : errno_of_message(record.message); }

bool fits(const Look& look, const Record& record) {
  if (look.context == Context::check && !record.is_check) return false;
  if (look.context == Context::udp && !record.is_udp) return false;
  if (record.head.severity < look.lowest) return false;
  const std::string& message = record.message;
  if (!look.after_word.empty()) {
    const std::size_t blank = message.find(' ');
    if (blank == npos || message.compare(blank, look.after_word.size(), look.after_word) != 0) return false;
  }
  if (!begins_with(message, look.begins)) return false;
  if (message.find(look.holds) == npos) return false;
  if (!look.lacks.empty() && message.find(look.lacks) != npos) return false;
  if (look.error != Errno::any && why502::knowledge::errno_of(number_of(record)) != look.error) return false;
  return look.at == Phase::unknown || look.at == record.action;
}

bool looks_alike(const Record& record) {
  for (const auto& look_alike : why502::knowledge::look_alikes(why502::knowledge::Server::nginx)) {
    if (fits(look_alike.look, record)) return true;
  }
  return false;
}

// The first that fits of those that say what a message looks like;
// only_for_checks: of those for health checks.
const Rule* first_rule(const Record& record, bool only_for_checks) {
  for (const auto& look_alike : why502::knowledge::look_alikes(why502::knowledge::Server::nginx)) {
    if (look_alike.before_rules && fits(look_alike.look, record)) return nullptr;
  }
  for (const Rule& rule : why502::knowledge::rules(why502::knowledge::Server::nginx)) {
    if (rule.look.begins.empty() && rule.look.after_word.empty()) continue;
    if (only_for_checks && rule.look.context != Context::check) continue;
    if (fits(rule.look, record)) return &rule;
  }
  return nullptr;
}

const Rule* rule_of(const Record& record) {
  const Rule* rule = first_rule(record, false);
  if (!record.is_check) return rule;
  if (const Rule* for_checks = first_rule(record, true)) return for_checks;
  if (rule == nullptr && (record.head.severity < Severity::error || looks_alike(record))) return nullptr;
  for (const Rule& any : why502::knowledge::rules(why502::knowledge::Server::nginx)) {
    if (any.look.begins.empty() && any.look.after_word.empty()) return fits(any.look, record) ? &any : nullptr;
  }
  return nullptr;
}

bool names_request(const Record& record) { return !record.request.value.empty() || record.is_stream || record.is_mail; }

Role role_of(const Rule& rule, const Record& record) {
  switch (rule.counts) {
    case Counts::failure: return Role::failure;
    case Counts::evidence: return Role::evidence;
    case Counts::echo: return Role::echo;
    case Counts::with_request: return names_request(record) ? Role::failure : Role::evidence;
  }
  return Role::failure;
}

int status_of(const Rule& rule, const Record& record) {
  if (record.subrequest.present || record.is_stream || record.is_mail) return 0;
  if (rule.status == 200 && record.action_words == "proxying upgraded connection") return 101;
  return rule.status;
}

// What is known of a line from the envelopes around it.
struct Layers {
  std::vector<std::string> streams = {""};  // the writer at each depth; the first is the input itself
  why502::Envelope envelope = why502::Envelope::none;
  std::string container;
  std::string prefix;      // the last layer, if it was one
  std::size_t indent = 0;  // of the outermost
  std::optional<why502::Timestamp> writing, reading;
  std::optional<int> lent;
  std::uint64_t offset = 0;
  bool carriage_return = false;

  std::size_t depth() const { return streams.size() - 1; }
  void push(const Opened& opened) {
    streams.push_back(streams.back() + "|" + std::string(why502::id(opened.envelope)) + " " + opened.stream);
    if (depth() == 1) envelope = opened.envelope, indent = opened.indent;
    if (!opened.container.empty()) container = opened.container;
    if (opened.writing) writing = opened.writing;
    if (opened.reading) reading = opened.reading;
    if (opened.lent) lent = opened.lent;
    prefix = opened.envelope == why502::Envelope::prefix ? opened.stream : "";
    if (opened.in_object) carriage_return = false;
  }
  // Cuts off the carriage return that belongs to the line's ending.
  std::string cut(const std::string& text) {
    if (carriage_return || text.empty() || text.back() != '\r') return text;
    carriage_return = true;
    return text.substr(0, text.size() - 1);
  }
};

// A record in hand.
struct Hand {
  Layers layers;
  std::string text;
  std::string ending;  // of its last line
  bool after_carrier = false;
  std::uint64_t offset() const { return layers.offset; }
};

// A line of which the end has not come.
struct Begun {
  Layers layers;
  std::string text;
  bool too_long = false;
};

// How records are read: nginx's, or Angie's JSON, or another gateway's, of which a record is a line, if it is not open.
struct Grammar {
  why502::Format format;
  std::optional<Head> (*head_of)(const std::string& line);
  Record (*read_record)(const Head& head, const std::string& text);
  std::vector<TwinEvent> (*events_of)(const std::string& line) = nullptr;
  bool (*is_open)(const std::string& text) = nullptr;
  bool (*is_further)(const std::string& line) = nullptr;
};
constexpr Grammar kGrammars[] = {
    {why502::Format::nginx, head_of, read_record},
    {why502::Format::angie_json, angie_head_of, read_angie_json},
    {why502::Format::haproxy, haproxy_head_of, nullptr, haproxy_events},
    {why502::Format::envoy, envoy_head_of, nullptr, envoy_events},
    {why502::Format::cloudflare, cloudflare_head_of, nullptr, cloudflare_events},
    {why502::Format::caddy, caddy_head_of, nullptr, caddy_events},
    {why502::Format::traefik, traefik_head_of, nullptr, traefik_events},
    {why502::Format::lighttpd, lighttpd_head_of, nullptr, lighttpd_events},
    {why502::Format::varnish, varnish_head_of, nullptr, varnish_events, varnish_is_open, varnish_is_further},
    {why502::Format::ingress_nginx, ingress_nginx_head_of, nullptr, ingress_nginx_events},
};

// Can a client's raw text stand in this open record?
bool is_carrier(const Hand& hand) {
  const Record record = read_record(*head_of(hand.text), hand.text);
  if (!record.upstream.closed || !record.subrequest.closed) return true;
  const std::string message = hand.text.substr(record.head.length);
  for (const std::string& start : kCarriers) {
    if (begins_with(message, start)) return true;
  }
  return false;
}

// Reads one stream.
class Reader {
 public:
  Reader(std::size_t max_line_bytes, const Grammar& grammar) : max_line_bytes_(max_line_bytes), grammar_(grammar) {}

  // `line` without its ending, which is "\n", "\r\n", or at the input's end "" or "\r".
  void take_line(const std::string& line, const std::string& ending, std::uint64_t offset) {
    Layers layers;
    layers.offset = offset;
    layers.carriage_return = !ending.empty() && ending[0] == '\r';
    if (line.size() > max_line_bytes_) {
      end_open("");
      reject(Verdict::too_long, line.substr(0, kMaxReject), offset);
    } else if (grammar_.head_of(line)) {
      begin_record(line, layers);
    } else {
      if (open_.count("") != 0 && offset + line.size() - open_[""].offset() > kMaxRecord) end_open("");
      forget(offset + line.size());
      const bool is_further = grammar_.is_further != nullptr && grammar_.is_further(line) && open_.count("") != 0;
      if (!is_further && unwrap(line, layers)) return;
      if (open_.count("") != 0) {
        go_on("", line, layers);
      } else {
        reject(Verdict::unrecognized, line, offset);
      }
    }
  }

  TwinResult end(std::uint64_t bytes) {
    end_open("");
    while (!open_.empty() || !begun_.empty()) forget_oldest();
    result_.counters.bytes = bytes;
    return result_;
  }

 private:
  static constexpr std::size_t kDeepest = 4, kMostStreams = 64;

  // `line` is no head. false: nobody but the input itself can want it.
  bool unwrap(const std::string& line, Layers layers) {
    std::string text = line, awaited_line;
    bool awaited = false;
    Layers awaiting;
    for (;;) {
      const bool is_open = open_.count(layers.streams.back()) != 0;
      if (is_open && !awaited) {
        awaited = true;
        awaiting = layers;
        awaited_line = text;
      }
      if (layers.depth() == 0 && !is_open) {
        if (const Hand* hand = indented(text)) {
          const std::string stream = hand->layers.streams.back();
          go_on(stream, text.substr(hand->layers.indent), layers);
          return true;
        }
      }
      if (layers.depth() == kDeepest) break;
      Opened opened;
      Layers inner;
      if (!open_one(text, layers, is_open, &opened, &inner)) break;
      const std::string& stream = inner.streams.back();
      if (!awaited && (opened.partial || begun_.count(stream) != 0)) {
        join(opened, inner);
        return true;
      }
      text = inner.cut(opened.text);
      layers = inner;
      if (grammar_.head_of(text)) {
        begin_record(text, layers);
        return true;
      }
    }
    if (!awaited || awaiting.depth() == 0) return false;
    go_on(awaiting.streams.back(), awaited_line, awaiting);
    return true;
  }

  bool open_one(const std::string& text, const Layers& outer, bool is_open, Opened* opened, Layers* inner) {
    const std::vector<Opened> all = open_envelope(text);
    const auto choose = [&](const Opened& one) {
      *opened = one;
      *inner = outer;
      inner->push(one);
      return true;
    };
    for (const Opened& one : all) {
      choose(one);
      if (grammar_.head_of(Layers(*inner).cut(one.text))) return true;
    }
    for (const Opened& one : all) {
      choose(one);
      const std::string& stream = inner->streams.back();
      if (open_.count(stream) != 0 || begun_.count(stream) != 0) return true;
    }
    if (!all.empty()) return choose(all[0]);
    if (is_open) return false;
    if (const auto prefixed = open_prefix(text, grammar_.head_of)) return choose(*prefixed);
    // The prefix of a record that is open; the longest.
    Opened known;
    known.envelope = why502::Envelope::prefix;
    for (const auto& [stream, hand] : open_) {
      const Layers& its = hand.layers;
      if (its.prefix.size() <= known.stream.size() || its.depth() != outer.depth() + 1) continue;
      if (its.streams[outer.depth()] == outer.streams.back() && begins_with(text, its.prefix))
        known.stream = its.prefix;
    }
    if (known.stream.empty()) return false;
    known.text = without_prefix(text, known.stream);
    return choose(known);
  }

  // The last record that is open of which `line` is a further one by its indentation.
  const Hand* indented(const std::string& line) const {
    const Hand* last = nullptr;
    for (const auto& [stream, hand] : open_) {
      const std::size_t indent = hand.layers.indent;
      if (indent == 0 || line.substr(0, indent) != std::string(indent, ' ')) continue;
      if (last == nullptr || hand.layers.offset > last->layers.offset) last = &hand;
    }
    return last;
  }

  void join(const Opened& opened, Layers layers) {
    const std::string stream = layers.streams.back();
    const bool first = begun_.count(stream) == 0;
    if (opened.partial) layers.carriage_return = false;
    const std::string text = opened.partial ? opened.text : layers.cut(opened.text);
    if (first) {
      begun_[stream] = {layers, text, false};
      return;
    }
    Begun& begun = begun_[stream];
    if (!begun.too_long) begun.text += text;
    if (begun.text.size() > max_line_bytes_) {
      begun.too_long = true;
      begun.text.resize(kMaxReject);
    }
    if (!opened.partial) {
      begun.layers.carriage_return = layers.carriage_return;
      finish(stream);
    }
    result_.counters.continuation += 1;
  }

  void finish(const std::string& stream) {
    Begun begun = begun_[stream];
    begun_.erase(stream);
    if (begun.too_long) {
      end_open(stream);
      reject(Verdict::too_long, begun.text, begun.layers.offset);
      return;
    }
    const std::string text = begun.layers.cut(begun.text);
    if (grammar_.head_of(text)) {
      begin_record(text, begun.layers);
    } else if (!unwrap(text, begun.layers)) {
      reject(Verdict::unrecognized, text.substr(0, kMaxReject), begun.layers.offset);
    }
  }

  void forget(std::uint64_t line_end) {
    const auto is_old = [&](const Layers& layers) { return line_end - layers.offset > kMaxRecord; };
    for (;;) {
      const std::string* record = oldest(open_);
      const std::string* line = oldest(begun_);
      const std::size_t records = open_.size() - open_.count("");
      const bool old_record = record != nullptr && is_old(open_[*record].layers);
      const bool old_line = line != nullptr && is_old(begun_[*line].layers);
      if (begun_.size() >= kMostStreams ||
          (old_line && !(old_record && open_[*record].offset() < begun_[*line].layers.offset))) {
        finish(std::string(*line));
      } else if (records >= kMostStreams || old_record) {
        end_open(std::string(*record));
      } else {
        return;
      }
    }
  }

  void forget_oldest() {
    const std::string* record = oldest(open_);
    const std::string* line = oldest(begun_);
    if (line != nullptr && (record == nullptr || begun_[*line].layers.offset < open_[*record].offset())) {
      finish(std::string(*line));
    } else {
      end_open(std::string(*record));
    }
  }

  // The stream of what began first; nullptr if there is nothing. The input itself is left out.
  template <typename Map>
  const std::string* oldest(const Map& map) const {
    const std::string* found = nullptr;
    for (const auto& [stream, entry] : map) {
      if (stream.empty()) continue;
      if (found == nullptr || entry.layers.offset < map.at(*found).layers.offset) found = &stream;
    }
    return found;
  }

  // `text` begins a record, and ends those that are open in its stream and around it.
  void begin_record(const std::string& text, const Layers& layers) {
    bool after_carrier = false;
    for (const std::string& stream : layers.streams) {
      if (open_.count(stream) == 0) continue;
      after_carrier = after_carrier || (grammar_.events_of == nullptr && is_carrier(open_[stream]));
      end_open(stream);
    }
    complete_or_wait({layers, text, "", after_carrier}, layers);
  }

  // The open record of `stream` gets a further line.
  void go_on(const std::string& stream, const std::string& line, const Layers& layers) {
    result_.counters.continuation += 1;
    Hand hand = open_[stream];
    open_.erase(stream);
    hand.text += hand.ending + line;
    complete_or_wait(hand, layers);
  }

  void complete_or_wait(Hand hand, const Layers& last_line) {
    hand.ending = last_line.carriage_return ? "\r\n" : "\n";
    if (grammar_.events_of != nullptr) {
      if (grammar_.is_open == nullptr || !grammar_.is_open(hand.text)) return give_out_line(hand);
      open_[hand.layers.streams.back()] = hand;
      return;
    }
    const Record record = grammar_.read_record(*grammar_.head_of(hand.text), hand.text);
    if (!record.is_json && is_open(record)) {
      open_[hand.layers.streams.back()] = hand;
    } else {
      give_out(hand, false);
    }
  }

  void end_open(const std::string& stream) {
    if (open_.count(stream) == 0) return;
    const Hand hand = open_[stream];
    open_.erase(stream);
    if (grammar_.events_of != nullptr) return give_out_line(hand);
    give_out(hand, true);
  }

  void reject(Verdict verdict, const std::string& line, std::uint64_t offset) {
    (verdict == Verdict::too_long ? result_.counters.too_long : result_.counters.unrecognized) += 1;
    result_.rejects.push_back({verdict, line, offset});
  }

  // A record of another gateway's.
  void give_out_line(Hand hand) {
    if (grammar_.is_open != nullptr) {
      for (const char c : {'\n', '\r'}) {
        if (!hand.text.empty() && hand.text.back() == c) hand.text.pop_back();
      }
    }
    const Head head = *grammar_.head_of(hand.text);
    std::optional<why502::Timestamp> time = head.time;
    if (hand.layers.lent && time && !head.zoned) *time -= std::chrono::minutes(*hand.layers.lent);
    std::vector<TwinEvent> events = grammar_.events_of(hand.text);
    if (hand.layers.writing) {
      time = hand.layers.writing;
    } else if (!time) {
      time = hand.layers.reading;
    }
    why502::Counters& counters = result_.counters;
    counters.formats |= 1u << static_cast<unsigned>(grammar_.format);
    counters.envelopes |= 1u << static_cast<unsigned>(hand.layers.envelope);
    const bool counts = time && (events.empty() || !events[0].suspect);
    if (counts && (!counters.first || *time < *counters.first)) counters.first = time;
    if (counts && (!counters.last || *time > *counters.last)) counters.last = time;
    (events.empty() ? counters.other : counters.event) += 1;
    for (TwinEvent& event : events) {
      event.format = grammar_.format;
      event.time = time;
      event.text = hand.text;
      event.offset = hand.offset();
      event.envelope = hand.layers.envelope;
      event.container = hand.layers.container;
      if (!event.request_id.empty()) {
        event.attempt =
            attempts_.emplace(std::vector<std::string>{event.request_id, event.container}, attempts_.size() + 1)
                .first->second;
      }
      event.request_id = "";
      result_.events.push_back(event);
    }
  }

  // The record is over.
  void give_out(const Hand& hand, bool while_open) {
    Record record = grammar_.read_record(*grammar_.head_of(hand.text), hand.text);
    // nginx's stamps name no zone.
    if (hand.layers.lent && record.head.time && !record.is_json) {
      *record.head.time -= std::chrono::minutes(*hand.layers.lent);
    }
    if (hand.layers.writing) {
      record.head.time = hand.layers.writing;
    } else if (!record.head.time) {
      record.head.time = hand.layers.reading;
    }
    why502::Counters& counters = result_.counters;
    counters.formats |= 1u << static_cast<unsigned>(grammar_.format);
    counters.envelopes |= 1u << static_cast<unsigned>(hand.layers.envelope);
    const Rule* rule = rule_of(record);
    const bool is_other = rule == nullptr && record.head.severity >= Severity::error &&
                          (record.has_action || record.upstream.present || record.message.rfind("upstream ", 0) == 0) &&
                          !record.is_check && !looks_alike(record);
    // The log's time: of all records but suspect events, and those that cut a carrier short.
    const bool is_event = rule != nullptr || is_other;
    if (record.head.time && !(is_event && is_suspect(record, hand)) && !hand.after_carrier) {
      if (!counters.first || *record.head.time < *counters.first) counters.first = record.head.time;
      if (!counters.last || *record.head.time > *counters.last) counters.last = record.head.time;
    }
    if (!is_event) {
      counters.other += 1;
      return;
    }
    counters.event += 1;
    add_event(record, hand, rule, while_open);
  }

  // May a client have forged it?
  static bool is_suspect(const Record& record, const Hand& hand) {
    return record.several_contexts || record.fields_without_context || record.tail_after_context || hand.after_carrier;
  }

  void add_event(const Record& record, const Hand& hand, const Rule* rule, bool while_open) {
    TwinEvent event;
    event.cause = rule != nullptr ? rule->cause : why502::Cause::other;
    event.role = rule != nullptr ? role_of(*rule, record) : Role::failure;
    event.phase = rule != nullptr && rule->phase != Phase::unknown ? rule->phase : record.action;
    event.status = rule != nullptr ? status_of(*rule, record) : 0;
    event.rule = rule != nullptr ? std::string(rule->id) : "";
    event.attempt = attempt_of(record, hand);
    event.errno_value = rule != nullptr && rule->own_number ? 0 : number_of(record);
    const bool carriage_return = hand.ending[0] == '\r';
    event.truncated = while_open || record.text.size() == (carriage_return ? 2046u : 2047u);
    if (record.is_json) event.truncated = record.is_cut;
    event.format = grammar_.format;
    event.suspect = is_suspect(record, hand);
    event.severity = record.head.severity;
    event.time = record.head.time;
    const UpstreamName name = name_of_upstream(record);
    event.protocol = name.protocol;
    event.upstream = name.name;
    if (event.upstream.empty() && rule != nullptr && !rule->name_after.empty()) {
      const UpstreamName found = name_behind(record, std::string(rule->name_after));
      event.protocol = found.protocol;
      event.upstream = found.name;
    } else if (event.upstream.empty() && rule != nullptr) {
      if (rule->names == Names::first_word) event.upstream = word(record.message, 0);
      if (rule->names == Names::third_word) event.upstream = word(record.message, 2);
      if (rule->names == Names::last_word) event.upstream = last_word(record.message);
    }
    event.server = record.server.value;
    event.host = record.host.value;
    event.request = record.request.value;
    event.client = record.client.value;
    event.message = record.message;
    event.text = record.text;
    event.offset = hand.offset();
    event.envelope = hand.layers.envelope;
    event.container = hand.layers.container;
    result_.events.push_back(event);
  }

  // Equal keys get equal numbers. An empty request tells as much as none.
  std::size_t attempt_of(const Record& record, const Hand& hand) {
    if (record.head.connection.empty() || !names_request(record)) return 0;
    const std::vector<std::string> key = {record.head.process, record.head.connection, record.request.value,
                                          record.host.value, hand.layers.container};
    return attempts_.emplace(key, attempts_.size() + 1).first->second;
  }

  std::size_t max_line_bytes_;
  Grammar grammar_;
  TwinResult result_;
  std::map<std::vector<std::string>, std::size_t> attempts_;
  std::map<std::string, Hand> open_;    // by stream; "" is the input itself
  std::map<std::string, Begun> begun_;  // by stream
};

}  // namespace

TwinResult twin(std::string_view bytes, const std::string& zone, std::size_t max_line_bytes, why502::Format format) {
  assert(zone == "UTC");
  static_cast<void>(zone);
  const Grammar* grammar = &kGrammars[0];
  for (const Grammar& each : kGrammars) {
    if (each.format == format) grammar = &each;
  }
  Reader reader(max_line_bytes, *grammar);
  const std::string all(bytes);
  std::size_t begin = 0;
  while (begin < all.size()) {
    const std::size_t feed = all.find('\n', begin);
    std::string line = all.substr(begin, feed == npos ? npos : feed - begin);
    std::string ending = feed == npos ? "" : "\n";
    if (!line.empty() && line.back() == '\r') {
      line.pop_back();
      ending = "\r" + ending;
    }
    reader.take_line(line, ending, begin);
    begin = feed == npos ? all.size() : feed + 1;
  }
  return reader.end(all.size());
}

}  // namespace why502_tests
