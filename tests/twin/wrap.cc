// wrap.cc -- what puts a line into an envelope. Every shape is as documented or as its writer's
// source has it; none was captured.
#include "tests/twin/wrap.h"

#include <algorithm>
#include <cstdio>

#include "tests/twin/head.h"

namespace why502_tests {
namespace {

using why502::Envelope;

std::string zulu(const Second& s) { return s.text + "Z"; }
std::string micros(const Second& s) { return std::to_string(s.unix_seconds) + "000000"; }

// "Aug 20 12:34:56" of "2026-08-20T12:34:56".
std::string short_time(const Second& s) {
  const std::string months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto month = static_cast<std::size_t>(std::stoi(s.text.substr(5, 2)));
  std::string day = s.text.substr(8, 2);
  if (day[0] == '0') day[0] = ' ';
  return months.substr((month - 1) * 3, 3) + " " + day + " " + s.text.substr(11);
}

std::string docker(const std::string& log, const Second& s, const std::string& attrs = "") {
  return "{\"log\":" + json_string(log) + ",\"stream\":\"stderr\"" + attrs + ",\"time\":\"" + zulu(s) + "\"}\n";
}

std::string cri(const std::string& text, const Second& s, const std::string& tag) {
  return s.text + ".000000000Z stderr " + tag + " " + text + "\n";
}

// Calls one(piece, is_last) for pieces of 100 bytes.
template <typename Fn>
std::string in_pieces(const std::string& line, Fn one) {
  std::string out;
  std::size_t at = 0;
  do {
    out += one(line.substr(at, 100), at + 100 >= line.size());
    at += 100;
  } while (at < line.size());
  return out;
}

std::string octal_controls(const std::string& line) {
  std::string out;
  for (const char c : line) {
    char escape[8];
    std::snprintf(escape, sizeof escape, "#%03o", static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += static_cast<unsigned char>(c) < 32 ? std::string(escape) : std::string(1, c);
  }
  return out;
}

const std::vector<Wrapper> kWrappers = {
    {"docker", Envelope::docker, [](const std::string& l, const Second& s) { return docker(l + "\n", s); }},
    {"docker_attrs", Envelope::docker,
     [](const std::string& l, const Second& s) { return docker(l + "\n", s, ",\"attrs\":{\"tag\":\"web\"}"); }},
    {"docker_parts", Envelope::docker,
     [](const std::string& l, const Second& s) {
       return in_pieces(l, [&](const std::string& p, bool last) { return docker(last ? p + "\n" : p, s); });
     }},
    {"cri", Envelope::cri, [](const std::string& l, const Second& s) { return cri(l, s, "F"); }},
    {"cri_parts", Envelope::cri,
     [](const std::string& l, const Second& s) {
       return in_pieces(l, [&](const std::string& p, bool last) { return cri(p, s, last ? "F" : "P"); });
     }},
    {"journald", Envelope::journald,
     [](const std::string& l, const Second& s) {
       return "{\"__CURSOR\":\"s=1;i=2\",\"__REALTIME_TIMESTAMP\":\"" + micros(s) +
              "\",\"_PID\":\"7\",\"SYSLOG_IDENTIFIER\":\"nginx\",\"PRIORITY\":\"3\",\"MESSAGE\":" + json_string(l) +
              "}\n";
     }},
    {"journald_bytes", Envelope::journald,
     [](const std::string& l, const Second& s) {
       std::string bytes;
       for (const char c : l + "\n")
         bytes += std::to_string(static_cast<unsigned>(static_cast<unsigned char>(c))) + ",";
       bytes.pop_back();
       return "{\"_SOURCE_REALTIME_TIMESTAMP\":\"" + micros(s) + "\",\"MESSAGE\" : [" + bytes + "]}\n";
     }},
    {"journald_list", Envelope::journald,
     [](const std::string& l, const Second& s) {
       return "{\"MESSAGE\":[" + json_string(l) + ",\"again\"],\"__REALTIME_TIMESTAMP\":\"" + micros(s) + "\"}\n";
     }},
    {"filebeat", Envelope::json,
     [](const std::string& l, const Second& s) {
       return "{\"@timestamp\":\"" + s.text + ".123Z\",\"message\":" + json_string(l) +
              ",\"log\":{\"offset\":12,\"file\":{\"path\":\"/var/log/nginx/error.log\"}},\"input\":{\"type\":\"log\"},"
              "\"host\":{\"name\":\"web\"}}\n";
     }},
    {"vector", Envelope::json,
     [](const std::string& l, const Second& s) {
       return "{\"file\":\"/var/log/nginx/error.log\",\"host\":\"web\",\"message\":" + json_string(l) +
              ",\"source_type\":\"file\",\"timestamp\":\"" + s.text + ".5Z\"}\n";
     }},
    {"fluent_bit", Envelope::json,
     [](const std::string& l, const Second& s) {
       return "{\"date\":" + std::to_string(s.unix_seconds) +
              ".760123,\"stream\":\"stderr\",\"logtag\":\"F\",\"log\":" + json_string(l) +
              ",\"kubernetes\":{\"pod_name\":\"web-1\",\"labels\":[1,-2.5e3,true,null]}}\n";
     }},
    {"logentry_text", Envelope::json,
     [](const std::string& l, const Second& s) {
       return "{\"insertId\":\"1\",\"resource\":{\"labels\":{\"pod_name\":\"web\"}},\"textPayload\":" +
              json_string(l + "\n") + ",\"timestamp\":\"" + zulu(s) + "\"}\n";
     }},
    {"logentry_json", Envelope::json,
     [](const std::string& l, const Second&) { return "{\"jsonPayload\":{\"message\":" + json_string(l) + "}}\n"; }},
    {"json_msg", Envelope::json,
     [](const std::string& l, const Second&) { return "{ \"level\" : 3, \"msg\" : " + json_string(l) + " }\n"; }},
    {"fluentd", Envelope::fluentd,
     [](const std::string& l, const Second& s) {
       return s.text + "+00:00\tnginx.error\t{\"message\":" + json_string(l) + "}\n";
     }},
    {"syslog_3164", Envelope::syslog,
     [](const std::string& l, const Second& s) { return "<187>" + short_time(s) + " web nginx: " + l + "\n"; }},
    {"syslog_3164_without_host", Envelope::syslog,
     [](const std::string& l, const Second& s) { return "<187>" + short_time(s) + " nginx: " + l + "\n"; }},
    {"syslog_file", Envelope::syslog,
     [](const std::string& l, const Second& s) {
       return short_time(s) + " web nginx[7]: " + octal_controls(l) + "\n";
     }},
    {"syslog_5424", Envelope::syslog,
     [](const std::string& l, const Second& s) {
       return "<187>1 " + s.text + ".000000+00:00 web nginx 7 - [a b=\"c\\\"]\"][d] \xEF\xBB\xBF" + l + "\n";
     }},
    {"syslog_counted", Envelope::syslog,
     [](const std::string& l, const Second& s) {
       const std::string message = "<187>1 " + zulu(s) + " web nginx 7 - - " + l;
       return std::to_string(message.size()) + " " + message + "\n";
     }},
    {"rsyslog_file", Envelope::syslog,
     [](const std::string& l, const Second& s) {
       return s.text + ".000000+00:00 web nginx[7]: " + octal_controls(l) + "\n";
     }},
    {"short_precise", Envelope::syslog,
     [](const std::string& l, const Second& s) { return short_time(s) + ".123456 web nginx[7]: " + l + "\n"; }},
    {"short_iso", Envelope::syslog,
     [](const std::string& l, const Second& s) { return s.text + "+0000 web nginx[7]: " + l + "\n"; }},
    {"short_unix", Envelope::syslog,
     [](const std::string& l, const Second& s) {
       return std::to_string(s.unix_seconds) + ".000000 web nginx[7]: " + l + "\n";
     }},
    {"timestamp", Envelope::timestamp,
     [](const std::string& l, const Second& s) { return s.text + ".000000000Z " + l + "\n"; }},
    {"kubectl", Envelope::kubectl,
     [](const std::string& l, const Second&) { return "[pod/web-6d4cf-x8k2p/nginx] " + l + "\n"; }},
    {"kubectl_timestamps", Envelope::kubectl,
     [](const std::string& l, const Second& s) { return "[pod/web-6d4cf-x8k2p/nginx] " + zulu(s) + " " + l + "\n"; }},
    {"compose", Envelope::compose, [](const std::string& l, const Second&) { return "web-1  | " + l + "\n"; }},
    {"compose_colours", Envelope::compose,
     [](const std::string& l, const Second&) { return "\x1b[36mweb-1  | \x1b[0m" + l + "\n"; }},
    {"prefix", Envelope::prefix, [](const std::string& l, const Second&) { return "[web] " + l + "\n"; }},
    {"prefix_words", Envelope::prefix, [](const std::string& l, const Second&) { return "host app: " + l + "\n"; }},
    {"colours", Envelope::prefix, [](const std::string& l, const Second&) { return "\x1b[31m" + l + "\x1b[0m\n"; }},
    {"quote", Envelope::prefix, [](const std::string& l, const Second&) { return "> " + l + "\n"; }},
};

}  // namespace

const std::vector<Wrapper>& wrappers() { return kWrappers; }

std::string json_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    if (c == '"' || c == '\\') {
      out += std::string("\\") + c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 32 || c == '<' || c == '>' || c == '&') {
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string wrapped(const Wrapper& wrapper, const std::string& log) {
  std::string out;
  Second second;
  for (std::size_t at = 0; at < log.size();) {
    const std::size_t end = std::min(log.find('\n', at), log.size());
    const std::string line = log.substr(at, end - at);
    if (const auto head = head_of(line); head && head->time) {
      second.text = line.substr(0, 4) + "-" + line.substr(5, 2) + "-" + line.substr(8, 2) + "T" + line.substr(11, 8);
      second.unix_seconds = head->time->time_since_epoch().count() / 1'000'000;
    }
    out += wrapper.wrap(line, second);
    at = end + 1;
  }
  return out;
}

}  // namespace why502_tests
