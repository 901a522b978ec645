// peer_name.h -- the upstream that a message of Apache, mod_jk or PHP-FPM names.
#ifndef WHY502_LIB_FORMAT_PEER_NAME_H_
#define WHY502_LIB_FORMAT_PEER_NAME_H_

#include <string>
#include <string_view>

#include "lib/format/event_builder.h"
#include "lib/knowledge/rule.h"

namespace why502::format {

// Where the names of a record stand. What is no substring of it is written to `side`.
struct PeerSource {
  std::string_view message;        // without the referer
  std::string_view remote;         // "[remote 10.0.0.12:8443]" has one
  std::string_view pool;           // "pool www"
  std::string_view worker;         // mod_jk's
  std::string_view protocol = {};  // what else tells it: "fastcgi"
  bool cut = false;                // the record is: a name at its very end may be, too
};

// Sets upstream and protocol. `rule` may be nullptr: then only the protocol. A Unix socket gets
// its `unix:`, a bare IPv6 address its brackets, a URL loses its scheme and path.
void name_peer(const PeerSource& source, const knowledge::Rule* rule, std::string* side, EventBuilder* build);

// mod_proxy's name for the protocol in front of a message ("FCGI: "), as other servers call it;
// "" if there is none.
std::string_view proxied_protocol(std::string_view message) noexcept;

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_PEER_NAME_H_
