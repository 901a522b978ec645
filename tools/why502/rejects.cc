// rejects.cc -- writes each rejected line as it was.
#include "tools/why502/rejects.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/why502/same_file.h"

namespace why502::command {
namespace {

constexpr std::size_t kFirstBytes = 256;

}  // namespace

Rejects::~Rejects() {
  if (fd_ != -1) close(fd_);
}

Result<bool> Rejects::open(const std::string& path, std::span<const std::string> inputs,
                           const std::string& output_file) {
  const bool was_there = access(path.c_str(), F_OK) == 0;
  fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
  struct stat file {};
  if (fd_ == -1 || fstat(fd_, &file) != 0) {
    const int number = errno;
    return Error{number == EACCES ? Errc::denied : Errc::io, "cannot write '" + path + "': " + error_text(number)};
  }
  if (S_ISREG(file.st_mode)) {
    for (const std::string& input : inputs) {
      if (is_file(file, input)) return Error{Errc::bad_option, "--rejects would overwrite the input '" + input + "'"};
    }
    // By now it is there, so that two spellings of a new file's name are seen to be one, too.
    if (!output_file.empty() && is_file(file, output_file)) {
      if (!was_there) unlink(path.c_str());
      return Error{Errc::bad_option, "--rejects and --output-file name one file, '" + path + "': give two"};
    }
    if (ftruncate(fd_, 0) != 0) return Error{Errc::io, "cannot write '" + path + "': " + error_text(errno)};
  }
  file_.emplace(fd_, "'" + path + "'");
  return true;
}

void Rejects::operator()(const Reject& reject) {
  if (first_.size() < kFirst) first_.emplace_back(reject.line.substr(0, kFirstBytes));
  if (file_) {
    file_->write(reject.line);
    file_->write("\n");
  }
}

std::string Rejects::finish() {
  if (!file_) return "";
  file_->flush();
  return file_->error();
}

}  // namespace why502::command
