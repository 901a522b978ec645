// faulty_calls.cc -- preloaded by tests: read, pread, write and pthread_create as WHY502_FAULT has it.
//
// "short": a read or write moves one byte to seven. "eintr": every other one is interrupted first. "eio=N": a read
// fails for good once N bytes were read. "threads": there are none to be had. Reading is at fault for standard input
// and files with "faulty" in their path, writing for standard output; all else is left alone.
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <pthread.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>

namespace {

std::atomic<unsigned> calls{0};
std::atomic<long> bytes_read{0};

bool wants(const char* fault) {
  const char* const wanted = std::getenv("WHY502_FAULT");
  return wanted != nullptr && std::strstr(wanted, fault) != nullptr;
}

long bytes_until_failure() {
  const char* const wanted = std::getenv("WHY502_FAULT");
  const char* const at = wanted == nullptr ? nullptr : std::strstr(wanted, "eio=");
  return at == nullptr ? -1 : std::atol(at + 4);
}

bool is_at_fault(int fd, bool writing) {
  if (writing) return fd == STDOUT_FILENO;
  if (fd == STDIN_FILENO) return true;
  char link[64], path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return false;
  path[length] = '\0';
  return std::strstr(path, "faulty") != nullptr;
}

// Does the call fail instead? Else *size is what it may move.
bool fails(int fd, bool writing, size_t* size) {
  if (!is_at_fault(fd, writing)) return false;
  const unsigned call = calls++;
  if (wants("eintr") && call % 2 == 0) {
    errno = EINTR;
    return true;
  }
  const long most = bytes_until_failure();
  if (!writing && most >= 0 && bytes_read >= most) {
    errno = EIO;
    return true;
  }
  if (wants("short")) *size = std::min<size_t>(*size, call % 7 + 1);
  return false;
}

ssize_t counted(ssize_t size, int fd) {
  if (size > 0 && is_at_fault(fd, false)) bytes_read += size;
  return size;
}

template <typename Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t read(int fd, void* into, size_t size) {
  static auto* const real = next<ssize_t(int, void*, size_t)>("read");
  return fails(fd, false, &size) ? -1 : counted(real(fd, into, size), fd);
}

ssize_t pread(int fd, void* into, size_t size, off_t at) {
  static auto* const real = next<ssize_t(int, void*, size_t, off_t)>("pread");
  return fails(fd, false, &size) ? -1 : counted(real(fd, into, size, at), fd);
}

ssize_t pread64(int fd, void* into, size_t size, off64_t at) {
  static auto* const real = next<ssize_t(int, void*, size_t, off64_t)>("pread64");
  return fails(fd, false, &size) ? -1 : counted(real(fd, into, size, at), fd);
}

ssize_t write(int fd, const void* from, size_t size) {
  static auto* const real = next<ssize_t(int, const void*, size_t)>("write");
  return fails(fd, true, &size) ? -1 : real(fd, from, size);
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*begin)(void*), void* argument) {
  static auto* const real = next<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>("pthread_create");
  return wants("threads") ? EAGAIN : real(thread, attributes, begin, argument);
}

}  // extern "C"
