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
#include "why502/report.h"

namespace why502_tests {
namespace {

std::string json(const std::vector<std::string>& inputs, std::size_t jobs) {
  const why502::Parser parser = make_parser();
  why502::RunOptions options;
  options.jobs = jobs;
  std::string json;
  EXPECT_TRUE(why502::write_report(
      why502::counting::run_with(parser, inputs, options, cuts(1 << 18, (1 << 20) + (1 << 16)), nullptr),
      why502::ReportId::json, {}, [&](std::string_view piece) { json += piece; }));
  return json;
}

// So many groups that threads which count each for themselves would keep them several times: one goes on alone.
TEST(Many, GroupsAreOneReport) {
  constexpr std::size_t kGroups = 40'000;
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
    const std::string one = json(inputs, 1);
    EXPECT_NE(one.find("u39999:80"), std::string::npos);
    EXPECT_TRUE(one == json(inputs, 2));
  }
}

std::size_t open_descriptors() {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
}

// Once, a file of which the slices did not fit together stayed open to the end.
TEST(Many, FilesThatAreReadAnewAreClosed) {
  std::string record = kHead + "FastCGI sent in stderr: \"PHP message: PHP Fatal error:  Uncaught x in /a.php:3";
  for (int i = 0; i < 30; ++i) record += "\n#" + std::to_string(i) + " /srv/www/lib/deep/in/framework.php(17)";
  record += "\nthrown in /a.php on line 3\" while reading response header from upstream" + kFields + "\n";
  const Folder folder;
  std::vector<std::string> files;
  for (int i = 0; i < 60; ++i) files.push_back(folder.file(std::to_string(i) + ".log", record));
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
