// zones_test.cc -- PHP's stamps name their time zone, and whoever writes a log writes names.
#include <gtest/gtest.h>
#include <malloc.h>
#include <unistd.h>

#include <string>

#include "lib/base/zone.h"
#include "tests/input/folder.h"
#include "tests/roads/roads.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

std::string php_line(const std::string& zone) {
  return "[26-Nov-2026 00:02:17 " + zone + "] PHP Fatal error:  Uncaught x in /a.php:3\n";
}

std::optional<why502::Timestamp> time_of(const std::string& line) {
  const why502::Parser parser = make_parser();
  const TwinResult result = by_memory(parser, line);
  return result.counters.first;
}

// Abseil opens any path as a zone's file. Of a pipe that nobody writes to, that waited for good: one line of a log
// was enough.
TEST(ZonesOfALog, NoFileOutsideOfTheDatabaseIsOpened) {
  ::alarm(60);  // ends this program, if it hangs
  const Folder folder;
  const std::string pipe = folder.fifo("pipe");
  EXPECT_FALSE(why502::base::Zone::load_foreign(pipe));
  EXPECT_EQ(time_of(php_line(pipe)), time_of(php_line("UTC"))) << "a name that is none: the log's zone";
  ::alarm(0);
  for (const char* name : {"/usr/share/zoneinfo/Europe/Berlin", "../zoneinfo/UTC", "", "Europe", "localtime",
                           "Fixed/UTC+01:02:03", "Nowhere/Land"}) {
    EXPECT_FALSE(why502::base::Zone::load_foreign(name)) << name;
  }
}

TEST(ZonesOfALog, ThoseOfTheDatabaseAreKnown) {
  const auto utc = time_of(php_line("UTC"));
  ASSERT_TRUE(utc);
  EXPECT_EQ(*utc - *time_of(php_line("Europe/Berlin")), std::chrono::hours(1));
  EXPECT_EQ(*utc - *time_of(php_line("+02:00")), std::chrono::hours(2));
  EXPECT_EQ(*utc - *time_of(php_line("America/Argentina/Buenos_Aires")), -std::chrono::hours(3));
}

// Abseil keeps what it has been asked for, for good, names of no zone as well: 10 million were a gigabyte.
TEST(ZonesOfALog, NamesOfNoneAreNotKept) {
  constexpr int kNames = 50'000;
  const why502::Parser parser = make_parser();
  why502::Feed feed(parser);
  const auto scan = [&](int from, int to) {
    for (int i = from; i < to; ++i) feed.write(php_line("Zone/A" + std::to_string(i)), {});
  };
  scan(0, 100);
  const std::size_t before = ::mallinfo2().uordblks;
  scan(100, kNames);
  feed.flush({});
  const std::size_t after = ::mallinfo2().uordblks;
  EXPECT_LT(after, before + (1 << 18)) << "bytes more for " << kNames << " names";
  EXPECT_EQ(feed.counters().event, std::uint64_t{kNames});
}

}  // namespace
}  // namespace why502_tests
