// names.h -- strings as small numbers.
#ifndef WHY502_LIB_BASE_NAMES_H_
#define WHY502_LIB_BASE_NAMES_H_

#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>
#include <absl/strings/string_view.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>

#include "lib/base/arena.h"
#include "lib/base/table.h"

namespace why502::base {

// Each different string gets the next number, from 0 on.
//
// LIFETIME. The views that it gives live as long as the object.
// THREADS. const methods at once; intern() needs one thread.
// COST. About 25 bytes a string and the string; grows by pieces, never copying all. The hash is salted (absl::Hash), so
// that a log cannot be made to collide.
class Names {
 public:
  static constexpr std::uint32_t kNone = 0xffff'ffff;

  Names() : index_(0, Hash{&names_}, Equal{&names_}) {}
  Names(const Names&) = delete;
  Names& operator=(const Names&) = delete;

  std::uint32_t find(std::string_view name) const {
    const auto it = index_.find(name);
    return it == index_.end() ? kNone : *it;
  }

  std::uint32_t intern(std::string_view name) {
    if (const std::uint32_t known = find(name); known != kNone) return known;
    const auto number = static_cast<std::uint32_t>(names_.size());
    make_room_for_one(index_);
    names_.push_back(arena_.copy(name));
    index_.insert(number);
    return number;
  }

  std::string_view operator[](std::uint32_t number) const noexcept { return names_[number]; }
  std::size_t size() const noexcept { return names_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return absl::Hash<absl::string_view>{}({s.data(), s.size()}); }
    std::size_t operator()(std::uint32_t number) const { return (*this)((*names)[number]); }
    const std::deque<std::string_view>* names;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
    bool operator()(std::uint32_t a, std::string_view b) const { return (*names)[a] == b; }
    bool operator()(std::string_view a, std::uint32_t b) const { return a == (*names)[b]; }
    const std::deque<std::string_view>* names;
  };

  Arena arena_;
  std::deque<std::string_view> names_;
  absl::flat_hash_set<std::uint32_t, Hash, Equal> index_;
};

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_NAMES_H_
