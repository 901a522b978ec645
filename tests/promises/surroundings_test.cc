// surroundings_test.cc -- the library leaves the process as it found it: errno, locale, environment, and the standard
// streams, into which nothing is written. (Of scanning: tests/roads/feed_test.cc.)
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <clocale>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/input/folder.h"
#include "tests/roads/roads.h"
#include "tests/twin/pool.h"
#include "why502/compare.h"
#include "why502/partial.h"
#include "why502/redact.h"
#include "why502/report.h"
#include "why502/run.h"
#include "why502/time.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX wants it, glibc has it

namespace why502_tests {
namespace {

std::vector<std::string> environment() {
  std::vector<std::string> all;
  for (char** each = environ; *each != nullptr; ++each) all.emplace_back(*each);
  return all;
}

// What is written to the descriptor while this lives.
class Captured {
 public:
  explicit Captured(int fd) : fd_(fd), saved_(::dup(fd)), file_(std::tmpfile()) { ::dup2(::fileno(file_), fd); }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;
  ~Captured() {
    ::dup2(saved_, fd_);
    ::close(saved_);
    std::fclose(file_);
  }
  off_t bytes() const { return ::lseek(::fileno(file_), 0, SEEK_END); }

 private:
  int fd_, saved_;
  std::FILE* file_;
};

// All of the public interface, with what is right, wrong and missing.
void use_everything() {
  const Folder folder;
  std::string log;
  for (const std::string& record : record_pool()) log += record + "\n";
  log += "[26-Nov-2026 00:02:17 Nowhere/Land] PHP Fatal error:  x\n";
  log += "[26-Nov-2026 00:02:17 Asia/Tokyo] PHP Fatal error:  x\n";
  const std::vector<std::string> inputs = {folder.file("a.log", log), folder / "missing.log",
                                           folder.file("bad.gz", "\x1f\x8b broken"), folder.folder("empty")};
  static_cast<void>(why502::Parser::create({.time_zone = "Nowhere/Land"}));
  static_cast<void>(why502::Parser::create({.apache_format = "%"}));
  static_cast<void>(why502::Filter::create({.upstream = "(((("}));
  static_cast<void>(why502::Filter::create({.upstream = "((a{100}){100}){100}"}));
  static_cast<void>(why502::parse_time("never", "UTC", {}));
  static_cast<void>(why502::parse_time("14:00", "Europe/Nowhere", {}));
  static_cast<void>(why502::Aggregate::load("why502 partial 1\nnonsense", "p"));
  static_cast<void>(why502::Source::open(folder.path()));
  why502::Redactor redactor;
  std::string json;
  auto on_event = [&](const why502::Event& event) { why502::append_json(redactor.redact(event), &json); };
  for (const std::size_t jobs : {1u, 3u}) {
    why502::RunOptions options;
    options.jobs = jobs;
    options.on_event = on_event;
    const auto sum = why502::run(make_parser(), inputs, options);
    std::string bytes;
    auto keep = [&](std::string_view piece) { bytes += piece; };
    for (const auto report : {why502::ReportId::text, why502::ReportId::json, why502::ReportId::csv,
                              why502::ReportId::html, why502::ReportId::prometheus}) {
      static_cast<void>(why502::write_report(*sum, report, {}, keep));
      static_cast<void>(why502::write_report(*sum, report, {.time_zone = "Nowhere"}, keep));
    }
    bytes.clear();
    sum->save({}, keep);
    const auto partial = why502::Aggregate::load(bytes, "p");
    static_cast<void>(why502::compare(*partial, *partial, "p"));
  }
}

TEST(Surroundings, AreAsTheyWere) {
  use_everything();  // what is made once is made
  const std::string locale = std::setlocale(LC_ALL, nullptr);
  const std::vector<std::string> before = environment();
  off_t printed = 0, complained = 0;
  int error = 0;
  std::fflush(stdout);
  std::fflush(stderr);
  {
    const Captured out(STDOUT_FILENO), err(STDERR_FILENO);
    errno = EDOM;
    use_everything();
    std::fflush(stdout);
    std::fflush(stderr);
    printed = out.bytes();
    complained = err.bytes();
  }
  EXPECT_EQ(printed, 0);
  EXPECT_EQ(complained, 0);
  EXPECT_EQ(environment(), before);
  EXPECT_EQ(std::setlocale(LC_ALL, nullptr), locale);

  // The folder of the test sets it, so only what comes without one is asked.
  const why502::Parser parser = make_parser();
  std::string log;
  for (const std::string& record : record_pool()) log += record + "\n";
  log += "[26-Nov-2026 00:02:17 Nowhere/Land2] PHP Fatal error:  x\n";
  log += "[26-Nov-2026 00:02:17 Asia/Seoul] PHP Fatal error:  x\n";
  std::string bytes;
  auto keep = [&](std::string_view piece) { bytes += piece; };
  const auto touched = [&](const char* what, auto&& use) {
    errno = EDOM;
    use();
    error = errno;
    EXPECT_EQ(error, EDOM) << what;
  };
  auto sum = why502::Aggregate::create();
  ASSERT_TRUE(sum);
  touched("aggregate()", [&] { sum = why502::aggregate(parser, why502::Source::from_memory(log)); });
  touched("open()", [&] { static_cast<void>(why502::Source::open("/nowhere/at/all")); });
  touched("run()", [&] {
    static_cast<void>(why502::run(parser, std::vector<std::string>{"/nowhere/at/all", "/dev/null"}));
  });
  touched("Parser", [&] { static_cast<void>(why502::Parser::create({.time_zone = "Nowhere/Land3"})); });
  touched("Filter", [&] { static_cast<void>(why502::Filter::create({.upstream = "(((("})); });
  touched("parse_time()", [&] { static_cast<void>(why502::parse_time("14:00", "Nowhere/Land4", {})); });
  touched("save()", [&] { sum->save({}, keep); });
  touched("load()", [&] { static_cast<void>(why502::Aggregate::load(bytes, "p")); });
  for (const auto report : {why502::ReportId::text, why502::ReportId::json, why502::ReportId::csv,
                            why502::ReportId::html, why502::ReportId::prometheus}) {
    touched("write_report()", [&] { static_cast<void>(why502::write_report(*sum, report, {}, keep)); });
  }
}

}  // namespace
}  // namespace why502_tests
