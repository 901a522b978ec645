// stream_test.cc -- how reports are given out: by name, in pieces, until told to stop.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/report/report_of.h"
#include "why502/catalog.h"

namespace why502::report_tests {
namespace {

const Aggregate& large() {
  static const Aggregate aggregate = [] {
    std::string log;
    for (int i = 0; i < 3000; ++i) log += refused(i, "10.0.0." + std::to_string(i) + ":80");
    return aggregate_of(log);
  }();
  return aggregate;
}

TEST(Reports, AreFoundByTheirIds) {
  for (const ReportInfo& info : reports()) {
    EXPECT_EQ(report_from_id(info.id), info.report);
    EXPECT_EQ(id(info.report), info.id);
    EXPECT_FALSE(info.media_type.empty());
    EXPECT_FALSE(info.description.empty());
  }
  EXPECT_EQ(report_from_id("JSON"), std::nullopt);
  EXPECT_EQ(report_from_id(""), std::nullopt);
}

TEST(Reports, AnUnknownTimeZoneIsAnOptionsError) {
  for (const ReportInfo& info : reports()) {
    bool called = false;
    const Result<bool> written = write_report(aggregate_of(""), info.report, {.time_zone = "Mars/Olympus"},
                                              [&](std::string_view) { called = true; });
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().code, Errc::bad_option);
    EXPECT_NE(written.error().message.find("Mars/Olympus"), std::string::npos);
    EXPECT_FALSE(called);
  }
}

TEST(Reports, ComeInPiecesOf64KiB) {
  for (const ReportInfo& info : reports()) {
    std::size_t most = 0;
    std::size_t pieces = 0;
    const Result<bool> written = write_report(large(), info.report, {.top = 0}, [&](std::string_view piece) {
      most = std::max(most, piece.size());
      ++pieces;
    });
    EXPECT_TRUE(written.has_value() && *written);
    EXPECT_LE(most, 64U * 1024U);
    // What is bounded may be one piece.
    EXPECT_GT(pieces, info.report == ReportId::prometheus ? 0U : 2U) << info.id;
  }
}

TEST(Reports, StopWhenToldTo) {
  for (const ReportInfo& info : reports()) {
    int calls = 0;
    const Result<bool> written = write_report(large(), info.report, {.top = 0}, [&](std::string_view) {
      ++calls;
      return false;
    });
    ASSERT_TRUE(written.has_value());
    EXPECT_FALSE(*written);
    EXPECT_EQ(calls, 1);
  }
}

}  // namespace
}  // namespace why502::report_tests
