// source.cc -- where bytes come from: a file, a pipe, memory, or your own reader.
#include "why502/source.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "lib/input/file.h"

namespace why502 {
namespace {

class MemoryReader final : public SourceReader {
 public:
  explicit MemoryReader(std::string_view bytes) noexcept : bytes_(bytes) {}

  Result<std::size_t> read(std::span<char> into) override {
    const std::size_t n = std::min(into.size(), bytes_.size() - at_);
    if (n > 0) std::memcpy(into.data(), bytes_.data() + at_, n);
    at_ += n;
    return n;
  }
  std::optional<std::string_view> contiguous() const noexcept override { return bytes_; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace

Source::Source(std::unique_ptr<SourceReader> reader, std::string name) noexcept
    : reader_(std::move(reader)), name_(std::move(name)) {}

Result<Source> Source::open(const std::string& path) {
  if (path == "-") return Source(input::borrow_fd(STDIN_FILENO, "<stdin>"), "<stdin>");
  auto reader = input::open_file(path);
  if (!reader) return std::move(reader).error();
  return Source(*std::move(reader), path);
}

Source Source::from_fd(int fd, std::string name) {
  auto reader = input::borrow_fd(fd, name);
  return Source(std::move(reader), std::move(name));
}

Source Source::from_memory(std::string_view bytes, std::string name) {
  return Source(std::make_unique<MemoryReader>(bytes), std::move(name));
}

Source Source::from_reader(std::unique_ptr<SourceReader> reader, std::string name) {
  return Source(std::move(reader), std::move(name));
}

Result<std::size_t> Source::read(std::span<char> into) {
  if (failed_) return *failed_;
  if (ended_ || into.empty()) return std::size_t{0};
  auto n = reader_->read(into);
  if (!n) {
    failed_ = n.error();
  } else if (*n == 0) {
    ended_ = true;
  }
  return n;
}

std::optional<std::string_view> Source::contiguous() const noexcept { return reader_->contiguous(); }

}  // namespace why502
