// logs.h -- small nginx logs, and files to keep them in.
#ifndef WHY502_TESTS_COMMAND_LOGS_H_
#define WHY502_TESTS_COMMAND_LOGS_H_

#include <string>
#include <string_view>

namespace why502::test {

// A record of a refused connection at 2026/11/22 hh:mm:ss, with its '\n'.
std::string refused(std::string_view time = "14:00:00", int connection = 1,
                    std::string_view upstream = "10.0.0.1:8080");

// A response that did not come in time.
std::string timed_out(std::string_view time = "14:00:00", int connection = 1);

// A record about something else.
std::string notice(std::string_view time = "14:00:00");

// A folder of its own, removed at the end.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();

  std::string path(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

  // Writes a file and gives its path.
  std::string file(const std::string& name, std::string_view bytes) const;

 private:
  std::string path_;
};

std::string read_file(const std::string& path);
std::size_t count(std::string_view text, std::string_view word);

}  // namespace why502::test

#endif  // WHY502_TESTS_COMMAND_LOGS_H_
