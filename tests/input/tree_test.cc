// tree_test.cc -- what inputs stand for: each file once, by name, whatever leads to it.
#include "lib/input/tree.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/input/folder.h"

namespace why502::input {
namespace {

using why502_tests::Folder;

// The paths, with the folder's own left out; " (in)" if found below a directory,
// " !" if it has an error.
std::vector<std::string> list(const Folder& folder, std::vector<std::string> inputs) {
  std::vector<std::string> shown;
  for (const Found& found : list_inputs(inputs)) {
    std::string path = found.path;
    if (path.starts_with(folder.path())) path.erase(0, folder.path().size());
    shown.push_back(path + (found.in_directory ? " (in)" : "") + (found.error ? " !" : ""));
  }
  return shown;
}

using Paths = std::vector<std::string>;

TEST(ListInputs, KeepsTheOrderGiven) {
  const Folder folder;
  const std::string a = folder.file("a.log"), b = folder.file("b.log");
  EXPECT_EQ(list(folder, {b, a}), (Paths{"/b.log", "/a.log"}));
  EXPECT_EQ(list(folder, {}), Paths{});
}

// A rotation that was caught in the middle.
TEST(ListInputs, OfAFileAndItsCompressedTwinThePlainOneIsRead) {
  const Folder folder;
  folder.file("error.log.1");
  const std::string gz = folder.file("error.log.1.gz");
  folder.file("error.log.2.gz");
  const auto found = list_inputs(std::vector{folder.path()});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].skipped, "");
  EXPECT_EQ(found[1].skipped, "the same as '" + folder.path() + "/error.log.1', which is not compressed");
  EXPECT_EQ(found[2].skipped, "");
  EXPECT_EQ(list_inputs(std::vector{gz})[0].skipped, "") << "who names it wants it";
}

TEST(ListInputs, KnowsSizes) {
  const Folder folder;
  const auto found = list_inputs(std::vector{folder.file("a.log", "12345")});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].bytes, 5u);
}

TEST(ListInputs, ADirectoryStandsForTheFilesBelowByName) {
  const Folder folder;
  folder.folder("logs/b/deep/er");
  folder.file("logs/c.log");
  folder.file("logs/a.log");
  folder.file("logs/b/2.log");
  folder.file("logs/b/10.log");
  folder.file("logs/b/deep/er/x.log");
  folder.folder("logs/empty");
  const Paths expected = {"/logs/a.log (in)", "/logs/b/10.log (in)", "/logs/b/2.log (in)", "/logs/b/deep/er/x.log (in)",
                          "/logs/c.log (in)"};
  EXPECT_EQ(list(folder, {folder / "logs"}), expected);
  EXPECT_EQ(list(folder, {folder / "logs/empty"}), Paths{});
}

TEST(ListInputs, AFileIsListedOnceWhateverItsNames) {
  const Folder folder;
  const std::string a = folder.file("a.log", "x"), link = folder.link("link.log", a), hard = folder / "hard.log";
  std::filesystem::create_hard_link(a, hard);
  EXPECT_EQ(list(folder, {a, a}), (Paths{"/a.log"}));
  EXPECT_EQ(list(folder, {link, a}), (Paths{"/link.log"}));
  EXPECT_EQ(list(folder, {hard, a, link}), (Paths{"/hard.log"}));
  EXPECT_EQ(list(folder, {folder.path()}), (Paths{"/a.log (in)"}));
  EXPECT_EQ(list(folder, {link, folder.path()}), (Paths{"/link.log"}));
}

TEST(ListInputs, ADirectoryIsListedOnceWhateverItsNames) {
  const Folder folder;
  const std::string logs = folder.folder("logs");
  folder.file("logs/a.log");
  folder.link("other", logs);
  EXPECT_EQ(list(folder, {logs, logs, folder / "other"}), (Paths{"/logs/a.log (in)"}));
  EXPECT_EQ(list(folder, {folder.path()}), (Paths{"/logs/a.log (in)"}));
}

TEST(ListInputs, LoopsOfLinksEnd) {
  const Folder folder;
  folder.folder("logs/sub");
  folder.file("logs/sub/a.log");
  folder.link("logs/sub/up", folder / "logs");
  folder.link("logs/sub/self", ".");
  EXPECT_EQ(list(folder, {folder / "logs"}), (Paths{"/logs/sub/a.log (in)"}));
}

TEST(ListInputs, ABrokenLinkIsToldWhereverItIs) {
  const Folder folder;
  folder.folder("logs");
  const std::string broken = folder.link("logs/broken", folder / "gone");
  EXPECT_EQ(list(folder, {broken}), (Paths{"/logs/broken !"}));
  EXPECT_EQ(list(folder, {folder / "logs"}), (Paths{"/logs/broken (in) !"}));
}

TEST(ListInputs, WhatIsMissingIsToldAndTheRestIsListed) {
  const Folder folder;
  const std::string a = folder.file("a.log"), missing = folder / "missing.log";
  const auto found = list_inputs(std::vector{missing, a});
  ASSERT_EQ(found.size(), 2u);
  ASSERT_TRUE(found[0].error.has_value());
  EXPECT_EQ(found[0].error->code, Errc::not_found);
  EXPECT_EQ(found[0].error->message, "cannot open '" + missing + "': no such file");
  EXPECT_FALSE(found[1].error.has_value());
}

TEST(ListInputs, InADirectoryOnlyRegularFilesCount) {
  const Folder folder;
  folder.folder("logs");
  folder.file("logs/a.log");
  const std::string fifo = folder.fifo("logs/fifo");
  folder.link("logs/null", "/dev/null");
  EXPECT_EQ(list(folder, {folder / "logs"}), (Paths{"/logs/a.log (in)"}));
  EXPECT_EQ(list(folder, {fifo, "/dev/null"}), (Paths{"/logs/fifo", "/dev/null"})) << "what is named is meant";
}

TEST(ListInputs, StandardInputIsTakenOnce) {
  const Folder folder;
  const std::string a = folder.file("a.log");
  EXPECT_EQ(list(folder, {"-", a, "-"}), (Paths{"-", "/a.log"}));
}

TEST(ListInputs, HoldsADeepTree) {
  const Folder folder;
  std::string deep = "logs";
  for (int i = 0; i < 100; ++i) deep += "/d";
  folder.folder(deep);
  folder.file(deep + "/a.log");
  EXPECT_EQ(list(folder, {folder / "logs"}).size(), 1u);
}

}  // namespace
}  // namespace why502::input
