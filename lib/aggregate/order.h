// order.h -- groups in the order of a report: the largest first, ties by name.
#ifndef WHY502_LIB_AGGREGATE_ORDER_H_
#define WHY502_LIB_AGGREGATE_ORDER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "lib/base/bytes.h"

namespace why502::counting {

// Of 100,000 groups most have the same few counts, so it is names that are compared, and a
// name is two cache misses away. Hence sorted by eight bytes of the name at a time, which
// stand beside the group's number: 16 bytes a group, and about a sixth of std::sort's time.
//
// `Groups` has
//   std::size_t size() const;
//   std::uint64_t count(std::uint32_t i) const;
//   std::uint8_t rank(std::uint32_t i) const;       ties of the count: the least first
//   std::size_t columns() const;                     then by these names, the first one first
//   std::string_view name(std::uint32_t i, std::size_t column) const;
template <typename Groups>
class Order {
 public:
  explicit Order(const Groups& groups) : groups_(groups), entries_(groups.size()) {
    for (std::uint32_t i = 0; i < entries_.size(); ++i) entries_[i] = {place(i), i, 0};
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.place < b.place; });
    for_runs(
        entries_, [](const Entry& a, const Entry& b) { return a.place == b.place; },
        [this](std::span<Entry> run) {
          if (run.front().place >> 8 == 0) return sort_by_all(run);
          sort_by_name(run, 0, 0);
        });
  }

  std::size_t size() const noexcept { return entries_.size(); }
  std::uint32_t operator[](std::size_t place) const noexcept { return entries_[place].index; }

 private:
  struct Entry {
    std::uint32_t place;  // of count and rank; the count cut to 24 bits, the largest first
    std::uint32_t index;
    std::uint64_t chunk;
  };
  static constexpr std::uint64_t kLargest = (1U << 24) - 1;

  std::uint32_t place(std::uint32_t i) const {
    const std::uint64_t count = std::min(groups_.count(i), kLargest);
    return static_cast<std::uint32_t>(kLargest - count) << 8 | groups_.rank(i);
  }

  // Calls f for each stretch of more than one that `same` holds for.
  template <typename Same, typename F>
  static void for_runs(std::span<Entry> all, Same same, F f) {
    for (std::size_t begin = 0; begin < all.size();) {
      std::size_t end = begin + 1;
      while (end < all.size() && same(all[begin], all[end])) ++end;
      if (end - begin > 1) f(all.subspan(begin, end - begin));
      begin = end;
    }
  }

  void sort_by_name(std::span<Entry> run, std::size_t column, std::size_t at) {
    if (column == groups_.columns()) return;
    bool goes_on = false;
    for (Entry& entry : run) {
      const std::string_view name = groups_.name(entry.index, column);
      entry.chunk = at < name.size() ? base::in_order8(name.substr(at)) : 0;
      goes_on = goes_on || name.size() > at + 8;
    }
    std::sort(run.begin(), run.end(), [](const Entry& a, const Entry& b) { return a.chunk < b.chunk; });
    for_runs(
        run, [](const Entry& a, const Entry& b) { return a.chunk == b.chunk; },
        [&](std::span<Entry> same) {
          if (goes_on) return sort_by_name(same, column, at + 8);
          // What ends is told from zeros behind it by its length.
          const std::size_t size = groups_.name(same.front().index, column).size();
          for (const Entry& entry : same) {
            if (groups_.name(entry.index, column).size() != size) return sort_by_all(same);
          }
          sort_by_name(same, column + 1, 0);
        });
  }

  // As it is meant; for what the fast way cannot tell apart.
  void sort_by_all(std::span<Entry> run) {
    std::sort(run.begin(), run.end(), [this](const Entry& a, const Entry& b) {
      const std::uint64_t x = groups_.count(a.index), y = groups_.count(b.index);
      if (x != y) return x > y;
      if (groups_.rank(a.index) != groups_.rank(b.index)) return groups_.rank(a.index) < groups_.rank(b.index);
      for (std::size_t i = 0; i < groups_.columns(); ++i) {
        const std::string_view left = groups_.name(a.index, i), right = groups_.name(b.index, i);
        if (left != right) return left < right;
      }
      return false;
    });
  }

  const Groups& groups_;
  std::vector<Entry> entries_;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_ORDER_H_
