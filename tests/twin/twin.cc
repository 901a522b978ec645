// twin.cc -- the slow obvious twin: lines, records, every rule in turn.
#include "tests/twin/twin.h"

#include <cassert>
#include <map>
#include <string>
#include <vector>

#include "lib/knowledge/rules.h"
#include "tests/twin/record.h"

namespace why502_tests {
namespace {

using why502::Phase;
using why502::Role;
using why502::Severity;
using why502::Verdict;
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

bool fits(const Look& look, const Record& record) {
  if (record.head.severity < look.lowest) return false;
  const std::string& message = record.message;
  if (!look.after_word.empty()) {
    const std::size_t blank = message.find(' ');
    if (blank == npos || message.compare(blank, look.after_word.size(), look.after_word) != 0) return false;
  }
  if (!begins_with(message, look.begins)) return false;
  if (message.find(look.holds) == npos) return false;
  if (look.error != Errno::any && why502::knowledge::errno_of(errno_of_message(message)) != look.error) return false;
  return look.at == Phase::unknown || look.at == record.action;
}

const Rule* rule_of(const Record& record) {
  for (const Rule& rule : why502::knowledge::rules(why502::knowledge::Server::nginx)) {
    if (fits(rule.look, record)) return &rule;
  }
  return nullptr;
}

bool looks_alike(const Record& record) {
  for (const auto& look_alike : why502::knowledge::look_alikes(why502::knowledge::Server::nginx)) {
    if (fits(look_alike.look, record)) return true;
  }
  return false;
}

Role role_of(const Rule& rule, const Record& record) {
  switch (rule.counts) {
    case Counts::failure: return Role::failure;
    case Counts::evidence: return Role::evidence;
    case Counts::echo: return Role::echo;
    case Counts::with_request: return !record.request.value.empty() ? Role::failure : Role::evidence;
  }
  return Role::failure;
}

int status_of(const Rule& rule, const Record& record) {
  if (record.subrequest.present || record.counts_bytes) return 0;
  if (rule.status == 200 && record.action_words == "proxying upgraded connection") return 101;
  return rule.status;
}

// Reads one stream.
class Reader {
 public:
  explicit Reader(std::size_t max_line_bytes) : max_line_bytes_(max_line_bytes) {}

  // `line` without its ending, which is "\n", "\r\n", or at the input's end "" or "\r".
  void take_line(const std::string& line, const std::string& ending, std::uint64_t offset) {
    if (line.size() > max_line_bytes_) {
      if (open_) give_out(true);
      reject(Verdict::too_long, line.substr(0, kMaxReject), offset);
    } else if (const auto head = head_of(line)) {
      bool after_carrier = false;
      if (open_) {
        for (const std::string& start : kCarriers) {
          after_carrier = after_carrier || begins_with(text_.substr(head_of(text_)->length), start);
        }
        give_out(true);
      }
      text_ = line;
      offset_ = offset;
      after_carrier_ = after_carrier;
      complete_or_wait(*head, ending);
    } else if (open_ && text_.size() + ending_.size() + line.size() <= kMaxRecord) {
      result_.counters.continuation += 1;
      text_ += ending_ + line;
      complete_or_wait(*head_of(text_), ending);
    } else {
      if (open_) give_out(true);
      reject(Verdict::unrecognized, line, offset);
    }
  }

  TwinResult end(std::uint64_t bytes) {
    if (open_) give_out(true);
    result_.counters.bytes = bytes;
    return result_;
  }

 private:
  void complete_or_wait(const Head& head, const std::string& ending) {
    ending_ = ending;
    open_ = is_open(read_record(head, text_));
    if (!open_) give_out(false);
  }

  void reject(Verdict verdict, const std::string& line, std::uint64_t offset) {
    (verdict == Verdict::too_long ? result_.counters.too_long : result_.counters.unrecognized) += 1;
    result_.rejects.push_back({verdict, line, offset});
  }

  // The record of text_ is over.
  void give_out(bool while_open) {
    open_ = false;
    const Record record = read_record(*head_of(text_), text_);
    why502::Counters& counters = result_.counters;
    counters.formats |= 1u << static_cast<unsigned>(why502::Format::nginx);
    counters.envelopes |= 1u << static_cast<unsigned>(why502::Envelope::none);
    const Rule* rule = rule_of(record);
    const bool is_other = rule == nullptr && record.head.severity >= Severity::error &&
                          (record.has_action || record.upstream.present) && !looks_alike(record);
    // The log's time: of all records but suspect events, and those that cut a carrier short.
    const bool is_event = rule != nullptr || is_other;
    if (record.head.time && !(is_event && is_suspect(record)) && !after_carrier_) {
      if (!counters.first || *record.head.time < *counters.first) counters.first = record.head.time;
      if (!counters.last || *record.head.time > *counters.last) counters.last = record.head.time;
    }
    if (!is_event) {
      counters.other += 1;
      return;
    }
    counters.event += 1;
    add_event(record, rule, while_open);
  }

  // May a client have forged it?
  bool is_suspect(const Record& record) const {
    return record.several_contexts || record.fields_without_context || record.tail_after_context || after_carrier_;
  }

  void add_event(const Record& record, const Rule* rule, bool while_open) {
    TwinEvent event;
    event.cause = rule != nullptr ? rule->cause : why502::Cause::other;
    event.role = rule != nullptr ? role_of(*rule, record) : Role::failure;
    event.phase = rule != nullptr && rule->phase != Phase::unknown ? rule->phase : record.action;
    event.status = rule != nullptr ? status_of(*rule, record) : 0;
    event.rule = rule != nullptr ? std::string(rule->id) : "";
    event.attempt = attempt_of(record);
    event.errno_value = rule != nullptr && rule->own_number ? 0 : errno_of_message(record.message);
    const bool carriage_return = !ending_.empty() && ending_[0] == '\r';
    event.truncated = while_open || record.text.size() == (carriage_return ? 2046u : 2047u);
    event.suspect = is_suspect(record);
    event.severity = record.head.severity;
    event.time = record.head.time;
    const UpstreamName name = name_of_upstream(record);
    event.protocol = name.protocol;
    event.upstream = name.name;
    if (event.upstream.empty() && rule != nullptr) {
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
    event.offset = offset_;
    result_.events.push_back(event);
  }

  // Equal keys get equal numbers. An empty request tells as much as none.
  std::size_t attempt_of(const Record& record) {
    if (record.head.connection.empty() || record.request.value.empty()) return 0;
    const std::vector<std::string> key = {record.head.process, record.head.connection, record.request.value,
                                          record.host.value};
    return attempts_.emplace(key, attempts_.size() + 1).first->second;
  }

  std::size_t max_line_bytes_;
  TwinResult result_;
  std::map<std::vector<std::string>, std::size_t> attempts_;
  std::string text_;            // of the record in hand
  std::string ending_;          // of its last line
  std::uint64_t offset_ = 0;    // of its first line
  bool open_ = false;           // it waits for further lines
  bool after_carrier_ = false;  // it cut off a record that prints raw paths
};

}  // namespace

TwinResult twin(std::string_view bytes, const std::string& zone, std::size_t max_line_bytes) {
  assert(zone == "UTC");
  static_cast<void>(zone);
  Reader reader(max_line_bytes);
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
