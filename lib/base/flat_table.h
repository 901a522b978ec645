// flat_table.h -- Abseil's hash tables, but whole when there is no memory for more.
#ifndef WHY502_LIB_BASE_FLAT_TABLE_H_
#define WHY502_LIB_BASE_FLAT_TABLE_H_

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <cstddef>
#include <new>
#include <utility>

namespace why502::base {

// A flat_hash_set or flat_hash_map (of 2022) takes its new capacity for granted before it has the memory for it:
// after a bad_alloc its destructor frees what it never had. So it never grows by itself here: a larger one is made
// first, and takes its place. What is not shadowed below must not be used to add anything.
//
// COST. As the table's own: it grows at the same sizes, and each element is moved once each time.
template <typename Table>
class Flat : public Table {
 public:
  using Table::Table;
  using typename Table::key_type;
  using typename Table::value_type;

  auto insert(const value_type& value) {
    if constexpr (requires { typename Table::mapped_type; }) {
      make_room(value.first);
    } else {
      make_room(value);
    }
    return Table::insert(value);
  }

  template <typename... Args>
  auto try_emplace(const key_type& key, Args&&... args) {
    make_room(key);
    return Table::try_emplace(key, std::forward<Args>(args)...);
  }

  auto& operator[](const key_type& key) requires requires { typename Table::mapped_type; }
  {
    make_room(key);
    return Table::operator[](key);
  }

  void reserve(std::size_t size) {
    if (size > room()) grow_to(size);
  }

 private:
  // How many elements a table of this capacity holds. Where some were erased it may hold fewer until it puts itself
  // in order; we erase half of a table at least (levels.h), and then it does so in place.
  std::size_t room() const { return this->capacity() - this->capacity() / 8; }

  void make_room(const key_type& key) {
    if (this->size() >= room() && !this->contains(key)) grow_to(this->size() + 1);
  }

  void grow_to(std::size_t size) {
    union Larger {
      Larger() {}
      ~Larger() {}  // not the table: if it found no memory it has nothing, and must not try to free it
      Table table;
    } larger;
    ::new (&larger.table) Table(0, this->hash_function(), this->key_eq());
    larger.table.reserve(size);
    for (auto it = this->begin(); it != this->end();) larger.table.insert(this->extract(it++));
    Table::swap(larger.table);
    larger.table.~Table();
  }
};

template <typename... Args>
using FlatSet = Flat<absl::flat_hash_set<Args...>>;
template <typename... Args>
using FlatMap = Flat<absl::flat_hash_map<Args...>>;

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_FLAT_TABLE_H_
