// group_table.h -- what is counted by cause and upstream.
#ifndef WHY502_LIB_AGGREGATE_GROUP_TABLE_H_
#define WHY502_LIB_AGGREGATE_GROUP_TABLE_H_

#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <string_view>
#include <utility>

#include "lib/aggregate/series.h"
#include "why502/cause.h"

namespace why502::counting {

// Microseconds since 1970; kNoTime for records without a time: after all others.
inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::max();

// A text of bounded size, in a block of its own.
class Example {
 public:
  void set(std::string_view text);
  void cut(std::size_t longest);
  std::string_view text() const noexcept { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::uint16_t size_ = 0, capacity_ = 0;
};

// What is counted of any group.
struct Tally {
  std::uint64_t count = 0;
  std::int64_t first = kNoTime, last = std::numeric_limits<std::int64_t>::min();
  Example example;  // the least by (time, bytes), so its time is `first`
  Series series;

  bool has_time() const noexcept { return first != kNoTime; }

  // Counts records that happened from `from` to `to`, of which `text` is the least; cuts it.
  void add(std::uint64_t records, std::int64_t from, std::int64_t to, std::string_view text, std::size_t longest);
};

// As long as examples may be where there are `groups`: shorter the more there are, so that
// all of them together stay bounded. Being a function of their number, merging stays a law.
std::size_t longest_example(std::size_t groups) noexcept;

struct Group : Tally {
  std::uint32_t upstream = 0;  // a number of the aggregate's Names
  std::uint32_t peer = 0;      // the upstream's name as RequestSample takes it
  Cause cause = Cause::none;
  bool fastcgi = false;      // a record of it says so
  std::uint16_t number = 0;  // its place in the table, of the first 65,536
};

// LIFETIME. References to groups stay valid as long as the table.
// THREADS. const methods at once; others need one thread.
// COST. About 120 bytes a group, its example and its further windows.
class GroupTable {
 public:
  GroupTable() : index_(0, Hash{&groups_}, Equal{&groups_}) {}
  GroupTable(const GroupTable&) = delete;
  GroupTable& operator=(const GroupTable&) = delete;

  // The group, or nullptr. Amortized O(1).
  Group* find(Cause cause, std::uint32_t upstream);

  // Makes it. REQUIRES: there is no such group.
  Group& make(Cause cause, std::uint32_t upstream);

  std::size_t size() const noexcept { return groups_.size(); }
  const Group& operator[](std::size_t i) const noexcept { return groups_[i]; }
  auto begin() noexcept { return groups_.begin(); }
  auto end() noexcept { return groups_.end(); }
  auto begin() const noexcept { return groups_.begin(); }
  auto end() const noexcept { return groups_.end(); }

  // longest_example(size()).
  std::size_t longest_example() const noexcept { return longest_example_; }

 private:
  using Key = std::pair<Cause, std::uint32_t>;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(Key key) const { return absl::HashOf(static_cast<std::uint8_t>(key.first), key.second); }
    std::size_t operator()(std::uint32_t i) const { return (*this)(Key{(*groups)[i].cause, (*groups)[i].upstream}); }
    const std::deque<Group>* groups;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
    bool operator()(std::uint32_t a, Key b) const { return Key{(*groups)[a].cause, (*groups)[a].upstream} == b; }
    bool operator()(Key a, std::uint32_t b) const { return (*this)(b, a); }
    const std::deque<Group>* groups;
  };

  std::deque<Group> groups_;
  absl::flat_hash_set<std::uint32_t, Hash, Equal> index_;
  std::size_t longest_example_ = 512;
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_GROUP_TABLE_H_
