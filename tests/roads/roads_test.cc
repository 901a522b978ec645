// roads_test.cc -- every road gives the same events, counters and rejects.
#include "tests/roads/roads.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/twin/edges.h"
#include "tests/twin/same.h"

namespace why502_tests {

// GoogleTest shows the case's name instead of its bytes.
static void PrintTo(const Edge& edge, std::ostream* out) { *out << edge.name; }

namespace {

// The edge cases, and all of the small ones in one log.
std::vector<Edge> cases() {
  std::vector<Edge> all = edges();
  Edge together = {"all_small_ones_together", "what one leaves behind does not change the next", ""};
  for (const Edge& edge : all) {
    if (edge.bytes.size() < 8000) together.bytes += edge.bytes + "\n";
  }
  all.push_back(together);
  return all;
}

class Roads : public testing::TestWithParam<Edge> {
 protected:
  // Bytewise roads over very long logs tell nothing new.
  bool is_small() const { return GetParam().bytes.size() < 100'000; }

  const std::string& bytes_ = GetParam().bytes;
  const why502::Parser parser_ = make_parser(4096);
  const TwinResult expected_ = by_memory(parser_, bytes_);
};

TEST_P(Roads, BlocksOfAnySizeOverMemory) {
  for (const std::size_t block : {1u, 2u, 3u, 7u, 64u, 4096u}) {
    EXPECT_EQ(difference(expected_, by_memory(parser_, bytes_, block)), "") << "block_bytes " << block;
  }
}

TEST_P(Roads, ReaderThatGivesPieces) {
  for (const std::size_t piece : {1u, 2u, 3u, 7u, 64u, 4096u}) {
    if (piece < 64 && !is_small()) continue;
    EXPECT_EQ(difference(expected_, by_reader(parser_, bytes_, pieces_of(piece))), "") << "pieces of " << piece;
  }
  EXPECT_EQ(difference(expected_, by_reader(parser_, bytes_, random_pieces(1, 5000))), "");
}

TEST_P(Roads, BlocksOfAnySize) {
  for (const std::size_t block : {1u, 2u, 3u, 7u, 64u, 4096u}) {
    if (block < 64 && !is_small()) continue;
    EXPECT_EQ(difference(expected_, by_reader(parser_, bytes_, pieces_of(1 << 30), block)), "")
        << "blocks of " << block;
    EXPECT_EQ(difference(expected_, by_reader(parser_, bytes_, random_pieces(block, 100), block)), "")
        << "random pieces into blocks of " << block;
  }
}

TEST_P(Roads, Feed) {
  EXPECT_EQ(difference(expected_, by_feed(parser_, bytes_, pieces_of(bytes_.size() + 1))), "") << "whole";
  EXPECT_EQ(difference(expected_, by_feed(parser_, bytes_, pieces_of(1))), "") << "bytewise";
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    EXPECT_EQ(difference(expected_, by_feed(parser_, bytes_, random_pieces(seed, seed * seed * 5))), "")
        << "random chunks, seed " << seed;
  }
}

// One cut, at each byte.
TEST_P(Roads, FeedCutOnceAnywhere) {
  if (bytes_.size() > 3000) return;
  for (std::size_t cut = 1; cut < bytes_.size(); ++cut) {
    EXPECT_EQ(difference(expected_, by_feed(parser_, bytes_, pieces_of(cut))), "") << "cuts each " << cut;
  }
}

TEST_P(Roads, PipeAndFile) {
  EXPECT_EQ(difference(expected_, by_pipe(parser_, bytes_, random_pieces(2, 1000))), "") << "pipe";
  EXPECT_EQ(difference(expected_, by_pipe(parser_, bytes_, pieces_of(1 << 20))), "") << "pipe, as it takes";
  EXPECT_EQ(difference(expected_, by_file(parser_, bytes_)), "") << "file";
  EXPECT_EQ(difference(expected_, by_file(parser_, bytes_, 64)), "") << "file, blocks of 64";
}

INSTANTIATE_TEST_SUITE_P(Hand, Roads, testing::ValuesIn(cases()), [](const auto& edge) { return edge.param.name; });

}  // namespace
}  // namespace why502_tests
