// signals.cc -- the handlers of the process.
#include "tools/why502/signals.h"

#include <csignal>

#include <fcntl.h>

namespace why502::command {
namespace {

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

void end_reading(int) { stop.store(true); }

void set_handler(int signal, void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;  // never SA_RESTART: a read() or open() that waits must return
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

// nohup and background jobs of a shell ignore SIGINT; so do we, then.
bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

void prepare_process() {
  set_handler(SIGPIPE, SIG_IGN, 0);
  for (int fd = 0; fd <= 2; ++fd) {
    // The lowest free descriptor is fd. Writing to it fails, as it should.
    if (fcntl(fd, F_GETFD) == -1) static_cast<void>(open("/dev/null", O_RDONLY));
  }
}

void catch_interrupts() {
  for (const int signal : {SIGINT, SIGTERM}) {
    if (!is_ignored(signal)) set_handler(signal, end_reading, static_cast<int>(SA_RESETHAND));
  }
}

void release_interrupts() {
  for (const int signal : {SIGINT, SIGTERM}) {
    if (!is_ignored(signal)) set_handler(signal, SIG_DFL, 0);
  }
}

const std::atomic<bool>& interrupted() { return stop; }

}  // namespace why502::command
