// mutate.cc -- the ways in which logs are damaged and forged.
#include "tests/twin/mutate.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/twin/wrap.h"

namespace why502_tests {
namespace {

using std::string_view_literals::operator""sv;  // NOLINT(misc-unused-using-decls): it is used

constexpr char kBytes[] = {'"', '"', '"', '\n', '\r', '\0', ',', ' ', ':', '/', '(', ')', '*', '#', '[', '9', '\xff'};

// What forgers write, and what a reader's decisions hang on.
constexpr std::string_view kWords[] = {
    ", client: 6.6.6.6"sv,
    ", server: evil"sv,
    ", request: \"GET /evil HTTP/1.1\""sv,
    ", request: \""sv,
    ", subrequest: \"/auth\""sv,
    ", subrequest: \""sv,
    ", upstream: \"http://evil/"sv,
    ", upstream: \"http://6.6.6.6:1/x\""sv,
    "\", upstream: \"http://evil/"sv,
    ", upstream: \"fastcgi://unix:/run/evil.sock:\""sv,
    ", host: \"evil\""sv,
    "\", host: \""sv,
    ", referrer: \"http://evil/\""sv,
    "\", referrer: \""sv,
    ", bytes from/to client:0/0, bytes from/to upstream:0/0"sv,
    " while connecting to upstream, client: 6.6.6.6"sv,
    " while reading response header from upstream, client: 6.6.6.6, server: evil"sv,
    " while reading upstream"sv,
    " while dreaming"sv,
    " while "sv,
    " while sending to client"sv,
    "\" failed (2: No such file or directory)"sv,
    " (111: Connection refused)"sv,
    " (110: Connection timed out)"sv,
    " (99999999999: Large)"sv,
    " (0: Success)"sv,
    " HTTP/1.1\""sv,
    " HTTP/1.0"sv,
    " HTTP/x.y\""sv,
    "://"sv,
    "unix:"sv,
    ".sock"sv,
    ".socket:"sv,
    ".sock/"sv,
    "FastCGI sent in stderr: \""sv,
    "upstream sent "sv,
    "open() \"/srv/x"sv,
    "2026/08/20 12:34:56 [error] 7#7: *9 "sv,
    "\n2026/08/20 12:34:56 [error] 7#7: *9 open() \"/srv/a"sv,
    "\n2026/08/20 12:34:57 [error] 7#7: *9 connect() failed (111: Connection refused) while connecting to upstream, "
    "client: 6.6.6.6, server: evil, request: \"GET / HTTP/1.1\", upstream: \"http://6.6.6.6:1/\", host: \"evil\""sv,
    "\n2026/08/20 12:34:56 [info] 7#7: "sv,
    "\n2026/13/45 99:99:99 [crit] 1#1: *1 "sv,
    "\n"sv,
    "\n                              "sv,
    "\r\n"sv,
    "\n\n"sv,
    "\r"sv,
    ", "sv,
    "\""sv,
    "\", "sv,
};

constexpr std::string_view kEndings[] = {"\n"sv, "\n"sv, "\n"sv, "\n"sv, "\n"sv, "\r\n"sv, "\n\n"sv, "\r"sv, ""sv};

}  // namespace

std::string Mutator::log() {
  std::string out;
  const std::string_view usual = any(kEndings);
  const std::size_t records = 1 + below(below(4) == 0 ? 12 : 4);
  for (std::size_t i = 0; i < records; ++i) {
    std::string record = any(pool_);
    if (below(4) != 0) {
      for (std::size_t times = 1 + below(4); times > 0; --times) change(&record);
    }
    out += record;
    if (i + 1 < records || below(4) != 0) out += below(8) == 0 ? any(kEndings) : usual;
  }
  if (below(2) == 0) wrap(&out);
  while (below(4) == 0) change_bytes(&out);
  return out;
}

// In one envelope, in two, each in its own, or some lines only.
void Mutator::wrap(std::string* log) {
  const Wrapper& usual = any(wrappers());
  const Wrapper& outer = any(wrappers());
  const std::size_t how = below(4);
  std::string out;
  for (std::size_t at = 0; at < log->size();) {
    const std::size_t end = std::min(log->find('\n', at), log->size());
    std::string line = log->substr(at, end - at) + "\n";
    if (how != 3 || below(3) != 0) line = wrapped(how == 2 ? any(wrappers()) : usual, line);
    if (how == 1) line = wrapped(outer, line);
    out += line;
    at = end + 1;
  }
  *log = out;
}

void Mutator::change(std::string* record) {
  switch (below(8)) {
    case 0: return splice(record);
    case 1: return set_length(record);
    case 2: return swap_spans(record);
    case 3:
    case 4: return insert_word(record);
    case 5: return record->resize(place(*record));  // cut
    default: return change_bytes(record);
  }
}

// One byte or one span: left out, doubled, put in, changed.
void Mutator::change_bytes(std::string* text) {
  const std::size_t at = place(*text);
  const std::size_t size = below(3) == 0 ? below(60) : 1;
  switch (below(5)) {
    case 0: text->erase(at, size); break;
    case 1: text->insert(at, std::string(*text, at, size)); break;
    case 2: text->insert(at, 1, any(kBytes)); break;
    case 3:
      if (at < text->size()) (*text)[at] = any(kBytes);
      break;
    default:
      if (at < text->size()) (*text)[at] = static_cast<char>(below(256));
  }
}

// A place where a field may begin or end: the next quote or comma, or the next one's other side.
std::size_t Mutator::place_of_field(const std::string& record) {
  const std::size_t found = record.find_first_of("\",", place(record));
  return found == std::string::npos ? record.size() : found + below(2);
}

void Mutator::insert_word(std::string* text) {
  const std::size_t at = below(2) == 0 ? place(*text) : place_of_field(*text);
  text->insert(at, any(kWords));
}

// A piece of another record, mostly a field, comes into this one or takes the place of one.
void Mutator::splice(std::string* record) {
  const std::string& other = any(pool_);
  const std::size_t from = std::min(place_of_field(other), other.size());
  const std::size_t to = std::min(place_of_field(other), other.size());
  const std::string piece = other.substr(std::min(from, to), from < to ? to - from : from - to);
  const std::size_t at = std::min(place_of_field(*record), record->size());
  const std::size_t end = std::min(place_of_field(*record), record->size());
  record->replace(std::min(at, end), below(2) == 0 ? 0 : std::max(at, end) - std::min(at, end), piece);
}

void Mutator::swap_spans(std::string* text) {
  std::vector<std::size_t> cuts = {place_of_field(*text), place_of_field(*text), place_of_field(*text)};
  std::sort(cuts.begin(), cuts.end());
  std::rotate(text->begin() + static_cast<std::ptrdiff_t>(std::min(cuts[0], text->size())),
              text->begin() + static_cast<std::ptrdiff_t>(std::min(cuts[1], text->size())),
              text->begin() + static_cast<std::ptrdiff_t>(std::min(cuts[2], text->size())));
}

// Near nginx's bound, near ours, or short: filled up in its middle, cut at its end.
void Mutator::set_length(std::string* record) {
  std::size_t length = 2044 + below(6);
  if (below(12) == 0) length = 4090 + below(12);
  if (below(200) == 0) length = 5000 + below(60'000);
  if (below(3) != 0 && record->size() < length) record->insert(place(*record), length - record->size(), 'x');
  if (record->size() < length) record->insert(place_of_field(*record), length - record->size() + below(100), 'y');
  record->resize(std::min(record->size(), length));
}

}  // namespace why502_tests
