// minutes.cc -- what happened in each minute.
#include "lib/aggregate/minutes.h"

#include <algorithm>
#include <utility>

#include "lib/base/table.h"

namespace why502::counting {
namespace {

constexpr std::uint64_t kMostRecords = 0xffff'ffff;

// The number that a window has once windows are `times` as wide.
std::int32_t folded(std::int32_t window, std::int64_t times) noexcept {
  if (window == kNoWindow) return window;
  return static_cast<std::int32_t>(window_of(window, times) / times);
}

}  // namespace

void Minutes::grow(Cell* cell, std::int64_t first, std::int64_t last, std::uint64_t records) noexcept {
  cell->first = std::min(cell->first, first);
  cell->last = std::max(cell->last, last);
  cell->count = static_cast<std::uint32_t>(std::min(cell->count + records, kMostRecords));
}

void Minutes::look_up(std::int64_t micros) {
  const std::int64_t wide = width_ * kMicros;
  begin_ = window_of(micros, wide);
  end_ = begin_ + wide;
  window_ = static_cast<std::int32_t>(begin_ / wide);
}

std::size_t Minutes::put(const Cell& cell, std::uint64_t records) {
  if (closed_) return 0;
  if (const auto it = index_.find(key_of(cell)); it != index_.end()) {
    grow(&cells_[*it], cell.first, cell.last, records);
    return *it;
  }
  base::make_room_for_one(index_);
  cells_.push_back(cell);
  cells_.back().count = static_cast<std::uint32_t>(std::min(records, kMostRecords));
  index_.insert(static_cast<std::uint32_t>(cells_.size() - 1));
  if (cells_.size() <= most_) return cells_.size() - 1;
  bound();
  return cells_.size();  // no cell's number: they have new ones
}

void Minutes::add(const Cell& cell, std::uint32_t key, std::int64_t width) {
  Cell mine = cell;
  mine.key = key;
  mine.window = folded(cell.window, width_ / width);
  put(mine, cell.count);
}

void Minutes::fold(std::int64_t width) {
  std::deque<Cell> cells = std::exchange(cells_, {});
  index_.clear();
  recent_.fill(0);
  begin_ = end_ = 0;
  const std::int64_t before = std::exchange(width_, width);
  const std::size_t most = std::exchange(most_, cells.size());  // they fit: each becomes one at most
  for (const Cell& cell : cells) add(cell, cell.key, before);
  most_ = most;
}

void Minutes::widen(std::int64_t width) {
  if (width > width_ && !closed_) fold(width);
}

void Minutes::bound() {
  constexpr std::int64_t kWidest = std::int64_t{1} << 35;
  while (cells_.size() > most_ && width_ < kWidest) fold(wider(width_));
  if (cells_.size() > most_) close();  // more keys than cells
}

void Minutes::close() {
  closed_ = true;
  std::deque<Cell>().swap(cells_);
  index_ = decltype(index_)(0, Hash{&cells_}, Equal{&cells_});
}

}  // namespace why502::counting
