// group_table.cc -- what is counted by cause and upstream.
#include "lib/aggregate/group_table.h"

#include <algorithm>
#include <cstring>

#include "lib/base/table.h"

namespace why502::counting {
namespace {

struct Limit {
  std::size_t groups, longest_example;
};
// At most 2 MiB of examples. Of more groups none has one: for 100,000 there is no room
// for as much of a record as says anything.
constexpr Limit kLimits[] = {{4096, 512}, {8192, 256}, {16384, 128}};
constexpr std::size_t kShortestExample = 0;

}  // namespace

std::size_t longest_example(std::size_t groups) noexcept {
  for (const Limit& limit : kLimits) {
    if (groups <= limit.groups) return limit.longest_example;
  }
  return kShortestExample;
}

void Example::set(std::string_view text) {
  if (text.size() > capacity_) {
    bytes_ = std::make_unique_for_overwrite<char[]>(text.size());
    capacity_ = static_cast<std::uint16_t>(text.size());
  }
  if (!text.empty()) std::memcpy(bytes_.get(), text.data(), text.size());
  size_ = static_cast<std::uint16_t>(text.size());
}

void Example::cut(std::size_t longest) {
  if (size_ <= longest) return;
  if (longest == 0) {
    *this = Example();
    return;
  }
  auto shorter = std::make_unique_for_overwrite<char[]>(longest);
  std::memcpy(shorter.get(), bytes_.get(), longest);
  bytes_ = std::move(shorter);
  size_ = capacity_ = static_cast<std::uint16_t>(longest);
}

void Tally::add(std::uint64_t records, std::int64_t from, std::int64_t to, std::string_view text, std::size_t longest) {
  text = text.substr(0, longest);
  if (count == 0 || from < first || (from == first && text < example.text())) example.set(text);
  count += records;
  first = std::min(first, from);
  if (from != kNoTime) last = std::max(last, to);
}

Group* GroupTable::find(Cause cause, std::uint32_t upstream) {
  const auto it = index_.find(Key{cause, upstream});
  return it == index_.end() ? nullptr : &groups_[*it];
}

Group& GroupTable::make(Cause cause, std::uint32_t upstream) {
  base::make_room_for_one(index_);
  Group& group = groups_.emplace_back();
  group.cause = cause;
  group.upstream = upstream;
  group.number = static_cast<std::uint16_t>(groups_.size() - 1);
  index_.insert(static_cast<std::uint32_t>(groups_.size() - 1));
  if (const std::size_t longest = counting::longest_example(groups_.size()); longest < longest_example_) {
    longest_example_ = longest;
    for (Group& each : groups_) each.example.cut(longest);
  }
  return group;
}

}  // namespace why502::counting
