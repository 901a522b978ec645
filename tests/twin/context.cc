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
const std::string kUdpClient = ", udp client: ";
const std::string kServer = ", server: ";
const std::string kQuotedServer = ", server: \"";
const std::string kProtocol = ", protocol: \"";
const std::string kLogin = ", login: \"";
const std::string kPlainUpstream = ", upstream: ";
const std::string kRequestLine = ", request_line: \"";
const std::string kBytesFrom = ", bytes_from_client: ";
const std::string kPacketsFrom = ", packets_from_client: ";
const std::string kStartTls = ", starttls: \"";
const std::string kTimer = ", context: ngx.timer";
const std::string kCheck = ", health check \"";
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
  std::string module;
};
const std::vector<Action> kActions = {
#define WHY502_ACTION(words, phase, module) {words, Phase::phase, #module},
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

// `, client: ` or `, udp client: ` stands here: how long it is; else 0.
std::size_t client_name_at(const std::string& text, std::size_t at) {
  for (const std::string& name : {kClient, kUdpClient}) {
    if (stands_at(text, at, name)) return name.size();
  }
  return 0;
}

// 1. Where the context begins; npos if there is none. Sets several_contexts.
std::size_t begin_of_context(const std::string& after_head, Record* record) {
  const bool any_will_do = !is_free_text(after_head);
  std::vector<std::size_t> found;
  for (std::size_t at = after_head.find(','); at != npos; at = after_head.find(',', at + 1)) {
    if (client_name_at(after_head, at) == 0) continue;
    if (any_will_do) return at;
    for (const Action& action : kActions) {
      const std::string before = kWhile + action.words;
      if (at < before.size() || !stands_at(after_head, at - before.size(), before)) continue;
      found.push_back(at);
      break;
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
      record->is_mail = action.module == "mail";
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
    record->is_mail = action->module == "mail";
    record->message = record->message.substr(0, record->message.size() - kWhile.size() - action->words.size());
  } else {
    record->message = record->message.substr(0, record->message.rfind(kWhile));
  }
}

// The names of the fields in their order. (`upstream` of mail has no quote.)
const std::vector<std::vector<std::string>> kNames = {
    {kQuotedServer},          {kProtocol},   {kStartTls}, {kLogin}, {kPlainUpstream},
    {kRequest, kRequestLine}, {kSubrequest}, {kUpstream}, {kHost},  {kReferrer}};

bool is_name(const std::string& text, std::size_t at, std::size_t field) {
  // The two names of upstream differ in the quote only.
  if (field == 4 && stands_at(text, at, kUpstream)) return false;
  return std::any_of(kNames[field].begin(), kNames[field].end(),
                     [&](const std::string& name) { return stands_at(text, at, name); });
}

bool is_bytes(const std::string& text, std::size_t at) {
  return stands_at(text, at, kBytes) || stands_at(text, at, kBytesFrom) || stands_at(text, at, kPacketsFrom);
}

// The number of the field that has this name.
std::size_t number_of(const std::string& name) {
  for (std::size_t field = 0; field < kNames.size(); ++field) {
    for (const std::string& each : kNames[field]) {
      if (each == name) return field;
    }
  }
  return kNames.size();
}

// Does a quote at `quote` end its field: does a name from number `later` on or the end come behind it?
bool followed(const std::string& text, std::size_t quote, std::size_t later) {
  if (quote + 1 == text.size() || is_bytes(text, quote + 1)) return true;
  for (std::size_t field = later; field < kNames.size(); ++field) {
    if (is_name(text, quote + 1, field)) return true;
  }
  return false;
}

// The first quote with a follower behind it; npos if there is none.
std::size_t followed_quote(const std::string& text, std::size_t begin, std::size_t later) {
  for (std::size_t quote = text.find('"', begin); quote != npos; quote = text.find('"', quote + 1)) {
    if (followed(text, quote, later)) return quote;
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
  const std::size_t later = number_of(kRequest) + 1;
  for (std::size_t quote = text.find('"', begin); quote != npos; quote = text.find('"', quote + 1)) {
    // The version is at most 9 bytes, so more need not be copied.
    const std::size_t copied = std::min<std::size_t>(quote - begin, 9);
    if (ends_with_version(text.substr(quote - copied, copied)) && followed(text, quote, later)) return quote;
  }
  return followed_quote(text, begin, later);
}

std::size_t end_of_client(const std::string& text, std::size_t begin) { return followed_quote(text, begin, 0); }
std::size_t end_of_server(const std::string& text, std::size_t begin) {
  return followed_quote(text, begin, number_of(kQuotedServer) + 1);
}
std::size_t end_of_protocol(const std::string& text, std::size_t begin) {
  return followed_quote(text, begin, number_of(kProtocol) + 1);
}
std::size_t end_of_starttls(const std::string& text, std::size_t begin) {
  return followed_quote(text, begin, number_of(kStartTls) + 1);
}
std::size_t end_of_subrequest(const std::string& text, std::size_t begin) {
  return followed_quote(text, begin, number_of(kSubrequest) + 1);
}

std::size_t end_of_upstream(const std::string& text, std::size_t begin) {
  const std::string rest = text.substr(begin);
  const std::string before_referrer = rest.substr(0, rest.find("\"" + kReferrer));
  const std::size_t host = before_referrer.rfind("\"" + kHost);
  if (host != npos) return begin + host;
  return followed_quote(text, begin, number_of(kUpstream) + 1);
}

// The closing quote is the record's last byte.
std::size_t last_byte_if_quote(const std::string& text, std::size_t begin) {
  return text.size() > begin && text.back() == '"' ? text.size() - 1 : npos;
}

// `upstream` is the name that may stand behind it.
std::size_t end_of_login(const std::string& text, std::size_t begin, const std::string& upstream) {
  std::size_t last = npos;
  for (std::size_t quote = text.find('"', begin); quote != npos; quote = text.find('"', quote + 1)) {
    if (is_name(text, quote + 1, number_of(upstream))) last = quote;
  }
  return last != npos ? last : last_byte_if_quote(text, begin);
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
  if (!field->closed) record->all_fields_are_closed = false;
}

// 2. to 6.: the fields, in the order in which nginx writes them.
void read_fields(std::size_t at, Record* record) {
  const std::string& text = record->text;
  const std::string start_tls = " using starttls";
  record->all_fields_are_closed = true;
  ContextField protocol, starttls, login;

  const std::size_t name = client_name_at(text, at);
  record->is_udp = name == kUdpClient.size();
  at += name;
  const bool is_angie = stands_at(text, at, "\"");
  if (is_angie) {
    read_quoted(text, "\"", end_of_client, &at, record, &record->client);
    read_quoted(text, kQuotedServer, end_of_server, &at, record, &record->server);
    read_quoted(text, kProtocol, end_of_protocol, &at, record, &protocol);
    read_quoted(text, kStartTls, end_of_starttls, &at, record, &starttls);
    if (starttls.present) record->is_mail = true;
  } else {
    std::size_t end = std::min(text.find(',', at), text.size());
    std::string client = text.substr(at, end - at);
    if (ends_with(client, start_tls)) client.resize(client.size() - start_tls.size());
    record->client = {true, true, client};
    at = end;

    if (stands_at(text, at, kServer)) {
      at += kServer.size();
      end = text.size();
      for (const auto& names : kNames) {
        for (const std::string& each : names) end = std::min(end, text.find(each, at));
      }
      for (const std::string& each : {kBytes, kBytesFrom, kPacketsFrom}) end = std::min(end, text.find(each, at));
      record->server = {true, true, text.substr(at, end - at)};
      at = end;
    }
  }
  const std::string peer = is_angie ? kUpstream : kPlainUpstream;
  const auto login_ends = [&](const std::string& t, std::size_t begin) { return end_of_login(t, begin, peer); };
  read_quoted(text, kLogin, login_ends, &at, record, &login);
  if (login.present) {
    record->is_mail = true;
    if (is_angie) read_quoted(text, kUpstream, last_byte_if_quote, &at, record, &record->upstream);
    if (!is_angie && stands_at(text, at, kPlainUpstream))
      record->upstream = {true, true, text.substr(at + kPlainUpstream.size())};
    return;
  }
  read_quoted(text, kRequest, end_of_request, &at, record, &record->request);
  if (!record->request.present) read_quoted(text, kRequestLine, end_of_request, &at, record, &record->request);
  read_quoted(text, kSubrequest, end_of_subrequest, &at, record, &record->subrequest);
  read_quoted(text, kUpstream, end_of_upstream, &at, record, &record->upstream);
  record->is_stream = record->is_udp || protocol.present || is_bytes(text, at);
  read_quoted(text, kHost, end_of_host, &at, record, &record->host);
  read_quoted(text, kReferrer, last_byte_if_quote, &at, record, &record->referrer);
}

// A Lua timer's record.
bool read_timer(Record* record) {
  const std::string message = record->message;
  if (!stands_at(message, 0, "[lua] ") && !stands_at(message, 0, "lua ")) return false;
  const std::size_t timer = message.rfind(kTimer);
  if (timer == npos) return false;
  std::string rest = message.substr(timer + kTimer.size());
  if (!rest.empty() && !stands_at(rest, 0, kClient) && !stands_at(rest, 0, kServer)) return false;
  record->message = message.substr(0, timer);
  if (stands_at(rest, 0, kClient)) {
    rest = rest.substr(kClient.size());
    record->client = {true, true, rest.substr(0, rest.find(','))};
    rest = rest.substr(record->client.value.size());
  }
  if (stands_at(rest, 0, kServer)) record->server = {true, true, rest.substr(kServer.size())};
  record->has_context = record->all_fields_are_closed = true;
  return true;
}

// A health check's.
bool read_check(Record* record) {
  const std::size_t check = record->message.find(kCheck);
  if (check == npos) return false;
  const std::string of_peer = "\" of peer ", in_upstream = " in upstream \"";
  const std::string rest = record->message.substr(check + kCheck.size());
  record->message = record->message.substr(0, check);
  read_action_before_context(record);
  record->has_context = record->all_fields_are_closed = record->is_check = true;
  const std::size_t peer = rest.find(of_peer);
  if (peer == npos) return true;
  const std::string name = rest.substr(peer + of_peer.size());
  const std::size_t end = name.find(in_upstream);
  record->upstream = {true, end != npos, name.substr(0, end)};
  return true;
}

}  // namespace

Record read_record(const Head& head, const std::string& text) {
  Record record;
  record.head = head;
  record.text = text;
  record.message = text.substr(head.length);

  if (read_timer(&record)) return record;
  const std::size_t context = begin_of_context(record.message, &record);
  if (context == npos) {
    if (read_check(&record)) return record;
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
  const bool complete = record.has_context && record.all_fields_are_closed;
  return !record.head.connection.empty() && record.head.severity != why502::Severity::debug &&
         record.text.size() < 2046 && !complete;
}

}  // namespace why502_tests
