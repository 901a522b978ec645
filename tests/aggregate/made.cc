// made.cc -- events made by hand or by dice, and aggregates as comparable text.
#include "tests/aggregate/made.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

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
    if (roll(5) != 0) made.server = "site" + std::to_string(roll(6));
    if (roll(5) != 0) made.client = "192.0.2." + std::to_string(roll(200));
    if (roll(5) != 0) made.request = "GET /page/" + std::to_string(roll(30)) + "/a HTTP/1.1";
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
  const std::string seen = made.upstream + "|" + made.text;
  const std::string text = seen + made.server + made.client + made.request;
  why502::EventBuilder build(text);
  build.meaning(made.cause, made.role, why502::Phase::connect, made.status, "rule");
  build.record(why502::Format::nginx, why502::Severity::error, 0, made.key);
  if (made.micros) build.time(why502::Timestamp(std::chrono::microseconds(*made.micros)));
  build.trust(made.truncated, made.suspect);
  build.field(why502::Field::upstream, std::string_view(text).substr(0, made.upstream.size()));
  std::size_t at = seen.size();
  for (const auto& [field, value] :
       {std::pair(why502::Field::server, &made.server), std::pair(why502::Field::client, &made.client),
        std::pair(why502::Field::request, &made.request)}) {
    build.field(field, std::string_view(text).substr(at, value->size()));
    at += value->size();
  }
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
