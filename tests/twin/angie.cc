// angie.cc -- the twin's reading of Angie's JSON records.
#include "tests/twin/angie.h"

#include <cstddef>
#include <cstdio>
#include <map>

#include "tests/twin/json.h"

namespace why502_tests {
namespace {

using why502::Phase;
using why502::Severity;

const std::map<std::string, Severity> kLevels = {
    {"debug", Severity::debug}, {"info", Severity::info}, {"notice", Severity::notice}, {"warn", Severity::warn},
    {"error", Severity::error}, {"crit", Severity::crit}, {"alert", Severity::alert},   {"emerg", Severity::emerg}};

struct Action {
  std::string words;
  Phase phase;
  std::string module;
};
const std::vector<Action> kActions = {
#define WHY502_ACTION(words, phase, module) {words, Phase::phase, #module},
#include "lib/knowledge/actions.inc"
#undef WHY502_ACTION
};

bool is_digits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

const std::string* string_at(const Json& json, const std::string& path) {
  const auto it = json.strings.find(path);
  return it == json.strings.end() ? nullptr : &it->second;
}

// Of digits only.
std::string number_at(const Json& json, const std::string& path) {
  const auto it = json.numbers.find(path);
  return it == json.numbers.end() || !is_digits(it->second) ? "" : it->second;
}

// `2026-11-22T13:45:11[.123456789]Z`, or a blank in place of the T or before the Z. Nothing: it has not that shape.
std::optional<std::optional<why502::Timestamp>> read_stamp(const std::string& text) {
  int n[6] = {}, length = 0;
  char t = 0;
  const std::string shape = text.substr(0, 19);
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool is_mark = i == 4 || i == 7 || i == 10 || i == 13 || i == 16;
    if (!is_mark && (shape[i] < '0' || shape[i] > '9')) return std::nullopt;
  }
  if (std::sscanf(shape.c_str(), "%4d-%2d-%2d%c%2d:%2d:%2d%n", &n[0], &n[1], &n[2], &t, &n[3], &n[4], &n[5], &length) !=
          7 ||
      length != 19 || (t != 'T' && t != ' ')) {
    return std::nullopt;
  }
  std::string rest = text.substr(19);
  std::string micros;
  if (!rest.empty() && rest[0] == '.') {
    const std::size_t end = rest.find_first_not_of("0123456789", 1);
    micros = rest.substr(1, end == std::string::npos ? end : end - 1);
    if (micros.empty() || micros.size() > 9 || end == std::string::npos) return std::nullopt;
    rest = rest.substr(end);
  }
  if (rest != "Z" && rest != " Z") return std::nullopt;
  micros.resize(6, '0');
  auto time = moment(n[0], n[1], n[2], n[3], n[4], n[5]);
  if (time) *time += std::chrono::microseconds(std::stoi(micros));
  return time;
}

// The first member that can be a context; "" if there is none.
std::string context_of(const Json& json) {
  for (const auto& [key, first] : json.members) {
    const bool is_context = key == "http" || key == "stream" || key == "mail" || key == "context";
    if (is_context && (first == '{' || first == '"')) return key;
  }
  return "";
}

std::optional<Json> read(const std::string& line) {
  if (line.compare(0, 9, "{\"time\":\"") != 0) return std::nullopt;
  return read_json(line, true);
}

}  // namespace

std::optional<Head> angie_head_of(const std::string& line) {
  const auto json = read(line);
  if (!json) return std::nullopt;
  const std::string* const time = string_at(*json, "time");
  const std::string* const level = string_at(*json, "level");
  const std::string pid = number_at(*json, "pid"), tid = number_at(*json, "tid");
  if (time == nullptr || level == nullptr || pid.empty() || tid.empty()) return std::nullopt;
  const auto stamp = read_stamp(*time);
  if (string_at(*json, "message") == nullptr || kLevels.count(*level) == 0 || !stamp) return std::nullopt;
  Head head;
  head.time = *stamp;
  head.severity = kLevels.at(*level);
  head.process = pid + "#" + tid;
  head.connection = number_at(*json, "connection");
  return head;
}

Record read_angie_json(const Head& head, const std::string& line) {
  const Json json = *read(line);
  std::string message = *string_at(json, "message");
  const std::string code = number_at(json, "error.code");
  if (!code.empty()) {
    const std::string* const text = string_at(json, "error.message");
    message += " (" + code + ": " + (text != nullptr ? *text : "") + ")";
  }
  const std::string context = context_of(json);
  Record record;
  if (const std::string* const text = context.empty() ? nullptr : string_at(json, context)) {
    record = read_record(head, message + *text);
  } else {
    record.message = message;
    record.has_context = !context.empty();
    record.is_stream = context == "stream";
    record.is_mail = context == "mail";
    const auto take = [&](const std::string& path, ContextField* field) {
      const std::string* const value = string_at(json, path);
      if (value == nullptr || field->present) return;
      *field = {true, !json.truncated || json.ordinals.at(path) != json.strings_before_truncated, *value};
    };
    take(context + ".client", &record.client);
    std::string inner;
    if (context == "http") inner = "http.request";
    if (context == "stream") inner = "stream.session";
    // The server may stand in both: the first counts.
    const bool outer_first = json.ordinals.count(inner + ".server") == 0 ||
                             (json.ordinals.count(context + ".server") != 0 &&
                              json.ordinals.at(context + ".server") < json.ordinals.at(inner + ".server"));
    if (outer_first) take(context + ".server", &record.server);
    if (context == "http") {
      take("http.request.server", &record.server);
      take("http.request.request_line", &record.request);
      take("http.request.subrequest", &record.subrequest);
      take("http.request.upstream", &record.upstream);
      take("http.request.host", &record.host);
    }
    if (context == "stream") take("stream.session.upstream", &record.upstream);
    if (context == "mail") take("mail.upstream", &record.upstream);
    if (context == "stream" && string_at(json, "stream.protocol") != nullptr) {
      record.is_udp = *string_at(json, "stream.protocol") == "udp";
    }
    if (context == "context") record.client = record.server = {};
    const std::string* const words = string_at(json, context + ".action");
    std::string action = words != nullptr ? *words : "";
    if (context == "context" && string_at(json, "context.resolver") != nullptr) action += ", resolver: ";
    for (const Action& known : kActions) {
      if (known.words != action) continue;
      record.has_action = true;
      record.action = known.phase;
      record.action_words = known.words;
      if (known.module == "mail") record.is_mail = true;
      break;
    }
  }
  record.head = head;
  record.text = line;
  record.is_json = true;
  record.is_cut = json.truncated;
  if (!code.empty()) record.number = code.size() > 6 ? 0 : std::stoi(code);
  return record;
}

}  // namespace why502_tests
