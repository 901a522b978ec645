// errno_guard.h -- the library leaves errno as it found it.
#ifndef WHY502_LIB_BASE_ERRNO_GUARD_H_
#define WHY502_LIB_BASE_ERRNO_GUARD_H_

#include <cerrno>

namespace why502::base {

class ErrnoGuard {
 public:
  ErrnoGuard() noexcept : saved_(errno) {}
  ~ErrnoGuard() { errno = saved_; }
  ErrnoGuard(const ErrnoGuard&) = delete;
  ErrnoGuard& operator=(const ErrnoGuard&) = delete;

 private:
  int saved_;
};

}  // namespace why502::base

#endif  // WHY502_LIB_BASE_ERRNO_GUARD_H_
