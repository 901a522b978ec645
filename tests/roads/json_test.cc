// json_test.cc -- every road gives the same bytes of JSON.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "tests/input/packed.h"
#include "tests/roads/roads.h"
#include "tests/twin/edges.h"
#include "why502/aggregate.h"
#include "why502/report.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::Source;

const char* const kName = "error.log";

std::string json_of(const Aggregate& aggregate) {
  std::string out;
  const auto written =
      why502::write_report(aggregate, why502::ReportId::json, {}, [&](std::string_view piece) { out += piece; });
  EXPECT_TRUE(written.has_value());
  return out;
}

std::string json_of(const why502::Parser& parser, Source source) {
  const auto aggregate = why502::aggregate(parser, std::move(source));
  EXPECT_TRUE(aggregate.has_value());
  return json_of(*aggregate);
}

std::string json_by_reader(const why502::Parser& parser, const std::string& bytes, Pieces pieces) {
  return json_of(parser, Source::from_reader(std::make_unique<PieceReader>(bytes, std::move(pieces)), kName));
}

std::string json_by_feed(const why502::Parser& parser, const std::string& bytes, const Pieces& pieces) {
  auto aggregate = Aggregate::create();
  EXPECT_TRUE(aggregate.has_value());
  const auto on_event = [&](const why502::Event& event) { aggregate->add(event); };
  why502::Feed feed(parser, kName);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::string chunk = bytes.substr(at, pieces());
    feed.write(chunk, on_event);
    at += chunk.size();
  }
  feed.finish(on_event);
  aggregate->add(why502::Input{kName, feed.counters(), "", ""});
  return json_of(*aggregate);
}

std::string json_by_file(const why502::Parser& parser, const std::string& bytes) {
  std::FILE* file = std::tmpfile();
  EXPECT_EQ(std::fwrite(bytes.data(), 1, bytes.size(), file), bytes.size());
  std::rewind(file);
  std::string json = json_of(parser, Source::from_fd(::fileno(file), kName));
  std::fclose(file);
  return json;
}

void expect_one_json(const std::string& bytes) {
  const why502::Parser parser = make_parser(4096);
  const std::string json = json_of(parser, Source::from_memory(bytes, kName));
  EXPECT_FALSE(json.empty());
  EXPECT_EQ(json, json_by_file(parser, bytes));
  for (const Packer& packer : packers()) EXPECT_EQ(json, json_by_file(parser, packer.pack(bytes))) << packer.id;
  EXPECT_EQ(json, json_by_reader(parser, bytes, pieces_of(4096)));
  EXPECT_EQ(json, json_by_reader(parser, bytes, random_pieces(3, 300)));
  EXPECT_EQ(json, json_by_feed(parser, bytes, random_pieces(4, 300)));
  if (bytes.size() > 100'000) return;
  EXPECT_EQ(json, json_by_reader(parser, bytes, pieces_of(1)));
  EXPECT_EQ(json, json_by_feed(parser, bytes, pieces_of(1)));
}

TEST(Json, IsTheSameByEveryRoad) {
  std::string together;
  for (const Edge& edge : edges()) {
    SCOPED_TRACE(edge.name);
    expect_one_json(edge.bytes);
    if (edge.bytes.size() < 8000) together += edge.bytes + "\n";
  }
  expect_one_json(together);
}

}  // namespace
}  // namespace why502_tests
