// unpack_test.cc -- compressed streams: whole, in pieces, of many members, damaged.
#include "lib/input/unpack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "tests/input/packed.h"

namespace why502::input {
namespace {

using why502_tests::packers;

// Gives its bytes in pieces of one size.
class Pieces final : public SourceReader {
 public:
  Pieces(std::string bytes, std::size_t size) : bytes_(std::move(bytes)), size_(size) {}

  Result<std::size_t> read(std::span<char> into) override {
    const std::size_t n = bytes_.copy(into.data(), std::min(into.size(), size_), at_);
    at_ += n;
    return n;
  }

 private:
  std::string bytes_;
  std::size_t size_, at_ = 0;
};

struct Outcome {
  std::string bytes, error;
  bool operator==(const Outcome&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& o) {
  return out << o.bytes.size() << " bytes, error '" << o.error << "'";
}

// What comes out, read `out` bytes at a time, where the packed bytes come `in` at a time.
Outcome read_all(const std::string& packed, std::size_t in = 1 << 20, std::size_t out = 1 << 20) {
  auto reader = unpack_if_packed(std::make_unique<Pieces>(packed, in), "x.log");
  Outcome outcome;
  std::string room(out, '\0');
  for (;;) {
    const auto n = reader->read(room);
    if (!n) {
      outcome.error = n.error().message;
      return outcome;
    }
    if (*n == 0) return outcome;
    outcome.bytes.append(room, 0, *n);
  }
}

std::string log_of(std::size_t size) {
  std::string log;
  for (unsigned i = 0; log.size() < size; ++i) log += "line " + std::to_string(i * 7919u % 1000u) + " of a log\n";
  return log;
}

class Unpack : public testing::TestWithParam<std::size_t> {
 protected:
  std::string pack(std::string_view bytes) const { return packers()[GetParam()].pack(bytes); }
  std::string kind() const { return std::string(packers()[GetParam()].id); }
};

TEST_P(Unpack, GivesWhatWasPackedWhateverThePieces) {
  for (const std::size_t size : {0u, 1u, 100u, 300'000u}) {
    const std::string log = log_of(size);
    const std::string packed = pack(log);
    EXPECT_EQ(read_all(packed), (Outcome{log, ""})) << size;
    EXPECT_EQ(read_all(packed, 1, 4096), (Outcome{log, ""})) << size;
    EXPECT_EQ(read_all(packed, 7, 1000), (Outcome{log, ""})) << size;
    if (size <= 100) {
      EXPECT_EQ(read_all(packed, 1, 1), (Outcome{log, ""})) << size;
    }
  }
}

TEST_P(Unpack, GoesOnWithTheNextMember) {
  const std::string log = log_of(5000);
  std::string packed;
  for (int i = 0; i < 30; ++i) packed += pack(log.substr(0, static_cast<std::size_t>(i) * 100)) + pack("");
  std::string expected;
  for (int i = 0; i < 30; ++i) expected += log.substr(0, static_cast<std::size_t>(i) * 100);
  EXPECT_EQ(read_all(packed), (Outcome{expected, ""}));
  EXPECT_EQ(read_all(packed, 1, 1 << 20), (Outcome{expected, ""}));
  EXPECT_EQ(read_all(packed + std::string(512, '\0')), (Outcome{expected, ""})) << "zeros fill the last block";
}

TEST_P(Unpack, SaysWhereItsEndIsMissingAndGivesWhatCameBefore) {
  const std::string log = log_of(2000), packed = pack(log);
  for (std::size_t size = kMagicBytes; size < packed.size(); ++size) {
    const Outcome outcome = read_all(packed.substr(0, size));
    ASSERT_TRUE(log.starts_with(outcome.bytes)) << size;
    ASSERT_EQ(outcome.error.find("cannot read all of 'x.log': its " + kind() + " data "), 0u) << size << outcome;
  }
}

TEST_P(Unpack, SaysWhereItIsDamaged) {
  const std::string log = log_of(300'000);
  std::string packed = pack(log);
  for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 64; ++i) packed[i] = static_cast<char>(~packed[i]);
  const Outcome outcome = read_all(packed);
  EXPECT_EQ(outcome.error.find("cannot read all of 'x.log': its " + kind() + " data is damaged, at byte "), 0u)
      << outcome;
}

TEST_P(Unpack, SaysWhatFollowsIt) {
  const std::string log = log_of(1000), packed = pack(log);
  EXPECT_EQ(read_all(packed + "garbage"),
            (Outcome{log, "cannot read all of 'x.log': something else follows its " + kind() + " data, at byte " +
                              std::to_string(packed.size())}));
}

INSTANTIATE_TEST_SUITE_P(Kinds, Unpack, testing::Range(std::size_t{0}, packers().size()),
                         [](const auto& each) { return std::string(packers()[each.param].id); });

TEST(UnpackIfPacked, LeavesTheOthersAlone) {
  for (const std::string bytes :
       {"", "B", "BZ", "\x1f", "\x1f\x8b\x08", "2026/08/20 12:34:56 [error]", "BZhang was here\n"}) {
    EXPECT_EQ(read_all(bytes, 1, 1), (Outcome{bytes, ""})) << bytes;
    EXPECT_EQ(read_all(bytes), (Outcome{bytes, ""})) << bytes;
  }
}

// A pipe's first line is not kept waiting for more bytes.
TEST(UnpackIfPacked, AsksForNoMoreThanItNeeds) {
  class Once final : public SourceReader {
   public:
    Result<std::size_t> read(std::span<char> into) override {
      EXPECT_FALSE(std::exchange(asked_, true)) << "asked again";
      into[0] = '2';
      return std::size_t{1};
    }

   private:
    bool asked_ = false;
  };
  auto reader = unpack_if_packed(std::make_unique<Once>(), "<stdin>");
  char room[64];
  const auto n = reader->read(room);
  ASSERT_TRUE(n.has_value());
  EXPECT_EQ(std::string(room, *n), "2");
}

}  // namespace
}  // namespace why502::input
