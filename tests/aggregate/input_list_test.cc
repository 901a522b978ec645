// input_list_test.cc -- one input a name, by name, whatever the order they come in.
#include "lib/aggregate/input_list.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>

namespace why502::counting {
namespace {

Input made(std::string name, std::uint64_t bytes, std::string error = {}) {
  Input input{std::move(name), {}, {}, std::move(error)};
  input.counters.bytes = bytes;
  return input;
}

void expect_same(const InputList& list, const std::map<std::string, std::pair<std::uint64_t, std::string>>& twin) {
  ASSERT_EQ(list.in_order().size(), twin.size());
  auto it = twin.begin();
  for (const Input& input : list.in_order()) {
    ASSERT_EQ(input.name, it->first);
    ASSERT_EQ(input.counters.bytes, it->second.first) << input.name;
    ASSERT_EQ(input.error, it->second.second) << input.name;
    ++it;
  }
}

TEST(InputList, IsWhatAMapWouldBe) {
  std::mt19937_64 random(502);
  for (const std::uint64_t names : {1u, 5u, 100u, 2000u}) {
    InputList list;
    std::map<std::string, std::pair<std::uint64_t, std::string>> twin;
    expect_same(list, twin);
    for (std::uint64_t i = 1; i <= 3000; ++i) {
      const std::string name = "log" + std::to_string(random() % names);
      const std::string error = random() % 3 == 0 ? "error " + std::to_string(random() % 50) : "";
      list.add(made(name, i, error));
      auto& [bytes, greatest] = twin[name];
      bytes += i;
      if (greatest < error) greatest = error;
      if (random() % 400 == 0) expect_same(list, twin);  // whoever looks in between changes nothing
    }
    expect_same(list, twin);
  }
}

// Once, each input was moved into its place: a million files that are read largest first would have taken hours.
TEST(InputList, OfManyInputsTakesThemInAnyOrder) {
  constexpr std::uint64_t kMany = 500'000;
  InputList list;
  for (std::uint64_t i = 0; i < kMany; ++i) list.add(made("log" + std::to_string(i * 99'991 % kMany), i));
  EXPECT_EQ(list.in_order().size(), kMany);
}

}  // namespace
}  // namespace why502::counting
