// read_ahead.cc -- a ring of blocks between two threads.
#include "lib/input/read_ahead.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "lib/base/errno_guard.h"

namespace why502::input {
namespace {

class ReadAhead final : public SourceReader {
 public:
  ReadAhead(std::unique_ptr<SourceReader> reader, std::size_t block_bytes, std::atomic<bool>* quit,
            const std::atomic<bool>* stop)
      : reader_(std::move(reader)), block_bytes_(std::max<std::size_t>(block_bytes, 1)), quit_(quit), stop_(stop) {
    for (Block& block : blocks_) block.bytes = std::make_unique_for_overwrite<char[]>(block_bytes_);
  }
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ~ReadAhead() override {
    const base::ErrnoGuard guard;
    {
      const std::lock_guard lock(mutex_);
      *quit_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  // false: there are no more threads.
  bool start() {
    const base::ErrnoGuard guard;
    try {
      thread_ = std::thread([this] { fill(); });
    } catch (const std::system_error&) {
      return false;
    }
    return true;
  }
  std::unique_ptr<SourceReader> take_reader() { return std::move(reader_); }

  Result<std::size_t> read(std::span<char> into) override {
    const base::ErrnoGuard guard;
    std::unique_lock lock(mutex_);
    quit_if_stopped();
    while (first_ == last_ && !is_over_) {
      // A signal that sets `stop` wakes nobody. The thread may have read something just before: that is not lost.
      changed_.wait_for(lock, std::chrono::milliseconds(50));
      quit_if_stopped();
    }
    if (first_ == last_) {
      if (broken_) std::rethrow_exception(broken_);
      if (error_) return *error_;
      return std::size_t{0};
    }
    Block& block = blocks_[first_ % kBlocks];
    lock.unlock();
    const std::size_t n = std::min(into.size(), block.size - block.at);
    std::memcpy(into.data(), block.bytes.get() + block.at, n);
    block.at += n;
    if (block.at < block.size) return n;
    lock.lock();
    ++first_;
    changed_.notify_all();
    return n;
  }

 private:
  static constexpr std::size_t kBlocks = 4;
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0, at = 0;  // what of it is left
  };

  // REQUIRES: the lock.
  void quit_if_stopped() {
    if (stop_ == nullptr || !*stop_ || *quit_) return;
    *quit_ = true;
    changed_.notify_all();
  }

  // The thread: reads into the block behind the last one.
  void fill() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return last_ - first_ < kBlocks || *quit_; });
      if (*quit_) break;
      Block& block = blocks_[last_ % kBlocks];
      lock.unlock();
      Result<std::size_t> n = std::size_t{0};
      std::exception_ptr broken;
      try {
        n = reader_->read({block.bytes.get(), block_bytes_});
      } catch (...) {
        broken = std::current_exception();  // bad_alloc: for whoever reads
      }
      lock.lock();
      broken_ = broken;
      if (!n) error_ = n.error();
      if (broken || !n || *n == 0) break;
      block.size = *n;
      block.at = 0;
      ++last_;
      changed_.notify_all();
    }
    is_over_ = true;
    changed_.notify_all();
  }

  std::unique_ptr<SourceReader> reader_;
  const std::size_t block_bytes_;
  std::atomic<bool>* const quit_;
  const std::atomic<bool>* const stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Block, kBlocks> blocks_;
  std::size_t first_ = 0, last_ = 0;  // [first_, last_) are filled
  bool is_over_ = false;
  std::optional<Error> error_;
  std::exception_ptr broken_;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<SourceReader> read_ahead(std::unique_ptr<SourceReader> reader, std::size_t block_bytes,
                                         std::atomic<bool>* quit, const std::atomic<bool>* stop) {
  auto ahead = std::make_unique<ReadAhead>(std::move(reader), block_bytes, quit, stop);
  if (!ahead->start()) return ahead->take_reader();
  return ahead;
}

}  // namespace why502::input
