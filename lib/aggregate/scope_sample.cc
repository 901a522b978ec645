// scope_sample.cc -- which different values failures touched.
#include "lib/aggregate/scope_sample.h"

#include <algorithm>

#include "lib/base/table.h"

namespace why502::counting {

void ScopeSample::add(const Touch& touch, std::uint64_t record) {
  if (!wants(record)) return;
  base::make_room_for_one(touches_);
  std::uint64_t& least = touches_.try_emplace(touch, record).first->second;
  least = std::min(least, record);
  while (touches_.size() > kMostTouches) raise_level(level_ + 1);
}

void ScopeSample::merge(const ScopeSample& part) {
  raise_level(part.level_);
  for (const auto& [touch, record] : part.touches_) add(touch, record);
}

void ScopeSample::raise_level(int level) {
  if (level <= level_) return;
  level_ = level;
  base::keep_if(touches_, [this](const auto& each) { return wants(each.second); });
}

}  // namespace why502::counting
