// const_test.cc -- const methods may be called from many threads at once: they give what one thread got.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/roads/roads.h"
#include "tests/twin/pool.h"
#include "why502/compare.h"
#include "why502/filter.h"
#include "why502/partial.h"
#include "why502/report.h"

namespace why502_tests {
namespace {

struct Shared {
  why502::Parser parser = make_parser();
  why502::Filter filter = *why502::Filter::create({.upstream = "^[0-9.]+:80|unix|back", .server = "."});
  std::vector<std::string> records = record_pool();
  why502::Partial partial = make_partial();

  why502::Partial make_partial() const {
    std::string log;
    for (const std::string& record : records) log += record + "\n";
    why502::Partial made{*why502::aggregate(parser, why502::Source::from_memory(log)), {}};
    // Behind their places: who looks first puts them there.
    for (int i = 40; i > 0; --i) made.aggregate.add(why502::Input{std::to_string(i), {}, {}, {}});
    return made;
  }
};

// All that const methods tell, as text.
std::string told(const Shared& shared) {
  std::string all;
  auto keep = [&](std::string_view piece) { all += piece; };
  why502::Scratch scratch;
  auto on_event = [&](const why502::Event& event) {
    if (shared.filter.matches(event)) why502::append_json(event, &all);
  };
  for (const std::string& record : shared.records) {
    all += id(shared.parser.parse(record, scratch, on_event));
  }
  const why502::Aggregate& sum = shared.partial.aggregate;
  for (const auto report : {why502::ReportId::text, why502::ReportId::json, why502::ReportId::csv,
                            why502::ReportId::html, why502::ReportId::prometheus, why502::ReportId::partial}) {
    EXPECT_TRUE(why502::write_report(sum, report, {}, keep));
  }
  all += verdict(sum) + std::to_string(sum.totals().failures) + std::to_string(sum.findings().incidents.size());
  const auto changes = why502::compare(shared.partial, shared.partial, "itself");
  all += std::to_string(changes->flat);
  return all;
}

TEST(ConstMethods, FromManyThreadsTellWhatOneThreadIsTold) {
  constexpr std::size_t kThreads = 6;
  const Shared shared;
  std::vector<std::string> each(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) threads.emplace_back([&, i] { each[i] = told(shared); });
  for (std::thread& thread : threads) thread.join();
  const std::string alone = told(shared);
  EXPECT_GT(alone.size(), 10'000u);
  for (const std::string& text : each) EXPECT_TRUE(text == alone);
}

}  // namespace
}  // namespace why502_tests
