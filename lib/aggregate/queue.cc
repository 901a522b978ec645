// queue.cc -- what there is to read, handed out to threads, and whose turn it is to tell of it.
#include "lib/aggregate/queue.h"

#include <algorithm>

namespace why502::counting {

Queue::Queue(std::vector<std::pair<std::size_t, std::uint64_t>> order) : order_(std::move(order)) {
  for (const auto& [number, bytes] : order_) bytes_left_ += bytes;
}

bool Queue::take(Task* task) {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (stopped_) return false;
    while (!files_.empty()) {
      const auto& [number, file] = files_.front();
      if (const auto slice = file->take()) {
        *task = {{number, slice->number + 1}, file, *slice, 0};
        active_.insert(task->key);
        return true;
      }
      files_.erase(files_.begin());
      changed_.notify_all();
    }
    if (next_ < order_.size()) {
      const auto& [number, bytes] = order_[next_++];
      *task = {{number, 0}, nullptr, {}, bytes_left_};
      bytes_left_ -= bytes;
      active_.insert(task->key);
      ++undecided_;
      return true;
    }
    if (undecided_ == 0) return false;
    changed_.wait(lock);
  }
}

void Queue::cut(const Task& task, std::shared_ptr<CutFile> file) {
  const std::lock_guard lock(mutex_);
  files_.emplace_back(task.key.input, std::move(file));
  std::sort(files_.begin(), files_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  --undecided_;
  changed_.notify_all();
}

void Queue::keep_whole() {
  const std::lock_guard lock(mutex_);
  --undecided_;
  changed_.notify_all();
}

void Queue::done(Key key) {
  const std::lock_guard lock(mutex_);
  active_.erase(key);
  changed_.notify_all();
}

void Queue::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

void Queue::abandon() {
  const std::lock_guard lock(mutex_);
  stopped_ = abandoned_ = true;
  changed_.notify_all();
}

bool Queue::is_turn(Key key) const {
  if (!active_.empty() && *active_.begin() < key) return false;
  if (stopped_) return true;
  for (const auto& [number, file] : files_) {
    if (number < key.input && file->has_more()) return false;
  }
  return next_ == order_.size() || order_[next_].first > key.input;
}

bool Queue::has_turn(Key key) const {
  const std::lock_guard lock(mutex_);
  return !abandoned_ && is_turn(key);
}

bool Queue::wait_turn(Key key, const std::atomic<bool>* give_up) {
  std::unique_lock lock(mutex_);
  const auto is_lost = [&] { return abandoned_ || (give_up != nullptr && give_up->load()); };
  changed_.wait(lock, [&] { return is_lost() || is_turn(key); });
  return !is_lost();
}

bool Queue::is_exhausted() const {
  const std::lock_guard lock(mutex_);
  return next_ == order_.size() && files_.empty();
}

}  // namespace why502::counting
