// read_ahead_test.cc -- a reader on a thread of its own loses nothing that was read.
#include "lib/input/read_ahead.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <thread>

namespace why502::input {
namespace {

// A log of three pieces, of which the second comes with the signal that ends the reading.
class Stopped final : public SourceReader {
 public:
  Stopped(std::atomic<bool>* stop, const std::atomic<bool>* quit) : stop_(stop), quit_(quit) {}
  Result<std::size_t> read(std::span<char> into) override {
    if (*quit_) return std::size_t{0};
    if (++pieces_ == 2) *stop_ = true;
    std::memcpy(into.data(), "piece", 5);
    if (pieces_ < 3) return std::size_t{5};
    while (!*quit_) std::this_thread::yield();
    return std::size_t{0};
  }

 private:
  std::atomic<bool>* stop_;
  const std::atomic<bool>* quit_;
  int pieces_ = 0;
};

// The report once said "nothing was read" of a line that had come before the signal.
TEST(ReadAhead, GivesOutWhatWasReadBeforeTheStop) {
  for (int i = 0; i < 100; ++i) {
    std::atomic<bool> stop{false}, quit{false};
    const auto open = [&](const std::atomic<bool>*) -> Result<std::unique_ptr<SourceReader>> {
      return std::unique_ptr<SourceReader>(std::make_unique<Stopped>(&stop, &quit));
    };
    auto opened = read_ahead(open, 64, &quit, &stop);
    ASSERT_TRUE(opened.has_value());
    const auto reader = *std::move(opened);
    std::string all;
    std::array<char, 64> piece;
    for (auto n = reader->read(piece); n.has_value() && *n > 0; n = reader->read(piece)) all.append(piece.data(), *n);
    ASSERT_EQ(all, "piecepiece") << i;
  }
}

class WithoutMemory final : public SourceReader {
 public:
  Result<std::size_t> read(std::span<char> into) override {
    if (++pieces_ > 2) throw std::bad_alloc();
    std::memcpy(into.data(), "piece", 5);
    return std::size_t{5};
  }

 private:
  int pieces_ = 0;
};

// What the thread has no memory for whoever reads hears of, behind what was read before.
TEST(ReadAhead, ThrowsWhatItsThreadMet) {
  std::atomic<bool> quit{false};
  const auto open = [](const std::atomic<bool>*) -> Result<std::unique_ptr<SourceReader>> {
    return std::unique_ptr<SourceReader>(std::make_unique<WithoutMemory>());
  };
  auto opened = read_ahead(open, 64, &quit, nullptr);
  ASSERT_TRUE(opened.has_value());
  const auto reader = *std::move(opened);
  std::array<char, 64> piece;
  for (int i = 0; i < 2; ++i) {
    const auto n = reader->read(piece);
    ASSERT_TRUE(n.has_value());
    EXPECT_EQ(*n, 5u);
  }
  EXPECT_THROW((void)reader->read(piece), std::bad_alloc);
}

TEST(ReadAhead, GivesTheErrorOfWhatCannotBeOpened) {
  std::atomic<bool> quit{false};
  const auto open = [](const std::atomic<bool>*) -> Result<std::unique_ptr<SourceReader>> {
    return Error{Errc::not_found, "it is not there"};
  };
  const auto opened = read_ahead(open, 64, &quit, nullptr);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().message, "it is not there");
}

}  // namespace
}  // namespace why502::input
