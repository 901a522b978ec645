// laws_test.cc -- merging is commutative and associative, nothing is its identity, and cuts do not matter.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/aggregate/made.h"

namespace why502_tests {
namespace {

using std::chrono::seconds;
using why502::Aggregate;
using why502::AggregateOptions;
using why502::Dimension;
using why502::Input;

struct Counting {
  std::string name;
  int window;
  std::vector<Dimension> by = AggregateOptions().by;
};
std::ostream& operator<<(std::ostream& out, const Counting& counting) { return out << counting.name; }

class Laws : public testing::TestWithParam<Counting> {
 protected:
  AggregateOptions options() const {
    AggregateOptions options;
    options.window = seconds(GetParam().window);
    options.by = GetParam().by;
    return options;
  }
};

// What a part of a log says of itself.
Input input(std::size_t part, std::span<const Made> made) {
  Input input;
  input.name = part % 2 == 0 ? "a.log" : "b.log";
  input.counters.bytes = made.size() * 100;
  input.counters.event = made.size();
  input.counters.unrecognized = part;
  input.counters.formats = 2;
  for (const Made& each : made) {
    if (each.micros && !each.suspect) {
      input.counters.add(why502::Timestamp(std::chrono::microseconds(*each.micros)));
    }
  }
  if (part == 3) input.error = "it broke";
  if (part == 5) input.error = "it broke as well";
  return input;
}

// The events in `parts` parts, cut anywhere.
std::vector<std::vector<Made>> cut(const std::vector<Made>& all, std::size_t parts, std::mt19937_64& random) {
  std::vector<std::size_t> cuts = {0, all.size()};
  while (cuts.size() < parts + 1) cuts.push_back(random() % (all.size() + 1));
  std::sort(cuts.begin(), cuts.end());
  std::vector<std::vector<Made>> result;
  for (std::size_t i = 0; i < parts; ++i) {
    result.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(cuts[i]),
                        all.begin() + static_cast<std::ptrdiff_t>(cuts[i + 1]));
  }
  return result;
}

Aggregate sum_of_part(std::size_t part, std::span<const Made> made, const AggregateOptions& options) {
  Aggregate sum = sum_of(made, options);
  sum.add(input(part, made));
  return sum;
}

TEST_P(Laws, AnyCutInAnyOrderIsTheWhole) {
  std::mt19937_64 random(502);
  for (int round = 0; round < 60; ++round) {
    const std::int64_t span = round % 3 == 0 ? 20 : round % 3 == 1 ? 3000 : 40'000'000;
    const std::vector<Made> all = dice(random, 400, 9, span);
    const std::size_t parts = 1 + random() % 8;
    const auto pieces = cut(all, parts, random);

    Aggregate whole = sum_of(all, options());
    for (std::size_t i = 0; i < parts; ++i) whole.add(input(i, pieces[i]));
    const std::string expected = json(whole);

    std::vector<Aggregate> sums;
    for (std::size_t i = 0; i < parts; ++i) sums.push_back(sum_of_part(i, pieces[i], options()));
    std::shuffle(sums.begin(), sums.end(), random);
    // In a tree of any shape: two neighbours become one, in either order.
    while (sums.size() > 1) {
      const auto at = static_cast<std::ptrdiff_t>(random() % (sums.size() - 1));
      const auto left = sums.begin() + at, right = left + 1;
      if (random() % 2 == 0) {
        left->merge(*right);
        sums.erase(right);
      } else {
        right->merge(*left);
        sums.erase(left);
      }
    }
    ASSERT_EQ(json(sums.front()), expected) << "round " << round << ", " << parts << " parts";
    ASSERT_EQ(sums.front().window(), whole.window());
    ASSERT_TRUE(whole.totals().exact);
  }
}

TEST_P(Laws, TheOrderOfEventsDoesNotMatter) {
  std::mt19937_64 random(503);
  std::vector<Made> all = dice(random, 600, 9, 100'000);
  const std::string expected = json(sum_of(all, options()));
  for (int round = 0; round < 10; ++round) {
    std::shuffle(all.begin(), all.end(), random);
    ASSERT_EQ(json(sum_of(all, options())), expected);
  }
}

TEST_P(Laws, Commutative) {
  std::mt19937_64 random(504);
  for (int round = 0; round < 30; ++round) {
    const std::vector<Made> a = dice(random, 100, 5, 100), b = dice(random, 100, 9, 100'000);
    Aggregate ab = sum_of_part(0, a, options()), ba = sum_of_part(1, b, options());
    ab.merge(sum_of_part(1, b, options()));
    ba.merge(sum_of_part(0, a, options()));
    ASSERT_EQ(json(ab), json(ba));
  }
}

TEST_P(Laws, Associative) {
  std::mt19937_64 random(505);
  for (int round = 0; round < 30; ++round) {
    std::vector<Made> parts[3] = {dice(random, 80, 5, 100), dice(random, 80, 9, 10'000), dice(random, 80, 3, 1)};
    const auto part = [&](std::size_t i) { return sum_of_part(i, parts[i], options()); };
    Aggregate left = part(0), right = part(0), pair = part(1);
    left.merge(part(1));
    left.merge(part(2));
    pair.merge(part(2));
    right.merge(pair);
    ASSERT_EQ(json(left), json(right));
  }
}

TEST_P(Laws, NothingIsTheIdentity) {
  std::mt19937_64 random(506);
  const std::vector<Made> all = dice(random, 300, 9, 10'000);
  Aggregate right = sum_of_part(0, all, options()), left = empty(options());
  const std::string expected = json(right);
  right.merge(empty(options()));
  left.merge(right);
  EXPECT_EQ(json(right), expected);
  EXPECT_EQ(json(left), expected);
  Aggregate nothing = empty(options());
  nothing.merge(empty(options()));
  EXPECT_EQ(json(nothing), json(empty(options())));
}

// A sum goes on growing after a merge, whose windows may have widened its own.
TEST_P(Laws, AddingGoesOnAfterAMerge) {
  std::mt19937_64 random(507);
  for (int round = 0; round < 30; ++round) {
    const std::vector<Made> near = dice(random, 100, 5, 30), wide = dice(random, 50, 9, 50'000'000);
    std::vector<Made> all = near;
    all.insert(all.end(), wide.begin(), wide.end());
    all.insert(all.end(), near.begin(), near.end());
    Aggregate sum = sum_of(near, options());
    sum.merge(sum_of(wide, options()));
    for (const Made& each : near) add(&sum, each);
    ASSERT_EQ(json(sum), json(sum_of(all, options())));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Options, Laws,
    testing::Values(Counting{"auto", 0}, Counting{"1s", 1}, Counting{"45s", 45}, Counting{"3600s", 3600},
                    Counting{"by_client", 0, {Dimension::client}},
                    Counting{"by_path_and_cause", 60, {Dimension::path, Dimension::cause}},
                    Counting{"by_four", 0, {Dimension::server, Dimension::client, Dimension::status, Dimension::file}}),
    [](const auto& each) { return each.param.name; });

TEST(AggregateValue, MovesWithAllThatItHas) {
  std::mt19937_64 random(508);
  const std::vector<Made> all = dice(random, 200);
  Aggregate first = sum_of(all);
  const std::string expected = json(first);
  Aggregate second = std::move(first);
  Aggregate third = empty();
  third = std::move(second);
  EXPECT_EQ(json(third), expected);
  for (const Made& each : all) add(&third, each);
  EXPECT_EQ(third.totals().failures, 2 * sum_of(all).totals().failures);
}

}  // namespace
}  // namespace why502_tests
