// rules_test.cc -- every rule proves itself: what comes out of its sample, by the real parser.
#include "lib/knowledge/rules.h"

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/knowledge/rules_check.h"
#include "lib/match/matcher.h"
#include "tests/engine/parsed.h"
#include "why502/catalog.h"

namespace why502::knowledge {
namespace {

using why502_tests::event_of;
using why502_tests::parsed;

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string replaced(std::string text, std::string_view from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " in " << text;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// The sample at another level; the same where its server writes none.
std::string with_level(Server server, std::string_view sample_text, std::string_view level) {
  std::string sample(sample_text);
  std::size_t begin = 0, end = 0;
  if (server == Server::nginx) {
    begin = sample.find('[') + 1;
    end = sample.find(']');
  } else if (server == Server::apache || server == Server::mod_jk) {
    for (const std::string_view name : {"error]", "warn]", "notice]", "info]", "crit]", "alert]"}) {
      const std::size_t at = sample.find(name);
      if (at == std::string::npos || (sample[at - 1] != '[' && sample[at - 1] != ':')) continue;
      begin = at;
      end = at + name.size() - 1;
      break;
    }
  } else if (server == Server::php_fpm && sample.find("\nscript_filename") == std::string::npos) {
    begin = sample.starts_with('[') ? sample.find("] ") + 2 : 0;
    end = sample.find(": ", begin);
    const bool is_warn = level == "warn";
    std::string word = is_warn ? "WARNING" : std::string(level);
    for (char& c : word) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return sample.replace(begin, end - begin, word);
  }
  return sample.replace(begin, end - begin, end == 0 ? "" : level);
}

// The rules that a sample's event names; "" for an event that none knows.
std::set<std::string> rules_of(std::string_view record) {
  std::set<std::string> ids;
  for (const OwnedEvent& owned : parsed(record).events) ids.emplace(owned.view().rule());
  return ids;
}

class EachRule : public testing::TestWithParam<std::size_t> {
 protected:
  const Rule& rule() const { return rules()[GetParam()]; }
};

TEST_P(EachRule, GivesWhatItExpectsOfItsSample) {
  const auto owned = event_of(rule().sample);
  ASSERT_TRUE(owned.has_value());
  const Event event = owned->view();
  const Expect& expect = rule().expect;
  EXPECT_EQ(event.rule(), rule().id);
  EXPECT_EQ(event.cause(), rule().cause);
  EXPECT_EQ(event.phase(), expect.phase);
  EXPECT_EQ(event.upstream(), expect.upstream);
  EXPECT_EQ(event.protocol(), expect.protocol);
  EXPECT_EQ(event.server(), expect.server);
  EXPECT_EQ(event.host(), expect.host);
  EXPECT_EQ(event.request(), expect.request);
  EXPECT_EQ(event.client(), expect.client);
  EXPECT_EQ(event.errno_value(), expect.errno_value);
  EXPECT_EQ(event.text(), rule().sample);
  EXPECT_EQ(id(event.format()).substr(0, id(rule().server).size()), id(rule().server));
  EXPECT_EQ(event.envelope(), Envelope::none);
  bool is_stamped = rule().sample.starts_with('[') || rule().server == Server::nginx;
  if (rule().server >= Server::haproxy) is_stamped = std::isalpha(static_cast<unsigned char>(rule().sample[0])) == 0;
  EXPECT_EQ(event.time().has_value(), is_stamped);
  EXPECT_FALSE(event.truncated());
  EXPECT_FALSE(event.suspect());
  EXPECT_GE(event.severity(), rule().look.lowest);
  EXPECT_TRUE(event.container().empty());
}

TEST_P(EachRule, HasTheRoleAndStatusOfItsSample) {
  const auto owned = event_of(rule().sample);
  ASSERT_TRUE(owned.has_value());
  const Event event = owned->view();
  const bool names_request = rule().server == Server::nginx ? !rule().expect.request.empty()
                             : rule().server == Server::apache
                                 ? !rule().expect.client.empty()
                                 : rule().server >= Server::haproxy && !rule().expect.request.empty();
  switch (rule().counts) {
    case Counts::failure: EXPECT_EQ(event.role(), Role::failure); break;
    case Counts::evidence: EXPECT_EQ(event.role(), Role::evidence); break;
    case Counts::echo: EXPECT_EQ(event.role(), Role::echo); break;
    case Counts::with_request: EXPECT_EQ(event.role(), names_request ? Role::failure : Role::evidence); break;
  }
  const bool cannot_tell = contains(rule().sample, ", subrequest: \"") || contains(rule().sample, ", bytes from/to ");
  const bool upgraded = contains(rule().sample, " while proxying upgraded connection, client: ");
  EXPECT_EQ(event.status(), cannot_tell ? 0 : upgraded ? 101 : rule().status);
}

TEST_P(EachRule, NoEarlierRuleAloneKnowsItsSample) {
  const std::span<const Rule> all = rules(rule().server);
  const match::Matcher earlier(all.first(static_cast<std::size_t>(&rule() - all.data())), {});
  const auto owned = event_of(rule().sample);
  ASSERT_TRUE(owned.has_value());
  const Event event = owned->view();
  if (rule().server != Server::nginx) {
    const Facts facts = facts_of(rule().server, rule().sample);
    const match::Message message{facts.message, facts.severity, facts.at,   errno_of(event.errno_value()),
                                 facts.context, facts.from,     facts.state};
    const Rule* found = earlier.find(message);
    EXPECT_EQ(found, nullptr) << found->id;
    return;
  }
  for (const Phase at : {rule().look.at, event.phase()}) {
    const match::Message message{event.message(), event.severity(), at, errno_of(event.errno_value())};
    const Rule* found = earlier.find(message);
    EXPECT_EQ(found, nullptr) << found->id;
  }
}

TEST_P(EachRule, CountsOnlyWithARequestWhereItSaysSo) {
  if (rule().counts != Counts::with_request) return;
  std::string record(rule().sample);
  if (rule().server == Server::nginx) {
    if (rule().expect.request.empty()) return;
    record = replaced(record, ", request: \"" + std::string(rule().expect.request) + "\"", "");
  } else {
    if (rule().expect.client.empty()) return;
    std::size_t begin = record.find("[client ");
    if (begin == std::string::npos) begin = record.find("[remote ");
    ASSERT_NE(begin, std::string::npos);
    record.erase(begin, record.find("] ", begin) + 2 - begin);
  }
  const auto owned = event_of(record);
  ASSERT_TRUE(owned.has_value());
  EXPECT_EQ(owned->view().rule(), rule().id);
  EXPECT_EQ(owned->view().role(), Role::evidence);
}

TEST_P(EachRule, ASubrequestsStatusIsItsRequestsToDecide) {
  if (rule().expect.request.empty() || rule().server != Server::nginx) return;
  const std::string request = std::string(rule().expect.request) + "\"";
  const auto owned = event_of(replaced(std::string(rule().sample), request, request + ", subrequest: \"/auth\""));
  ASSERT_TRUE(owned.has_value());
  EXPECT_EQ(owned->view().rule(), rule().id);
  EXPECT_EQ(owned->view().status(), 0);
  EXPECT_EQ(owned->view().upstream(), rule().expect.upstream);
  EXPECT_EQ(owned->view().host(), rule().expect.host);
}

TEST_P(EachRule, SpeaksFromItsLowestLevelOn) {
  std::vector<std::string_view> levels = {"debug", "info", "notice", "warn", "error"};
  if (rule().look.lowest == Severity::unknown || rule().server == Server::php) return;  // these write no level
  if (rule().server == Server::nginx) levels.insert(levels.end(), {"crit", "alert", "emerg"});
  const auto lowest = static_cast<std::size_t>(rule().look.lowest) - static_cast<std::size_t>(Severity::debug);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const bool known = rules_of(with_level(rule().server, rule().sample, levels[i])).contains(std::string(rule().id));
    if (i < lowest) {
      EXPECT_FALSE(known) << levels[i];
    }
    if (i == lowest) {
      EXPECT_TRUE(known) << levels[i];
    }
  }
}

// nginx prints the number; its text depends on the libc and its language.
TEST_P(EachRule, KnowsItsErrnoOnEverySystemInAnyLanguage) {
  const Look& look = rule().look;
  if (look.error == Errno::any || look.error == Errno::none || look.error == Errno::unlisted) return;
  if (rule().server != Server::nginx && rule().server != Server::apache) return;
  const bool is_apache = rule().server == Server::apache;
  std::string sample(rule().sample);
  const int expected = rule().expect.errno_value;
  if (expected >= 20000) return;  // of APR: there is one number
  const std::string number = std::to_string(expected);
  const std::size_t begin = sample.find(is_apache ? " (" + number + ")" : " (" + number + ": ") + 2;
  const std::size_t end = is_apache ? sample.find(": ", begin) : sample.find(')', begin);
  ASSERT_LT(end, sample.size());
  struct Row {
    Errno error;
    int numbers[4];
  };
  const Row rows[] = {
#define WHY502_ERRNO(name, linux_number, bsd_number, windows_number, solaris_number) \
  {Errno::name, {linux_number, bsd_number, windows_number, solaris_number}},
#include "lib/knowledge/errno.inc"
#undef WHY502_ERRNO
  };
  for (const Row& row : rows) {
    if (row.error != look.error) continue;
    for (const int each : row.numbers) {
      if (each < 0) continue;
      std::string record = sample;
      record.replace(begin, end - begin, std::to_string(each) + (is_apache ? ")" : ": ") + "Unbekannter Fehler");
      const auto owned = event_of(record);
      ASSERT_TRUE(owned.has_value());
      EXPECT_EQ(owned->view().rule(), rule().id) << record;
      EXPECT_EQ(owned->view().errno_value(), each);
    }
  }
}

// "captured" is a promise that can be looked up. Samples of other days come from other runs.
TEST_P(EachRule, ACapturedSampleOfTheLogsDaysStandsInALog) {
  static const std::string kLogs = [] {
    std::string all = "\n";
    for (const char* name : {"nginx", "nginx.http", "nginx.stream", "nginx.mail", "nginx.crash", "apache",
                             "apache.event", "apache.prefork", "apache.crowd", "apache.crowded", "apache.crashing",
                             "mod_jk", "php_fpm.pools", "php_fpm_slow.pools", "php"}) {
      all += file(std::string(WHY502_SAMPLES "/logs/") + name + ".log");
    }
    return all;
  }();
  ASSERT_GT(kLogs.size(), 100'000u);
  const std::string day = "\n" + std::string(rule().sample.substr(0, 10));
  if (rule().proof != Proof::captured || !contains(kLogs, day)) return;
  EXPECT_TRUE(contains(kLogs, "\n" + std::string(rule().sample) + "\n")) << rule().sample;
}

INSTANTIATE_TEST_SUITE_P(Rules, EachRule, testing::Range(std::size_t{0}, rules().size()),
                         [](const testing::TestParamInfo<std::size_t>& each) {
                           std::string name(rules()[each.param].id);
                           for (char& c : name) c = c == '.' ? '_' : c;
                           return name;
                         });

TEST(Rules, IdsAreUniqueAlsoAmongLookAlikes) {
  std::set<std::string_view> ids;
  for (const Rule& rule : rules()) EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
  for (const LookAlike& each : look_alikes()) EXPECT_TRUE(ids.insert(each.id).second) << each.id;
}

TEST(Rules, SamplesAreUnique) {
  std::set<std::string_view> samples;
  for (const Rule& rule : rules()) EXPECT_TRUE(samples.insert(rule.sample).second) << rule.id;
  for (const LookAlike& each : look_alikes()) EXPECT_TRUE(samples.insert(each.sample).second) << each.id;
}

TEST(Rules, CausesAreKnown) {
  for (const Rule& rule : rules()) {
    EXPECT_EQ(id(rule.cause).empty(), rule.cause == Cause::none) << rule.id;
    if (rule.cause == Cause::none) {
      EXPECT_EQ(rule.counts, Counts::echo) << rule.id << ": only an echo may name no cause";
    }
    EXPECT_NE(rule.cause, Cause::other) << rule.id << ": a rule knows the cause";
  }
}

TEST(LookAlikes, GiveNoEvent) {
  for (const LookAlike& each : look_alikes()) {
    const auto result = parsed(each.sample);
    EXPECT_EQ(result.verdict, Verdict::other) << each.id;
    EXPECT_TRUE(result.events.empty()) << each.id;
    EXPECT_FALSE(each.reason.empty()) << each.id;
  }
}

// They are there because they would be taken for an upstream's failure: without its
// look-alike the record would be one of an unknown cause, or be nothing by its level.
TEST(LookAlikes, GiveNoEventAtAnyLevelBelow) {
  for (const LookAlike& each : look_alikes()) {
    for (const char* level : {"info", "notice", "warn"}) {
      const std::string record = with_level(each.server, each.sample, level);
      for (const OwnedEvent& owned : parsed(record).events) {
        EXPECT_FALSE(owned.view().rule().empty()) << each.id << " as " << level;
      }
    }
  }
}

TEST(Catalog, ShowsEveryRuleInItsOrder) {
  ASSERT_EQ(why502::rules().size(), rules().size());
  for (std::size_t i = 0; i < rules().size(); ++i) {
    const RuleInfo& info = why502::rules()[i];
    EXPECT_EQ(info.id, rules()[i].id);
    EXPECT_EQ(info.server, id(rules()[i].server));
    EXPECT_EQ(info.cause, rules()[i].cause);
    EXPECT_EQ(info.phase, rules()[i].expect.phase);
    EXPECT_EQ(info.status, rules()[i].status);
    EXPECT_EQ(info.proof, rules()[i].proof);
    EXPECT_EQ(info.origin, rules()[i].origin);
    EXPECT_EQ(info.sample, rules()[i].sample);
    const Counts counts = rules()[i].counts;
    EXPECT_EQ(info.role == Role::evidence, counts == Counts::evidence) << info.id;
    EXPECT_EQ(info.role == Role::echo, counts == Counts::echo) << info.id;
  }
}

}  // namespace
}  // namespace why502::knowledge
