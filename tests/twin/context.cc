// context.cc -- the twin's reading of one nginx record: where its context begins, and the fields in their order.
#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "tests/twin/record.h"

namespace why502_tests {
namespace {

using why502::Phase;
constexpr std::size_t npos = std::string::npos;

const std::string kClient = ", client: ";
const std::string kServer = ", server: ";
const std::string kRequest = ", request: \"";
const std::string kSubrequest = ", subrequest: \"";
const std::string kUpstream = ", upstream: \"";
const std::string kHost = ", host: \"";
const std::string kReferrer = ", referrer: \"";
const std::string kBytes = ", bytes from/to ";
const std::string kWhile = " while ";

struct Action {
  std::string words;
  Phase phase;
};
const std::vector<Action> kActions = {
#define WHY502_ACTION(words, phase) {words, Phase::phase},
#include "lib/knowledge/actions.inc"
#undef WHY502_ACTION
};

const std::vector<std::string> kFreeText = {
#define WHY502_FREE_TEXT(start) start,
#include "lib/knowledge/free_text.inc"
#undef WHY502_FREE_TEXT
};

bool stands_at(const std::string& text, std::size_t at, const std::string& word) {
  return at <= text.size() && text.compare(at, word.size(), word) == 0;
}

bool ends_with(const std::string& text, const std::string& word) {
  return text.size() >= word.size() && stands_at(text, text.size() - word.size(), word);
}

const Action* action_at_end(const std::string& text) {
  for (const Action& action : kActions) {
    if (ends_with(text, kWhile + action.words)) return &action;
  }
  return nullptr;
}

// Does the message quote what a backend or a client wrote?
bool is_free_text(const std::string& message) {
  for (const std::string& start : kFreeText) {
    if (stands_at(message, 0, start)) return true;
  }
  return false;
}

// 1. Where the context begins; npos if there is none. Sets several_contexts.
std::size_t begin_of_context(const std::string& after_head, Record* record) {
  if (!is_free_text(after_head)) return after_head.find(kClient);

  std::vector<std::size_t> found;
  for (std::size_t at = after_head.find(kClient); at != npos; at = after_head.find(kClient, at + 1)) {
    for (const Action& action : kActions) {
      const std::string before = kWhile + action.words;
      if (at >= before.size() && stands_at(after_head, at - before.size(), before)) found.push_back(at);
    }
  }
  record->several_contexts = found.size() > 1;
  return found.empty() ? npos : found.front();
}

// The first known action of a message without a context, which ends there.
void read_action_without_context(Record* record) {
  for (std::size_t at = record->message.find(kWhile); at != npos; at = record->message.find(kWhile, at + 1)) {
    for (const Action& action : kActions) {
      if (!stands_at(record->message, at, kWhile + action.words)) continue;
      record->has_action = true;
      record->action = action.phase;
      record->action_words = action.words;
      record->message = record->message.substr(0, at);
      return;
    }
  }
}

// The action directly before the context, known or not, is no part of the message.
void read_action_before_context(Record* record) {
  if (const Action* action = action_at_end(record->message)) {
    record->has_action = true;
    record->action = action->phase;
    record->action_words = action->words;
    record->message = record->message.substr(0, record->message.size() - kWhile.size() - action->words.size());
  } else {
    record->message = record->message.substr(0, record->message.rfind(kWhile));
  }
}

// Does a quote at `quote` end its field: does one of `followers` or the end come behind it?
bool followed(const std::string& text, std::size_t quote, const std::vector<std::string>& followers) {
  if (quote + 1 == text.size() || stands_at(text, quote + 1, kBytes)) return true;
  return std::any_of(followers.begin(), followers.end(),
                     [&](const std::string& name) { return stands_at(text, quote + 1, name); });
}

// The first quote with a follower behind it; npos if there is none.
std::size_t followed_quote(const std::string& text, std::size_t begin, const std::vector<std::string>& followers) {
  for (std::size_t quote = text.find('"', begin); quote != npos; quote = text.find('"', quote + 1)) {
    if (followed(text, quote, followers)) return quote;
  }
  return npos;
}

// Does the text end in ` HTTP/d.d`?
bool ends_with_version(const std::string& text) {
  if (text.size() < 9) return false;
  const std::string end = text.substr(text.size() - 9);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return end.substr(0, 6) == " HTTP/" && digit(end[6]) && end[7] == '.' && digit(end[8]);
}

std::size_t end_of_request(const std::string& text, std::size_t begin) {
  const std::vector<std::string> followers = {kSubrequest, kUpstream, kHost, kReferrer};
  for (std::size_t quote = text.find('"', begin); quote != npos; quote = text.find('"', quote + 1)) {
    // The version is at most 9 bytes, so more need not be copied.
    const std::size_t copied = std::min<std::size_t>(quote - begin, 9);
    if (ends_with_version(text.substr(quote - copied, copied)) && followed(text, quote, followers)) return quote;
  }
  return followed_quote(text, begin, followers);
}

std::size_t end_of_subrequest(const std::string& text, std::size_t begin) {
  return followed_quote(text, begin, {kUpstream, kHost, kReferrer});
}

std::size_t end_of_upstream(const std::string& text, std::size_t begin) {
  const std::string rest = text.substr(begin);
  const std::string before_referrer = rest.substr(0, rest.find("\"" + kReferrer));
  const std::size_t host = before_referrer.rfind("\"" + kHost);
  if (host != npos) return begin + host;
  return followed_quote(text, begin, {kHost, kReferrer});
}

// The closing quote is the record's last byte.
std::size_t last_byte_if_quote(const std::string& text, std::size_t begin) {
  return text.size() > begin && text.back() == '"' ? text.size() - 1 : npos;
}

std::size_t end_of_host(const std::string& text, std::size_t begin) {
  const std::size_t referrer = text.find("\"" + kReferrer, begin);
  return referrer != npos ? referrer : last_byte_if_quote(text, begin);
}

// Reads the quoted field `name` if it comes next, and moves `at` behind it.
template <typename EndOf>
void read_quoted(const std::string& text, const std::string& name, EndOf end_of, std::size_t* at, Record* record,
                 ContextField* field) {
  if (!stands_at(text, *at, name)) return;
  const std::size_t begin = *at + name.size();
  const std::size_t quote = end_of(text, begin);
  field->present = true;
  field->closed = quote != npos;
  field->value = text.substr(begin, quote == npos ? npos : quote - begin);
  *at = quote == npos ? text.size() : quote + 1;
  record->last_field_is_closed = field->closed;
}

// 2. to 6.: the fields, in the order in which nginx writes them.
void read_fields(std::size_t at, Record* record) {
  const std::string& text = record->text;
  record->last_field_is_closed = true;

  at += kClient.size();
  std::size_t end = std::min(text.find(',', at), text.size());
  record->client = {true, true, text.substr(at, end - at)};
  at = end;

  if (stands_at(text, at, kServer)) {
    at += kServer.size();
    end = text.size();
    for (const std::string& name : {kRequest, kSubrequest, kUpstream, kHost, kReferrer, kBytes}) {
      end = std::min(end, text.find(name, at));
    }
    record->server = {true, true, text.substr(at, end - at)};
    at = end;
  }
  read_quoted(text, kRequest, end_of_request, &at, record, &record->request);
  read_quoted(text, kSubrequest, end_of_subrequest, &at, record, &record->subrequest);
  read_quoted(text, kUpstream, end_of_upstream, &at, record, &record->upstream);
  record->counts_bytes = stands_at(text, at, kBytes);
  read_quoted(text, kHost, end_of_host, &at, record, &record->host);
  read_quoted(text, kReferrer, last_byte_if_quote, &at, record, &record->referrer);
}

}  // namespace

Record read_record(const Head& head, const std::string& text) {
  Record record;
  record.head = head;
  record.text = text;
  record.message = text.substr(head.length);

  const std::size_t context = begin_of_context(record.message, &record);
  if (context == npos) {
    record.fields_without_context = !is_free_text(record.message) && (record.message.find("\"" + kHost) != npos ||
                                                                      record.message.find("\"" + kReferrer) != npos);
    read_action_without_context(&record);
    return record;
  }
  record.has_context = true;
  record.message = record.message.substr(0, context);
  read_action_before_context(&record);

  const std::size_t begin = head.length + context;
  read_fields(begin, &record);
  const std::size_t tail = text.find("\" failed (", begin);
  record.tail_after_context = tail != npos && text.find(kClient, tail) != npos;
  return record;
}

bool is_open(const Record& record) {
  const bool complete = record.has_context && record.last_field_is_closed;
  return !record.head.connection.empty() && record.head.severity != why502::Severity::debug &&
         record.text.size() < 2046 && !complete;
}

}  // namespace why502_tests
