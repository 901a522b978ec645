// scope_sample.cc -- which different values failures touched.
#include "lib/aggregate/scope_sample.h"

namespace why502::counting {
namespace {

bool is_sampled(std::uint64_t mixed, int level) noexcept { return level == 0 || mixed >> (64 - level) == 0; }

}  // namespace

void ScopeSample::put(const Touch& touch, std::uint64_t mixed) {
  if (!is_sampled(mixed, level_)) return;
  touches_.insert(touch);
  while (touches_.size() > kMostTouches) raise_level(level_ + 1);
}

void ScopeSample::merge(const ScopeSample& part) {
  raise_level(part.level_);
  for (const Touch& touch : part.touches_) put(touch, mix(touch));
}

void ScopeSample::raise_level(int level) {
  if (level <= level_) return;
  level_ = level;
  absl::erase_if(touches_, [level](const Touch& touch) { return !is_sampled(mix(touch), level); });
}

}  // namespace why502::counting
