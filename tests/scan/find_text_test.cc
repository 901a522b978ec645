// find_text_test.cc -- the fast search against the library's, at every place and length.
#include "lib/scan/find_text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace why502::scan {
namespace {

// Few letters, so that first and last bytes fit where the words do not stand.
std::string text_of(std::size_t size, unsigned seed) {
  std::string text;
  while (text.size() < size) {
    seed = seed * 1103515245 + 12345;
    text += "ab: ,"[seed >> 16 & 3];
  }
  return text;
}

TEST(FindText, IsTheLibrarysFind) {
  for (const std::string_view words : {"a", ": ", "ab", "aba", "ab:a", ", referer", "abbaabba:abbaabbaa"}) {
    for (std::size_t size = 0; size < 100; ++size) {
      std::string text = text_of(size, static_cast<unsigned>(size + words.size()));
      for (std::size_t from = 0; from <= size; ++from) {
        ASSERT_EQ(find_text(text, words, from), text.find(words, from)) << text << " | " << words << " | " << from;
      }
      // Once for certain, at every place.
      for (std::size_t at = 0; at + words.size() <= size; at += 7) {
        std::string with = std::string(size, '-').replace(at, words.size(), words);
        ASSERT_EQ(find_text(with, words), at) << words;
        ASSERT_EQ(find_text(std::string_view(with).substr(0, at + words.size() - 1), words), std::string_view::npos);
      }
    }
  }
}

}  // namespace
}  // namespace why502::scan
