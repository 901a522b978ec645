// breakdown.h -- what is counted by dimensions of the user's choice.
#ifndef WHY502_LIB_AGGREGATE_BREAKDOWN_H_
#define WHY502_LIB_AGGREGATE_BREAKDOWN_H_

#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>

#include "lib/aggregate/group_table.h"
#include "lib/base/names.h"
#include "why502/aggregate.h"

namespace why502::counting {

// Groups of failures by 1 to kMaxDimensions dimensions. Bounded are the groups (max_groups),
// the different keys of a dimension (see most_keys()), a key's length and the bytes of all
// keys. What is beyond is counted under "(other)": only its cause, phase, format and status,
// which are few, stay.
//
// LIFETIME. References to groups and views of keys stay valid as long as the object.
// THREADS. const methods at once; others need one thread.
// COST. One look-up a dimension and one for the group. About 90 bytes a group, and what its
// keys, example and further windows take.
class Breakdown {
 public:
  using Key = std::array<std::uint32_t, kMaxDimensions>;  // numbers of the dimensions' names; the rest 0

  struct Group : Tally {
    Key key{};
  };

  static constexpr std::size_t kLongestKey = 256;
  static constexpr std::size_t kMostKeyBytes = 3 * 1024 * 1024;  // of all dimensions together

  // REQUIRES: `by` is 1 to kMaxDimensions dimensions, each once.
  Breakdown(std::span<const Dimension> by, std::size_t max_groups);
  Breakdown(const Breakdown&) = delete;
  Breakdown& operator=(const Breakdown&) = delete;

  // The event's group, made if there is room, else "(other)".
  Group& group(const Event& event);

  // That of a group of another breakdown by the same dimensions.
  Group& group(const Breakdown& part, const Group& of_part);

  // As they stand in Row::keys.
  std::string_view key(const Group& group, std::size_t dimension) const noexcept {
    return columns_[dimension].names[group.key[dimension]];
  }
  // Cause::none if the cause is no dimension.
  Cause cause(const Group& group) const noexcept;

  // For Order: the largest count first; ties by keys.
  std::uint64_t count(std::uint32_t i) const noexcept { return groups_[i].count; }
  static std::uint8_t rank(std::uint32_t) noexcept { return 0; }
  std::size_t columns() const noexcept { return columns_.size(); }
  std::string_view name(std::uint32_t i, std::size_t column) const noexcept { return key(groups_[i], column); }

  // For partials: the keys of a dimension, and all that is here as it was there.
  const base::Names& names(std::size_t column) const noexcept { return columns_[column].names; }
  void add_name(std::size_t column, std::string_view name);
  // That of a key of names; made if there is room, else "(other)".
  Group& group(Key key);
  // Is it one that stands for those beyond max_groups?
  bool is_rest(const Group& group) const;
  void set_inexact() noexcept { exact_ = false; }

  // Was anything counted under "(other)"?
  bool is_exact() const noexcept { return exact_; }

  std::size_t longest_example() const noexcept { return longest_example_; }
  std::size_t size() const noexcept { return groups_.size(); }
  const Group& operator[](std::size_t i) const noexcept { return groups_[i]; }
  auto begin() noexcept { return groups_.begin(); }
  auto end() noexcept { return groups_.end(); }
  auto begin() const noexcept { return groups_.begin(); }
  auto end() const noexcept { return groups_.end(); }

 private:
  // One dimension with its keys.
  struct Column {
    explicit Column(Dimension of) : dimension(of), is_small(has_few_keys(of)) {}
    static bool has_few_keys(Dimension dimension) noexcept;

    Dimension dimension;
    bool is_small;  // its keys are of a fixed set, and never "(other)"
    base::Names names;
    std::size_t bytes = 0;
    std::uint32_t last = base::Names::kNone;  // most records have the keys of the one before
  };

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const Key& key) const { return absl::HashOf(key); }
    std::size_t operator()(std::uint32_t i) const { return (*this)((*groups)[i].key); }
    const std::deque<Group>* groups;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
    bool operator()(std::uint32_t a, const Key& b) const { return (*groups)[a].key == b; }
    bool operator()(const Key& a, std::uint32_t b) const { return (*this)(b, a); }
    const std::deque<Group>* groups;
  };

  std::size_t most_keys() const noexcept;
  std::string_view value(Dimension dimension, const Event& event);
  std::uint32_t number(Column& column, std::string_view value);

  std::deque<Column> columns_;
  std::size_t max_groups_;
  std::deque<Group> groups_;
  absl::flat_hash_set<std::uint32_t, Hash, Equal> index_;
  std::size_t longest_example_ = 512;
  bool exact_ = true;
  std::string path_room_;
  std::array<char, 3> status_room_{};
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_BREAKDOWN_H_
