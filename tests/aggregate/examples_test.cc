// examples_test.cc -- the record that stands for its group: the least by time and bytes, cut by the number of groups.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tests/aggregate/made.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::Row;

std::string example_of(std::vector<Made> all) {
  const Aggregate sum = sum_of(all);
  return std::string(sum.rows()[0].example);
}

TEST(Examples, AreTheLeastByTimeThenBytes) {
  const auto made = [](std::optional<std::int64_t> micros, const std::string& text) {
    Made m;
    m.upstream = "u";
    m.micros = micros;
    m.text = text;
    return m;
  };
  std::vector<Made> all = {made(5, "b"), made(5, "a"), made(6, "A"), made(std::nullopt, ""), made(5, "ab")};
  std::sort(all.begin(), all.end(), [](const Made& a, const Made& b) { return a.text < b.text; });
  do {
    ASSERT_EQ(example_of(all), "u|a");
  } while (std::next_permutation(all.begin(), all.end(), [](const Made& a, const Made& b) { return a.text < b.text; }));
  EXPECT_EQ(example_of({made(std::nullopt, "a"), made(9, "z")}), "u|z") << "records without a time come last";
  EXPECT_EQ(example_of({made(std::nullopt, "b"), made(std::nullopt, "a")}), "u|a");
  EXPECT_EQ(example_of({made(-7, "b"), made(0, "a")}), "u|b");
}

TEST(Examples, AreCutTo512Bytes) {
  Made made;
  made.upstream = "u";
  made.text = std::string(509, 'x');
  EXPECT_EQ(example_of({made}).size(), 511u);
  made.text = std::string(5000, 'x');
  EXPECT_EQ(example_of({made}), "u|" + std::string(510, 'x'));
}

TEST(Examples, AreShorterTheMoreGroupsThereAre) {
  const struct {
    int groups;
    std::size_t longest;
  } steps[] = {{4096, 512}, {4097, 256}, {8193, 128}, {16385, 0}};
  Aggregate sum = empty();
  Made made;
  made.text = std::string(600, 'x');
  int groups = 0;
  for (const auto& step : steps) {
    for (; groups < step.groups; ++groups) {
      made.upstream = std::to_string(100'000 + groups);
      add(&sum, made);
    }
    sum.each_row([&](const Row& row) { ASSERT_EQ(row.example.size(), step.longest) << step.groups; });
  }
}

// The least of all, cut, is the least of the cut ones: whichever came first.
TEST(Examples, ThatWereCutAreStillTheLeast) {
  const auto fill = [](Aggregate* sum, int from, int to) {
    for (int i = from; i < to; ++i) {
      Made made;
      made.upstream = std::to_string(i);
      made.text = std::string(700, 'y');
      add(sum, made);
    }
  };
  Made early, late;
  early.upstream = late.upstream = "0";
  early.text = std::string(300, 'a') + "B" + std::string(300, 'z');
  late.text = std::string(300, 'a') + "A" + std::string(300, 'z');
  std::vector<std::string> results;
  for (const int when : {0, 1, 2}) {
    Aggregate first = empty(), second = empty();
    if (when == 0) add(&first, early);
    if (when == 1) add(&first, late);
    fill(&first, 0, 3000);
    if (when == 2) add(&second, early);
    fill(&second, 2000, 5000);
    add(when == 0 ? &second : &first, when == 1 ? early : late);
    first.merge(second);
    results.push_back(json(first));
  }
  EXPECT_EQ(results[0], results[1]);
  EXPECT_EQ(results[0], results[2]);
}

}  // namespace
}  // namespace why502_tests
