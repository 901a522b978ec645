// output.h -- bytes to a file descriptor, and sentences to stderr.
#ifndef WHY502_TOOLS_OUTPUT_H_
#define WHY502_TOOLS_OUTPUT_H_

#include <string>
#include <string_view>

namespace why502::command {

// A buffered writer. When whoever reads a pipe goes away (`| head`), that is no
// error: there is just nobody to write to. REQUIRES: SIGPIPE is ignored.
class Output {
 public:
  // Does not close `fd`. `name` is for the error's sentence: "the output".
  Output(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}

  // False from the first write that failed on: nobody will see more.
  bool write(std::string_view text);
  bool flush();
  int fd() const { return fd_; }
  bool usable() const { return !closed_ && error_.empty(); }

  // Why writing failed, as a sentence; "" if it did not (or the pipe was closed).
  const std::string& error() const { return error_; }

 private:
  int fd_;
  std::string name_;
  std::string buffer_;
  bool closed_ = false;
  std::string error_;
};

// Prints "why502: SENTENCE" on stderr, as one line whatever is in it.
void say(std::string_view sentence);

// "no such file or directory", for sentences.
std::string error_text(int number);

}  // namespace why502::command

#endif  // WHY502_TOOLS_OUTPUT_H_
