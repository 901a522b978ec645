// table.h -- Abseil's hash tables, where there may be no memory.
#ifndef WHY502_LIB_BASE_TABLE_H_
#define WHY502_LIB_BASE_TABLE_H_

#include <cstddef>
#include <utility>

namespace why502::base {

// Call it before what may be a new entry. A table of Abseil's that finds no memory while it grows is left in a state
// in which not even its destructor may be called: it has its new size and its old array. Its constructor is safe, so
// the larger one is made here, and the old one is whole until there is a new one.
//
// Amortized O(1), as growing is. References into the table end, as they do when it grows.
template <typename Table>
void make_room_for_one(Table& table) {
  // It grows at seven eighths; with 7 places at 6, where it looks at eight of them at once.
  const std::size_t places = table.capacity(), most = places - places / 8 - (places == 7 ? 1 : 0);
  if (table.size() < most) return;
  Table larger(places * 2 + 1, table.hash_function(), table.key_eq());
  for (auto& entry : table) larger.insert(std::move(entry));
  table = std::move(larger);
}

// Leaves in the table what `keep` says. What it leaves out is no hole that could make the table grow early.
template <typename Table, typename Keep>
void keep_if(Table& table, Keep keep) {
  Table kept(table.capacity(), table.hash_function(), table.key_eq());
  for (auto& entry : table) {
    if (keep(entry)) kept.insert(std::move(entry));
  }
  table = std::move(kept);
}

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_TABLE_H_
