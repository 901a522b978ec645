// kept_rejects.h -- rejects that wait for their turn.
#ifndef WHY502_LIB_AGGREGATE_KEPT_REJECTS_H_
#define WHY502_LIB_AGGREGATE_KEPT_REJECTS_H_

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "why502/scanner.h"

namespace why502::counting {

// The place of a task among all: of which input, and which slice of it (from 1 on).
struct Key {
  std::size_t input = 0, slice = 0;
  auto operator<=>(const Key&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 means the operator
};

struct KeptReject {
  KeptReject(Key at, const Reject& reject)
      : key(at), verdict(reject.verdict), line(reject.line), source(reject.source), offset(reject.offset) {}

  Reject view() const noexcept { return {verdict, line, source, offset}; }

  Key key;
  Verdict verdict;
  std::string line, source;
  std::uint64_t offset;
};

// Puts `more`, which are in order, into `kept`; the `most` that come first stay.
inline void keep_first(std::vector<KeptReject> more, std::size_t most, std::vector<KeptReject>* kept) {
  for (KeptReject& each : more) kept->push_back(std::move(each));
  std::stable_sort(kept->begin(), kept->end(), [](const KeptReject& a, const KeptReject& b) { return a.key < b.key; });
  if (kept->size() > most) kept->erase(kept->begin() + static_cast<std::ptrdiff_t>(most), kept->end());
}

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_KEPT_REJECTS_H_
