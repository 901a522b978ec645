// process.cc -- fork, exec, poll.
#include "tests/command/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gtest/gtest.h"

namespace why502::test {
namespace {

constexpr int kPatienceMs = 60'000;  // sanitizers on a busy machine are slow
constexpr uid_t kNobody = 65534;

struct Ends {
  int ours = -1, theirs = -1;
};

Ends make_pipe(bool we_write) {
  std::array<int, 2> fds{};
  if (pipe2(fds.data(), O_CLOEXEC) != 0) std::abort();
  return we_write ? Ends{fds[1], fds[0]} : Ends{fds[0], fds[1]};
}

Ends make_terminal(int columns) {
  Ends ends;
  winsize size{};
  size.ws_col = static_cast<unsigned short>(columns);
  size.ws_row = 24;
  if (openpty(&ends.ours, &ends.theirs, nullptr, nullptr, &size) != 0) std::abort();
  fcntl(ends.ours, F_SETFD, FD_CLOEXEC);
  fcntl(ends.theirs, F_SETFD, FD_CLOEXEC);
  return ends;
}

Ends stdin_ends(const Call& call) {
  switch (call.in) {
    case Stdin::pipe: return make_pipe(true);
    case Stdin::terminal: return make_terminal(call.columns);
    case Stdin::null: return {-1, open("/dev/null", O_RDONLY | O_CLOEXEC)};
  }
  return {};
}

Ends stdout_ends(const Call& call) {
  switch (call.out) {
    case Stdout::pipe: return make_pipe(false);
    case Stdout::terminal: return make_terminal(call.columns);
    case Stdout::full: return {-1, open("/dev/full", O_WRONLY | O_CLOEXEC)};
    case Stdout::closed: return {};
  }
  return {};
}

// The test's own environment without what changes the output, then the call's.
std::vector<std::string> environment_of(const Call& call) {
  std::vector<std::pair<std::string, std::string>> ours = {{"TZ", "UTC"}, {"LC_ALL", "C.UTF-8"}, {"TERM", "xterm"}};
  std::vector<std::string> hidden = {"LANG", "LC_CTYPE", "COLUMNS", "NO_COLOR"};
  for (const auto& pair : call.environment) {
    std::erase_if(ours, [&](const auto& known) { return known.first == pair.first; });
    ours.push_back(pair);
  }
  for (const auto& [name, value] : ours) hidden.push_back(name);
  std::vector<std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    const std::string name = text.substr(0, text.find('='));
    if (std::find(hidden.begin(), hidden.end(), name) == hidden.end()) all.push_back(text);
  }
  for (const auto& [name, value] : ours) {
    if (value != "(unset)") all.emplace_back(name).append("=").append(value);
  }
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  all.reserve(words.size() + 1);
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

void take_as(int from, int to) {
  if (from == -1) {
    close(to);
  } else {
    dup2(from, to);
  }
}

void shut(int* fd) {
  if (*fd != -1) close(*fd);
  *fd = -1;
}

}  // namespace

Process::Process(const Call& call) : has_pipe_(call.in == Stdin::pipe) {
  std::signal(SIGPIPE, SIG_IGN);
  const Ends in = stdin_ends(call), out = stdout_ends(call),
             err = call.err == Stderr::terminal ? make_terminal(call.columns) : make_pipe(false);
  std::vector<std::string> words = {call.program};
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  std::vector<std::string> variables = environment_of(call);
  const std::vector<char*> argv = pointers(words), envp = pointers(variables);
  // By descriptor: somebody else may not be allowed to walk to the program.
  const int program = open(call.program.c_str(), O_RDONLY);

  pid_ = fork();
  if (pid_ == 0) {
    for (const int number : {SIGPIPE, SIGINT, SIGTERM}) std::signal(number, SIG_DFL);
    take_as(in.theirs, 0);
    take_as(out.theirs, 1);
    take_as(err.theirs, 2);
    if (call.as_nobody && (setgid(kNobody) != 0 || setuid(kNobody) != 0)) _exit(126);
    fexecve(program, argv.data(), envp.data());
    _exit(127);
  }
  close(program);
  for (const int fd : {in.theirs, out.theirs, err.theirs}) {
    if (fd != -1) close(fd);
  }
  in_ = in.ours;
  out_ = out.ours;
  err_ = err.ours;
}

Process::~Process() {
  for (int* fd : {&in_, &out_, &err_}) shut(fd);
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
}

bool Process::write(std::string_view bytes) {
  // What it prints has to be read meanwhile, else both would wait.
  fcntl(in_, F_SETFL, O_NONBLOCK);
  while (!bytes.empty()) {
    const ssize_t written = ::write(in_, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pump(10);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

void Process::close_stdin() { shut(&in_); }
void Process::close_stdout() { shut(&out_); }
void Process::signal(int number) { kill(pid_, number); }

bool Process::pump(int timeout_ms) {
  std::array<pollfd, 2> ready = {pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};  // -1 is passed over
  if ((out_ == -1 && err_ == -1) || poll(ready.data(), ready.size(), timeout_ms) <= 0) return false;
  for (const pollfd& one : ready) {
    if (one.fd == -1 || one.revents == 0) continue;
    const bool is_out = one.fd == out_;
    std::array<char, 65536> room;
    const ssize_t size = read(one.fd, room.data(), room.size());
    if (size > 0) {
      (is_out ? result_.out : result_.err).append(room.data(), static_cast<std::size_t>(size));
    } else {  // a terminal that nobody has open any more gives EIO
      shut(is_out ? &out_ : &err_);
    }
  }
  return true;
}

bool Process::read_until(std::string_view text) {
  while (result_.out.find(text) == std::string::npos) {
    if (!pump(kPatienceMs)) return false;
  }
  return true;
}

Result Process::finish() {
  if (has_pipe_) close_stdin();
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  while ((out_ != -1 || err_ != -1) && std::chrono::steady_clock::now() < end) pump(1000);
  int status = 0;
  pid_t ended = 0;
  while ((ended = waitpid(pid_, &status, WNOHANG)) == 0 && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (ended != pid_) {
    ADD_FAILURE() << "still running after a minute";
    return result_;
  }
  pid_ = -1;
  result_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result_;
}

Result run_call(const Call& call, std::string_view input) {
  Process process(call);
  if (!input.empty()) process.write(input);
  return process.finish();
}

Result run(std::vector<std::string> arguments, std::string_view input,
           std::vector<std::pair<std::string, std::string>> environment) {
  return run_call(Call{.arguments = std::move(arguments), .environment = std::move(environment)}, input);
}

}  // namespace why502::test
