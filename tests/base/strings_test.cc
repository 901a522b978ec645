// strings_test.cc -- the arena, names as numbers, the stable hash and the guard of errno.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/arena.h"
#include "lib/base/errno_guard.h"
#include "lib/base/hash.h"
#include "lib/base/names.h"

namespace why502::base {
namespace {

std::string word(std::size_t i) { return "name " + std::to_string(i) + std::string(i % 40, 'x'); }

TEST(Arena, CopiesNeverMove) {
  Arena arena;
  std::vector<std::string_view> views;
  for (std::size_t i = 0; i < 20'000; ++i) views.push_back(arena.copy(word(i)));
  for (std::size_t i = 0; i < views.size(); ++i) ASSERT_EQ(views[i], word(i));
}

TEST(Arena, CopiesLiveOnWhenItIsMoved) {
  Arena arena;
  const std::string_view view = arena.copy("backend");
  Arena moved = std::move(arena);
  const std::string_view more = moved.copy("another");
  Arena assigned;
  assigned.copy("given up");
  assigned = std::move(moved);
  EXPECT_EQ(view, "backend");
  EXPECT_EQ(more, "another");
}

TEST(Arena, TakesWhatIsLargerThanAChunk) {
  Arena arena;
  const std::string small = "small", large(3'000'000, 'L');
  const std::string_view a = arena.copy(small);
  const std::string_view b = arena.copy(large);
  const std::string_view c = arena.copy(small);
  EXPECT_EQ(a, small);
  EXPECT_EQ(b, large);
  EXPECT_EQ(c, small);
}

TEST(Arena, OfNothingIsNothing) {
  Arena arena;
  EXPECT_TRUE(arena.copy("").empty());
  EXPECT_EQ(arena.copy(std::string_view("a\0b", 3)), std::string_view("a\0b", 3));
}

TEST(Arena, RoomIsApart) {
  Arena arena;
  std::vector<char*> rooms;
  for (int i = 0; i < 2000; ++i) {
    rooms.push_back(arena.allocate(100));
    std::memset(rooms.back(), i % 128, 100);
  }
  for (int i = 0; i < 2000; ++i) {
    EXPECT_EQ(std::string_view(rooms[static_cast<std::size_t>(i)], 100), std::string(100, static_cast<char>(i % 128)));
  }
}

TEST(Names, EachDifferentStringGetsTheNextNumber) {
  Names names;
  EXPECT_EQ(names.size(), 0u);
  EXPECT_EQ(names.find("a"), Names::kNone);
  EXPECT_EQ(names.intern("a"), 0u);
  EXPECT_EQ(names.intern("b"), 1u);
  EXPECT_EQ(names.intern("a"), 0u);
  EXPECT_EQ(names.intern(""), 2u);
  EXPECT_EQ(names.intern(std::string_view("a\0", 2)), 3u);
  EXPECT_EQ(names.find("b"), 1u);
  EXPECT_EQ(names[3], std::string_view("a\0", 2));
  EXPECT_EQ(names.size(), 4u);
}

TEST(Names, ViewsLiveWhileItGrows) {
  Names names;
  names.intern("first");
  const std::string_view first = names[0];
  for (std::size_t i = 1; i < 20'000; ++i) ASSERT_EQ(names.intern(word(i)), i);
  EXPECT_EQ(first.data(), names[0].data());
  EXPECT_EQ(first, "first");
  for (std::size_t i = 1; i < 20'000; ++i) ASSERT_EQ(names.find(word(i)), i);
}

TEST(Names, KeepsACopy) {
  Names names;
  std::string text = "10.0.0.1:80";
  names.intern(text);
  text[0] = '9';
  EXPECT_EQ(names[0], "10.0.0.1:80");
  EXPECT_EQ(names.find(text), Names::kNone);
}

// The values of XXH3's own test vectors: they must never change, on no machine.
TEST(StableHash, IsXxh3) {
  EXPECT_EQ(stable_hash("", 0), 0x2D06800538D394C2u);
  EXPECT_NE(stable_hash("a", 0), stable_hash("a", 1));
  EXPECT_NE(stable_hash("a", 0), stable_hash("b", 0));
}

TEST(ErrnoGuard, PutsErrnoBack) {
  errno = EDOM;
  {
    const ErrnoGuard guard;
    errno = ENOENT;
  }
  EXPECT_EQ(errno, EDOM);
}

}  // namespace
}  // namespace why502::base
