// roads.h -- every road that bytes can take to become events, each as one function.
#ifndef WHY502_TESTS_ROADS_ROADS_H_
#define WHY502_TESTS_ROADS_ROADS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "tests/twin/twin.h"
#include "why502/parser.h"
#include "why502/source.h"

namespace why502_tests {

// How many bytes the next piece has. The same seed gives the same pieces.
using Pieces = std::function<std::size_t()>;
Pieces pieces_of(std::size_t size);
Pieces random_pieces(std::uint64_t seed, std::size_t most);

// Gives its bytes in pieces, as a socket would.
class PieceReader : public why502::SourceReader {
 public:
  PieceReader(std::string bytes, Pieces pieces) : bytes_(std::move(bytes)), pieces_(std::move(pieces)) {}
  why502::Result<std::size_t> read(std::span<char> into) override;

 private:
  std::string bytes_;
  Pieces pieces_;
  std::size_t at_ = 0;
};

// A parser with this bound. Fails the program if there is none.
why502::Parser make_parser(std::size_t max_line_bytes = 1 << 20, why502::Format format = why502::Format::unknown);

// Pulled: what a Scanner gives of a source.
TwinResult by_scanner(const why502::Parser& parser, why502::Source source, std::size_t block_bytes = 256 * 1024);
TwinResult by_memory(const why502::Parser& parser, std::string_view bytes, std::size_t block_bytes = 256 * 1024);
TwinResult by_reader(const why502::Parser& parser, std::string_view bytes, Pieces pieces,
                     std::size_t block_bytes = 256 * 1024);
TwinResult by_pipe(const why502::Parser& parser, std::string_view bytes, Pieces pieces);
TwinResult by_file(const why502::Parser& parser, std::string_view bytes, std::size_t block_bytes = 256 * 1024);

// Pushed: what a Feed gives. Each chunk is overwritten after the call.
TwinResult by_feed(const why502::Parser& parser, std::string_view bytes, Pieces pieces);

}  // namespace why502_tests

#endif  // WHY502_TESTS_ROADS_ROADS_H_
