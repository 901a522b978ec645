// text_test.cc -- what the text report promises whatever the log: its width, its bytes, its words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

#include "lib/report/utf8.h"
#include "tests/report/report_of.h"
#include "why502/compare.h"

namespace why502::report_tests {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::vector<std::string>& logs() {
  static const std::vector<std::string> names{"quiet",        "access",         "backend_down",
                                              "fpm_overload", "many_upstreams", "hostile"};
  return names;
}

template <typename F>
void for_each_line(std::string_view text, F f) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    f(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
}

TEST(TextReport, FitsAnyWidth) {
  const std::vector<std::string> rejects{std::string(500, 'x'), "short"};
  for (const std::string& name : logs()) {
    const Aggregate aggregate = aggregate_of(read_file("logs/" + name + ".log"));
    for (const unsigned columns : {0U, 40U, 41U, 47U, 55U, 60U, 63U, 72U, 80U, 81U, 99U, 120U, 133U, 200U}) {
      for (const bool unicode : {false, true}) {
        const ReportOptions options{.columns = columns, .unicode = unicode, .rejects = rejects};
        for_each_line(report_of(aggregate, ReportId::text, options), [&](std::string_view line) {
          EXPECT_LE(report::display_width(line), std::max(columns, 40U)) << name << '\n' << line;
          EXPECT_FALSE(line.ends_with(' ')) << line;
        });
      }
    }
  }
}

TEST(TextReport, LetsNoControlByteOfALogOut) {
  const std::string every_byte = [] {
    std::string bytes;
    for (int c = 1; c < 256; ++c) {
      if (c != '\n' && c != '"') bytes += static_cast<char>(c);
    }
    return bytes;
  }();
  const std::vector<std::string> rejects{every_byte};
  std::string log = read_file("logs/hostile.log") + refused(9, every_byte);
  log += record(7, "recv() failed (104: Connection reset by peer)", "reading response header from upstream",
                "10.0.0.1:80", '/' + every_byte);
  Aggregate aggregate = aggregate_of(log);
  aggregate.add(Input{"\x1b[31mname", {}, "", "\x1b[31merror\r"});
  for (const bool unicode : {false, true}) {
    ReportOptions options{.top = 0, .columns = 200, .unicode = unicode, .rejects = rejects};
    options.filter.upstream = "\x1b]0;title\x07";
    const std::string text = report_of(aggregate, ReportId::text, options);
    for (std::string_view rest = text; !rest.empty();) {
      const report::Character c = report::first_character(rest);
      EXPECT_TRUE(c.valid);
      EXPECT_TRUE(c.code == '\n' || !report::is_unseen(c.code)) << static_cast<unsigned>(c.code);
      EXPECT_TRUE(unicode || c.code < 0x80);
      rest.remove_prefix(c.bytes);
    }
  }
}

TEST(TextReport, ColorsAreOursOnly) {
  const Aggregate aggregate = aggregate_of(read_file("logs/hostile.log"));
  std::string text = report_of(aggregate, ReportId::text, {.color = true});
  for (const std::string_view ours : {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m"}) {
    for (std::size_t at; (at = text.find(ours)) != std::string::npos;) text.erase(at, ours.size());
  }
  EXPECT_EQ(text, report_of(aggregate, ReportId::text));
}

TEST(TextReport, ShowsNoQueryStrings) {
  const std::string log = record(1, "connect() failed (111: Connection refused)", "connecting to upstream", "a:1",
                                 "/reset?token=s3cr3t&mail=jane@example.com");
  const std::string text = report_of(aggregate_of(log), ReportId::text, {.columns = 200});
  EXPECT_THAT(text, HasSubstr("/reset?"));
  EXPECT_THAT(text, Not(HasSubstr("s3cr3t")));
  EXPECT_THAT(text, Not(HasSubstr("jane@")));
}

TEST(TextReport, SaysWhatItDoesNotCount) {
  const std::string text =
      report_of(aggregate_of(read_file("logs/many_upstreams.log"), AggregateOptions{.max_groups = 6}), ReportId::text);
  EXPECT_THAT(text, HasSubstr("some are counted under (other)"));
}

TEST(TextReport, ShowsOneMoreRowRatherThanSayingThatThereIsOne) {
  const std::string log = refused(0, "a:1") + refused(1, "a:1") + refused(2, "b:1");
  const std::string text = report_of(aggregate_of(log), ReportId::text, {.top = 1});
  EXPECT_THAT(text, HasSubstr("b:1"));
  EXPECT_THAT(text, Not(HasSubstr("more upstream")));
  const std::string longer = report_of(aggregate_of(log + refused(3, "c:1")), ReportId::text, {.top = 1});
  EXPECT_THAT(longer, HasSubstr("2 more upstreams"));
}

// Of lists that are long a report shows the beginning, and says how much more there is.
TEST(TextReport, SaysHowManyInputsAndChangesItLeavesOut) {
  Aggregate aggregate = aggregate_of(refused(0, "a:1"));
  for (int i = 0; i < 12; ++i) aggregate.add(Input{"old" + std::to_string(i), {}, "it is empty", ""});
  Comparison comparison{.name = "last week", .first = {}, .last = {}, .changes = {}};
  comparison.first = comparison.last = Timestamp(std::chrono::hours(500'000));
  comparison.before_seconds = comparison.now_seconds = 3600;
  for (int i = 0; i < 53; ++i) {
    comparison.changes.push_back({ChangeKind::appeared, Cause::other, "b:" + std::to_string(i), 0, 20, 0});
  }
  ReportOptions options;
  options.against = &comparison;
  const std::string text = report_of(aggregate, ReportId::text, options);
  EXPECT_THAT(text, HasSubstr("old7"));
  EXPECT_THAT(text, HasSubstr("\n  2 more\n"));
  EXPECT_THAT(text, HasSubstr("43 more (-o json has all)"));
  EXPECT_THAT(report_of(aggregate, ReportId::html, options), HasSubstr("3 more (-o json has all)"));
}

TEST(TextReport, KeptAndRepeatedRowsAreTheSame) {
  std::string log;
  for (int i = 0; i < 5000; ++i) log += refused(i, "10.0.0." + std::to_string(i) + ":80");
  const Aggregate aggregate = aggregate_of(log);
  const std::string all = report_of(aggregate, ReportId::text, {.top = 0});
  const std::string some = report_of(aggregate, ReportId::text, {.top = 4000});
  const std::string first_rows = some.substr(some.find("failed  cause"), 4000 * 60);
  EXPECT_THAT(all, HasSubstr(first_rows));
}

}  // namespace
}  // namespace why502::report_tests
