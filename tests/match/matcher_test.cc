// matcher_test.cc -- the first rule of the table knows the message, however the tables are arranged.
#include "lib/match/matcher.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/knowledge/rules.h"
#include "lib/knowledge/rules_check.h"

namespace why502::match {
namespace {

using knowledge::Errno;
using knowledge::Look;
using knowledge::LookAlike;
using knowledge::Rule;

Rule rule(std::string_view id, const Look& look) {
  Rule r;
  r.id = id;
  r.look = look;
  return r;
}

LookAlike look_alike(const Look& look) {
  LookAlike l;
  l.look = look;
  return l;
}

// The id of the rule that knows the message; "" if none does.
std::string_view found(const Matcher& matcher, std::string_view text, Severity severity = Severity::error,
                       Phase at = Phase::unknown, Errno error = Errno::none) {
  const Rule* found = matcher.find({text, severity, at, error, knowledge::Context::any, knowledge::writer::any});
  return found == nullptr ? std::string_view() : found->id;
}

TEST(Matcher, BeginsIsAStartAndNoSearch) {
  const Rule rules[] = {rule("8", {.begins = "abcdefgh"}), rule("16", {.begins = "ABCDEFGHabcdefgh"}),
                        rule("20", {.begins = "0123456789abcdefghij"})};
  const Matcher matcher(rules, {});
  EXPECT_EQ(found(matcher, "abcdefgh"), "8");
  EXPECT_EQ(found(matcher, "abcdefghi"), "8");
  EXPECT_EQ(found(matcher, "abcdefg"), "");
  EXPECT_EQ(found(matcher, "abcdefgH"), "");
  EXPECT_EQ(found(matcher, " abcdefgh"), "");
  EXPECT_EQ(found(matcher, "ABCDEFGHabcdefgh"), "16");
  EXPECT_EQ(found(matcher, "ABCDEFGHabcdefg"), "");
  EXPECT_EQ(found(matcher, "ABCDEFGHabcdefgx"), "");
  EXPECT_EQ(found(matcher, "0123456789abcdefghij"), "20");
  EXPECT_EQ(found(matcher, "0123456789abcdefghi"), "");
  EXPECT_EQ(found(matcher, "0123456789abcdefghix"), "");
  EXPECT_EQ(found(matcher, ""), "");
}

// Each length of a start has its own mask.
TEST(Matcher, StartsOfEveryLengthAreWhole) {
  const std::string whole = "connect() failed (111: Connection refused)";
  for (std::size_t size = 8; size <= whole.size(); ++size) {
    const std::string begins = whole.substr(0, size);
    const Rule rules[] = {rule("r", {.begins = begins})};
    const Matcher matcher(rules, {});
    EXPECT_EQ(found(matcher, begins), "r");
    EXPECT_EQ(found(matcher, begins + "x"), "r");
    for (std::size_t at = 0; at < size; ++at) {
      std::string other = begins;
      other[at] = '~';
      EXPECT_EQ(found(matcher, other), "") << other;
      EXPECT_NE(matcher.triage(other, Severity::error), Triage::boring) << other;
    }
    EXPECT_EQ(found(matcher, begins.substr(0, size - 1)), "");
  }
}

TEST(Matcher, AllConditionsMustHold) {
  const Rule rules[] = {rule("r", {.begins = "recv() failed (",
                                   .holds = "peer",
                                   .error = Errno::connection_reset,
                                   .at = Phase::read_header,
                                   .lowest = Severity::warn})};
  const Matcher matcher(rules, {});
  const std::string text = "recv() failed (104: Connection reset by peer)";
  EXPECT_EQ(found(matcher, text, Severity::warn, Phase::read_header, Errno::connection_reset), "r");
  EXPECT_EQ(found(matcher, text, Severity::notice, Phase::read_header, Errno::connection_reset), "");
  EXPECT_EQ(found(matcher, text, Severity::emerg, Phase::read_header, Errno::connection_reset), "r");
  EXPECT_EQ(found(matcher, text, Severity::warn, Phase::send, Errno::connection_reset), "");
  EXPECT_EQ(found(matcher, text, Severity::warn, Phase::unknown, Errno::connection_reset), "");
  EXPECT_EQ(found(matcher, text, Severity::warn, Phase::read_header, Errno::none), "");
  EXPECT_EQ(found(matcher, text.substr(0, 20), Severity::warn, Phase::read_header, Errno::connection_reset), "");
}

TEST(Matcher, NoErrnoIsAConditionToo) {
  const Rule rules[] = {rule("none", {.begins = "connect() failed", .error = Errno::none}),
                        rule("unlisted", {.begins = "connect() failed", .error = Errno::unlisted}),
                        rule("any", {.begins = "connect() failed"})};
  const Matcher matcher(rules, {});
  const std::string text = "connect() failed";
  EXPECT_EQ(found(matcher, text, Severity::error, Phase::unknown, Errno::none), "none");
  EXPECT_EQ(found(matcher, text, Severity::error, Phase::unknown, Errno::unlisted), "unlisted");
  EXPECT_EQ(found(matcher, text, Severity::error, Phase::unknown, Errno::timed_out), "any");
}

TEST(Matcher, TheFirstOfAFamilyIsTaken) {
  const Rule rules[] = {rule("narrow", {.begins = "upstream sent too big", .at = Phase::read_header}),
                        rule("middle", {.begins = "upstream sent too"}), rule("wide", {.begins = "upstream"}),
                        rule("late", {.begins = "upstream sent nothing"})};
  const Matcher matcher(rules, {});
  EXPECT_EQ(found(matcher, "upstream sent too big header", Severity::error, Phase::read_header), "narrow");
  EXPECT_EQ(found(matcher, "upstream sent too big header"), "middle");
  EXPECT_EQ(found(matcher, "upstream sent nothing"), "wide") << "an earlier one fits";
  EXPECT_EQ(found(matcher, "upstream"), "wide");
}

TEST(Matcher, AfterWordFollowsTheFirstWord) {
  const Rule rules[] = {rule("r", {.after_word = " could not be resolved ("})};
  const Matcher matcher(rules, {});
  EXPECT_EQ(found(matcher, "backend could not be resolved (3: Host not found)"), "r");
  EXPECT_EQ(found(matcher, " could not be resolved ("), "r");
  EXPECT_EQ(found(matcher, "a b could not be resolved ("), "");
  EXPECT_EQ(found(matcher, "could not be resolved ("), "");
  EXPECT_EQ(found(matcher, "backend could not be resolved"), "");
  // A host's name has 253 characters at most.
  EXPECT_EQ(found(matcher, std::string(253, 'h') + " could not be resolved (2: Server failure)"), "r");
}

// matcher.h: "the first rule of the table that knows the message", whichever way it looks.
TEST(Matcher, TheFirstOfTheTableIsTakenWhicheverWayItLooks) {
  const Rule word_first[] = {rule("word", {.after_word = " is not there"}), rule("start", {.begins = "somebody is"})};
  EXPECT_EQ(found(Matcher(word_first, {}), "somebody is not there"), "word");
  const Rule start_first[] = {rule("start", {.begins = "somebody is"}), rule("word", {.after_word = " is not there"})};
  EXPECT_EQ(found(Matcher(start_first, {}), "somebody is not there"), "start");
}

TEST(Matcher, HoldsManyFamilies) {
  std::vector<std::string> starts;
  for (int i = 0; i < 200; ++i) starts.push_back("start" + std::to_string(1000 + i) + " of a message");
  std::vector<Rule> rules;
  for (const std::string& start : starts) rules.push_back(rule(start, {.begins = start}));
  const Matcher matcher(rules, {});
  for (const std::string& start : starts) EXPECT_EQ(found(matcher, start + "!"), start);
  EXPECT_EQ(found(matcher, "start1200 of a message"), "");
}

TEST(Triage, SaysWhatTheStartLeavesOpen) {
  const Rule rules[] = {rule("r", {.begins = "no live upstreams", .lowest = Severity::warn}),
                        rule("w", {.after_word = " is gone", .lowest = Severity::notice})};
  const LookAlike look_alikes[] = {look_alike({.begins = "access forbidden by rule"}),
                                   look_alike({.begins = "setsockopt(", .holds = "ignored"})};
  const Matcher matcher(rules, look_alikes);
  EXPECT_EQ(matcher.triage("no live upstreams while", Severity::warn), Triage::look);
  EXPECT_EQ(matcher.triage("no live upstreams while", Severity::info), Triage::boring);
  EXPECT_EQ(matcher.triage("access forbidden by rule, client", Severity::error), Triage::boring);
  EXPECT_EQ(matcher.triage("setsockopt(X) failed, ignored", Severity::error), Triage::unknown);
  EXPECT_EQ(matcher.triage("something else", Severity::error), Triage::unknown);
  EXPECT_EQ(matcher.triage("something else", Severity::warn), Triage::boring);
  EXPECT_EQ(matcher.triage("it is gone", Severity::notice), Triage::look);
  EXPECT_EQ(matcher.triage("it is gone", Severity::info), Triage::boring);
  EXPECT_EQ(matcher.triage("", Severity::error), Triage::unknown);
  EXPECT_EQ(matcher.triage("", Severity::notice), Triage::boring);
}

TEST(IsLookAlike, IsAskedWithAllConditions) {
  const LookAlike look_alikes[] = {look_alike({.begins = "setsockopt(", .holds = "ignored"})};
  const Matcher matcher({}, look_alikes);
  EXPECT_TRUE(matcher.is_look_alike({"setsockopt(X) failed, ignored", Severity::error}));
  EXPECT_FALSE(matcher.is_look_alike({"setsockopt(X) failed", Severity::error}));
  EXPECT_FALSE(matcher.is_look_alike({"setsockopt(X) failed, ignored", Severity::warn}));
}

// --- the built-in tables, against a plain loop over them

using knowledge::Server;
namespace writer = knowledge::writer;

const Rule* slowly(Server server, const Message& message) {
  const knowledge::Facts facts{message.text, message.severity, message.at,
                               message.from, message.context,  message.state};
  for (const LookAlike& each : knowledge::look_alikes()) {
    if (each.server == server && each.before_rules && knowledge::fits(each.look, facts, message.error)) return nullptr;
  }
  for (const Rule& each : knowledge::rules()) {
    if (each.server == server && knowledge::fits(each.look, facts, message.error)) return &each;
  }
  return nullptr;
}

bool slowly_look_alike(Server server, const Message& message) {
  const knowledge::Facts facts{message.text, message.severity, message.at,
                               message.from, message.context,  message.state};
  for (const LookAlike& each : knowledge::look_alikes()) {
    if (each.server == server && knowledge::fits(each.look, facts, message.error)) return true;
  }
  return false;
}

class BuiltIn : public testing::TestWithParam<Server> {};

// Every message of the tables at every level, in every phase, with every errno and from every
// module that differs.
TEST_P(BuiltIn, EveryMessageInEveryCircumstanceAgreesWithAPlainLoop) {
  const Server server = GetParam();
  const Matcher matcher(knowledge::rules(server), knowledge::look_alikes(server));
  struct Seen {
    std::string_view text, state;
  };
  std::vector<Seen> all;
  const auto add = [&](Server of, std::string_view sample) {
    if (of != server) return;
    const knowledge::Facts facts = knowledge::facts_of(server, sample);
    all.push_back({facts.message, facts.state});
  };
  for (const Rule& each : knowledge::rules()) add(each.server, each.sample);
  for (const LookAlike& each : knowledge::look_alikes()) add(each.server, each.sample);
  std::vector<Errno> errors = {Errno::none, Errno::unlisted};
#define WHY502_ERRNO(name, linux_number, bsd_number, windows_number, solaris_number) errors.push_back(Errno::name);
#include "lib/knowledge/errno.inc"
#undef WHY502_ERRNO
  std::vector<Phase> phases = {Phase::unknown};
  std::vector<std::uint16_t> writers = {writer::any};
  if (server == Server::nginx) {
    phases = {Phase::unknown, Phase::connect, Phase::tls, Phase::send, Phase::read_header, Phase::read_body};
  } else if (server >= Server::haproxy) {
    phases = {Phase::unknown, Phase::select, Phase::connect, Phase::read_body};
  } else {
    errors.insert(errors.end(), {Errno::unspecified, Errno::end_of_file, Errno::ajp_no_header});
    writers = {writer::unnamed, writer::proxy, writer::proxy_script, writer::core, writer::cgi, writer::foreign};
  }
  for (const auto& [text, state] : all) {
    for (const Severity severity : {Severity::info, Severity::warn, Severity::error, Severity::crit}) {
      const Triage triage = matcher.triage(text, severity);
      for (const Phase at : phases) {
        for (const std::uint16_t from : writers) {
          for (const Errno error : errors) {
            const Message message{text, severity, at, error, knowledge::Context::any, from, state};
            const Rule* expected = slowly(server, message);
            ASSERT_EQ(matcher.find(message), expected) << text;
            const bool is_look_alike = slowly_look_alike(server, message);
            ASSERT_EQ(matcher.is_look_alike(message), is_look_alike) << text;
            // A line that has a state says by its head whether it is to be looked at.
            if (expected != nullptr && state.empty()) {
              ASSERT_EQ(triage, Triage::look) << text;
            }
            // What triage calls boring is no `other` either.
            if (state.empty() && triage == Triage::boring && severity >= Severity::error) {
              ASSERT_TRUE(is_look_alike) << text;
            }
          }
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Servers, BuiltIn,
                         testing::Values(Server::nginx, Server::apache, Server::mod_jk, Server::php_fpm, Server::php,
                                         Server::haproxy, Server::envoy, Server::cloudflare, Server::ingress_nginx),
                         [](const testing::TestParamInfo<Server>& each) {
                           return std::string(knowledge::id(each.param));
                         });

}  // namespace
}  // namespace why502::match
