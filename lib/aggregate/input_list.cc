// input_list.cc -- what was read, by name.
#include "lib/aggregate/input_list.h"

#include <algorithm>
#include <string>
#include <utility>

namespace why502::counting {
namespace {

// Of two texts the greater: any rule that does not depend on the order will do.
void combine(Input& into, Input&& more) noexcept {
  into.counters += more.counters;
  if (into.error < more.error) into.error.swap(more.error);
  if (into.skipped < more.skipped) into.skipped.swap(more.skipped);
}

bool is_before(const Input& a, const Input& b) noexcept { return a.name < b.name; }

}  // namespace

void InputList::add(const Input& input) {
  constexpr std::size_t kFew = 64;
  const auto end = inputs_.begin() + static_cast<std::ptrdiff_t>(ordered_);
  const auto it = std::lower_bound(inputs_.begin(), end, input, is_before);
  if (it != end && it->name == input.name) return combine(*it, Input(input));
  const bool is_next = it == end && ordered_ == inputs_.size();
  inputs_.push_back(input);
  if (is_next) {
    ++ordered_;
  } else if (inputs_.size() - ordered_ > std::max(ordered_, kFew)) {
    order();
  } else {
    is_ordered_.store(false, std::memory_order_relaxed);
  }
}

std::span<const Input> InputList::in_order() const noexcept {
  if (!is_ordered_.load(std::memory_order_acquire)) {
    const std::lock_guard lock(ordering_);
    if (!is_ordered_.load(std::memory_order_relaxed)) order();
  }
  return inputs_;
}

void InputList::order() const {
  const auto middle = inputs_.begin() + static_cast<std::ptrdiff_t>(ordered_);
  std::sort(middle, inputs_.end(), is_before);
  std::inplace_merge(inputs_.begin(), middle, inputs_.end(), is_before);
  std::size_t kept = 0;
  for (std::size_t i = 1; i < inputs_.size(); ++i) {
    if (inputs_[i].name == inputs_[kept].name) {
      combine(inputs_[kept], std::move(inputs_[i]));
    } else if (++kept != i) {
      inputs_[kept] = std::move(inputs_[i]);
    }
  }
  inputs_.erase(inputs_.begin() + static_cast<std::ptrdiff_t>(kept) + 1, inputs_.end());
  ordered_ = inputs_.size();
  is_ordered_.store(true, std::memory_order_release);
}

}  // namespace why502::counting
