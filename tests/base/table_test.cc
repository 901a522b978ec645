// table_test.cc -- a table that finds no memory is as it was.
#include "lib/base/table.h"

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
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

void insert(Set& set, int i) {
  make_room_for_one(set);
  set.insert(i);
}

std::string& at(Map& map, int i) {
  make_room_for_one(map);
  return map[i];
}

// Abseil's own table frees what it never had when it is destroyed after this: under `ulimit -v` the command died of
// "free(): invalid pointer" (tests/faults/limits_test.cc).
TEST(MakeRoomForOne, LeavesATableWholeWhenThereIsNoMemoryForMore) {
  for (int size = 0; size < 300; ++size) {
    Set set;
    Map map;
    for (int i = 0; i < size; ++i) {
      insert(set, i);
      at(map, i) = std::string(100, 'x');
    }
    fails = true;
    int more = size;
    try {
      for (; more < 1000; ++more) insert(set, more);
      ADD_FAILURE() << "it needed no memory";
    } catch (const std::bad_alloc&) {
    }
    EXPECT_THROW(for (int i = size; i < 1000; ++i) at(map, i), std::bad_alloc);
    fails = false;
    EXPECT_EQ(set.size(), static_cast<std::size_t>(more));
    for (int i = 0; i < more; ++i) EXPECT_TRUE(set.contains(i));
    for (int i = 0; i < size; ++i) EXPECT_EQ(map.at(i), std::string(100, 'x'));
    insert(set, 5000);
    EXPECT_TRUE(set.contains(5000)) << "it goes on when there is memory again";
    at(map, 5000) = "z";
    EXPECT_EQ(map.at(5000), "z");
  }
}

TEST(MakeRoomForOne, GrowsToTheSizesOfAbseilsOwn) {
  absl::flat_hash_set<int> ours, theirs;
  for (int i = 0; i < 100'000; ++i) {
    make_room_for_one(ours);
    ours.insert(i);
    theirs.insert(i);
    // Of 7 places it takes 6, as Abseil does where it looks at eight of them at once.
    if (i == 6) continue;
    ASSERT_EQ(ours.capacity(), theirs.capacity()) << i;
  }
}

TEST(KeepIf, KeepsWhatItIsToldTo) {
  absl::flat_hash_set<int> set;
  for (int i = 0; i < 1000; ++i) set.insert(i);
  const std::size_t capacity = set.capacity();
  keep_if(set, [](int i) { return i % 3 == 0; });
  EXPECT_EQ(set.size(), 334u);
  EXPECT_EQ(set.capacity(), capacity);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(set.contains(i), i % 3 == 0);
}

}  // namespace
}  // namespace why502::base
