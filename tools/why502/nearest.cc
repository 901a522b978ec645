// nearest.cc -- edit distance over a few words.
#include "tools/why502/nearest.h"

#include <algorithm>
#include <cstddef>

namespace why502::command {
namespace {

constexpr std::size_t kLongest = 64;  // nobody means a word this long

// Letters to insert, delete, change or swap with the next.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view text, const std::vector<std::string_view>& words) {
  if (text.empty() || text.size() > kLongest) return "";
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, text.size() / 3) + 1;
  for (const std::string_view word : words) {
    const std::size_t d = distance(text, word);
    if (d < least) {
      least = d;
      best = word;
    }
  }
  if (!best.empty() || text.size() < 3) return best;
  const auto holder = std::find_if(words.begin(), words.end(),
                                   [text](std::string_view word) { return word.find(text) != std::string_view::npos; });
  return holder == words.end() ? "" : *holder;
}

}  // namespace why502::command
