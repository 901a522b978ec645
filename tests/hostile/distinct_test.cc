// distinct_test.cc -- as many different upstreams, hosts, paths and clients as somebody cares to invent: bounded
// memory, no failure lost, and the answer says that it is not exact. WHY502_DISTINCT: how many of each.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/engine/records.h"
#include "tests/roads/roads.h"
#include "why502/aggregate.h"
#include "why502/report.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

using why502::Dimension;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t kUsual = 15'000;
#else
constexpr std::uint64_t kUsual = 150'000;
#endif

std::uint64_t how_many() {
  const char* const text = std::getenv("WHY502_DISTINCT");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : kUsual;
}

struct Kind {
  const char* name;
  std::vector<Dimension> by;
};
void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name; }

class Distinct : public testing::TestWithParam<Kind> {};

// Each of the four is another in every record.
void append_record(std::uint64_t i, std::string* log) {
  const std::string n = std::to_string(i);
  *log += "2026/08/20 12:" + std::to_string(10 + i % 50) + ":56 [error] 7#7: *" + n + " " + kRefused + ", client: 10." +
          std::to_string(i >> 16 & 255) + "." + std::to_string(i >> 8 & 255) + "." + std::to_string(i & 255) +
          ", server: a.io, request: \"GET /p" + n + "x HTTP/1.1\", upstream: \"http://u" + n + ":80/\", host: \"h" + n +
          "\"\n";
}

TEST_P(Distinct, AreBoundedAndAddUp) {
  const std::uint64_t count = how_many();
  const why502::Parser parser = make_parser();
  why502::AggregateOptions options;
  options.by = GetParam().by;
  options.max_groups = static_cast<std::size_t>(std::min<std::uint64_t>(options.max_groups, count * 2 / 3));
  const std::size_t before = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
  auto sum = why502::Aggregate::create(options);
  ASSERT_TRUE(sum);
  why502::Feed feed(parser);
  auto add = [&](const why502::Event& event) { sum->add(event); };
  std::string log;
  for (std::uint64_t i = 0; i < count; ++i) {
    append_record(i, &log);
    if (log.size() < 1 << 18) continue;
    feed.write(log, add);
    log.clear();
  }
  feed.write(log, add);
  feed.finish(add);
  const std::size_t after = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
  RecordProperty("bytes", std::to_string(after - before));
  std::printf("%s: %llu different, %.1f MiB\n", GetParam().name, static_cast<unsigned long long>(count),
              static_cast<double>(after - before) / (1 << 20));

  EXPECT_LT(after - before, std::size_t{44} << 20) << "aggregate.h: 36 MiB, and the feed";
  const why502::Totals totals = sum->totals();
  EXPECT_EQ(totals.failures, count) << "none is lost";
  EXPECT_FALSE(totals.exact) << "and it is said that not all are named";
  EXPECT_LE(sum->row_count(), options.max_groups + 10);
  std::uint64_t failures = 0, other = 0;
  auto see = [&](const why502::Row& row) {
    failures += row.failures;
    for (const std::string_view key : row.keys) {
      if (key == "(other)") {
        other += row.failures;
        break;
      }
    }
  };
  sum->each_row(see);
  EXPECT_EQ(failures, count);
  EXPECT_GT(other, 0u);
  std::string text;
  auto keep = [&](std::string_view piece) { text += piece; };
  ASSERT_TRUE(why502::write_report(*sum, why502::ReportId::text, {}, keep));
  EXPECT_NE(text.find("(other)"), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Of, Distinct,
    testing::Values(Kind{"upstreams", {Dimension::cause, Dimension::upstream}}, Kind{"hosts", {Dimension::host}},
                    Kind{"paths", {Dimension::path}}, Kind{"clients", {Dimension::client}},
                    Kind{"all_of_them", {Dimension::upstream, Dimension::host, Dimension::path, Dimension::client}}),
    [](const auto& kind) { return std::string(kind.param.name); });

}  // namespace
}  // namespace why502_tests
