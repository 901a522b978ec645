// apart.h -- a piece of a test in a process of its own: it may hang, or be another user.
#ifndef WHY502_TESTS_INPUT_APART_H_
#define WHY502_TESTS_INPUT_APART_H_

#include <sys/wait.h>
#include <unistd.h>

namespace why502_tests {

// Runs `what` in a child and gives what it returned; -1 if a signal ended it.
// After `seconds` the alarm does. THREADS. The caller must have no others.
template <typename Fn>
int apart(unsigned seconds, Fn what) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(seconds);
    ::_exit(what());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace why502_tests

#endif  // WHY502_TESTS_INPUT_APART_H_
