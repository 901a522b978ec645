// peer_name.cc -- the upstream that a message of Apache, mod_jk or PHP-FPM names.
#include "lib/format/peer_name.h"

#include <algorithm>
#include <cstddef>

#include "lib/scan/find.h"
#include "lib/scan/find_text.h"

namespace why502::format {
namespace {

using knowledge::Names;
constexpr std::size_t npos = std::string_view::npos;

struct Protocol {
  std::string_view prefix, name;
};
// Source: httpd 2.4.68 modules/proxy: every proxy_function; 2.2 writes them in upper case.
constexpr Protocol kProtocols[] = {
    {"http: ", "http"}, {"HTTP: ", "http"},    {"https: ", "https"}, {"HTTPS: ", "https"}, {"FCGI: ", "fastcgi"},
    {"AJP: ", "ajp"},   {"SCGI: ", "scgi"},    {"uwsgi: ", "uwsgi"}, {"H2C: ", "h2c"},     {"H2: ", "h2"},
    {"FTP: ", "ftp"},   {"CONNECT: ", "http"}, {"ws: ", "ws"},       {"wss: ", "wss"},
};

// What closes a name that the last byte of `behind` opens; 0: a blank or a comma.
char closer_of(std::string_view behind) noexcept {
  switch (behind.empty() ? 0 : behind.back()) {
    case '(': return ')';
    case '\'': return '\'';
    case '"': return '"';
    default: return 0;
  }
}

// As text.find_first_of(" ,"), for short names.
std::size_t name_end(std::string_view text) noexcept {
  const std::size_t blank = scan::find_near(text, ' ', 0);
  const std::size_t comma = scan::find_near(text.substr(0, blank), ',', 0);
  return comma == npos ? blank : comma;
}

// The words behind rule.behind. Nothing if they may be cut.
std::string_view words_behind(const PeerSource& source, const knowledge::Rule& rule) noexcept {
  const std::size_t at = scan::find_text(source.message, rule.behind);
  if (at == npos) return {};
  const std::string_view rest = source.message.substr(at + rule.behind.size());
  const char closer = closer_of(rule.behind);
  if (closer != 0) {
    const std::size_t end = rest.find(closer);
    return end == npos ? std::string_view{} : rest.substr(0, end);
  }
  // A path may hold blanks; behind it stands " (" and the name of the worker.
  const std::size_t end = rule.names == Names::socket ? rest.rfind(" (") : name_end(rest);
  if (end == npos) return source.cut || rule.names == Names::socket ? std::string_view{} : rest;
  return rest.substr(0, end);
}

std::string_view without_colon(std::string_view name) noexcept {
  if (name.ends_with(':')) name.remove_suffix(1);
  return name;
}

// An IPv6 address and a port, without the brackets.
bool is_bare_ipv6(std::string_view name) noexcept {
  return !name.starts_with('[') && std::count(name.begin(), name.end(), ':') > 1 &&
         name.find_first_not_of("0123456789abcdefABCDEF:.%") == npos;
}

class Writer {
 public:
  Writer(std::string* side, EventBuilder* build) : side_(side), build_(build) { side_->clear(); }

  // Appends; done() sets the fields.
  void upstream(std::string_view a, std::string_view b = {}, std::string_view c = {}, std::string_view d = {}) {
    begin_ = side_->size();
    side_->append(a).append(b).append(c).append(d);
    size_ = side_->size() - begin_;
  }
  void protocol(std::string_view name) {
    protocol_begin_ = side_->size();
    side_->append(name);
    protocol_size_ = name.size();
  }
  void done() {
    build_->side_field(Field::upstream, *side_, begin_, size_);
    build_->side_field(Field::protocol, *side_, protocol_begin_, protocol_size_);
  }

 private:
  std::string* side_;
  EventBuilder* build_;
  std::size_t begin_ = 0, size_ = 0, protocol_begin_ = 0, protocol_size_ = 0;
};

// "http://10.0.0.12:8080/app", "balancer://cluster", "unix:/run/x.sock|fcgi://localhost",
// "10.0.0.12:8080". The name as a part of the record, if it can be one.
void name_address(std::string_view name, std::string_view* protocol, Writer* write, EventBuilder* build) {
  name = without_colon(name);
  if (name.starts_with("unix:")) {
    name = name.substr(0, name.find('|'));
  } else if (const std::size_t scheme = name.find("://"); scheme != npos && scheme > 0) {
    *protocol = name.substr(0, scheme);
    name.remove_prefix(scheme + 3);
    name = name.substr(0, name.find('/'));
  }
  if (is_bare_ipv6(name)) {
    const std::size_t port = name.rfind(':');
    write->upstream("[", name.substr(0, port), "]", name.substr(port));
  } else {
    build->field(Field::upstream, name);
  }
}

}  // namespace

std::string_view proxied_protocol(std::string_view message) noexcept {
  // Behind the code, or 2.2's "proxy: ".
  std::string_view rest = message;
  if (rest.starts_with("proxy: ")) {
    rest.remove_prefix(7);
  } else if (rest.starts_with("AH")) {
    const std::size_t colon = scan::find_text(rest, ": ");
    rest = colon == npos ? std::string_view{} : rest.substr(colon + 2);
  }
  for (const Protocol& each : kProtocols) {
    if (!rest.empty() && rest[0] == each.prefix[0] && rest.starts_with(each.prefix)) return each.name;
  }
  return {};
}

void name_peer(const PeerSource& source, const knowledge::Rule* rule, std::string* side, EventBuilder* build) {
  Writer write(side, build);
  std::string_view protocol;
  switch (rule == nullptr ? Names::field : rule->names) {
    case Names::peer: name_address(words_behind(source, *rule), &protocol, &write, build); break;
    case Names::host: build->field(Field::upstream, without_colon(words_behind(source, *rule))); break;
    case Names::socket: {
      const std::string_view name = words_behind(source, *rule);
      if (name.starts_with('/')) {
        write.upstream("unix:", name);
      } else {
        name_address(name, &protocol, &write, build);
      }
      break;
    }
    case Names::remote: name_address(source.remote, &protocol, &write, build); break;
    case Names::pool: build->field(Field::upstream, source.pool); break;
    case Names::worker: build->field(Field::upstream, source.worker); break;
    default: break;
  }
  if (protocol.empty()) protocol = proxied_protocol(source.message);
  if (protocol.empty()) protocol = source.protocol;
  write.protocol(protocol);
  write.done();
}

}  // namespace why502::format
