// apache_writer.h -- writes Apache error logs whose meaning is known.
#ifndef WHY502_BENCH_APACHE_WRITER_H_
#define WHY502_BENCH_APACHE_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/exchange.h"
#include "bench/fleet.h"
#include "bench/log_writer.h"
#include "bench/random.h"
#include "bench/truth.h"

namespace why502::bench {

struct ApacheMessage;

// The same options give the same bytes on every machine. No debug logs.
class ApacheWriter {
 public:
  explicit ApacheWriter(const LogOptions& options);

  // As LogWriter's.
  bool fill(std::string* out, std::size_t bytes);
  Truth truth() const;

 private:
  void attempt(std::size_t message, std::size_t peer, std::string* out);
  void line(std::size_t message, std::size_t peer, std::string* out);
  void head(const ApacheMessage& message, std::size_t peer, std::string* out);

  LogOptions options_;
  Fleet fleet_;
  Tally tally_;
  Random random_;
  std::vector<std::vector<std::uint8_t>> failures_;  // by group: message numbers, each as often as its weight says
  std::vector<std::uint8_t> innocents_;
  Exchange exchange_;
  std::uint64_t written_ = 0;
  std::int64_t stamped_ = -1, first_ = 0, last_ = 0;
  std::string stamp_, year_, peer_text_;
};

}  // namespace why502::bench

#endif  // WHY502_BENCH_APACHE_WRITER_H_
