// process.h -- the command as its users have it: a process with pipes.
#ifndef WHY502_TESTS_COMMAND_PROCESS_H_
#define WHY502_TESTS_COMMAND_PROCESS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace why502::test {

struct Result {
  int exit_code = -1;  // 128 + n: ended by signal n; -1: still running after the timeout (and then killed)
  std::string out, err;
};

enum class Stdout { pipe, terminal, closed, full };
enum class Stderr { pipe, terminal };
enum class Stdin { pipe, terminal, null };

struct Call {
  std::vector<std::string> arguments = {};
  std::vector<std::pair<std::string, std::string>> environment =
      {};  // over TZ=UTC, LC_ALL=C.UTF-8, TERM=xterm; "(unset)" takes one away
  Stdin in = Stdin::pipe;
  Stdout out = Stdout::pipe;
  Stderr err = Stderr::pipe;
  int columns = 0;         // of the terminal
  bool as_nobody = false;  // gives up root's rights; needs root
  std::string program = WHY502_COMMAND;
};

class Process {
 public:
  explicit Process(const Call& call);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();  // kills what still runs

  // False if the process closed its end.
  bool write(std::string_view bytes);
  void close_stdin();
  void close_stdout();
  void signal(int number);

  // Reads stdout until it holds `text`; false: it ended or a minute went by.
  bool read_until(std::string_view text);

  // Closes stdin (a terminal stays), reads all that comes, waits for the end.
  Result finish();

 private:
  bool pump(int timeout_ms);  // false: nothing came in time, or all is closed

  pid_t pid_ = -1;
  bool has_pipe_;  // as stdin
  int in_ = -1, out_ = -1, err_ = -1;
  Result result_;
};

// Runs the command to its end. `input` is its standard input.
Result run(std::vector<std::string> arguments, std::string_view input = "",
           std::vector<std::pair<std::string, std::string>> environment = {});
Result run_call(const Call& call, std::string_view input = "");

}  // namespace why502::test

#endif  // WHY502_TESTS_COMMAND_PROCESS_H_
