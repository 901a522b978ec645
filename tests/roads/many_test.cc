// many_test.cc -- very many groups and files, read by several threads.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include "tests/engine/records.h"
#include "tests/input/folder.h"
#include "tests/roads/roads.h"
#include "tests/roads/sliced.h"

namespace why502_tests {
namespace {

// So many groups that threads which count each for themselves would keep them several times: one goes on alone.
TEST(Many, GroupsAreOneReport) {
  constexpr std::size_t kGroups = 40'000;
  const why502::Parser parser = make_parser();
  const Folder folder;
  std::string all;
  std::vector<std::string> parts(20);
  for (std::size_t i = 0; i < kGroups; ++i) {
    const std::string record = kHead + kRefused + ", client: 1.1.1.1, server: a, upstream: \"http://u" +
                               std::to_string(i * 7'919 % kGroups) + ":80/\"\n";
    all += record;
    parts[i % parts.size()] += record;
  }
  std::vector<std::string> files;
  for (const std::string& part : parts) files.push_back(folder.file("part" + std::to_string(files.size()), part));
  for (const std::vector<std::string>& inputs : {std::vector{folder.file("all.log", all)}, files}) {
    const why502::counting::Cuts far = cuts(1 << 18, (1 << 20) + (1 << 16));
    const std::string one = json_by_slices(parser, inputs, 1, far);
    EXPECT_NE(one.find("u39999:80"), std::string::npos);
    EXPECT_TRUE(one == json_by_slices(parser, inputs, 2, far));
  }
}

std::size_t open_descriptors() {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
}

// Once, a file of which the slices did not fit together stayed open to the end.
TEST(Many, FilesThatAreReadAnewAreClosed) {
  const Folder folder;
  std::vector<std::string> files;
  for (int i = 0; i < 60; ++i) files.push_back(folder.file(std::to_string(i) + ".log", record_over_lines() + "\n"));
  const why502::Parser parser = make_parser();
  std::size_t events = 0, most = 0;
  const auto on_event = [&](const why502::Event&) {
    ++events;
    most = std::max(most, open_descriptors());
    return true;
  };
  why502::RunOptions options;
  options.jobs = 2;
  options.on_event = on_event;
  const std::size_t before = open_descriptors();
  why502::counting::Trace trace;
  why502::counting::run_with(parser, files, options, cuts(1, 100), &trace);
  EXPECT_EQ(trace.read_anew, files.size()) << "or this tests nothing";
  EXPECT_EQ(events, files.size());
  EXPECT_LT(most, before + 20);
}

}  // namespace
}  // namespace why502_tests
