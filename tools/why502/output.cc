// output.cc -- write(2) until all is written.
#include "tools/why502/output.h"

#include <cerrno>
#include <system_error>

#include <poll.h>
#include <unistd.h>

namespace why502::command {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;

// 0, or the error's number.
int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {  // somebody made the pipe non-blocking
      pollfd ready{fd, POLLOUT, 0};
      if (poll(&ready, 1, -1) < 0 && errno != EINTR) return errno;
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

}  // namespace

bool Output::write(std::string_view text) {
  if (!usable()) return false;
  buffer_ += text;
  return buffer_.size() < kBufferBytes || flush();
}

bool Output::flush() {
  if (!usable()) return false;
  const int error = write_all(fd_, buffer_);
  buffer_.clear();
  if (error == EPIPE) {
    closed_ = true;
  } else if (error != 0) {
    error_ = "cannot write " + name_ + ": " + error_text(error);
  }
  return usable();
}

void say(std::string_view sentence) {
  std::string line = "why502: ";
  for (const char c : sentence) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  line += '\n';
  write_all(STDERR_FILENO, line);
}

std::string error_text(int number) {
  std::string text = std::generic_category().message(number);
  if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  }
  return text;
}

}  // namespace why502::command
