// timed.cc -- the program why502-timed: a command's time and peak memory, itself small enough not to count.
//
// Linux gives a process the peak of what it was forked from, so figures below
// this program's own size (about 1 MiB) cannot be seen.
#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

constexpr char kUsage[] =
    "usage: why502-timed [--cpu N] [--out FILE] COMMAND [ARGUMENT]...\n"
    "Runs COMMAND on processor N with its output to FILE (/dev/null) and prints\n"
    "  wall-ms user-ms system-ms peak-KiB exit-status\n"
    "The peak is that of the largest process that COMMAND started.\n";

double now_ms() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

double ms(const timeval& t) { return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3; }

[[noreturn]] void become(char** command, const char* out, int cpu) {
  const int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0) {
    std::perror(out);
    _exit(127);
  }
  if (cpu >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<unsigned>(cpu), &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) std::perror("why502-timed: --cpu");
  }
  execvp(command[0], command);
  std::perror(command[0]);
  _exit(127);
}

}  // namespace

int main(int argc, char** argv) {
  int cpu = -1;
  const char* out = "/dev/null";
  int i = 1;
  for (; i + 1 < argc && std::strncmp(argv[i], "--", 2) == 0; i += 2) {
    if (std::strcmp(argv[i], "--cpu") == 0) {
      cpu = std::atoi(argv[i + 1]);
    } else if (std::strcmp(argv[i], "--out") == 0) {
      out = argv[i + 1];
    } else {
      break;
    }
  }
  if (i >= argc || cpu >= CPU_SETSIZE || std::strncmp(argv[i], "--", 2) == 0) {
    std::fputs(kUsage, stderr);
    return 2;
  }

  const double start = now_ms();
  const pid_t child = fork();
  if (child == 0) become(argv + i, out, cpu);
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child) {
    std::perror("why502-timed");
    return 2;
  }
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::printf("%.1f %.1f %.1f %ld %d\n", now_ms() - start, ms(usage.ru_utime), ms(usage.ru_stime), usage.ru_maxrss,
              code);
  return 0;
}
