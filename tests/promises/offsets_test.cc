// offsets_test.cc -- positions in a record have 32 bits, those in a stream 64: no record is so long, and streams are.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "tests/engine/records.h"
#include "tests/roads/roads.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t kFiller = std::uint64_t{1} << 28;  // only to see that nothing is touched that should not be
#else
constexpr std::uint64_t kFiller = (std::uint64_t{1} << 32) - 50;  // a record begins below 4 GiB and ends above
#endif

// A record, a line of `kFiller` bytes, and two records: made while it is read.
class LongStream : public why502::SourceReader {
 public:
  why502::Result<std::size_t> read(std::span<char> into) override {
    const std::size_t size = std::min<std::size_t>(into.size(), left());
    if (at_ < begin_.size()) {
      std::memcpy(into.data(), begin_.data() + at_, size);
    } else if (at_ < begin_.size() + kFiller) {
      std::memset(into.data(), 'x', size);
    } else {
      std::memcpy(into.data(), end_.data() + (at_ - begin_.size() - kFiller), size);
    }
    at_ += size;
    return size;
  }

 private:
  // Of the piece that is read.
  std::uint64_t left() const {
    if (at_ < begin_.size()) return begin_.size() - at_;
    if (at_ < begin_.size() + kFiller) return begin_.size() + kFiller - at_;
    return begin_.size() + kFiller + end_.size() - at_;
  }

  const std::string begin_ = kGood + "\n", end_ = "\n" + kGood + "\n" + kGood + "\n";
  std::uint64_t at_ = 0;
};

TEST(Offsets, OfAStreamGoOnBehind4GiB) {
  const why502::Parser parser = make_parser();
  const TwinResult result = by_scanner(parser, why502::Source::from_reader(std::make_unique<LongStream>(), "<long>"));
  ASSERT_EQ(result.events.size(), 3u);
  const std::uint64_t record = kGood.size() + 1;
  EXPECT_EQ(result.events[0].offset, 0u);
  EXPECT_EQ(result.events[1].offset, record + kFiller + 1);
  EXPECT_EQ(result.events[2].offset, record + kFiller + 1 + record);
  EXPECT_EQ(result.events[2].upstream, "10.1.2.3:8080");
  ASSERT_EQ(result.rejects.size(), 1u);
  EXPECT_EQ(result.rejects[0].verdict, why502::Verdict::too_long);
  EXPECT_EQ(result.rejects[0].offset, record);
  EXPECT_EQ(result.counters.bytes, 3 * record + kFiller + 1);
  EXPECT_EQ(result.counters.lines(), 4u);
}

TEST(Offsets, OfARecordStayBelow32Bits) {
  EXPECT_TRUE(why502::Parser::create({.max_line_bytes = std::size_t{1} << 30}));
  for (const std::size_t more : {(std::size_t{1} << 30) + 1, std::size_t{1} << 32, std::size_t(-1)}) {
    const auto parser = why502::Parser::create({.max_line_bytes = more});
    ASSERT_FALSE(parser) << more;
    EXPECT_EQ(parser.error().code, why502::Errc::bad_option);
  }
}

// Whoever has no bound of his own may hand in anything.
TEST(Offsets, ARecordOfMoreThan4GiBIsNone) {
  constexpr std::size_t kSize = (std::size_t{1} << 32) + 4096;
  void* const memory =
      ::mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) GTEST_SKIP() << "no address space here";
  char* const bytes = static_cast<char*>(memory);
  kGood.copy(bytes, kGood.size());
  const why502::Parser parser = make_parser();
  why502::Scratch scratch;
  EXPECT_EQ(parser.parse({bytes, kGood.size()}, scratch, {}), why502::Verdict::event);
  EXPECT_EQ(parser.parse({bytes, kSize}, scratch, {}), why502::Verdict::unrecognized);
  ::munmap(memory, kSize);
}

}  // namespace
}  // namespace why502_tests
