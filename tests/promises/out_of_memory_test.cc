// out_of_memory_test.cc -- where there is no memory the library throws bad_alloc, and nothing else: what it was told
// to do is not done, all that it had is given back, and the next try works.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "tests/engine/records.h"
#include "why502/aggregate.h"
#include "why502/partial.h"
#include "why502/report.h"
#include "why502/scanner.h"

namespace {

// The allocation with this number fails, counted from where it is set; none does while it is below 1.
thread_local long fails_at = 0;
std::atomic<long> living{0};

void* allocated(std::size_t size, std::size_t alignment) {
  if (fails_at > 0 && --fails_at == 0) throw std::bad_alloc();
  void* const memory = std::aligned_alloc(alignment, (size + alignment) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  living.fetch_add(1, std::memory_order_relaxed);
  return memory;
}

// Not inlined: GCC 12 would see free() on what a new-expression returned, and warn of it.
[[gnu::noinline]] void release(void* memory) noexcept {
  if (memory != nullptr) living.fetch_sub(1, std::memory_order_relaxed);
  std::free(memory);
}

constexpr std::size_t kUsual = alignof(std::max_align_t);

}  // namespace

void* operator new(std::size_t size) { return allocated(size, kUsual); }
void* operator new[](std::size_t size) { return allocated(size, kUsual); }
void* operator new(std::size_t size, std::align_val_t align) {
  return allocated(size, static_cast<std::size_t>(align));
}
void* operator new[](std::size_t size, std::align_val_t align) {
  return allocated(size, static_cast<std::size_t>(align));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return allocated(size, kUsual);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void* operator new[](std::size_t size, const std::nothrow_t& none) noexcept { return operator new(size, none); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { release(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { release(memory); }

namespace why502_tests {
namespace {

const std::string& log_of_all_kinds() {
  static const std::string kLog = [] {
    std::string log;
    for (int i = 0; i < 30; ++i) {
      log += kHead + kRefused + ", client: 10.0.0.9, server: a.io, request: \"GET /x HTTP/1.1\", upstream: \"http://u" +
             std::to_string(i) + ":80/\", host: \"a.io\"\n";
      log += kHead + "FastCGI sent in stderr: \"PHP message: PHP Fatal error:  x\nstack\" while reading upstream" +
             kFields + "\n";
    }
    log += "{\"log\":\"" + kStamp + " [error] 7#7: *9 " + kRefused +
           ", client: 1\\n\",\"stream\":\"stderr\",\"time\":\"2026-08-20T12:34:56Z\"}\n";
    log += "2026-08-20T12:34:56.000000000Z stderr P 2026/08/20 12:34:56 [error]\n";
    log +=
        "[Thu Nov 26 00:02:17.123456 2026] [proxy:error] [pid 7:tid 8] (111)Connection refused: AH00957: http: "
        "attempt to connect to 10.0.0.1:80 (10.0.0.1) failed\n";
    return log;
  }();
  return kLog;
}

// Everything, from a parser to a report. Gives the report. (Not expressions: RE2 leaks what it has where it finds no
// memory.)
std::string everything() {
  const auto parser = why502::Parser::create();
  auto sum = why502::Aggregate::create({.by = {why502::Dimension::host, why502::Dimension::upstream}});
  why502::Feed feed(*parser);
  auto add = [&](const why502::Event& event) { sum->add(event); };
  for (std::size_t at = 0; at < log_of_all_kinds().size(); at += 700)
    feed.write(log_of_all_kinds().substr(at, 700), add);
  feed.finish(add);
  std::string bytes, report;
  auto keep = [&](std::string_view piece) { bytes += piece; };
  sum->save({}, keep);
  auto partial = why502::Aggregate::load(bytes, "p");
  auto more = partial->merge(*partial, "p");
  auto write = [&](std::string_view piece) { report += piece; };
  for (const auto id : {why502::ReportId::text, why502::ReportId::json, why502::ReportId::csv, why502::ReportId::html,
                        why502::ReportId::prometheus}) {
    if (!why502::write_report(partial->aggregate, id, {}, write) || !more) return "";
  }
  return report;
}

TEST(OutOfMemory, ThrowsBadAllocAndNothingElseAndLeavesNothingBehind) {
  const std::string expected = everything();
  ASSERT_GT(expected.size(), 1000u);
  long step = 1, tries = 0, failures = 0;
  for (long n = 1;; n += step) {
    const long before = living.load();
    bool ended = false;
    std::string report;
    fails_at = n;
    try {
      report = everything();
      ended = fails_at > 0;  // it came to its end before the n-th
    } catch (const std::bad_alloc&) {
      ++failures;
    }
    fails_at = 0;
    std::string().swap(report);
    ++tries;
    ASSERT_LE(living.load(), before) << "allocations left behind, as number " << n << " failed";
    if (ended) break;
    if (n % 64 == 0) step = 1 + n / 64;  // the first ones each, later ones every so often
  }
  EXPECT_GT(failures, 100);
  EXPECT_LE(failures, tries);
  EXPECT_EQ(everything(), expected);
}

}  // namespace
}  // namespace why502_tests
