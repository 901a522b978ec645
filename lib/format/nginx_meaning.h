// nginx_meaning.h -- what the fields of an nginx record mean, whichever grammar they were read by.
#ifndef WHY502_LIB_FORMAT_NGINX_MEANING_H_
#define WHY502_LIB_FORMAT_NGINX_MEANING_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/format/nginx_context.h"
#include "lib/format/upstream_name.h"
#include "lib/knowledge/rule.h"

namespace why502::format {

// The number in ` (111: Connection refused)` at the end of the message; 0 if there is none.
inline int errno_in_message(std::string_view message) noexcept {
  if (!message.ends_with(')')) return 0;
  int number = 0;
  for (std::size_t open = message.find(" ("); open != std::string_view::npos; open = message.find(" (", open + 1)) {
    const std::size_t begin = open + 2, end = base::skip_digits(message, begin);
    if (end > begin && end - begin <= 6 && base::stands_at(message, end, ": ")) {
      number = base::to_int(message.substr(begin, end - begin));
    }
  }
  return number;
}

// The word of that number, from 1 on, if a blank follows it.
inline std::string_view word_of_message(std::string_view message, int number) noexcept {
  std::size_t begin = 0;
  for (int i = 1; i < number; ++i) {
    begin = message.find(' ', begin);
    if (begin == std::string_view::npos) return {};
    ++begin;
  }
  const std::size_t end = message.find(' ', begin);
  return end == std::string_view::npos ? std::string_view{} : message.substr(begin, end - begin);
}

// The upstream's name as the rule finds it in the message; `known`: what the field tells.
inline UpstreamName upstream_in_message(const knowledge::Rule& rule, const NginxContext& context,
                                        UpstreamName known) noexcept {
  const std::string_view message = context.message;
  if (!rule.name_after.empty()) {
    const std::size_t at = message.find(rule.name_after);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = message.substr(at + rule.name_after.size());
    return upstream_name(rest.substr(0, rest.find_first_of(" \"(),")), true, context.request);
  }
  switch (rule.names) {
    case knowledge::Names::first_word: known.name = word_of_message(message, 1); break;
    case knowledge::Names::third_word: known.name = word_of_message(message, 3); break;
    case knowledge::Names::last_word: known.name = message.substr(message.find_last_of(' ') + 1); break;
    default: break;
  }
  return known;
}

// The rule's status, where the record can tell one: a subrequest's is its request's
// to decide, stream and mail have none, and a websocket's client had 101 where others had 200.
inline int status_of_client(int status, const NginxContext& context) noexcept {
  if (context.has_subrequest || context.is_stream || context.is_mail) return 0;
  return status == 200 && context.is_upgraded ? 101 : status;
}

// `who`: "71#71: *9"; empty if there is no connection.
inline std::uint64_t attempt_key_of(std::string_view who, const NginxContext& context) noexcept {
  if (who.empty() || !context.names_request()) return 0;
  std::uint64_t key = base::stable_hash(who, 0);
  key = base::stable_hash(context.request, key);
  key = base::stable_hash(context.host, key);
  return key == 0 ? 1 : key;
}

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_NGINX_MEANING_H_
