// file.cc -- files and descriptors as readers.
#include "lib/input/file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/base/errno_guard.h"
#include "lib/base/quote.h"
#include "lib/input/unpack.h"

namespace why502::input {
namespace {

// What went wrong, in words that are the same on every libc and in every locale.
const char* reason(int error_number) noexcept {
  switch (error_number) {
    case ENOENT: return "no such file";
    case ENOTDIR: return "a part of its path is no directory";
    case EACCES:
    case EPERM: return "permission denied";
    case EISDIR: return "it is a directory";
    case ELOOP: return "too many symbolic links";
    case ENAMETOOLONG: return "the name is too long";
    case EMFILE:
    case ENFILE: return "too many open files";
    case EIO: return "input/output error";
    case ENXIO: return "it is a socket, or a device without a driver";
    case ENOMEM: return "out of memory";
    case EBADF: return "the descriptor is not open for reading";
    case ESTALE: return "stale file handle";
    default: return nullptr;
  }
}

// What the rest of a file is compressed with; nullptr if it is not.
const Compression* compression_at(int fd) noexcept {
  char first[kMagicBytes] = {};
  std::size_t size = 0;
  const off_t at = ::lseek(fd, 0, SEEK_CUR);
  while (at >= 0 && size < sizeof first) {
    const ssize_t n = ::pread(fd, first + size, sizeof first - size, at + static_cast<off_t>(size));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    size += static_cast<std::size_t>(n);
  }
  return compression_of({first, size});
}

// Unpacks, if there is something to unpack. A regular file tells at once.
std::unique_ptr<SourceReader> unpacked(std::unique_ptr<SourceReader> reader, int fd, bool regular,
                                       const std::string& name) {
  if (!regular) return unpack_if_packed(std::move(reader), name);
  const Compression* compression = compression_at(fd);
  if (compression == nullptr) return reader;
  return unpack(*compression, std::move(reader), name);
}

class FdReader final : public SourceReader {
 public:
  // `bytes` of a regular file, which does not wait for more; else nothing.
  FdReader(int fd, bool owned, std::optional<off_t> bytes, std::string name, const std::atomic<bool>* stop,
           std::atomic<std::uint64_t>* meter) noexcept
      : fd_(fd), owned_(owned), bytes_(bytes), name_(std::move(name)), stop_(stop), meter_(meter) {}
  FdReader(const FdReader&) = delete;
  FdReader& operator=(const FdReader&) = delete;
  ~FdReader() override {
    const base::ErrnoGuard guard;
    if (owned_) ::close(fd_);
  }

  Result<std::size_t> read(std::span<char> into) override {
    const base::ErrnoGuard guard;
    for (;;) {
      if (stopped()) return std::size_t{0};
      if (!bytes_ && !has_input()) continue;
      const ssize_t n = ::read(fd_, into.data(), into.size());
      if (n == 0 && bytes_ && ::lseek(fd_, 0, SEEK_CUR) < *bytes_ && is_shorter(fd_, *bytes_)) return cut_error(name_);
      if (n >= 0) {
        if (meter_ != nullptr) meter_->fetch_add(static_cast<std::uint64_t>(n), std::memory_order_relaxed);
        return static_cast<std::size_t>(n);
      }
      // A non-blocking descriptor, or a signal: wait, then try again.
      if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return system_error("read", name_, errno);
    }
  }

 private:
  bool stopped() const noexcept { return stop_ != nullptr && stop_->load(std::memory_order_relaxed); }

  // Waits a while. Until a FIFO's first writer comes, read() would say "end", and poll()
  // says nothing. A signal that sets `stop` may come between our look at it and a
  // read() that blocks for good; hence a wait that ends.
  bool has_input() const noexcept {
    constexpr int kMilliseconds = 100;
    if (fd_ < 0) return true;  // poll() passes over it; read() says what is wrong
    pollfd p{fd_, POLLIN, 0};
    const int ready = ::poll(&p, 1, kMilliseconds);
    return ready > 0 || (ready < 0 && errno != EINTR);
  }

  int fd_;
  bool owned_;
  std::optional<off_t> bytes_;
  std::string name_;
  const std::atomic<bool>* stop_;
  std::atomic<std::uint64_t>* meter_;
};

FileInfo info_of(const struct stat& s) noexcept {
  FileInfo info;
  info.device = s.st_dev;
  info.inode = s.st_ino;
  info.bytes = static_cast<std::uint64_t>(s.st_size);
  info.modified = std::chrono::sys_seconds(std::chrono::seconds(s.st_mtime));
  info.directory = S_ISDIR(s.st_mode);
  info.regular = S_ISREG(s.st_mode);
  return info;
}

}  // namespace

Error system_error(const char* what, const std::string& name, int error_number) {
  Errc code = Errc::io;
  if (error_number == ENOENT || error_number == ENOTDIR) code = Errc::not_found;
  if (error_number == EACCES || error_number == EPERM) code = Errc::denied;
  if (error_number == EISDIR || error_number == ENXIO) code = Errc::unsupported;
  const char* words = reason(error_number);
  const std::string why = words != nullptr ? words : "error " + std::to_string(error_number);
  return Error{code, std::string("cannot ") + what + " " + base::quote(name) + ": " + why};
}

bool is_shorter(int fd, off_t bytes) noexcept {
  const base::ErrnoGuard guard;
  struct stat s {};
  return ::fstat(fd, &s) == 0 && s.st_size < bytes;
}

Error cut_error(const std::string& name) {
  return Error{Errc::io, "cannot read " + base::quote(name) + " to its end: it became shorter meanwhile"};
}

Result<FileInfo> inspect(const std::string& path) {
  const base::ErrnoGuard guard;
  struct stat s {};
  if (::stat(path.c_str(), &s) != 0) return system_error("open", path, errno);
  return info_of(s);
}

Result<std::unique_ptr<SourceReader>> open_file(const std::string& path, const std::atomic<bool>* stop,
                                                std::atomic<std::uint64_t>* meter) {
  const base::ErrnoGuard guard;
  // O_NONBLOCK: a FIFO without a writer must not hang here, where nothing looks at `stop`;
  // FdReader waits for one.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0) return system_error("open", path, errno);
  struct stat s {};
  const int failed = ::fstat(fd, &s) != 0 ? errno : S_ISDIR(s.st_mode) ? EISDIR : 0;
  if (failed != 0) {
    ::close(fd);
    return system_error(failed == EISDIR ? "read" : "open", path, failed);
  }
  const bool regular = S_ISREG(s.st_mode);
  const auto bytes = regular ? std::optional<off_t>(s.st_size) : std::nullopt;
#ifdef POSIX_FADV_SEQUENTIAL
  if (regular) ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
  return unpacked(std::make_unique<FdReader>(fd, true, bytes, path, stop, meter), fd, regular, path);
}

std::unique_ptr<SourceReader> borrow_fd(int fd, const std::string& name, const std::atomic<bool>* stop,
                                        std::atomic<std::uint64_t>* meter) {
  const base::ErrnoGuard guard;
  struct stat s {};
  const bool regular = ::fstat(fd, &s) == 0 && S_ISREG(s.st_mode);
  const auto bytes = regular ? std::optional<off_t>(s.st_size) : std::nullopt;
  return unpacked(std::make_unique<FdReader>(fd, false, bytes, name, stop, meter), fd, regular, name);
}

}  // namespace why502::input
