// quotes_test.cc -- the fast finder of quotes against a plain loop, up to an unreadable page.
#include "lib/scan/quotes.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/roads/guarded.h"

namespace why502::scan {
namespace {

constexpr std::size_t npos = std::string_view::npos;

std::vector<std::size_t> slow_quotes(std::string_view text, std::size_t from) {
  std::vector<std::size_t> places;
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] == '"') places.push_back(at);
  }
  return places;
}

// All quotes of `text` from `from` on, and three that are not there.
testing::AssertionResult same(std::string_view text, std::size_t from) {
  const std::vector<std::size_t> places = slow_quotes(text, from);
  Quotes quotes(text, from);
  for (std::size_t i = 0; i < places.size() + 3; ++i) {
    const std::size_t expected = i < places.size() ? places[i] : npos;
    if (const std::size_t got = quotes.next(); got != expected) {
      return testing::AssertionFailure() << "quote " << i << " of " << places.size() << " from " << from << " of "
                                         << text.size() << " bytes: " << got << ", not " << expected;
    }
  }
  return testing::AssertionSuccess();
}

// Bytes that are quotes and blanks more often than in a log.
std::string noise(std::mt19937& random, std::size_t size, unsigned quotes_in_100) {
  std::string text(size, 'x');
  for (char& c : text) {
    const auto dice = static_cast<unsigned>(random() % 100);
    c = dice < quotes_in_100 ? '"' : dice % 3 == 0 ? ' ' : static_cast<char>(random());
  }
  return text;
}

TEST(Quotes, AgreeWithAPlainLoopForEveryLength) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size <= 200; ++size) {
    for (const unsigned quotes : {0u, 3u, 30u, 100u}) {
      const std::string text = noise(random, size, quotes);
      for (std::size_t from = 0; from <= size; from += size < 80 ? 1 : 7) ASSERT_TRUE(same(text, from)) << size;
      ASSERT_TRUE(same(text, size));
    }
  }
}

TEST(Quotes, AgreeWithAPlainLoopForEveryNumberOfThem) {
  for (std::size_t count = 0; count <= 300; ++count) {
    for (const std::size_t gap : {0u, 1u, 6u}) {
      std::string text;
      for (std::size_t i = 0; i < count; ++i) text += "\"" + std::string(gap, 'x');
      ASSERT_TRUE(same(text, 0)) << count;
      ASSERT_TRUE(same(text + std::string(100, 'y'), 0)) << count;
      ASSERT_TRUE(same(std::string(100, 'y') + text, 3)) << count;
    }
  }
}

TEST(Quotes, AgreeWithAPlainLoopFromEveryAlignment) {
  std::mt19937 random(2);
  const std::string text = noise(random, 400, 10);
  for (std::size_t at = 0; at < 64; ++at) {
    for (const std::size_t size : {1u, 63u, 64u, 65u, 127u, 128u, 129u, 190u}) {
      ASSERT_TRUE(same(std::string_view(text).substr(at, size), 0)) << at << " " << size;
    }
  }
}

TEST(Quotes, ReadNothingOutsideTheText) {
  std::mt19937 random(3);
  why502_tests::Guarded guarded(1024);
  for (std::size_t size = 0; size <= 200; ++size) {
    const std::string text = noise(random, size, 10);
    for (std::size_t from = 0; from <= size; from += size < 80 ? 1 : 13) {
      ASSERT_TRUE(same(guarded.at_end(text), from)) << size;
      ASSERT_TRUE(same(guarded.at_begin(text), from)) << size;
    }
  }
  for (std::size_t count = 0; count <= 300; count += 7) {
    ASSERT_TRUE(same(guarded.at_end(std::string(count, '"')), 0)) << count;
  }
}

}  // namespace
}  // namespace why502::scan
