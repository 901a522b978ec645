// source_test.cc -- a Source: its kinds, its states after the end and after an error.
#include "why502/source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "lib/input/block.h"
#include "tests/input/folder.h"

namespace why502 {
namespace {

using why502_tests::Folder;

// Gives `pieces` in turn; "!" is an error, "" the end.
class Script : public SourceReader {
 public:
  Script(std::vector<std::string> pieces, int* calls) : pieces_(std::move(pieces)), calls_(calls) {}
  Result<std::size_t> read(std::span<char> into) override {
    ++*calls_;
    EXPECT_GT(into.size(), 0u);
    const std::string piece = at_ < pieces_.size() ? pieces_[at_++] : "";
    if (piece == "!") return Error{Errc::io, "it broke"};
    EXPECT_LE(piece.size(), into.size());
    piece.copy(into.data(), piece.size());
    return piece.size();
  }

 private:
  std::vector<std::string> pieces_;
  std::size_t at_ = 0;
  int* calls_;
};

std::string read_all(Source& source, std::size_t room) {
  std::string all, piece(room, '\0');
  for (;;) {
    const auto n = source.read(piece);
    if (!n || *n == 0) return all;
    all += piece.substr(0, *n);
  }
}

TEST(Source, OfMemoryIsTheBytesThemselves) {
  const std::string bytes = "some bytes";
  Source source = Source::from_memory(bytes);
  EXPECT_EQ(source.name(), "<memory>");
  ASSERT_TRUE(source.contiguous().has_value());
  EXPECT_EQ(source.contiguous()->data(), bytes.data());
  EXPECT_EQ(read_all(source, 3), bytes);
  EXPECT_EQ(Source::from_memory("x", "a.log").contiguous(), "x");
  EXPECT_EQ(Source::from_memory("").contiguous(), "");
}

TEST(Source, OfAFileHasItsPath) {
  const Folder folder;
  const std::string path = folder.file("a.log", "bytes");
  auto source = Source::open(path);
  ASSERT_TRUE(source.has_value());
  EXPECT_EQ(source->name(), path);
  EXPECT_EQ(source->contiguous(), std::nullopt);
  EXPECT_EQ(read_all(*source, 2), "bytes");
}

TEST(Source, OpenGivesTheErrorOfTheFile) {
  const Folder folder;
  const auto missing = Source::open(folder / "missing");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, Errc::not_found);
  const auto directory = Source::open(folder.path());
  ASSERT_FALSE(directory.has_value());
  EXPECT_EQ(directory.error().code, Errc::unsupported);
}

TEST(Source, MinusIsStandardInput) {
  const auto source = Source::open("-");
  ASSERT_TRUE(source.has_value());
  EXPECT_EQ(source->name(), "<stdin>");
}

TEST(Source, FromFdDoesNotClose) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  { Source source = Source::from_fd(ends[0], "<pipe>"); }
  ASSERT_EQ(::write(ends[1], "bytes", 5), 5);
  ::close(ends[1]);
  Source source = Source::from_fd(ends[0]);
  EXPECT_EQ(source.name(), "<fd>");
  EXPECT_EQ(read_all(source, 100), "bytes");
  ::close(ends[0]);
}

TEST(Source, AfterTheEndEveryCallGives0) {
  int calls = 0;
  Source source = Source::from_reader(std::make_unique<Script>(std::vector<std::string>{"a", "", "b"}, &calls), "s");
  char room[8];
  EXPECT_EQ(*source.read(room), 1u);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(*source.read(room), 0u);
  EXPECT_EQ(calls, 2) << "a reader is not asked again behind its end";
}

TEST(Source, AfterAnErrorEveryCallGivesTheSame) {
  int calls = 0;
  Source source = Source::from_reader(std::make_unique<Script>(std::vector<std::string>{"a", "!", "b"}, &calls), "s");
  char room[8];
  EXPECT_EQ(*source.read(room), 1u);
  for (int i = 0; i < 3; ++i) {
    const auto n = source.read(room);
    ASSERT_FALSE(n.has_value());
    EXPECT_EQ(n.error().code, Errc::io);
    EXPECT_EQ(n.error().message, "it broke");
  }
  EXPECT_EQ(calls, 2) << "a reader is not asked again behind its error";
}

TEST(Source, NoRoomIsNoEnd) {
  int calls = 0;
  Source source = Source::from_reader(std::make_unique<Script>(std::vector<std::string>{"a"}, &calls), "s");
  EXPECT_EQ(*source.read({}), 0u);
  EXPECT_EQ(calls, 0) << "a reader never gets an empty span";
  char room[8];
  EXPECT_EQ(*source.read(room), 1u);
}

TEST(Source, MovesWithItsState) {
  int calls = 0;
  Source source = Source::from_reader(std::make_unique<Script>(std::vector<std::string>{"a", "b"}, &calls), "name");
  char room[8];
  EXPECT_EQ(*source.read(room), 1u);
  Source moved = std::move(source);
  EXPECT_EQ(moved.name(), "name");
  EXPECT_EQ(*moved.read(room), 1u);
  EXPECT_EQ(room[0], 'b');
  EXPECT_EQ(*moved.read(room), 0u);
}

// --- Block: what is left over, and one read behind it

TEST(Block, KeepsWhatWasNotConsumed) {
  for (const std::size_t size : {1u, 2u, 3u, 7u, 64u}) {
    std::string bytes;
    for (int i = 0; i < 500; ++i) bytes += std::to_string(i) + ",";
    Source source = Source::from_memory(bytes);
    input::Block block(size);
    std::string seen;
    for (std::size_t step = 0;; ++step) {
      const auto n = block.fill(source);
      ASSERT_TRUE(n.has_value());
      if (*n == 0) break;
      // Sometimes nothing is taken, so that it must grow.
      const std::size_t take = step % 5 == 0 ? 0 : block.view().size() / 2 + step % 2;
      seen += block.view().substr(0, std::min(take, block.view().size()));
      block.consume(std::min(take, block.view().size()));
    }
    EXPECT_EQ(seen + std::string(block.view()), bytes) << size;
  }
}

TEST(Block, GrowsForWhatIsLongerThanItself) {
  const std::string bytes(100'000, 'x');
  Source source = Source::from_memory(bytes);
  input::Block block(10);
  for (;;) {
    const auto n = block.fill(source);
    ASSERT_TRUE(n.has_value());
    if (*n == 0) break;
  }
  EXPECT_EQ(block.view(), bytes);
}

TEST(Block, GivesTheErrorAndKeepsTheRest) {
  int calls = 0;
  Source source = Source::from_reader(std::make_unique<Script>(std::vector<std::string>{"abc", "!"}, &calls), "s");
  input::Block block(10);
  EXPECT_EQ(*block.fill(source), 3u);
  block.consume(1);
  EXPECT_FALSE(block.fill(source).has_value());
  EXPECT_EQ(block.view(), "bc");
}

TEST(Block, OfNoSizeReadsAByteAtATime) {
  Source source = Source::from_memory("ab");
  input::Block block(0);
  EXPECT_EQ(*block.fill(source), 1u);
  EXPECT_EQ(block.view(), "a");
}

}  // namespace
}  // namespace why502
