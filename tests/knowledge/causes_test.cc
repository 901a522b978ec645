// causes_test.cc -- the table of causes, and the words for all enumerators.
#include "why502/cause.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "why502/aggregate.h"
#include "why502/catalog.h"
#include "why502/event.h"
#include "why502/parser.h"

namespace why502 {
namespace {

// cause.def, written out once more: what an id and its number mean is for ever.
struct Fixed {
  int number;
  std::string_view id;
};
constexpr Fixed kFixed[] = {
    {1, "connect_refused"},    {2, "connect_timeout"},      {3, "unreachable"},        {4, "socket_missing"},
    {5, "permission_denied"},  {6, "backlog_full"},         {7, "dns_failure"},        {8, "no_live_upstreams"},
    {9, "peer_disabled"},      {10, "health_check_failed"}, {11, "upstream_limit"},    {20, "tls_handshake"},
    {21, "tls_verify"},        {22, "wrong_protocol"},      {30, "send_timeout"},      {31, "response_timeout"},
    {32, "closed_early"},      {33, "connection_reset"},    {34, "stalled_response"},  {35, "truncated_response"},
    {36, "header_too_big"},    {37, "invalid_response"},    {38, "stream_rejected"},   {39, "upstream_error"},
    {50, "pool_exhausted"},    {51, "worker_crashed"},      {52, "backend_restarted"}, {53, "script_timeout"},
    {54, "slow_script"},       {55, "app_error"},           {56, "script_missing"},    {70, "misconfigured"},
    {71, "gateway_exhausted"}, {72, "gateway_storage"},     {73, "gateway_error"},     {250, "other"},
};

TEST(Causes, NumbersAndIdsNeverChange) {
  for (const Fixed& fixed : kFixed) {
    const CauseInfo& cause = info(static_cast<Cause>(fixed.number));
    EXPECT_EQ(cause.id, fixed.id) << fixed.number;
    EXPECT_EQ(static_cast<int>(cause.cause), fixed.number);
  }
  EXPECT_EQ(static_cast<int>(Cause::none), 0);
}

TEST(Causes, AreInTheOrderOfTheirNumbers) {
  for (std::size_t i = 1; i < causes().size(); ++i) EXPECT_LT(causes()[i - 1].cause, causes()[i].cause);
  EXPECT_EQ(causes().size(), std::size(kFixed)) << "a new one is added to both";
}

TEST(Causes, EveryWordIsThere) {
  std::set<std::string_view> ids, titles;
  for (const CauseInfo& cause : causes()) {
    EXPECT_TRUE(ids.insert(cause.id).second) << cause.id;
    EXPECT_TRUE(titles.insert(cause.title).second) << cause.title;
    EXPECT_EQ(cause.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string_view::npos) << cause.id;
    EXPECT_FALSE(cause.title.empty()) << cause.id;
    EXPECT_TRUE(cause.meaning.ends_with('.')) << cause.id << ": one sentence";
    EXPECT_TRUE(cause.look_first.ends_with('.') || cause.look_first.ends_with('?')) << cause.id << ": one sentence";
  }
}

TEST(Causes, AreFoundByTheirIds) {
  for (const CauseInfo& cause : causes()) {
    EXPECT_EQ(cause_from_id(cause.id), cause.cause);
    EXPECT_EQ(id(cause.cause), cause.id);
    EXPECT_EQ(&info(cause.cause), &cause);
  }
}

TEST(Causes, NothingElseIsFound) {
  for (const char* id : {"", "none", "Connect_refused", "connect refused", "connect_refused ", "connect", "1"}) {
    EXPECT_EQ(cause_from_id(id), std::nullopt) << id;
  }
}

TEST(Causes, NoneAndGapsHaveNoWords) {
  std::set<int> used;
  for (const CauseInfo& cause : causes()) used.insert(static_cast<int>(cause.cause));
  for (int number = 0; number < 256; ++number) {
    if (used.contains(number)) continue;
    const CauseInfo& cause = info(static_cast<Cause>(number));
    EXPECT_EQ(cause.id, "") << number;
    EXPECT_EQ(cause.title, "") << number;
    EXPECT_EQ(cause.cause, Cause::none) << number;
  }
}

template <typename Enum>
void expect_words(std::initializer_list<std::string_view> words) {
  int number = 0;
  for (const std::string_view word : words) EXPECT_EQ(id(static_cast<Enum>(number++)), word);
  EXPECT_EQ(id(static_cast<Enum>(number)), "") << "one more than the enum has";
}

TEST(Words, AreTheEnumeratorsNames) {
  expect_words<Severity>({"", "debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"});
  expect_words<Role>({"failure", "echo", "evidence"});
  expect_words<Phase>(
      {"", "config", "resolve", "select", "connect", "tls", "send", "read_header", "read_body", "backend", "gateway"});
  expect_words<Verdict>({"event", "other", "continuation", "unrecognized", "too_long"});
  expect_words<Proof>({"captured", "observed", "source"});
  expect_words<Dimension>(
      {"cause", "upstream", "server", "host", "path", "client", "phase", "protocol", "format", "file", "status"});
  expect_words<Format>({"", "nginx", "apache", "mod_jk", "php_fpm", "php_fpm_slow", "php", "angie_json", "haproxy",
                        "envoy", "cloudflare", "ingress_nginx", "caddy", "traefik", "lighttpd", "varnish"});
  expect_words<Envelope>(
      {"none", "docker", "journald", "json", "cri", "syslog", "fluentd", "timestamp", "kubectl", "compose", "prefix"});
}

TEST(Catalog, FormatsAndEnvelopesAreFoundByTheirIds) {
  for (const FormatInfo& format : formats()) {
    EXPECT_EQ(id(format.format), format.id);
    EXPECT_EQ(format_from_id(format.id), format.format);
    EXPECT_FALSE(format.description.empty());
  }
  EXPECT_EQ(format_from_id(""), std::nullopt);
  EXPECT_EQ(format_from_id("apache?"), std::nullopt);
  for (const EnvelopeInfo& envelope : envelopes()) EXPECT_EQ(id(envelope.envelope), envelope.id);
}

TEST(Catalog, VersionIsThreeNumbers) {
  const std::string text(version());
  int major = -1, minor = -1, patch = -1, end = -1;
  EXPECT_EQ(std::sscanf(text.c_str(), "%d.%d.%d%n", &major, &minor, &patch, &end), 3) << text;
  EXPECT_EQ(static_cast<std::size_t>(end), text.size()) << text;
}

TEST(LookFirst, NginxHasAllCauses) {
  for (const CauseInfo& cause : causes()) EXPECT_NE(look_first(cause.cause, "nginx"), nullptr) << cause.id;
}

// Whatever a server's record can mean, its words and commands are there.
TEST(LookFirst, EveryServerHasTheCausesThatItCanPrint) {
  std::set<std::string_view> servers;
  for (const RuleInfo& rule : rules()) {
    servers.insert(rule.server);
    if (rule.cause == Cause::none) continue;  // an echo
    EXPECT_NE(look_first(rule.cause, rule.server), nullptr) << rule.server << ": " << id(rule.cause);
  }
  // And what no rule knows.
  for (const std::string_view gateway : {"nginx", "apache", "mod_jk"}) {
    EXPECT_NE(look_first(Cause::other, gateway), nullptr) << gateway;
    EXPECT_TRUE(servers.contains(gateway));
  }
  for (const LookFirst& look : look_first()) EXPECT_TRUE(servers.contains(look.server)) << look.server;
}

TEST(LookFirst, EntriesAreByServerAndInTheCausesOrderEachOnce) {
  const LookFirst* before = nullptr;
  for (const LookFirst& look : look_first()) {
    EXPECT_FALSE(look.check.empty()) << look.server << ": " << id(look.cause);
    EXPECT_FALSE(look.setting.empty()) << look.server << ": " << id(look.cause);
    const bool follows = before != nullptr && before->server == look.server;
    EXPECT_TRUE(!follows || before->cause < look.cause) << look.server << ": " << id(look.cause);
    EXPECT_EQ(look_first(look.cause, look.server), &look);
    before = &look;
  }
}

}  // namespace
}  // namespace why502
