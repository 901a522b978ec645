// breakdown.cc -- what is counted by dimensions of the user's choice.
#include "lib/aggregate/breakdown.h"

#include <algorithm>

#include "lib/aggregate/path.h"
#include "lib/base/bytes.h"
#include "lib/base/other.h"
#include "lib/base/table.h"

namespace why502::counting {

bool Breakdown::Column::has_few_keys(Dimension dimension) noexcept {
  return dimension == Dimension::cause || dimension == Dimension::phase || dimension == Dimension::format ||
         dimension == Dimension::status;
}

Breakdown::Breakdown(std::span<const Dimension> by, std::size_t max_groups)
    : max_groups_(max_groups), index_(0, Hash{&groups_}, Equal{&groups_}) {
  for (const Dimension dimension : by) columns_.emplace_back(dimension);
}

// Of one dimension as many as there may be groups; of several fewer each, since all of them
// must fit into memory.
std::size_t Breakdown::most_keys() const noexcept {
  constexpr std::size_t kAlways = 4096;
  if (columns_.size() == 1 || max_groups_ <= kAlways) return max_groups_;
  return std::max(kAlways, (max_groups_ + max_groups_ / 2) / columns_.size());
}

std::string_view Breakdown::value(Dimension dimension, const Event& event) {
  switch (dimension) {
    case Dimension::cause: return id(event.cause());
    case Dimension::upstream: return event.upstream();
    case Dimension::server: return event.server();
    case Dimension::host: return event.host();
    case Dimension::path: return path_of(event.request(), &path_room_);
    case Dimension::client: return event.client();
    case Dimension::phase: return id(event.phase());
    case Dimension::protocol: return event.protocol();
    case Dimension::format: return id(event.format());
    case Dimension::file: return event.source();
    case Dimension::status: break;
  }
  const int status = event.status();
  if (status < 100 || status > 999) return {};
  for (std::size_t i = 3, left = static_cast<std::size_t>(status); i-- > 0; left /= 10) {
    status_room_[i] = static_cast<char>('0' + left % 10);
  }
  return {status_room_.data(), status_room_.size()};
}

std::uint32_t Breakdown::number(Column& column, std::string_view value) {
  value = value.substr(0, kLongestKey);
  if (column.last != base::Names::kNone && base::same(column.names[column.last], value)) return column.last;
  std::uint32_t number = column.names.find(value);
  if (number == base::Names::kNone) {
    const bool is_full =
        column.names.size() >= most_keys() || column.bytes + value.size() > kMostKeyBytes / columns_.size();
    if (is_full && !column.is_small && value != base::kOther) {
      exact_ = false;
      value = base::kOther;
    }
    number = column.names.find(value);
    if (number == base::Names::kNone) {
      column.bytes += value.size();
      number = column.names.intern(value);
    }
  }
  return column.last = number;
}

Breakdown::Group& Breakdown::group(Key key) {
  auto it = index_.find(key);
  if (it != index_.end()) return groups_[*it];
  if (groups_.size() >= max_groups_) {
    exact_ = false;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].is_small) key[i] = columns_[i].names.intern(base::kOther);
    }
    it = index_.find(key);
    if (it != index_.end()) return groups_[*it];
  }
  base::make_room_for_one(index_);
  Group& group = groups_.emplace_back();
  group.key = key;
  index_.insert(static_cast<std::uint32_t>(groups_.size() - 1));
  if (const std::size_t longest = counting::longest_example(groups_.size()); longest < longest_example_) {
    longest_example_ = longest;
    for (Group& each : groups_) each.example.cut(longest);
  }
  return group;
}

void Breakdown::add_name(std::size_t column, std::string_view name) {
  columns_[column].bytes += name.size();
  columns_[column].names.intern(name);
}

bool Breakdown::is_rest(const Group& group) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!columns_[i].is_small && key(group, i) != base::kOther) return false;
  }
  return true;
}

Breakdown::Group& Breakdown::group(const Event& event) {
  Key key{};
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    key[i] = number(columns_[i], value(columns_[i].dimension, event));
  }
  return group(key);
}

Breakdown::Group& Breakdown::group(const Breakdown& part, const Group& of_part) {
  exact_ = exact_ && part.exact_;
  Key key{};
  for (std::size_t i = 0; i < columns_.size(); ++i) key[i] = number(columns_[i], part.key(of_part, i));
  return group(key);
}

Cause Breakdown::cause(const Group& group) const noexcept {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].dimension == Dimension::cause) return cause_from_id(key(group, i)).value_or(Cause::none);
  }
  return Cause::none;
}

}  // namespace why502::counting
