// nginx_plain.h -- the context of a record that holds nothing unusual, as nearly all are.
#ifndef WHY502_LIB_FORMAT_NGINX_PLAIN_H_
#define WHY502_LIB_FORMAT_NGINX_PLAIN_H_

#include <cstddef>
#include <string_view>

#include "lib/base/bytes.h"
#include "lib/format/nginx_context.h"
#include "lib/format/nginx_fields.h"
#include "lib/scan/find.h"

namespace why502::format {

// Where a client's context begins, behind the first `, client: ` after `message`; npos if that
// is not soon. Only for messages that are no free text and no Lua timer's.
inline std::size_t find_plain_client(std::string_view record, std::size_t message) noexcept {
  constexpr int kTries = 3;
  std::size_t comma = scan::find_near(record, ',', message);
  for (int i = 0; i < kTries && comma != std::string_view::npos; ++i) {
    if (base::stands_at(record, comma, kClient)) return comma + kClient.size();
    comma = scan::find_near(record, ',', comma + 1);
  }
  return std::string_view::npos;
}

// The quoted fields of a record whose values hold no quotes, in order.
class PlainFields {
 public:
  PlainFields(std::string_view record, std::size_t comma) noexcept : record_(record), comma_(comma) {}

  // The value of the field, if it comes next and is closed.
  template <std::size_t size>
  bool take(const char (&name)[size], std::string_view* value) noexcept {
    constexpr std::size_t kLength = size - 1;
    if (!base::stands_at(record_, comma_, std::string_view(name, kLength))) return false;
    const std::size_t begin = comma_ + kLength;
    const std::size_t close = scan::find_near(record_, '"', begin);
    // `", host: "` may be a value and what opens it.
    if (close == std::string_view::npos || record_[begin] == ' ' || record_[begin] == ',') return false;
    *value = std::string_view(record_.data() + begin, close - begin);
    comma_ = close + 1;
    return true;
  }

  bool at_end() const noexcept { return comma_ == record_.size(); }

 private:
  std::string_view record_;
  std::size_t comma_;  // of the next field
};

// Reads the fields of a record in which nobody put a quote into a value, as nearly all are:
// what FieldReader would find is what stands there. False, and *c is as it was, if anything
// is unusual.
inline bool read_plain(std::string_view record, std::size_t at, NginxContext* c) noexcept {
  const std::size_t server = scan::find_near(record, ',', at);
  if (server == std::string_view::npos || !base::stands_at(record, server, kServer)) return false;
  const std::size_t comma = scan::find_near(record, ',', server + kServer.size());
  if (comma == std::string_view::npos || record[server - 1] == kStartTls.back()) return false;
  if (scan::find_near(record.substr(0, comma), '"', at) != std::string_view::npos) return false;
  PlainFields fields(record, comma);
  std::string_view request, upstream, host, referrer;
  if (fields.take(", request: \"", &request) && !ends_in_version(request)) return false;
  fields.take(", upstream: \"", &upstream);
  fields.take(", host: \"", &host);
  fields.take(", referrer: \"", &referrer);
  if (!fields.at_end()) return false;
  c->client = record.substr(at, server - at);
  c->server = record.substr(server + kServer.size(), comma - server - kServer.size());
  c->request = request;
  c->upstream = upstream;
  c->host = host;
  c->referrer = referrer;
  c->has_upstream = c->upstream_closed = upstream.data() != nullptr;
  return true;
}

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_NGINX_PLAIN_H_
