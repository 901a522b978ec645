// new_file.cc -- mkstemp, fsync, rename.
#include "tools/why502/new_file.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/why502/output.h"
#include "tools/why502/same_file.h"

namespace why502::command {
namespace {

constexpr mode_t kMode = 0644;

constexpr const char* kSuffix = ".XXXXXX";

// "/var/x" of "/var/x/report"
std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// Where links end; `path` if it is none, or nothing is there.
std::string without_links(const std::string& path) {
  char* real = realpath(path.c_str(), nullptr);
  if (real == nullptr) return path;
  std::string text = real;
  std::free(real);
  return text;
}

}  // namespace

NewFile::~NewFile() {
  if (fd_ != -1) close(fd_);
  if (!beside_.empty()) unlink(beside_.c_str());
}

Error NewFile::error(int number) const {
  return {number == EACCES ? Errc::denied : Errc::io, "cannot write '" + given_ + "': " + error_text(number)};
}

Result<bool> NewFile::open(const std::string& path, std::span<const std::string> inputs) {
  given_ = path;
  path_ = without_links(path);
  struct stat old {};
  const bool is_there = stat(path_.c_str(), &old) == 0;
  if (is_there && !S_ISREG(old.st_mode)) {
    return Error{Errc::bad_option, "--output-file takes a file to replace, and '" + path + "' is none"};
  }
  for (const std::string& input : inputs) {
    if (is_there && is_file(old, input)) {
      return Error{Errc::bad_option, "--output-file would overwrite the input '" + input + "'"};
    }
  }
  // Hidden: node_exporter and others read all that is called *.prom.
  std::string beside = folder_of(path_);
  beside += "/.why502";
  beside += kSuffix;
  fd_ = mkostemp(beside.data(), O_CLOEXEC);
  if (fd_ == -1) return error(errno);
  beside_ = beside;
  if (fchmod(fd_, is_there ? old.st_mode & 07777 : kMode) != 0) return error(errno);
  return true;
}

Result<bool> NewFile::put_into_place() {
  if (fsync(fd_) != 0) return error(errno);
  const int closed = close(fd_);
  fd_ = -1;
  if (closed != 0 || rename(beside_.c_str(), path_.c_str()) != 0) return error(errno);
  beside_.clear();
  // The name, too. Some file systems cannot; the file is in place all the same.
  const int folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder != -1) {
    fsync(folder);
    close(folder);
  }
  return true;
}

}  // namespace why502::command
