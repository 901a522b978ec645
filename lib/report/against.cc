// against.cc -- says in a sentence what has changed.
#include "lib/report/against.h"

#include <algorithm>
#include <cmath>

#include "lib/report/words.h"

namespace why502::report {
namespace {

constexpr std::size_t kMostTold = 3;

std::string change_words(const Change& change, Charset charset) {
  std::string text = difference_words(change);
  text.append(" ").append(info(change.cause).title);
  if (!change.upstream.empty()) text.append(" on ").append(visible(change.upstream, charset));
  if (change.kind == ChangeKind::appeared) text += " (new)";
  if (change.kind == ChangeKind::gone) text += " (gone)";
  return text;
}

}  // namespace

std::string difference_words(const Change& change) {
  const double more = std::round(static_cast<double>(change.now) - change.expected);
  const auto size = static_cast<std::uint64_t>(std::abs(more));
  return std::string(more < 0 ? "-" : "+").append(thousands(size));
}

std::string against_verdict(const Comparison& comparison, Charset charset) {
  std::string text = "Against " + visible(comparison.name, charset) + ": ";
  if (!comparison.is_comparable()) return text + "nothing can be said, since one of the two tells no time.";
  if (comparison.changes.empty()) {
    return text + (comparison.flat == 0 ? "no failures in either." : "nothing changed by more than noise.");
  }
  const std::size_t told = std::min(comparison.changes.size(), kMostTold);
  for (std::size_t i = 0; i < told; ++i) {
    if (i != 0) text += ", ";
    text += change_words(comparison.changes[i], charset);
  }
  if (told < comparison.changes.size()) text += ", " + counted(comparison.changes.size() - told, "more change");
  if (comparison.flat != 0) text += ", all else flat";
  return text + '.';
}

}  // namespace why502::report
