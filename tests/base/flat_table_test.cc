// flat_table_test.cc -- a table that finds no memory is as it was.
#include "lib/base/flat_table.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <string>

namespace why502::base {
namespace {

bool fails = false;

template <typename T>
struct Failing : std::allocator<T> {
  Failing() = default;
  template <typename U>
  Failing(const Failing<U>&) {}
  template <typename U>
  struct rebind {
    using other = Failing<U>;
  };
  T* allocate(std::size_t n) { return fails ? throw std::bad_alloc() : std::allocator<T>::allocate(n); }
};

using Set = absl::flat_hash_set<int, std::hash<int>, std::equal_to<>, Failing<int>>;
using Map =
    absl::flat_hash_map<int, std::string, std::hash<int>, std::equal_to<>, Failing<std::pair<const int, std::string>>>;

// Abseil's own table frees what it never had when it is destroyed after this: under `ulimit -v` the command died of
// "free(): invalid pointer" (tests/faults/limits_test.cc).
TEST(FlatTable, IsWholeWhenThereIsNoMemoryForMore) {
  for (int size = 0; size < 300; ++size) {
    Flat<Set> set;
    Flat<Map> map;
    for (int i = 0; i < size; ++i) {
      set.insert(i);
      map[i] = std::string(100, 'x');
    }
    fails = true;
    int more = size;
    try {
      for (; more < 1000; ++more) set.insert(more);
      ADD_FAILURE() << "it needed no memory";
    } catch (const std::bad_alloc&) {
    }
    EXPECT_THROW(for (int i = size; i < 1000; ++i) map.try_emplace(i, 100, 'y'), std::bad_alloc);
    EXPECT_THROW(set.reserve(5000), std::bad_alloc);
    if (size > 0) {
      EXPECT_FALSE(set.insert(0).second) << "what is there needs no memory";
      EXPECT_EQ(map[size - 1], std::string(100, 'x'));
    }
    fails = false;
    EXPECT_EQ(set.size(), static_cast<std::size_t>(more));
    for (int i = 0; i < more; ++i) EXPECT_TRUE(set.contains(i));
    EXPECT_TRUE(set.insert(5000).second) << "it goes on when there is memory again";
    map[5000] = "z";
    EXPECT_EQ(map.at(5000), "z");
  }
}

TEST(FlatTable, GrowsAtTheSizesOfAbseilsOwn) {
  Flat<absl::flat_hash_set<int>> ours;
  absl::flat_hash_set<int> theirs;
  for (int i = 0; i < 100'000; ++i) {
    ours.insert(i);
    theirs.insert(i);
    ASSERT_EQ(ours.capacity(), theirs.capacity()) << i;
    ASSERT_EQ(ours.size(), theirs.size());
  }
}

}  // namespace
}  // namespace why502::base
