// roads.cc -- every road that bytes can take to become events.
#include "tests/roads/roads.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#include "tests/twin/same.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

void require(bool holds, const char* what) {
  if (holds) return;
  std::perror(what);
  std::abort();
}

}  // namespace

Pieces pieces_of(std::size_t size) {
  return [size] { return size; };
}

Pieces random_pieces(std::uint64_t seed, std::size_t most) {
  return [random = std::mt19937_64(seed), most]() mutable { return static_cast<std::size_t>(random() % most) + 1; };
}

why502::Result<std::size_t> PieceReader::read(std::span<char> into) {
  const std::size_t size = std::min({pieces_(), into.size(), bytes_.size() - at_});
  if (size > 0) std::memcpy(into.data(), bytes_.data() + at_, size);
  at_ += size;
  return size;
}

why502::Parser make_parser(std::size_t max_line_bytes, why502::Format format) {
  why502::ParserOptions options;
  options.format = format;
  options.max_line_bytes = max_line_bytes;
  auto parser = why502::Parser::create(options);
  require(parser.has_value(), "Parser::create");
  return std::move(*parser);
}

TwinResult by_scanner(const why502::Parser& parser, why502::Source source, std::size_t block_bytes) {
  Gather gather;
  auto on_reject = [&](const why502::Reject& reject) { gather.add(reject); };
  why502::ScanOptions options;
  options.block_bytes = block_bytes;
  options.on_reject = on_reject;
  why502::Scanner scanner(parser, source, options);
  while (const why502::Event* event = scanner.next()) gather.add(*event);
  require(scanner.error() == nullptr, "Scanner::error");
  gather.result.counters = scanner.counters();
  return gather.result;
}

TwinResult by_memory(const why502::Parser& parser, std::string_view bytes, std::size_t block_bytes) {
  return by_scanner(parser, why502::Source::from_memory(bytes), block_bytes);
}

TwinResult by_reader(const why502::Parser& parser, std::string_view bytes, Pieces pieces, std::size_t block_bytes) {
  auto reader = std::make_unique<PieceReader>(std::string(bytes), std::move(pieces));
  return by_scanner(parser, why502::Source::from_reader(std::move(reader), "<pieces>"), block_bytes);
}

TwinResult by_pipe(const why502::Parser& parser, std::string_view bytes, Pieces pieces) {
  int ends[2];
  require(::pipe(ends) == 0, "pipe");
  std::thread writer([&] {
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t size = std::min(pieces(), bytes.size() - at);
      const ssize_t written = ::write(ends[1], bytes.data() + at, size);
      require(written > 0, "write");
      at += static_cast<std::size_t>(written);
    }
    ::close(ends[1]);
  });
  TwinResult result = by_scanner(parser, why502::Source::from_fd(ends[0]));
  writer.join();
  ::close(ends[0]);
  return result;
}

TwinResult by_file(const why502::Parser& parser, std::string_view bytes, std::size_t block_bytes) {
  std::FILE* file = std::tmpfile();
  require(file != nullptr, "tmpfile");
  require(std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size(), "fwrite");
  std::rewind(file);
  TwinResult result = by_scanner(parser, why502::Source::from_fd(::fileno(file)), block_bytes);
  std::fclose(file);
  return result;
}

TwinResult by_feed(const why502::Parser& parser, std::string_view bytes, Pieces pieces) {
  Gather gather;
  auto on_reject = [&](const why502::Reject& reject) { gather.add(reject); };
  auto on_event = [&](const why502::Event& event) { gather.add(event); };
  why502::ScanOptions options;
  options.on_reject = on_reject;
  why502::Feed feed(parser, "<memory>", options);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = std::min(pieces(), bytes.size() - at);
    std::vector<char> chunk(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                            bytes.begin() + static_cast<std::ptrdiff_t>(at + size));
    feed.write({chunk.data(), chunk.size()}, on_event);
    std::fill(chunk.begin(), chunk.end(), '#');
    at += size;
  }
  feed.finish(on_event);
  gather.result.counters = feed.counters();
  return gather.result;
}

}  // namespace why502_tests
