// envelope.cc -- the twin's opening of envelopes.
#include "tests/twin/envelope.h"

#include <chrono>
#include <cstddef>
#include <set>

#include "tests/twin/head.h"
#include "tests/twin/json.h"

namespace why502_tests {
namespace {

using why502::Envelope;
using why502::Timestamp;
constexpr std::size_t npos = std::string::npos;

// Reads a text from the left. What does not fit is not taken.
class Cursor {
 public:
  explicit Cursor(const std::string& text, std::size_t at = 0) : all_(&text), at_(at) {}

  bool at_end() const { return at_ == all_->size(); }
  std::size_t at() const { return at_; }
  char peek() const { return at_end() ? '\0' : (*all_)[at_]; }
  std::string rest() const { return all_->substr(at_); }
  std::string since(std::size_t begin) const { return all_->substr(begin, at_ - begin); }

  bool take(const std::string& word) {
    if (all_->compare(at_, word.size(), word) != 0) return false;
    at_ += word.size();
    return true;
  }
  std::string take_all(const std::string& of) {
    const std::size_t begin = at_;
    while (!at_end() && of.find((*all_)[at_]) != npos) ++at_;
    return since(begin);
  }
  std::string take_digits() { return take_all("0123456789"); }
  bool number(int count, int* value) {
    const std::string digits = all_->substr(at_, static_cast<std::size_t>(count));
    if (digits.size() != static_cast<std::size_t>(count)) return false;
    for (const char c : digits) {
      if (c < '0' || c > '9') return false;
    }
    *value = std::stoi(digits);
    at_ += digits.size();
    return true;
  }
  // What stands before the next blank, which is taken too. Not "".
  bool word(std::string* value) {
    const std::size_t blank = all_->find(' ', at_);
    if (blank == npos || blank == at_) return false;
    *value = all_->substr(at_, blank - at_);
    at_ = blank + 1;
    return true;
  }
  void take_colours() {
    for (;;) {
      const std::size_t begin = at_;
      if (!take("\x1b[")) return;
      take_all("0123456789;");
      if (!take("m")) {
        at_ = begin;
        return;
      }
    }
  }

 private:
  const std::string* all_;
  std::size_t at_;
};

std::chrono::microseconds fraction(Cursor* in) {
  Cursor ahead = *in;
  if (!ahead.take(".")) return {};
  std::string digits = ahead.take_digits();
  if (digits.empty()) return {};
  *in = ahead;
  digits.resize(6, '0');
  return std::chrono::microseconds(std::stoi(digits));
}

bool take_rfc3339(Cursor* in, Timestamp* time, std::optional<int>* offset = nullptr) {
  int year, month, day, hour, minute, second, hours = 0, minutes = 0;
  if (!in->number(4, &year) || !in->take("-") || !in->number(2, &month) || !in->take("-")) return false;
  if (!in->number(2, &day) || !in->take("T") || !in->number(2, &hour) || !in->take(":")) return false;
  if (!in->number(2, &minute) || !in->take(":") || !in->number(2, &second)) return false;
  const auto local = moment(year, month, day, hour, minute, second);
  if (!local) return false;
  const auto micros = fraction(in);
  int sign = 0;
  if (in->take("+")) sign = 1;
  if (sign == 0 && in->take("-")) sign = -1;
  if (sign == 0 && !in->take("Z")) return false;
  if (sign != 0) {
    if (!in->number(2, &hours)) return false;
    in->take(":");
    if (!in->number(2, &minutes) || hours > 23 || minutes > 59) return false;
  }
  *time = *local + micros - std::chrono::minutes(sign * (hours * 60 + minutes));
  if (offset != nullptr && sign != 0) *offset = sign * (hours * 60 + minutes);
  return true;
}

std::optional<Timestamp> whole_rfc3339(const std::string& text, std::optional<int>* offset = nullptr) {
  Cursor in(text);
  Timestamp time;
  std::optional<int> found;
  if (!take_rfc3339(&in, &time, &found) || !in.at_end()) return std::nullopt;
  if (offset != nullptr) *offset = found;
  return time;
}

// Without a reference time the stamp tells nothing, but it stands there.
bool take_rfc3164(Cursor* in) {
  const std::size_t begin = in->at();
  bool is_month = false;
  for (const char* month : {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}) {
    is_month = is_month || in->take(month);
  }
  int n;
  if (!is_month || !in->take(" ")) return false;
  in->take(" ");
  const std::string day = in->take_digits();
  if (day.empty() || day.size() > 2 || !in->take(" ")) return false;
  if (!in->number(2, &n) || !in->take(":") || !in->number(2, &n) || !in->take(":") || !in->number(2, &n)) return false;
  if (in->at() < begin + 14) return false;
  fraction(in);
  return true;
}

bool take_unix(Cursor* in, Timestamp* time) {
  const std::string digits = in->take_digits();
  if (digits.size() < 9 || digits.size() > 11) return false;
  *time = Timestamp(std::chrono::seconds(std::stoll(digits))) + fraction(in);
  return true;
}

std::string value_of(const Json& json, const std::string& path) {
  const auto it = json.strings.find(path);
  return it == json.strings.end() ? "" : it->second;
}
bool has(const Json& json, const std::string& path) { return json.strings.count(path) != 0; }

std::string without_newline(std::string text) {
  if (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

void name_writer(const Json& json, Opened* opened) {
  for (const char* path : {"container_name", "CONTAINER_NAME", "kubernetes.container_name", "kubernetes.container.name",
                           "resource.labels.container_name"}) {
    if (opened->container.empty()) opened->container = value_of(json, path);
  }
  for (const char* path : {"stream", "container_name", "container_id", "CONTAINER_NAME", "CONTAINER_ID", "_HOSTNAME",
                           "SYSLOG_IDENTIFIER", "_PID", "host", "host.name", "file", "log.file.path",
                           "kubernetes.pod_name", "kubernetes.container_name", "kubernetes.pod.name",
                           "kubernetes.container.name", "resource.labels.pod_name", "resource.labels.container_name"}) {
    if (has(json, path)) opened->stream += std::string(path) + "=" + value_of(json, path) + '\0';
  }
}

std::optional<Opened> docker(const Json& json) {
  const std::set<std::string> own = {"log", "stream", "attrs", "time"};
  for (const auto& key : json.keys) {
    if (own.count(key.first) == 0) return std::nullopt;
  }
  if (!has(json, "log") || !has(json, "stream") || !has(json, "time")) return std::nullopt;
  Opened o;
  o.envelope = Envelope::docker;
  o.writing = whole_rfc3339(value_of(json, "time"));
  if (!o.writing) return std::nullopt;
  const std::string log = value_of(json, "log");
  o.text = without_newline(log);
  o.partial = o.text == log;
  o.stream = value_of(json, "stream");
  return o;
}

std::optional<Timestamp> micros(const std::string& text) {
  Cursor in(text);
  if (text.size() > 17 || in.take_digits().empty() || !in.at_end()) return std::nullopt;
  return Timestamp(std::chrono::microseconds(std::stoll(text)));
}

std::optional<Opened> journald(const Json& json) {
  if (!has(json, "MESSAGE")) return std::nullopt;
  Opened o;
  o.envelope = Envelope::journald;
  o.writing = micros(value_of(json, "_SOURCE_REALTIME_TIMESTAMP"));
  if (!o.writing) o.writing = micros(value_of(json, "__REALTIME_TIMESTAMP"));
  if (!o.writing) return std::nullopt;
  o.text = without_newline(value_of(json, "MESSAGE"));
  o.partial =
      value_of(json, "CONTAINER_PARTIAL_MESSAGE") == "true" && value_of(json, "CONTAINER_PARTIAL_LAST") != "true";
  name_writer(json, &o);
  return o;
}

std::optional<Opened> json_line(const Json& json) {
  Opened o;
  o.envelope = Envelope::json;
  bool found = false;
  for (const char* path : {"log", "message", "msg", "MESSAGE", "textPayload", "jsonPayload.message"}) {
    if (!found && has(json, path)) o.text = without_newline(value_of(json, path)), found = true;
  }
  if (!found) return std::nullopt;
  name_writer(json, &o);
  for (const char* path : {"@timestamp", "timestamp", "time"}) {
    if (!o.reading) o.reading = whole_rfc3339(value_of(json, path), &o.lent);
  }
  o.partial = value_of(json, "logtag") == "P" || value_of(json, "_p") == "P" || value_of(json, "_partial") == "true" ||
              (value_of(json, "partial_message") == "true" && value_of(json, "partial_last") != "true");
  return o;
}

std::optional<Opened> cri(const std::string& line) {
  Opened o;
  o.envelope = Envelope::cri;
  Cursor in(line);
  Timestamp time;
  if (!take_rfc3339(&in, &time) || !in.take(" ")) return std::nullopt;
  for (const char* stream : {"stderr", "stdout"}) {
    if (in.take(stream)) o.stream = stream;
  }
  std::string tags;
  if (o.stream.empty() || !in.take(" ") || !in.word(&tags)) return std::nullopt;
  if (tags[0] != 'P' && tags[0] != 'F') return std::nullopt;
  if (tags.size() > 1 && tags[1] != ':') return std::nullopt;
  o.partial = tags[0] == 'P';
  o.text = in.rest();
  o.writing = time;
  return o;
}

// A blank that rsyslog kept: one alone.
void take_kept_blank(Cursor* in) {
  Cursor ahead = *in;
  if (ahead.take(" ") && !ahead.at_end() && ahead.peek() != ' ') *in = ahead;
}

bool take_tag(Cursor* in, bool needs_host, Opened* o) {
  const std::size_t begin = in->at();
  std::string word;
  if (!in->word(&word)) return false;
  if (word.back() != ':' || needs_host) {
    take_kept_blank(in);
    if (!in->word(&word) || word.back() != ':') return false;
  }
  if (word.size() < 2) return false;
  o->stream = in->since(begin);
  o->text = in->rest();
  return true;
}

bool take_data(Cursor* in) {
  if (in->take("-")) return true;
  if (in->peek() != '[') return false;
  while (in->take("[")) {
    bool quoted = false;
    for (;;) {
      if (in->at_end()) return false;
      if (!quoted && in->take("]")) break;
      const char c = in->peek();
      in->take(std::string(1, c));
      if (c == '"') quoted = !quoted;
      if (quoted && c == '\\' && !in->at_end()) in->take(std::string(1, in->peek()));
    }
  }
  return true;
}

std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::string four = text.substr(i, 4);
    const bool is_escape = four.size() == 4 && four[0] == '#' && four[1] == '0' && four[2] >= '0' && four[2] <= '3' &&
                           four[3] >= '0' && four[3] <= '7';
    out += is_escape ? static_cast<char>((four[2] - '0') * 8 + four[3] - '0') : text[i];
    i += is_escape ? 4 : 1;
  }
  return out;
}

std::optional<Opened> syslog(const std::string& line) {
  Opened o;
  o.envelope = Envelope::syslog;
  // [count ]<PRI>
  Cursor in(line);
  bool has_priority = false;
  {
    Cursor ahead = in;
    const std::string count = ahead.take_digits();
    const bool good = count.empty() || (count.size() <= 7 && ahead.take(" "));
    if (good && ahead.take("<")) {
      const std::string priority = ahead.take_digits();
      has_priority = !priority.empty() && priority.size() <= 3 && ahead.take(">");
    }
    if (has_priority) in = ahead;
  }
  Timestamp time;
  if (has_priority && in.take("1 ")) {
    Cursor ahead = in;
    if (ahead.take("- ")) {
      in.take("-");
    } else {
      if (!take_rfc3339(&in, &time)) return std::nullopt;
      o.writing = time;
    }
    if (!in.take(" ")) return std::nullopt;
    std::string host, app, procid, msgid;
    if (!in.word(&host) || !in.word(&app) || !in.word(&procid) || !in.word(&msgid)) return std::nullopt;
    o.stream = host + " " + app + " " + procid;
    if (!take_data(&in)) return std::nullopt;
    if (!in.at_end()) {
      if (!in.take(" ")) return std::nullopt;
      take_kept_blank(&in);
      in.take("\xEF\xBB\xBF");
    }
    o.indent = in.at();
    o.text = unescaped(in.rest());
    return o;
  }
  const Cursor begin = in;
  bool is_weak = true;
  if (!take_rfc3164(&in)) {
    is_weak = false;
    in = begin;
    if (!take_rfc3339(&in, &time)) {
      in = begin;
      if (!take_unix(&in, &time)) return std::nullopt;
    }
    o.writing = time;
  }
  if (!in.take(" ") || !take_tag(&in, !is_weak, &o)) return std::nullopt;
  o.indent = line.size() - o.text.size();
  o.text = unescaped(o.text);
  return o;
}

std::optional<Opened> fluentd(const std::string& line) {
  Opened o;
  o.envelope = Envelope::fluentd;
  Cursor in(line);
  Timestamp time;
  if (!take_rfc3339(&in, &time, &o.lent) || !in.take("\t")) return std::nullopt;
  const std::size_t tab = line.find('\t', in.at());
  if (tab == npos || tab + 1 == line.size() || line[tab + 1] != '{') return std::nullopt;
  o.stream = line.substr(in.at(), tab - in.at());
  o.text = line.substr(tab + 1);
  o.reading = time;
  return o;
}

std::optional<Opened> timestamp(const std::string& line) {
  Opened o;
  o.envelope = Envelope::timestamp;
  Cursor in(line);
  Timestamp time;
  if (!take_rfc3339(&in, &time) || (!in.take(" ") && !in.take("\t"))) return std::nullopt;
  o.text = in.rest();
  o.writing = time;
  return o;
}

std::optional<Opened> kubectl(const std::string& line) {
  Opened o;
  o.envelope = Envelope::kubectl;
  if (line.compare(0, 5, "[pod/") != 0) return std::nullopt;
  const std::size_t end = line.find("] ");
  if (end == npos || line.find(' ') < end || line.find(']') < end) return std::nullopt;
  o.container = o.stream = line.substr(5, end - 5);
  o.text = line.substr(end + 2);
  return o;
}

std::optional<Opened> compose(const std::string& line) {
  Opened o;
  o.envelope = Envelope::compose;
  Cursor in(line);
  in.take_colours();
  o.container = o.stream = in.take_all("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
  if (o.container.empty() || o.container.size() > 128 || in.take_all(" ").empty() || !in.take("|")) return std::nullopt;
  in.take_colours();
  if (!in.at_end() && !in.take(" ")) return std::nullopt;
  in.take_colours();
  o.text = in.rest();
  return o;
}

}  // namespace

std::vector<Opened> open_envelope(const std::string& line) {
  std::vector<Opened> all;
  const auto add = [&](const std::optional<Opened>& opened) {
    if (opened) all.push_back(*opened);
  };
  if (const auto json = read_json(line)) {
    add(docker(*json));
    add(journald(*json));
    add(json_line(*json));
    for (Opened& opened : all) opened.in_object = true;
  }
  for (const auto open : {cri, syslog, fluentd, timestamp, kubectl, compose}) add(open(line));
  return all;
}

std::string without_prefix(const std::string& line, const std::string& prefix) {
  const std::string text = line.substr(prefix.size());
  if (prefix.find('\x1b') == npos) return text;
  for (const std::string& reset : {std::string("\x1b[0m"), std::string("\x1b[m")}) {
    if (text.size() < reset.size()) continue;
    if (text.compare(text.size() - reset.size(), npos, reset) == 0) return text.substr(0, text.size() - reset.size());
  }
  return text;
}

// One or two words of a name's letters, each with a letter or an underline, and a blank behind each.
bool is_words(const std::string& prefix) {
  int words = 0;
  std::size_t begin = 0;
  while (begin < prefix.size()) {
    const std::size_t blank = prefix.find(' ', begin);
    if (blank == npos) return false;
    const std::string word = prefix.substr(begin, blank - begin);
    const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    if (word.find_first_of(letters) == npos) return false;
    if (word.find_first_not_of(letters + "0123456789-./:") != npos) return false;
    words += 1;
    begin = blank + 1;
  }
  return words == 1 || words == 2;
}

std::optional<Opened> open_prefix(const std::string& line, std::optional<Head> (*head_of)(const std::string& line)) {
  for (std::size_t length = 1; length <= 128 && length < line.size(); ++length) {
    const std::string prefix = line.substr(0, length);
    if (prefix.find('"') != npos || prefix.find('{') != npos) return std::nullopt;
    bool is_end = prefix.back() == '\t';
    for (const char* end : {"] ", ": ", "| ", "> "}) {
      is_end = is_end || (length >= 2 && prefix.compare(length - 2, 2, end) == 0);
    }
    // grep's.
    const bool before_record = line[length] == '[' || (line[length] >= '0' && line[length] <= '9');
    is_end = is_end || (prefix.back() == ':' && prefix.find(' ') == npos && before_record);
    is_end = is_end || prefix.find_first_not_of(' ') == npos || is_words(prefix);
    // The end of a colour.
    const std::size_t escape = prefix.rfind('\x1b');
    if (escape != npos) {
      Cursor in(prefix, escape);
      in.take_colours();
      is_end = is_end || (in.at_end() && in.at() > escape);
    }
    // A colour is one end, and a text of several colours in a row is one too.
    Cursor behind(line, length);
    behind.take_colours();
    if (!is_end || behind.at() > length) continue;
    const std::optional<Head> head = head_of(without_prefix(line, prefix));
    if (!head || head->weak) continue;
    Opened o;
    o.envelope = Envelope::prefix;
    o.stream = prefix;
    o.text = without_prefix(line, prefix);
    return o;
  }
  return std::nullopt;
}

}  // namespace why502_tests
