// explain.cc -- --explain: a cause in words, with what servers write.
#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/why502/layout.h"
#include "tools/why502/tell.h"
#include "why502/catalog.h"
#include "why502/parser.h"

namespace why502::command {
namespace {

constexpr std::size_t kTextColumns = 100;  // longer lines are hard to read

// The message of a rule's sample: the sample without stamp and context.
std::string message_of(const RuleInfo& rule) {
  std::string message(rule.sample);
  const Result<Parser> parser = Parser::create();
  if (!parser) return message;
  Scratch scratch;
  parser->parse(rule.sample, scratch, [&](const Event& event) {
    if (!event.message().empty()) message = event.message();
    return false;
  });
  return message;
}

// "502 connect() failed (111: Connection refused)" for each rule of the cause, each once.
std::vector<std::vector<std::string>> messages(Cause cause, std::string_view server) {
  std::vector<std::vector<std::string>> rows;
  for (const RuleInfo& rule : rules()) {
    if (rule.cause != cause || rule.server != server) continue;
    std::vector<std::string> row = {"  " + (rule.status == 0 ? std::string("-") : std::to_string(rule.status)),
                                    message_of(rule)};
    if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::string explain_text(Cause cause, std::size_t columns) {
  const CauseInfo& words = info(cause);
  const std::size_t width = columns == 0 ? kTextColumns : std::min(columns, kTextColumns);
  std::string out = std::string(words.id) + ": " + std::string(words.title) + "\n\n";
  append_wrapped(words.meaning, 0, width, &out);
  out += "\nLook first:\n";
  append_wrapped(words.look_first, 2, width, &out);
  for (const LookFirst& look : look_first()) {
    if (look.cause != cause) continue;
    out.append("\nCheck, where ").append(look.server).append(" wrote it:\n");
    append_wrapped(look.check, 2, width, &out);
    out.append("Concerns:\n");
    append_wrapped(look.setting, 2, width, &out);
  }

  std::vector<std::string_view> servers;
  for (const RuleInfo& rule : rules()) {
    const bool is_new = std::find(servers.begin(), servers.end(), rule.server) == servers.end();
    if (rule.cause == cause && is_new) servers.push_back(rule.server);
  }
  for (const std::string_view server : servers) {
    out.append("\nWhat ").append(server).append(" writes, and the status that the client gets (-: it depends):\n");
    out += table(messages(cause, server), columns);
  }
  if (servers.empty()) out += "\nNo rule of this version finds it.\n";
  return out;
}

}  // namespace why502::command
