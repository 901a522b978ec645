// read_ahead_test.cc -- a reader on a thread of its own loses nothing that was read.
#include "lib/input/read_ahead.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstring>
#include <memory>
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
    const auto reader = read_ahead(std::make_unique<Stopped>(&stop, &quit), 64, &quit, &stop);
    std::string all;
    std::array<char, 64> piece;
    for (auto n = reader->read(piece); n.has_value() && *n > 0; n = reader->read(piece)) all.append(piece.data(), *n);
    ASSERT_EQ(all, "piecepiece") << i;
  }
}

}  // namespace
}  // namespace why502::input
