// log_writer.h -- writes nginx error logs whose meaning is known.
#ifndef WHY502_BENCH_LOG_WRITER_H_
#define WHY502_BENCH_LOG_WRITER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/exchange.h"
#include "bench/fleet.h"
#include "bench/messages.h"
#include "bench/random.h"
#include "bench/truth.h"

namespace why502::bench {

enum class LogKind : std::uint8_t {
  dense,   // every line tells of a failure; about 320 bytes a line
  sparse,  // 1 % do, a quarter are other errors, the rest is info; about 157 bytes a line
  debug,   // 1 % do, the rest is of level debug; about 75 bytes a line
};

struct LogOptions {
  LogKind kind = LogKind::dense;
  std::uint64_t bytes = 16 << 20;  // at least; the last line is whole
  std::uint64_t seed = 1;
  std::size_t upstreams = 45;
  std::int64_t start = 1795305600;  // 2026-11-22T00:00:00Z; whatever the size, a log lasts six hours
};

// The same options give the same bytes on every machine.
class LogWriter {
 public:
  explicit LogWriter(const LogOptions& options);

  // Appends lines until `out` holds `bytes` or more, or the log is whole. false:
  // nothing was left to append.
  bool fill(std::string* out, std::size_t bytes);

  // What was written so far.
  Truth truth() const;

 private:
  using Choice = std::array<std::uint8_t, 1024>;  // message numbers, each as often as its weight says

  void failure(std::string* out);
  void innocent(std::string* out);
  void line(std::size_t message, std::size_t name, std::string* out);
  void head(const Message& message, std::string* out);
  void tail(const Message& message, std::size_t name, std::string* out);

  LogOptions options_;
  Fleet fleet_;
  Tally tally_;
  Random random_;
  std::array<Choice, kGroups> failures_;  // by group
  std::vector<std::uint8_t> innocents_;
  Exchange exchange_;
  unsigned attempts_left_ = 0;
  std::size_t peer_ = 0;
  std::uint64_t written_ = 0;
  std::int64_t stamped_ = -1, first_ = 0, last_ = 0;
  std::string stamp_;
};

struct Log {
  std::string text;
  Truth truth;
};

// The whole log in memory.
Log make_log(const LogOptions& options);

}  // namespace why502::bench

#endif  // WHY502_BENCH_LOG_WRITER_H_
