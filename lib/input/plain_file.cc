// plain_file.cc -- pread(2) of regular files.
#include "lib/input/plain_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "lib/base/errno_guard.h"
#include "lib/input/file.h"
#include "lib/input/unpack.h"

namespace why502::input {
namespace {

class RangeReader final : public SourceReader {
 public:
  RangeReader(const PlainFile& file, std::uint64_t begin, std::uint64_t end, const std::atomic<bool>* stop) noexcept
      : file_(file), at_(begin), end_(end), stop_(stop) {}

  Result<std::size_t> read(std::span<char> into) override {
    if (at_ >= end_ || (stop_ != nullptr && stop_->load(std::memory_order_relaxed))) return std::size_t{0};
    const auto most = std::min<std::uint64_t>(into.size(), end_ - at_);
    auto n = file_.read_at(at_, into.first(static_cast<std::size_t>(most)));
    if (n) at_ += *n;
    if (n && *n == 0 && at_ < file_.bytes() && file_.is_shorter()) return cut_error(file_.path());
    return n;
  }

 private:
  const PlainFile& file_;
  std::uint64_t at_, end_;
  const std::atomic<bool>* stop_;
};

}  // namespace

PlainFile::PlainFile(int fd, std::string path, std::uint64_t bytes) noexcept
    : fd_(fd), path_(std::move(path)), bytes_(bytes) {}

PlainFile::~PlainFile() {
  const base::ErrnoGuard guard;
  ::close(fd_);
}

Result<std::unique_ptr<PlainFile>> PlainFile::open(const std::string& path) {
  const base::ErrnoGuard guard;
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0) return system_error("open", path, errno);
  struct stat s {};
  const bool is_regular = ::fstat(fd, &s) == 0 && S_ISREG(s.st_mode);
  std::unique_ptr<PlainFile> file(new PlainFile(fd, path, is_regular ? static_cast<std::uint64_t>(s.st_size) : 0));
  if (!is_regular) return std::unique_ptr<PlainFile>();
  std::array<char, kMagicBytes> first{};
  std::size_t size = 0;
  while (size < first.size()) {
    const auto n = file->read_at(size, std::span(first).subspan(size));
    if (!n) return std::unique_ptr<PlainFile>();
    if (*n == 0) break;
    size += *n;
  }
  if (compression_of({first.data(), size}) != nullptr) return std::unique_ptr<PlainFile>();
  return file;
}

bool PlainFile::is_shorter() const noexcept { return input::is_shorter(fd_, static_cast<off_t>(bytes_)); }

Result<std::size_t> PlainFile::read_at(std::uint64_t offset, std::span<char> into) const {
  const base::ErrnoGuard guard;
  for (;;) {
    const ssize_t n = ::pread(fd_, into.data(), into.size(), static_cast<off_t>(offset));
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR && errno != EAGAIN) return system_error("read", path_, errno);
  }
}

Result<std::optional<std::uint64_t>> PlainFile::line_from(std::uint64_t offset, std::uint64_t limit) const {
  if (offset == 0) return limit > 0 ? std::optional<std::uint64_t>(0) : std::nullopt;
  std::array<char, 4096> room;
  // The line before it may end right there.
  for (std::uint64_t at = offset - 1; at + 1 < limit;) {
    const auto n = read_at(at, room);
    if (!n) return n.error();
    if (*n == 0) break;
    const void* const newline = std::memchr(room.data(), '\n', *n);
    if (newline != nullptr) {
      const std::uint64_t begin = at + static_cast<std::uint64_t>(static_cast<const char*>(newline) - room.data()) + 1;
      return begin < limit ? std::optional(begin) : std::nullopt;
    }
    at += *n;
  }
  return std::optional<std::uint64_t>();
}

void PlainFile::announce(std::uint64_t offset, std::uint64_t bytes) const noexcept {
#ifdef POSIX_FADV_WILLNEED
  const base::ErrnoGuard guard;
  ::posix_fadvise(fd_, static_cast<off_t>(offset), static_cast<off_t>(bytes), POSIX_FADV_WILLNEED);
#else
  static_cast<void>(offset);
  static_cast<void>(bytes);
#endif
}

std::unique_ptr<SourceReader> read_range(const PlainFile& file, std::uint64_t begin, std::uint64_t end,
                                         const std::atomic<bool>* stop) {
  return std::make_unique<RangeReader>(file, begin, end, stop);
}

}  // namespace why502::input
