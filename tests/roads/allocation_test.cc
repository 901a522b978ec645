// allocation_test.cc -- no line costs an allocation: this program counts them all.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "tests/roads/roads.h"
#include "tests/twin/edges.h"
#include "tests/twin/wrap.h"
#include "why502/scanner.h"

namespace {

std::atomic<std::size_t> allocations{0};

void* counted_or_null(std::size_t size) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return std::malloc(size == 0 ? 1 : size);
}

void* counted(std::size_t size) {
  if (void* memory = counted_or_null(size)) return memory;
  throw std::bad_alloc();
}

void* counted(std::size_t size, std::align_val_t alignment) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  const auto align = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(align, (size + align - 1) / align * align)) return memory;
  throw std::bad_alloc();
}

// Not inlined: GCC 12 would see free() on what a new-expression returned, and warn of it.
[[gnu::noinline]] void release(void* memory) noexcept { std::free(memory); }

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void* operator new(std::size_t size, std::align_val_t alignment) { return counted(size, alignment); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return counted(size, alignment); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted_or_null(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted_or_null(size); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }

namespace why502_tests {
namespace {

// One line in eight of each kind that a line can be.
std::string log_of(std::size_t lines) {
  const std::string kinds[] = {
      kGood,
      "2026/08/20 12:34:56 [notice] 7#7: signal process started",
      kGood,
      "no head",
      kHead + "open() \"/srv/x\" failed (2: No such file or directory)" + kFields,
      "2026/08/20 12:34:57 [error] 7#7: *9 FastCGI sent in stderr: \"PHP message: PHP Fatal error:  x",
      "#0 {main}\" while reading response header from upstream" + kFields,
      kHead + "strange words while connecting to upstream" + kFields,
  };
  std::string log;
  for (std::size_t i = 0; i < lines; ++i) log += kinds[i % std::size(kinds)] + "\n";
  return log;
}

// The same in every envelope, one after the other.
std::string wrapped_log_of(std::size_t rounds) {
  std::string log;
  for (std::size_t i = 0; i < rounds; ++i) {
    for (const Wrapper& wrapper : wrappers()) log += wrapped(wrapper, log_of(8));
  }
  return log;
}

// The allocations of one pass over `source`.
std::size_t allocations_of(const why502::Parser& parser, why502::Source source, std::size_t block_bytes) {
  std::size_t events = 0, rejects = 0;
  const auto on_reject = [&](const why502::Reject&) { ++rejects; };
  const std::size_t before = allocations.load();
  why502::ScanOptions options;
  options.block_bytes = block_bytes;
  options.on_reject = on_reject;
  why502::Scanner scanner(parser, source, options);
  while (scanner.next() != nullptr) ++events;
  const std::size_t after = allocations.load();
  EXPECT_GT(events, 0u);
  EXPECT_GT(rejects, 0u);
  return after - before;
}

why502::Source reader_of(const std::string& log) {
  return why502::Source::from_reader(std::make_unique<PieceReader>(log, pieces_of(1 << 30)), "<reader>");
}

TEST(Allocations, AreCounted) {
  const std::size_t before = allocations.load();
  ::operator delete(::operator new(1));  // a new-expression may be left out by the compiler
  EXPECT_EQ(allocations.load(), before + 1);
}

TEST(Allocations, ScannerOverMemoryMakesNoneALine) {
  const why502::Parser parser = make_parser();
  const std::string few = log_of(1'000), many = log_of(10'000);
  EXPECT_EQ(allocations_of(parser, why502::Source::from_memory(few), 256 * 1024),
            allocations_of(parser, why502::Source::from_memory(many), 256 * 1024));
}

TEST(Allocations, ScannerOverBlocksMakesNoneALine) {
  const why502::Parser parser = make_parser();
  const std::string few = log_of(1'000), many = log_of(10'000);
  for (const std::size_t block : {16u * 1024, 256u * 1024}) {
    EXPECT_EQ(allocations_of(parser, reader_of(few), block), allocations_of(parser, reader_of(many), block))
        << "blocks of " << block;
  }
}

TEST(Allocations, FeedMakesNoneALine) {
  const why502::Parser parser = make_parser();
  const std::string log = log_of(10'000);
  const auto ignore = [](const why502::Event&) {};
  for (const std::size_t chunk : {100u, 4096u, 65536u}) {
    why502::Feed feed(parser);
    const auto write_all = [&] {
      for (std::size_t at = 0; at < log.size(); at += chunk)
        feed.write(std::string_view(log).substr(at, chunk), ignore);
    };
    write_all();  // its buffers have grown now
    const std::size_t before = allocations.load();
    write_all();
    EXPECT_EQ(allocations.load(), before) << "chunks of " << chunk;
  }
}

// The rooms and the buffers of open records grow at first, and then no more.
TEST(Allocations, EnvelopesMakeNoneALine) {
  const why502::Parser parser = make_parser();
  const std::string few = wrapped_log_of(30), many = wrapped_log_of(200);
  allocations_of(parser, why502::Source::from_memory(few), 256 * 1024);  // simdjson chooses its instructions once
  EXPECT_EQ(allocations_of(parser, why502::Source::from_memory(few), 256 * 1024),
            allocations_of(parser, why502::Source::from_memory(many), 256 * 1024));
}

TEST(Allocations, ParserMakesNone) {
  const why502::Parser parser = make_parser();
  why502::Scratch scratch;
  const auto ignore = [](const why502::Event&) {};
  std::vector<std::string> records = {kGood};
  for (const Wrapper& wrapper : wrappers()) records.push_back(wrapped(wrapper, kGood + "\n"));
  for (const std::string& record : records) parser.parse(record, scratch, ignore);
  const std::size_t before = allocations.load();
  for (const std::string& record : records) parser.parse(record, scratch, ignore);
  EXPECT_EQ(allocations.load(), before);
}

}  // namespace
}  // namespace why502_tests
