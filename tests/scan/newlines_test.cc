// newlines_test.cc -- the fast finder of line ends against a plain loop, up to an unreadable page.
#include "lib/scan/newlines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/roads/guarded.h"

namespace why502::scan {
namespace {

std::vector<std::size_t> slow_newlines(std::string_view bytes) {
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == '\n') places.push_back(at);
  }
  return places;
}

// All that `newlines` has left of `bytes`.
std::vector<std::size_t> rest(Newlines* newlines, std::string_view bytes) {
  std::vector<std::size_t> places;
  for (std::size_t at = newlines->peek(bytes); at != npos; at = newlines->peek(bytes)) {
    places.push_back(at);
    newlines->pop();
  }
  return places;
}

std::string random_bytes(std::size_t size, unsigned newlines_in_256, std::mt19937* random) {
  std::string bytes(size, 'x');
  for (char& byte : bytes) {
    if ((*random)() % 256 < newlines_in_256) byte = '\n';
  }
  return bytes;
}

// For each instruction set that this machine has.
TEST(NewlineFinders, AllFindAllWhateverTheSize) {
  why502_tests::Guarded guarded(20000);
  const std::vector<NewlineFinder> finders = newline_finders();
  ASSERT_FALSE(finders.empty());
  for (const NewlineFinder& finder : finders) {
    std::mt19937 random(1);
    for (const unsigned density : {0u, 1u, 8u, 128u, 256u}) {
      for (const std::size_t most : {300u, 20000u}) {
        for (std::size_t size = most == 300 ? 0 : most; size <= most; ++size) {
          const std::string_view bytes = guarded.at_end(random_bytes(size, density, &random));
          std::vector<std::uint16_t> places(size + 1);
          places.resize(finder.find(reinterpret_cast<const std::uint8_t*>(bytes.data()), size, places.data()));
          ASSERT_EQ(std::vector<std::size_t>(places.begin(), places.end()), slow_newlines(bytes))
              << size << " bytes, density " << density << ", " << finder.target;
        }
      }
    }
  }
}

TEST(Newlines, AreAllFoundWhateverTheSize) {
  why502_tests::Guarded guarded(20000);
  std::mt19937 random(1);
  for (const unsigned density : {0u, 1u, 128u, 256u}) {
    for (const std::size_t size : {0u, 1u, 63u, 64u, 4095u, 4096u, 4097u, 20000u}) {
      const std::string bytes = random_bytes(size, density, &random);
      Newlines newlines;
      ASSERT_EQ(rest(&newlines, guarded.at_end(bytes)), slow_newlines(bytes)) << size << " bytes, density " << density;
    }
  }
}

TEST(Newlines, PeekingTwiceGivesTheSame) {
  Newlines newlines;
  EXPECT_EQ(newlines.peek("ab\nc\n"), 2u);
  EXPECT_EQ(newlines.peek("ab\nc\n"), 2u);
  newlines.pop();
  EXPECT_EQ(newlines.peek("ab\nc\n"), 4u);
}

TEST(Newlines, ComeAcrossCutsAndConsumedBytes) {
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    const std::string all = random_bytes(random() % 9000, 4, &random);
    std::vector<std::size_t> got;
    Newlines newlines;
    std::size_t begin = 0, end = 0;  // what is given
    while (end < all.size()) {
      end = std::min(all.size(), end + 1 + random() % 3000);
      const std::string_view given = std::string_view(all).substr(begin, end - begin);
      std::size_t done = 0;
      for (std::size_t at = newlines.peek(given); at != npos; at = newlines.peek(given)) {
        got.push_back(begin + at);
        newlines.pop();
        done = at + 1;
        if (random() % 4 == 0) break;  // the caller stops, and comes again
      }
      newlines.consume(done);
      begin += done;
    }
    const std::string_view left = std::string_view(all).substr(begin);
    for (const std::size_t at : rest(&newlines, left)) got.push_back(begin + at);
    ASSERT_EQ(got, slow_newlines(all)) << "round " << round;
  }
}

}  // namespace
}  // namespace why502::scan
