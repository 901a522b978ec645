// made.cc -- events made by hand or by dice, and aggregates as comparable text.
#include "tests/aggregate/made.h"

#include <gtest/gtest.h>

#include <array>

#include "lib/format/event_builder.h"
#include "why502/report.h"

namespace why502_tests {

using why502::Cause;
using why502::Role;

std::vector<Made> dice(std::mt19937_64& random, std::size_t count, std::uint64_t upstreams, std::int64_t seconds) {
  constexpr std::array kCauses = {Cause::connect_refused, Cause::response_timeout, Cause::script_missing, Cause::other};
  constexpr std::array kStatuses = {502, 504, 0, 200, 404};
  std::vector<Made> all;
  const auto roll = [&random](std::uint64_t sides) { return random() % sides; };
  for (std::size_t i = 0; i < count; ++i) {
    Made made;
    const std::uint64_t upstream = roll(upstreams);
    made.upstream = upstream == 0 ? "" : "10.0.0." + std::to_string(upstream) + ":80";
    made.micros =
        1'787'229'296'000'000 + static_cast<std::int64_t>(roll(static_cast<std::uint64_t>(seconds))) * kSecond;
    if (roll(50) == 0) made.micros = std::nullopt;
    made.text = "record " + std::to_string(roll(1000)) + std::string(roll(3) * 300, 'x');
    made.cause = kCauses[roll(kCauses.size())];
    made.status = kStatuses[roll(kStatuses.size())];
    made.key = roll(4) == 0 ? 0 : 1 + roll(count / 3 + 1) * 0x9E3779B97F4A7C15u;
    const std::uint64_t role = roll(20);
    made.role = role == 0 ? Role::echo : role < 4 ? Role::evidence : Role::failure;
    made.suspect = roll(30) == 0;
    made.truncated = roll(30) == 0;
    all.push_back(made);
  }
  return all;
}

why502::Aggregate empty(const why502::AggregateOptions& options) {
  auto aggregate = why502::Aggregate::create(options);
  EXPECT_TRUE(aggregate.has_value());
  return *std::move(aggregate);
}

void add(why502::Aggregate* to, const Made& made) {
  const std::string text = made.upstream + "|" + made.text;
  why502::EventBuilder build(text);
  build.meaning(made.cause, made.role, why502::Phase::connect, made.status, "rule");
  build.record(why502::Format::nginx, why502::Severity::error, 0, made.key);
  if (made.micros) build.time(why502::Timestamp(std::chrono::microseconds(*made.micros)));
  build.trust(made.truncated, made.suspect);
  build.field(why502::Field::upstream, std::string_view(text).substr(0, made.upstream.size()));
  to->add(build.event());
}

why502::Aggregate sum_of(std::span<const Made> made, const why502::AggregateOptions& options) {
  why502::Aggregate sum = empty(options);
  for (const Made& each : made) add(&sum, each);
  return sum;
}

std::string json(const why502::Aggregate& aggregate) {
  std::string out;
  const auto written =
      why502::write_report(aggregate, why502::ReportId::json, {}, [&](std::string_view piece) { out += piece; });
  EXPECT_TRUE(written.has_value());
  return out;
}

}  // namespace why502_tests
