// writer.h -- collects what a report says and hands it on in pieces of at most 64 KiB.
#ifndef WHY502_LIB_REPORT_WRITER_H_
#define WHY502_LIB_REPORT_WRITER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "why502/report.h"

namespace why502::report {

// LIFETIME. `out` must outlive the Writer. What is left is given out by flush(),
// not by the destructor.
// COST. One buffer of 64 KiB, more only while text() is given more at once.
class Writer {
 public:
  explicit Writer(TextFn out) : out_(out) {}
  Writer(const Writer&) = delete;  // two would give out the same text
  Writer& operator=(const Writer&) = delete;

  // What is not given out yet: append to it, then call drain().
  std::string& text() noexcept { return text_; }

  // Gives out whole pieces if there are any. false: `out` asked to stop; what
  // comes after is thrown away.
  bool drain() { return text_.size() < kPiece ? !stopped_ : give_out(); }

  // Gives out all.
  bool flush() { return give_out(); }

  bool stopped() const noexcept { return stopped_; }

 private:
  static constexpr std::size_t kPiece = std::size_t{64} * 1024;
  bool give_out();

  TextFn out_;
  std::string text_;
  bool stopped_ = false;
};

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_WRITER_H_
