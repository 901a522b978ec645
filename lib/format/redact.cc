// redact.cc -- takes clients, query strings and logins out of a record.
#include "why502/redact.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/base/hash.h"
#include "lib/format/angie_record.h"
#include "lib/format/event_builder.h"

namespace why502 {
namespace {

constexpr std::string_view kLeftOut = "...";

// "client-3f9a1c". Six digits: long enough to count by, and shared by many addresses.
std::string pseudonym(std::string_view kind, std::string_view value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string name = std::string(kind) + '-';
  std::uint64_t hash = base::stable_hash(value, 0x7ed4c7);
  for (int i = 0; i < 6; ++i, hash >>= 4) name += kDigits[hash & 15];
  return name;
}

// Bytes of a text that give way to others.
struct Edit {
  std::size_t begin, end;
  std::string by;
};

bool is_part_of_address(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.';
}

void find_addresses(std::string_view text, std::string_view client, std::vector<Edit>* edits) {
  for (std::size_t at = 0; (at = text.find(client, at)) != std::string_view::npos; at += client.size()) {
    const std::size_t end = at + client.size();
    if (at > 0 && is_part_of_address(text[at - 1])) continue;
    // "10.0.0.1" is no part of "10.0.0.12" or "10.0.0.1.example"; a full stop may follow.
    if (end < text.size() && is_part_of_address(text[end]) &&
        (text[end] != '.' || (end + 1 < text.size() && is_part_of_address(text[end + 1])))) {
      continue;
    }
    edits->push_back({at, end, pseudonym("client", client)});
  }
}

// Behind a question mark: to a blank, or to a quote that ends a field. Quotes of the client's
// own are not escaped by nginx, so one alone ends nothing.
std::size_t query_end(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') break;
    if (c != '"' && c != '\'') continue;
    const std::string_view rest = text.substr(at + 1);
    if (rest.empty() || rest.starts_with(", ") || rest.starts_with(' ') || rest.starts_with(')')) break;
  }
  return at;
}

void find_queries(std::string_view text, std::vector<Edit>* edits) {
  for (std::size_t mark = 0; (mark = text.find('?', mark)) != std::string_view::npos;) {
    const std::size_t begin = mark + 1;
    const std::size_t end = query_end(text, begin);
    if (end > begin) edits->push_back({begin, end, std::string(kLeftOut)});
    mark = std::max(begin, end);
  }
}

// The request line's own query, which may hold blanks and quotes, wherever it stands again.
void find_query_of(std::string_view request, std::string_view text, std::vector<Edit>* edits) {
  const std::size_t mark = request.find('?');
  if (mark == std::string_view::npos) return;
  const std::size_t version = request.rfind(" HTTP/");
  const bool has_version = version != std::string_view::npos && version > mark;
  const std::string_view query = request.substr(mark, (has_version ? version : request.size()) - mark);
  if (query.size() < 2) return;
  for (std::size_t at = 0; (at = text.find(query, at)) != std::string_view::npos; at += query.size()) {
    edits->push_back({at + 1, at + query.size(), std::string(kLeftOut)});
  }
}

// `client`: where the client stands. The field stands behind it; what looks like one before it is a client's words, of
// which no more than the next quote ends may be hidden, lest the client is.
void find_logins(std::string_view text, std::size_t client, std::vector<Edit>* edits) {
  constexpr std::string_view kLogin = ", login: \"";
  for (std::size_t at = 0; (at = text.find(kLogin, at)) < client && at != std::string_view::npos;) {
    const std::size_t begin = at + kLogin.size(), end = std::min(text.find('"', begin), client);
    if (end > begin) edits->push_back({begin, end, pseudonym("login", text.substr(begin, end - begin))});
    at = begin;
  }
  const std::size_t at = text.find(kLogin, client);
  if (at == std::string_view::npos) return;
  const std::size_t begin = at + kLogin.size();
  std::size_t end = text.find('"', begin);
  // A login may hold quotes itself: to the one before the upstream, or to the last. (Behind a
  // request it is no login.)
  if (text.substr(0, at).find(", request") == std::string_view::npos) {
    end = text.rfind("\", upstream: ");
    if (end == std::string_view::npos || end < begin) end = text.rfind('"');
  }
  if (end == std::string_view::npos || end < begin) end = text.size();
  if (end > begin) edits->push_back({begin, end, pseudonym("login", text.substr(begin, end - begin))});
}

// Where a query in a string of JSON ends: at a blank, or with the string.
std::size_t json_query_end(std::string_view text, std::size_t at) {
  for (; at < text.size() && text[at] != ' ' && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at, text.size());
}

// The same in Angie's JSON, where fields end with their strings.
void find_in_json(std::string_view text, std::string_view client, std::vector<Edit>* edits) {
  format::AngieRecord record;
  if (!format::read_angie_record(text, &record)) return;
  const auto hide = [&](std::string_view part, std::string by) {
    const auto begin = static_cast<std::size_t>(part.data() - text.data());
    if (!part.empty()) edits->push_back({begin, begin + part.size(), std::move(by)});
  };
  hide(record[format::AngieField::client], pseudonym("client", client));
  const std::string_view login = record[format::AngieField::login];
  hide(login, pseudonym("login", login));
  // The request line's query may hold blanks.
  const std::string_view request = record[format::AngieField::request_line];
  if (const std::size_t mark = request.find('?'); mark != std::string_view::npos) {
    const std::size_t version = request.rfind(" HTTP/");
    const std::size_t end = version != std::string_view::npos && version > mark ? version : request.size();
    hide(request.substr(mark + 1, end - mark - 1), std::string(kLeftOut));
  }
  for (std::size_t mark = 0; (mark = text.find('?', mark)) != std::string_view::npos;) {
    const std::size_t begin = mark + 1, end = json_query_end(text, begin);
    hide(text.substr(begin, end - begin), std::string(kLeftOut));
    mark = std::max(begin, end);
  }
}

// In order; of those that overlap the first, of those that begin at once the first found.
void put_in_order(std::vector<Edit>* edits) {
  std::stable_sort(edits->begin(), edits->end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  std::size_t end = 0;
  std::erase_if(*edits, [&](const Edit& each) {
    if (each.begin < end) return true;
    end = each.end;
    return false;
  });
}

void apply(std::string_view text, const std::vector<Edit>& edits, std::string* out) {
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    out->append(text.substr(at, edit.begin - at)).append(edit.by);
    at = edit.end;
  }
  out->append(text.substr(at));
}

// Where the byte at `at` came to stand; of one that was replaced: where the others end.
std::size_t moved(std::size_t at, const std::vector<Edit>& edits) {
  std::size_t to = at;
  for (const Edit& edit : edits) {
    if (edit.begin >= at) break;
    to = to + edit.by.size() - (std::min(edit.end, at) - edit.begin);
  }
  return to;
}

bool lies_in(std::string_view part, std::string_view text) noexcept {
  return part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size();
}

}  // namespace

Event Redactor::redact(const Event& event) {
  const std::string_view text = event.text();
  const std::string_view client = event.client();
  // A client on the gateway's or the backend's own host: their address must stay readable.
  const bool is_ours = !client.empty() && (event.upstream().starts_with(client) || event.server().starts_with(client));

  const auto edits_of = [&](std::string_view part, bool is_client) {
    std::vector<Edit> edits;
    if (is_client) {
      edits.push_back({0, part.size(), pseudonym("client", part)});
      return edits;
    }
    if (event.format() == Format::angie_json && part.data() == text.data()) {
      find_in_json(part, client, &edits);
    } else {
      find_query_of(event.request(), part, &edits);
      find_queries(part, &edits);
      const bool has_client = part.data() == text.data() && !client.empty() && lies_in(client, text);
      find_logins(part, has_client ? static_cast<std::size_t>(client.data() - text.data()) : 0, &edits);
    }
    if (!client.empty() && !is_ours) find_addresses(part, client, &edits);
    return edits;
  };

  std::vector<Edit> edits = edits_of(text, false);
  if (!client.empty() && lies_in(client, text)) {
    const auto begin = static_cast<std::size_t>(client.data() - text.data()), end = begin + client.size();
    // A client's words before it may hide no more than themselves.
    for (Edit& edit : edits) {
      if (edit.begin < begin) edit.end = std::min(edit.end, begin);
    }
    edits.insert(edits.begin(), {begin, end, pseudonym("client", client)});
  }
  put_in_order(&edits);
  text_.clear();
  apply(text, edits, &text_);

  // What is no part of the text is collected first: `side_` may move while it grows.
  struct Place {
    Field field;
    std::size_t at, size;
  };
  std::vector<Place> in_side;
  side_.clear();
  EventBuilder build(text_);
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    const std::string_view value = event.field(field);
    if (value.empty()) continue;
    if (lies_in(value, text)) {
      const auto begin = static_cast<std::size_t>(value.data() - text.data());
      const std::size_t from = moved(begin, edits), to = moved(begin + value.size(), edits);
      build.field(field, std::string_view(text_).substr(from, to - from));
      continue;
    }
    std::vector<Edit> own = edits_of(value, field == Field::client);
    put_in_order(&own);
    const std::size_t at = side_.size();
    apply(value, own, &side_);
    in_side.push_back({field, at, side_.size() - at});
  }
  for (const Place& place : in_side) build.side_field(place.field, side_, place.at, place.size);

  build.meaning(event.cause(), event.role(), event.phase(), event.status(), event.rule());
  build.record(event.format(), event.severity(), event.errno_value(), event.attempt_key());
  if (const auto time = event.time()) build.time(*time);
  build.trust(event.truncated(), event.suspect());
  build.place(event.source(), event.offset());
  build.envelope(event.envelope());
  return build.event();
}

}  // namespace why502
