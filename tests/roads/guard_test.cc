// guard_test.cc -- nothing is read before the first byte or past the last one.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/roads/guarded.h"
#include "tests/roads/roads.h"
#include "tests/twin/edges.h"
#include "tests/twin/same.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

using why502::Event;

TEST(Guard, ParserStaysInItsRecord) {
  const why502::Parser parser = make_parser();
  why502::Scratch scratch;
  Guarded memory(8192);
  const std::string record = kGood + ", referrer: \"http://r/\"";
  const auto ignore = [](const Event&) {};
  for (std::size_t size = 0; size <= record.size(); ++size) {
    parser.parse(memory.at_end(record.substr(0, size)), scratch, ignore);
    parser.parse(memory.at_begin(record.substr(0, size)), scratch, ignore);
    parser.parse(memory.at_end(record.substr(size)), scratch, ignore);
    parser.parse(memory.at_begin(record.substr(size)), scratch, ignore);
  }
}

TEST(Guard, ParserStaysInEveryEdgeCase) {
  const why502::Parser parser = make_parser();
  why502::Scratch scratch;
  Guarded memory(2 << 20);
  for (const Edge& edge : edges()) {
    const auto ignore = [](const Event&) {};
    parser.parse(memory.at_end(edge.bytes), scratch, ignore);
    parser.parse(memory.at_begin(edge.bytes), scratch, ignore);
  }
}

TEST(Guard, ScannerStaysInItsMemory) {
  const why502::Parser parser = make_parser(4096);
  Guarded memory(2 << 20);
  for (const Edge& edge : edges()) {
    SCOPED_TRACE(edge.name);
    const TwinResult expected = by_memory(parser, edge.bytes);
    EXPECT_EQ(difference(expected, by_memory(parser, memory.at_end(edge.bytes))), "") << "at the end";
    EXPECT_EQ(difference(expected, by_memory(parser, memory.at_begin(edge.bytes))), "") << "at the begin";
  }
}

TEST(Guard, ScannerStaysInMemoryOfEachLength) {
  const why502::Parser parser = make_parser(4096);
  Guarded memory(8192);
  const std::string log = kGood + "\nx\n" + kHead + "FastCGI sent in stderr: \"a\nb\n" + kGood + "\r\n";
  for (std::size_t size = 0; size <= log.size(); ++size) {
    const std::string part = log.substr(0, size);
    EXPECT_EQ(difference(by_memory(parser, part), by_memory(parser, memory.at_end(part))), "") << size << " bytes";
  }
}

// Each chunk stands against a guard and is overwritten by the next one.
TEST(Guard, FeedStaysInItsChunks) {
  const why502::Parser parser = make_parser(4096);
  Guarded memory(8192);
  std::string log;
  for (const Edge& edge : edges()) {
    if (edge.bytes.size() < 8000) log += edge.bytes + "\n";
  }
  const TwinResult expected = by_memory(parser, log);
  for (const bool at_end : {true, false}) {
    for (const std::size_t most : {1u, 5u, 64u, 100u, 300u, 5000u}) {
      Gather gather;
      const auto on_event = [&](const Event& event) { gather.add(event); };
      const auto on_reject = [&](const why502::Reject& reject) { gather.add(reject); };
      why502::ScanOptions options;
      options.on_reject = on_reject;
      why502::Feed feed(parser, "<memory>", options);
      const Pieces pieces = random_pieces(most, most);
      for (std::size_t at = 0; at < log.size();) {
        const std::string chunk = log.substr(at, pieces());
        feed.write(at_end ? memory.at_end(chunk) : memory.at_begin(chunk), on_event);
        at += chunk.size();
      }
      feed.finish(on_event);
      gather.result.counters = feed.counters();
      EXPECT_EQ(difference(expected, gather.result), "") << "chunks of up to " << most;
    }
  }
}

}  // namespace
}  // namespace why502_tests
